"""Sửa mô tả: what the register says is mended; what our own book numbered is not."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.documents import commands
from phoihop.documents.models import Document
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world.documents import draft, registered

NOW = {
    "system": "STATE",
    "type_key": "BC",
    "citation": "125/BC-SYT",
    "issued_date": date(2021, 7, 30),
    "issuer": "Sở Y tế tỉnh Kiên Giang",
    "subject": "Báo cáo công tác phòng, chống dịch tháng 7 năm 2021",
}


def describe(world, code, *, by="giang", **changed):
    return commands.describe_document(code=code, **{**NOW, **changed}, by=world.person(by).actor, at=world.at)


def test_works(world):
    code = registered(world)
    told = describe(world, code, subject="Báo cáo  tháng\n7", signer="Lê Văn Tám")
    row = Document.rows.get(code=code)
    assert (row.subject, row.subject_fold, row.signer) == ("Báo cáo tháng 7", "bao cao thang 7", "Lê Văn Tám")
    assert set(told.fields) == {"subject", "signer"}
    assert row.book_number == 1
    (entry,) = Entry.rows.filter(kind="document.described")
    assert "tháng" not in entry.data


def test_what_the_book_numbered_stays(world):
    code = registered(world, direction="OUT")
    own = {"system": "PARTY", "type_key": "CV", "citation": "01-CV/BTGTU"}
    for changed in ({"citation": "02-CV/BTGTU"}, {"type_key": "KH"}, {"system": "STATE", "type_key": "CV"}):
        with pytest.raises(Refused, match="do sổ cấp"):
            describe(world, code, **{**own, **changed})
    describe(world, code, **own, subject="Về việc khác")
    assert Document.rows.get(code=code).citation == "01-CV/BTGTU"


def test_an_incoming_number_may_be_mended(world):
    code = registered(world)
    describe(world, code, citation="126/BC-SYT")
    assert Document.rows.get(code=code).citation_key == "126bcsyt"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "Không có gì thay đổi"),
        ({"subject": ""}, "cần trích yếu"),
        ({"issued_date": date(2021, 8, 3)}, "tương lai"),
        ({"type_key": "XYZ"}, "XYZ"),
    ],
)
def test_refused(world, changed, sentence):
    code = registered(world)
    with pytest.raises(Refused, match=sentence):
        describe(world, code, **changed)


def test_drafts_and_recalled_papers_are_not_described(world, binh, at):
    with pytest.raises(Refused, match="chưa vào sổ"):
        describe(world, draft(world), subject="x")
    code = registered(world)
    commands.recall_document(code=code, reason="Nhầm", by=binh.actor, at=at)
    with pytest.raises(Refused, match="đã được thu hồi"):
        describe(world, code, subject="x")


def test_somebody_was_faster(world):
    code = registered(world)
    with pytest.raises(SomebodyWasFaster):
        describe(world, code, subject="x", version=1)


def test_who_may(world):
    code = registered(world)
    for name in ("binh", "ha", "kim"):
        with pytest.raises(NotAllowed):
            describe(world, code, subject="x", by=name)
    with pytest.raises(NotVisible):
        describe(world, code, subject="x", by="chi")


def test_by_the_page(world, giang, binh, chi, at):
    code = registered(world)
    path = f"/lam-viec/van-ban/{code}/mo-ta/"
    page = giang.client.get(path).content.decode()
    assert "Báo cáo công tác phòng, chống dịch tháng 7 năm 2021" in page
    version = Document.rows.get(code=code).version
    typed = {**NOW, "issued_date": "2021-07-30", "subject": "Bản mới", "version": version}
    assert giang.client.post(path, {**typed, "subject": ""}).status_code == 422
    assert giang.client.post(path, typed)["Location"] == f"/lam-viec/van-ban/{code}/"
    assert Document.rows.get(code=code).subject == "Bản mới"
    assert giang.client.post(path, typed).status_code == 409
    assert binh.client.get(path).status_code == 403
    assert chi.client.get(path).status_code == 404
    commands.share_document(code=code, unit_ids=[world.unit("so-yte")], because="", by=giang.actor, at=at)
    assert chi.client.get(path).status_code == 403  # sees it now, but it is not hers to describe
