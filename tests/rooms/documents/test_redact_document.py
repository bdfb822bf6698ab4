"""Che thông tin: a twin in which what is marked is gone from every layer; the original stays as it is."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pytest

from phoihop.documents import commands, queries
from phoihop.documents.models import Rendition
from phoihop.documents.outside import store
from phoihop.documents.outside.redaction import Mark
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world import files
from tests.world.documents import draft, registered
from tests.world.intake import letter, take

PHONE, NAME = "0912345678", "Nguyễn Văn Hải"
LINE = f"Tổ trưởng {NAME}, điện thoại {PHONE}."


@pytest.fixture
def code(world):
    return registered(world, code=take(world, letter(LINE)).code)


def words(content):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


def marks(person, code, *strings):
    return queries.marks_of(queries.page_texts(person.actor, code), strings, ())


def redact(person, code, marked, **more):
    return commands.redact_document(code=code, marks=marked, by=person.actor, at=person.at, **more)


def twin(code, number=1):
    return store.read(Rendition.rows.get(document__code=code, kind="REDACTED", number=number).blob)


def path(code):
    return f"/lam-viec/van-ban/{code}/che/"


def test_what_is_marked_is_gone_and_the_rest_stays(world, an, code):
    assert PHONE in words(store.read(Rendition.rows.get(document__code=code).blob))
    told = redact(an, code, marks(an, code, PHONE, NAME))
    assert (told.rendition, told.number) == ("REDACTED", 1)
    content = twin(code)
    assert PHONE not in words(content)
    assert "Hải" not in words(content)
    assert PHONE.encode() not in content
    assert "khoanh" in words(content)
    assert PHONE in words(store.read(Rendition.rows.get(document__code=code, kind="ORIGINAL").blob))
    (entry,) = Entry.rows.filter(kind="document.rendered")
    assert PHONE not in entry.data


def test_each_twin_gets_the_next_number(world, an, code):
    redact(an, code, marks(an, code, PHONE))
    redact(an, code, marks(an, code, NAME))
    assert PHONE in words(twin(code, 2))
    assert [one.file_name for one in Rendition.rows.filter(kind="REDACTED")] == ["bao-cao.che.pdf"] * 2


def test_refused(world, an, binh, code, at):
    with pytest.raises(Refused, match="ít nhất một chỗ"):
        redact(an, code, ())
    with pytest.raises(Refused, match="Không thấy “0999999999”"):
        marks(an, code, "0999999999")
    with pytest.raises(Refused, match="nằm ngoài trang"):
        queries.marks_of(queries.page_texts(an.actor, code), (), ((1, 0, 99_999),))
    with pytest.raises(Refused, match="Chưa lập được bản đã che"):
        redact(an, code, (Mark(7, 0, 3),))
    with pytest.raises(SomebodyWasFaster):
        redact(an, code, marks(an, code, PHONE), version=1)
    commands.recall_document(code=code, reason="Nhầm", by=binh.actor, at=at)
    with pytest.raises(Refused, match="đã được thu hồi"):
        redact(an, code, marks(an, code, PHONE))
    assert not Rendition.rows.filter(kind="REDACTED").exists()


def test_who_may(world, an, ha, kim, chi, giang, code, at):
    marked = marks(an, code, PHONE)
    confirmed = {"is_outside_confirmed": True, "is_personal_confirmed": True}
    commands.share_document(code=code, unit_ids=[world.unit("so-yte")], because="", **confirmed, by=giang.actor, at=at)
    for person in (ha, kim, chi):
        with pytest.raises(NotAllowed):
            redact(person, code, marked)
        with pytest.raises(NotAllowed):
            queries.page_texts(person.actor, code)
        assert person.client.get(path(code)).status_code == 403
    with pytest.raises(NotVisible):
        redact(world.person("dung"), code, marked)


def test_by_the_page(world, an, code):
    page = an.client.get(path(code)).content.decode()
    assert f"số điện thoại: {PHONE}" in page
    assert "checked" in page.partition('name="found"')[2].partition("</label>")[0]
    assert 'data-page="1"' in page
    version = queries.document_value(an.actor, code).version
    sent = {"version": version, "strings": f"{NAME}\n\n{NAME}", "found": [PHONE], "spans": ""}
    assert an.client.post(path(code), {**sent, "spans": "[[1, 2"}).status_code == 422
    assert an.client.post(path(code), {**sent, "strings": "không có chữ này"}).status_code == 422
    assert an.client.post(path(code), {"version": version}).status_code == 422
    assert an.client.post(path(code), {**sent, "version": version - 1}).status_code == 409
    assert an.client.post(path(code), sent)["Location"] == f"/lam-viec/van-ban/{code}/"
    content = twin(code)
    assert PHONE not in words(content)
    assert "Hải" not in words(content)
    assert f"/lam-viec/van-ban/{code}/tep/redacted/1/" in an.client.get(f"/lam-viec/van-ban/{code}/").content.decode()


def test_a_passage_picked_on_the_page(world, an, code):
    """The script counts letters of the text as the page shows it; the server counts the same."""
    (text,) = queries.page_texts(an.actor, code)
    start = text.index(PHONE)
    version = queries.document_value(an.actor, code).version
    spans = f"[[1, {start}, {start + len(PHONE)}]]"
    assert an.client.post(path(code), {"version": version, "spans": spans}).status_code == 302
    assert PHONE not in words(twin(code))


def test_a_text_that_begins_with_an_empty_line_is_counted_alike(world, an):
    """Browsers drop the first line break of a preformatted text: the page gives one of its own."""
    raw = "\n\nDanh sách\nsố 0912345678\n".encode()
    code = registered(world, code=take(world, raw, "danh-sach.txt").code)
    page = an.client.get(path(code)).content.decode()
    shown = page.partition("<pre ")[2].partition(">")[2].partition("</pre>")[0]
    assert shown.removeprefix("\n") == queries.page_texts(an.actor, code)[0]


def test_a_table_can_be_redacted_too(world, an):
    code = registered(world, code=take(world, files.docx("Danh sách", LINE), "ds.docx").code)
    redact(an, code, marks(an, code, PHONE))
    assert PHONE not in words(twin(code))
    assert "Danh sách" in words(twin(code))


def test_drafts_wait(world, an):
    """A draft has no page that leads here; what is marked on it is kept with it."""
    page = an.client.get(f"/lam-viec/van-ban/{draft(world)}/").content.decode()
    assert "/che/" not in page
