"""Opening: where it was published, the archived copy, earlier claims like it, own errors."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phoihop.corrections import commands, queries
from phoihop.corrections.models import Appearance, Claim
from phoihop.documents.models import Document
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.publications import commands as publications
from tests.world import corrections as layer
from tests.world import intake
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.corrections import actor
from tests.world.publications import copy

NEARLY = "Từ ngày 1/8/2021, người dân tỉnh Kiên Giang phải trả 300.000 đồng mỗi liều vắc xin"
OPEN = "/lam-viec/dinh-chinh/mo/"


def test_a_claim_opens_with_a_code_and_a_day_five_working_days_on(world: World) -> None:
    row = layer.row(layer.opened(world))
    assert (row.code, row.state, row.due_date) == ("KC-kg-2021-0001", "CHECKING", date(2021, 8, 9))
    assert Appearance.rows.get(claim=row).publisher == "Trang tin Phố Biển"


def test_nearly_the_same_opens_only_as_another(world: World) -> None:
    code = layer.opened(world)
    with pytest.raises(Refused, match=f"Đã có điều gần như vậy: {code}"):
        layer.opened(world, text=NEARLY)
    assert layer.opened(world, text=NEARLY, is_other=True) != code


def test_others_learn_of_an_earlier_claim_only_once_it_is_out(world: World) -> None:
    dung = actor(world, "dung")
    code = layer.approved(world)
    assert queries.similar_claims(dung, NEARLY) == []
    commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at)
    (found,) = queries.similar_claims(dung, NEARLY)
    assert (found.code, found.verdict, found.is_visible) == (code, "FALSE", False)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"day": date(2021, 8, 3)}, "sau hôm nay"),
        ({"due_date": date(2021, 8, 2)}, "phải sau hôm nay"),
        ({"address": "javascript:alert(1)"}, "không đọc được"),
        ({"address": ""}, "đã đăng ở đâu"),
        ({"publisher": " "}, "nơi đã đăng"),
        ({"is_own_error": True, "corrected": "TT-kg-2021-0009"}, "không thấy"),
        ({"text": "x" * 501}, "dài quá"),
    ],
)
def test_refusals_leave_nothing_behind(world: World, given: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        layer.opened(world, **given)
    assert not Claim.rows.exists()


def test_nobody_opens_for_another_unit(world: World) -> None:
    with pytest.raises(NotAllowed):
        layer.opened(world, owner_id=world.unit("so-yte"))
    with pytest.raises(NotAllowed):
        layer.opened(world, by="kim")


def test_an_own_error_names_what_was_wrong(world: World) -> None:
    publications.publish(copy=copy(world), by=LOADER, at=world.at)
    code = layer.opened(world, is_own_error=True, corrected="TT-kg-2021-0001")
    assert layer.row(code).corrected == "TT-kg-2021-0001"
    with pytest.raises(Refused, match="Đã đính chính"):
        layer.written(world, code, verdict="FALSE")


def test_the_archived_copy_passes_the_guard_into_the_register(world: World, an: Person) -> None:
    content = intake.letter("Bản chụp trang tin ngày 30/7/2021.")
    sent = {
        "text": layer.TEXT,
        "publisher": "Trang tin Phố Biển",
        "address": "https://phobien.example/vac-xin",
        "day": "2021-07-30",
        "agency_id": str(world.unit("so-yte")),
        "file": SimpleUploadedFile("chup.pdf", content),
    }
    answer = an.client.post(OPEN, sent)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    place = Appearance.rows.get()
    assert place.sha256 == hashlib.sha256(content).hexdigest()
    paper = Document.rows.get(code=place.document)
    assert (paper.state, paper.direction) == ("REGISTERED", "KEPT")


def test_a_marked_copy_is_refused_and_nothing_of_it_is_kept(world: World) -> None:
    with pytest.raises(Refused, match="Không nhận tệp"):
        commands.judge_snapshot(
            file=SimpleUploadedFile("chup.pdf", intake.marked()),
            unit_id=world.unit("btg-tinh-uy"),
            by=actor(world, "an"),
            at=world.at,
        )
    assert not Document.rows.exists()


def test_a_copy_that_lies_in_the_register_already(world: World) -> None:
    code = layer.opened(world)
    paper = layer.paper_with_file(world)
    for _ in range(2):  # twice is harmless
        commands.add_appearance(
            code=code,
            publisher="Báo Sóng",
            address="Số 1234, trang 3",
            day=date(2021, 7, 31),
            document=paper,
            by=actor(world, "an"),
            at=world.at,
        )
    place = Appearance.rows.get(number=2)
    assert place.sha256 == hashlib.sha256(intake.letter()).hexdigest()


def test_the_form_shows_earlier_claims_before_a_new_one_opens(world: World, an: Person) -> None:
    code = layer.opened(world)
    sent = {
        "text": NEARLY,
        "publisher": "Báo Sóng",
        "address": "https://baosong.example/1",
        "day": "2021-07-31",
        "agency_id": str(world.unit("so-yte")),
    }
    answer = an.client.post(OPEN, sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert code in html
    assert "Điều gần giống đã có" in html
    assert NEARLY in html
    assert an.client.post(OPEN, {**sent, "is_other": "on"}).status_code == 302


def test_the_form_says_what_a_claim_is(world: World, an: Person) -> None:
    answer = an.client.post(OPEN, {"text": "Theo tôi sở y tế làm quá chậm"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Ý kiến, phê bình không phải là thứ để kiểm chứng" in html
    assert "Theo tôi sở y tế làm quá chậm" in html


def test_a_day_after_the_deadline_it_shows_as_late(world: World, an: Person) -> None:
    code = layer.opened(world)
    Claim.rows.filter(code=code).update(due_date=(world.at - timedelta(days=1)).date())
    assert "Quá hạn kiểm chứng" in an.client.get("/lam-viec/dinh-chinh/").content.decode()
