"""Thay tệp: a newer version is judged like a first file; the older ones stay."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phoihop.documents import commands, queries
from phoihop.documents.models import Content, Document, Held, Rendition
from phoihop.documents.outside import store
from phoihop.documents.rules.guard import Decision
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world import files
from tests.world.documents import registered
from tests.world.intake import kept_files, letter, locked, marked, take


def replace(world, code, content, *, by="giang", is_declared=True, name="ban-2.pdf", **more):
    actor = world.person(by).actor
    with commands.spooled(BytesIO(content), name=name) as spool:
        return commands.replace_file(
            code=code, spool=spool, name=name, is_declared=is_declared, by=actor, at=world.at, **more
        )


@pytest.fixture
def code(world):
    return registered(world, code=take(world, letter()).code)


def test_works(world, code, giang):
    outcome = replace(world, code, letter("Đã đính chính số liệu"))
    assert (outcome.decision, outcome.code) == (Decision.ACCEPTED, code)
    newest, first = queries.document_value(giang.actor, code).renditions
    assert (newest.number, first.number, newest.file_name) == (2, 1, "ban-2.pdf")
    assert "đính chính" in Content.rows.get(document__code=code).text
    for one in Rendition.rows.filter(document__code=code):
        assert store.exists(one.blob)
    row = Document.rows.get(code=code)
    assert (row.state, row.book_number) == ("REGISTERED", 1)


@pytest.mark.parametrize("make", [marked, locked])
def test_what_is_refused_or_unreadable_replaces_nothing(world, code, make):
    before = kept_files()
    outcome = replace(world, code, make())
    assert (outcome.decision, outcome.code) == (Decision.REFUSED, "")
    assert Rendition.rows.filter(document__code=code).count() == 1
    assert not Held.rows.exists()
    assert kept_files() == before
    assert Entry.rows.filter(kind="file.refused").count() == 1


def test_what_was_internal_stays_internal_and_says_why(world):
    code = registered(world, code=take(world, files.pdf("LƯU HÀNH NỘI BỘ\nDanh sách")).code)
    replace(world, code, letter())
    row = Document.rows.get(code=code)
    assert row.is_internal
    assert [one["rule"] for one in json.loads(row.findings)] == ["G5"]


def test_a_newer_version_may_make_it_internal(world, code):
    replace(world, code, files.pdf("LƯU HÀNH NỘI BỘ\nDanh sách"))
    row = Document.rows.get(code=code)
    assert row.is_internal
    assert [one["rule"] for one in json.loads(row.findings)] == ["G5"]


def test_refused(world, code, binh, at):
    with pytest.raises(Refused, match="giống hệt"):
        replace(world, code, letter())
    with pytest.raises(Refused, match="Cần xác nhận"):
        replace(world, code, letter("b"), is_declared=False)
    with pytest.raises(SomebodyWasFaster):
        replace(world, code, letter("c"), version=1)
    commands.recall_document(code=code, reason="Nhầm", by=binh.actor, at=at)
    with pytest.raises(Refused, match="đã được thu hồi"):
        replace(world, code, letter("d"))
    assert Rendition.rows.filter(document__code=code).count() == 1


def test_who_may(world, code):
    for name in ("binh", "ha", "kim"):
        with pytest.raises(NotAllowed):
            replace(world, code, letter("e"), by=name)
    with pytest.raises(NotVisible):
        replace(world, code, letter("e"), by="chi")


def test_by_the_page(world, code, giang, ha):
    path = f"/lam-viec/van-ban/{code}/thay/"

    def sent(content, **typed):
        version = Document.rows.get(code=code).version
        file = SimpleUploadedFile("ban-2.pdf", content)
        return giang.client.post(path, {"file": file, "declared": "on", "version": version, **typed})

    assert sent(letter("Bản hai"))["Location"] == f"/lam-viec/van-ban/{code}/"
    answer = sent(marked())
    assert answer.status_code == 422
    assert "Có dấu chỉ độ mật" in answer.content.decode()
    assert "ban-2.pdf" in answer.content.decode()
    answer = sent(letter("Bản ba"), declared="")
    assert answer.status_code == 422
    assert "Cần xác nhận trước khi đưa tệp vào" in answer.content.decode()
    assert '<details class="act" open>' in answer.content.decode()
    assert ha.client.post(path).status_code == 403
    assert "lần 2" in giang.client.get(f"/lam-viec/van-ban/{code}/").content.decode()


def test_the_page_opens_the_newest_version(world, code, giang, at):
    """A searchable copy of an older version is not what the page offers first."""
    commands.add_rendition(
        code=code,
        kind="SEARCHABLE",
        number=1,
        content=letter("Lớp chữ"),
        file_name="ocr.pdf",
        by=commands.rendering.WORKS,
        at=at,
    )
    page = giang.client.get(f"/lam-viec/van-ban/{code}/").content.decode()
    assert f'class="btn noprint" href="/lam-viec/van-ban/{code}/tep/searchable/1/"' in page
    replace(world, code, letter("Bản có chữ"))
    page = giang.client.get(f"/lam-viec/van-ban/{code}/").content.decode()
    assert f'class="btn noprint" href="/lam-viec/van-ban/{code}/tep/original/2/"' in page
