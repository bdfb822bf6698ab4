"""Corrections asked of the press: checkable facts, by documents, approved by another; nothing is to be taken down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phoihop.ground.command import Refused
from phoihop.ground.figures import Period, Scope
from phoihop.ground.powers import NotAllowed
from phoihop.mail.models import OutMail
from phoihop.press import commands, queries
from phoihop.press.forms.asking import SettleAsked
from phoihop.press.models import AskedCorrection, AskedEvidence
from phoihop.press.rules import asking as rules
from phoihop.press.states import asking as states
from tests.world import asking as layer
from tests.world import corrections as claim_layer
from tests.world import documents
from tests.world import plans as plan_layer
from tests.world.asking import actor, asked_row
from tests.world.build import World
from tests.world.cast import Person
from tests.world.flat import grows_flat

HERE = "/lam-viec/yeu-cau-cai-chinh/"
MUST = [(rule.key, sentence) for rule in rules.RULES for sentence in rule.must]
MUST_NOT = [(rule.key, sentence) for rule in rules.RULES for sentence in rule.must_not]


# ── the words ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("key", "sentence"), MUST)
def test_sentences_that_are_refused(key: str, sentence: str) -> None:
    assert key in rules.faults_of(sentence)


@pytest.mark.parametrize(("key", "sentence"), MUST_NOT)
def test_sentences_that_pass(key: str, sentence: str) -> None:
    assert rules.faults_of(sentence) == ()


def test_the_sentences_of_the_world_pass() -> None:
    assert rules.faults_of(layer.SAID) == rules.faults_of(layer.RIGHT) == ()


def test_no_state_outcome_or_form_takes_anything_down() -> None:
    assert set(states.OUTCOMES) == {"CORRECTED", "REFUSED", "UNANSWERED"}
    assert {value for value, _words in SettleAsked().fields["outcome"].choices} == set(states.OUTCOMES)  # type: ignore[attr-defined]
    assert set(states.ASKED) == {
        "DRAFT",
        "WAITING",
        "APPROVED",
        "SENT",
        "CORRECTED",
        "REFUSED",
        "UNANSWERED",
        "DROPPED",
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"said": "Đề nghị quý báo gỡ bài về phí cảng cá"}, "không giúp yêu cầu gỡ"),
        ({"right": "Yêu cầu tòa soạn xóa bỏ ngay bài viết ngày 1/8"}, "không giúp yêu cầu gỡ"),
        ({"said": "Bài báo có giọng điệu thiếu thiện chí với tỉnh"}, "kiểm chứng được"),
        ({"said": "Phóng viên Nguyễn Văn Bê viết sai số ca mắc trong ngày"}, "không nêu người viết"),
        ({"said": "Sai rồi"}, "quá ngắn"),
        ({"publisher": " "}, "tên báo"),
        ({"item": ""}, "đăng ở đâu"),
        ({"item": "https://mxh.example.vn/profile.php?id=7"}, "trang của một người"),
        ({"item": "javascript://x"}, "không đọc được"),
        ({"item_date": date(2021, 8, 3)}, "sau hôm nay"),
        ({"claim": "KC-kg-2021-0099"}, "Không thấy hồ sơ"),
        ({"claim": "VB-kg-2021-000001"}, "Không thấy hồ sơ"),
    ],
)
def test_refusals_write_nothing(world: World, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        layer.asked(world, **changed)
    assert not AskedCorrection.rows.exists()


# ── its life ────────────────────────────────────────────────────────────────────────────────────────────────


def test_evidence_approval_mail_and_the_clock(world: World) -> None:
    code = layer.asked_sent(world)
    row = asked_row(code)
    assert code == "YC-kg-2021-0001"
    assert (row.state, row.way, row.due_date, row.approved_post) == ("SENT", "MAIL", date(2021, 8, 16), "Trưởng ban")
    (out,) = OutMail.rows.filter(about=code)
    assert out.to_address == "toasoan@example.vn"
    (paper,) = queries.asked_value(actor(world, "an"), code, world.at).papers
    assert (paper.page, paper.number) == ("2", 1)
    assert paper.url


def test_nothing_is_presented_without_a_document(world: World) -> None:
    code = layer.asked(world)
    with pytest.raises(Refused, match="văn bản"):
        commands.present_asked_correction(code=code, by=actor(world, "an"), at=world.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        AskedCorrection.rows.filter(code=code).update(state="WAITING")


def test_evidence_is_of_the_register(world: World) -> None:
    code = layer.asked(world)
    an = actor(world, "an")
    with pytest.raises(Refused, match="Không thấy văn bản"):
        commands.attach_asked_evidence(code=code, document="VB-kg-2021-999999", by=an, at=world.at)
    draft = documents.draft(world)
    with pytest.raises(Refused, match="chưa vào sổ"):
        commands.attach_asked_evidence(code=code, document=draft, by=an, at=world.at)
    paper = documents.registered(world, "giang")
    commands.attach_asked_evidence(code=code, document=paper, page="2", by=an, at=world.at)
    commands.attach_asked_evidence(code=code, document=paper, page="2", by=an, at=world.at)  # harmless
    assert (asked_row(code).papers, AskedEvidence.rows.count()) == (1, 1)
    commands.drop_asked_evidence(code=code, number=1, by=an, at=world.at)
    assert (asked_row(code).papers, AskedEvidence.rows.count()) == (0, 0)


def test_who_wrote_does_not_approve_and_only_approvers_do(world: World) -> None:
    code = layer.asked_with_paper(world, by="binh")
    commands.present_asked_correction(code=code, by=actor(world, "an"), at=world.at)
    for who in ("binh", "an", "giang", "ha"):
        with pytest.raises(NotAllowed):
            commands.approve_asked_correction(code=code, by=actor(world, who), at=world.at)
    commands.approve_asked_correction(code=code, by=actor(world, "minh"), at=world.at)
    assert asked_row(code).state == "APPROVED"


def test_presented_it_is_not_changed(world: World) -> None:
    code = layer.asked_with_paper(world)
    an = actor(world, "an")
    commands.present_asked_correction(code=code, by=an, at=world.at)
    with pytest.raises(Refused, match="không sửa được"):
        commands.drop_asked_evidence(code=code, number=1, by=an, at=world.at)
    commands.return_asked_correction(code=code, reason="Thiếu trang", by=actor(world, "binh"), at=world.at)
    assert asked_row(code).state == "DRAFT"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"outcome": "REMOVED"}, "Kết quả chỉ có"),
        ({"outcome": "CORRECTED"}, "đăng ở đâu"),
        ({"outcome": "REFUSED"}, "lý do của nơi đăng"),
        ({"outcome": "UNANSWERED"}, "Chưa hết hạn"),
        ({"outcome": "REFUSED", "note": "Bài đúng", "day": date(2021, 8, 30)}, "Ngày có kết quả"),
    ],
)
def test_outcomes_are_three_and_say_what_they_need(world: World, values: dict[str, Any], said: str) -> None:
    code = layer.asked_sent(world)
    given = {"day": date(2021, 8, 2)} | values
    with pytest.raises(Refused, match=said):
        commands.settle_asked_correction(code=code, **given, by=actor(world, "giang"), at=world.at)
    assert asked_row(code).state == "SENT"


def test_no_answer_and_corrected_after_all(world: World) -> None:
    code = layer.asked_sent(world)
    late = world.at + timedelta(days=15)
    giang = actor(world, "giang", late)
    (waiting,) = queries.asked_waits([world.unit("btg-tinh-uy")], late)
    assert (waiting.code, waiting.group) == (code, "late")
    commands.settle_asked_correction(code=code, outcome="UNANSWERED", day=late.date(), by=giang, at=late)
    assert queries.asked_waits([world.unit("btg-tinh-uy")], late) == []
    commands.settle_asked_correction(
        code=code, outcome="CORRECTED", day=late.date(), address="Báo số 210, trang 2", by=giang, at=late
    )
    row = asked_row(code)
    assert (row.state, row.outcome_address) == ("CORRECTED", "Báo số 210, trang 2")
    with pytest.raises(Refused):
        commands.settle_asked_correction(code=code, outcome="REFUSED", day=late.date(), note="x", by=giang, at=late)


def test_a_claim_is_named_by_its_code_only(world: World) -> None:
    claim = claim_layer.opened(world)
    code = layer.asked(world, claim=claim)
    assert asked_row(code).claim == claim
    with pytest.raises(Refused, match="Không thấy hồ sơ"):  # Dũng does not see the claim
        layer.asked(world, by="dung", unit_id=world.unit("so-xaydung"), claim=claim)


def test_to_a_unit_of_the_house_by_dispatch(world: World) -> None:
    code = layer.asked_with_paper(world)
    commands.present_asked_correction(code=code, by=actor(world, "an"), at=world.at)
    commands.approve_asked_correction(code=code, by=actor(world, "binh"), at=world.at)
    giang = actor(world, "giang")
    with pytest.raises(Refused, match="cơ quan nhận"):
        commands.send_asked_correction(code=code, way="DISPATCH", by=giang, at=world.at)
    commands.send_asked_correction(code=code, way="DISPATCH", recipient_id=world.unit("so-tttt"), by=giang, at=world.at)
    assert asked_row(code).recipient_id == world.unit("so-tttt")


# ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_grows_flat(world: World, an: Person) -> None:
    layer.asked(world)
    grows_flat(an.client, HERE, lambda: [layer.asked(world, publisher=f"Báo {n}") for n in range(4)])


def test_worked_through_by_its_forms(world: World, an: Person, binh: Person, giang: Person) -> None:
    paper = documents.registered(world, "giang")
    sent = {
        "publisher": "Báo Miền Tây",
        "item": "Số 205, trang 3",
        "item_date": "2021-08-01",
        "said": layer.SAID,
        "right": layer.RIGHT,
    }
    assert an.client.post(f"{HERE}soan/", sent | {"said": ""}).status_code == 422
    refused = an.client.post(f"{HERE}soan/", sent | {"said": "Đề nghị quý báo gỡ bài này"})
    assert refused.status_code == 422
    assert "không giúp yêu cầu gỡ" in refused.content.decode()
    assert an.client.post(f"{HERE}soan/", sent).status_code == 302
    code = AskedCorrection.rows.get().code
    here = f"{HERE}{code}/"
    assert an.client.post(f"{here}van-ban/", {"document": paper, "page": "2"}).status_code == 302
    assert an.client.post(f"{here}trinh/", {"version": asked_row(code).version}).status_code == 302
    assert binh.client.post(f"{here}duyet/", {"version": asked_row(code).version}).status_code == 302
    assert giang.client.post(f"{here}gui/", {"way": "MAIL"}).status_code == 422
    assert giang.client.post(f"{here}gui/", {"way": "HAND"}).status_code == 302
    outcome = {"outcome": "REFUSED", "day": "2021-08-02", "note": "Báo dẫn đúng lời nguồn tin"}
    assert giang.client.post(f"{here}ket-qua/", outcome).status_code == 302
    html = an.client.get(here).content.decode()
    assert "Nơi đăng từ chối" in html
    assert "gỡ bài" not in html


def test_outsiders_do_not_see_it(world: World, dung: Person, chi: Person, kim: Person) -> None:
    code = layer.asked(world)
    assert [person.client.get(f"{HERE}{code}/").status_code for person in (dung, chi, kim)] == [404, 404, 200]
    (row,) = queries.found_asked([code])
    assert row.code == code
    assert queries.visible_asked(dung.actor, [code]) == set()


def test_the_report_counts_outcomes(world: World) -> None:
    year = plan_layer.begin(world)
    done = layer.asked_sent(world, dossier=year.topic)
    commands.settle_asked_correction(
        code=done,
        outcome="CORRECTED",
        day=world.at.date(),
        address="https://bao.example.vn/cai-chinh",
        by=actor(world, "giang"),
        at=world.at,
    )
    waiting = layer.asked_sent(world, dossier=year.topic, publisher="Báo khác")
    layer.asked(world, dossier=year.topic)  # never sent
    scope = Scope("programme", "DT-kg-2021", "Đợt", 2021, world.unit("btg-tinh-uy"), (), (), (year.topic,))
    period = Period("2021", "year", date(2021, 1, 1), date(2021, 12, 31))
    value = queries.asking_section(actor(world, "an"), scope, period, date(2021, 8, 20))
    assert value is not None
    rows = {figure.key: figure.rows for figure in value.figures if figure.key.startswith("asked")}
    assert rows == {
        "asked_corrections.sent": (done, waiting),
        "asked_corrections.corrected": (done,),
        "asked_corrections.refused": (),
        "asked_corrections.unanswered": (),
    }
    days = queries.asked_days(actor(world, "an"), date(2021, 8, 1), date(2021, 8, 31), world.at, 10)
    assert [row.code for row in days] == [waiting]
