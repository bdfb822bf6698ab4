"""Mở văn bản: each document is asked for on its own, and each opening is recorded, page by page or as a file."""

from __future__ import annotations

import hashlib

import pytest
from django.conf import settings

from phoihop.documents import commands, queries
from phoihop.documents.models import Document, Rendition
from phoihop.documents.outside.store import Damaged, Missing
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world import files
from tests.world.documents import draft, registered
from tests.world.intake import letter, take

INTERNAL = files.pdf("LƯU HÀNH NỘI BỘ\nDanh sách tổ công tác")


def paper(world, content=None, *, by="giang", **values):
    return registered(world, by, code=take(world, content or letter(), by=by).code, **values)


def openings(code):
    return list(Entry.rows.filter(kind="document.opened", code=code).order_by("pk"))


def file(code, kind="original", number=1):
    return f"/lam-viec/van-ban/{code}/tep/{kind}/{number}/"


def fetch(person, url):
    """The answer of a door that hands over a file, and the bytes; read to the end, it closes the file."""
    answer = person.client.get(url)
    return answer, b"".join(answer.streaming_content)


def read(person, code):
    with commands.open_document(code=code, kind="ORIGINAL", by=person.actor, at=person.at).file as opened:
        return opened.read()


def test_each_opening_is_recorded(world, giang, ha):
    code = paper(world)
    for person in (giang, ha, giang):
        assert read(person, code) == letter()
    assert [entry.account_id for entry in openings(code)] == [giang.account_id, ha.account_id, giang.account_id]
    assert '"number":1' in openings(code)[0].data.replace(" ", "")


def test_the_file_door(world, an):
    code = paper(world)
    answer, content = fetch(an, file(code))
    assert content == letter()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(letter()))
    assert answer["Content-Disposition"] == "inline; filename*=UTF-8''bao-cao.pdf"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "no-store" in answer["Cache-Control"]
    assert len(openings(code)) == 1


def test_what_a_browser_might_run_is_fetched_not_shown(world, an):
    code = registered(world, code=take(world, files.html("Báo cáo tháng 7"), "bao cao.html").code)
    answer, _content = fetch(an, file(code))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''bao%20cao.html"
    assert answer["Content-Security-Policy"].startswith("sandbox;")


def test_the_picture_of_a_page_is_an_opening_too(world, an, giang):
    code = take(world, letter()).code
    picture = f"/lam-viec/van-ban/{code}/trang/1/"
    answer = giang.client.get(picture)
    assert (answer["Content-Type"], answer.content[:4]) == ("image/webp", b"RIFF")
    assert openings(code) == []  # confirming a draft is no opening
    registered(world, code=code)
    assert an.client.get(picture).status_code == 200
    assert [entry.account_id for entry in openings(code)] == [an.account_id]
    assert an.client.get(f"/lam-viec/van-ban/{code}/trang/2/").status_code == 404
    assert len(openings(code)) == 1


def test_reading_the_text_to_mark_it_is_an_opening(world, an):
    code = paper(world)
    assert "khoanh vùng" in an.client.get(f"/lam-viec/van-ban/{code}/che/").content.decode()
    assert len(openings(code)) == 1


def test_who_opens_what(world, an, binh, chi, dung, ha, kim, long, khach):
    code = paper(world)
    for person in (an, binh, ha, kim):  # those who work in the unit, its editor, the auditor of the territory
        assert read(person, code)
    for person in (chi, dung, long):  # other units; administration reads nothing
        with pytest.raises((NotVisible, NotAllowed)):
            read(person, code)
        assert person.client.get(file(code)).status_code in (403, 404)
    assert khach.client.get(file(code))["Location"].startswith("/dang-nhap/")
    assert {entry.account_id for entry in openings(code)} == {p.account_id for p in (an, binh, ha, kim)}


def test_internal_papers_open_only_for_those_who_work_on_the_matter(world, an, binh, giang, chi, ha, kim, at):
    code = paper(world, INTERNAL)
    commands.share_document(code=code, unit_ids=[world.unit("so-yte")], because="", by=giang.actor, at=at)
    for person in (an, binh, giang, chi):
        assert read(person, code) == INTERNAL
    for person in (ha, kim):  # they see that it is there, and may not open it
        page = person.client.get(f"/lam-viec/van-ban/{code}/")
        assert page.status_code == 200
        assert file(code) not in page.content.decode()
        with pytest.raises(NotAllowed):
            read(person, code)
        for url in (file(code), f"/lam-viec/van-ban/{code}/trang/1/"):
            assert person.client.get(url).status_code == 403
        with pytest.raises(NotAllowed):
            queries.first_words(person.actor, code)
    assert len(openings(code)) == 4


def test_drafts_open_only_for_those_who_work_in_their_unit(world, an, binh, ha, kim):
    code = take(world, letter()).code
    for person in (an, binh):
        assert read(person, code)
    for person in (ha, kim):
        with pytest.raises(NotAllowed):
            read(person, code)
        assert person.client.get(f"/lam-viec/van-ban/{code}/").status_code == 404
        assert person.client.get(f"/lam-viec/van-ban/{code}/trang/1/").status_code == 404


def test_what_is_not_there(world, an):
    code = paper(world)
    for url in (file(code, number=2), file(code, "redacted"), file(code, "x"), file("VB-kg-2021-999999")):
        assert an.client.get(url).status_code == 404
    assert openings(code) == []


def test_a_file_that_was_changed_on_the_disk_is_not_given_out(world, an):
    code = paper(world, letter("Sẽ bị sửa"))
    blob = Rendition.rows.get(document__code=code).blob
    path = settings.PHOIHOP_DATA / "documents" / blob[:2] / blob[2:]
    path.write_bytes(b"x" * path.stat().st_size)
    with pytest.raises(Damaged):
        read(an, code)
    answer = an.client.get(file(code))
    assert answer.status_code == 422
    assert "đã hỏng" in answer.content.decode()
    path.unlink()
    with pytest.raises(Missing):
        read(an, code)
    assert openings(code) == []  # undone with the act


def test_a_recalled_document_is_still_in_the_record(world, an, binh, at):
    code = paper(world)
    commands.recall_document(code=code, reason="Nhầm", by=binh.actor, at=at)
    assert read(an, code) == letter()


def test_the_store_gives_the_bytes_that_the_register_names(world):
    row = Document.rows.get(code=paper(world))
    assert row.fingerprint == hashlib.sha256(letter()).hexdigest()


def test_a_paper_made_by_hand_has_no_picture(world, giang):
    assert giang.client.get(f"/lam-viec/van-ban/{draft(world)}/trang/1/").status_code == 422  # no file in the store
