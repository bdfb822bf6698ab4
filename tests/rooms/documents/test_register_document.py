"""Vào sổ: what the text proposed is confirmed; incoming and own papers get the next number of their book."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.documents import commands, queries
from phoihop.documents.models import Book, Document
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world.documents import draft, registered
from tests.world.intake import letter, take


def row_of(code):
    return Document.rows.get(code=code)


def test_an_incoming_paper_gets_the_next_arrival_number(world, at, giang):
    code = registered(world)
    row = row_of(code)
    assert (row.state, row.direction, row.book_number, row.arrival_date) == ("REGISTERED", "IN", 1, at.date())
    assert row.book.name == "Sổ văn bản đến năm 2021"
    assert (row.registered_at, row.registered_post) == (at, "Văn thư")
    assert (row.citation, row.citation_key, row.issuer_fold) == ("125/BC-SYT", "125bcsyt", "so y te tinh kien giang")
    assert row.retention == "y20"
    assert row.proposal == "{}"
    assert row_of(registered(world)).book_number == 2


def test_an_own_paper_of_the_party_gets_number_and_symbol_of_its_book(world, at):
    row = row_of(registered(world, direction="OUT"))
    assert (row.citation, row.book_number, row.issued_date) == ("01-CV/BTGTU", 1, at.date())
    assert row.issuer == "Ban Tuyên giáo Tỉnh ủy Kiên Giang"
    assert row.arrival_date is None
    assert row_of(registered(world, direction="OUT", type_key="KH")).citation == "01-KH/BTGTU"  # a series for each type
    assert row_of(registered(world, direction="OUT")).citation == "02-CV/BTGTU"


def test_an_own_paper_of_the_state_counts_on_over_all_types(world):
    given = {"direction": "OUT", "system": "STATE", "citation": "SYT"}
    assert row_of(registered(world, "chi", type_key="BC", **given)).citation == "01/BC-SYT"
    assert row_of(registered(world, "chi", type_key="KH", **given)).citation == "02/KH-SYT"


def test_a_typed_number_must_be_the_next_one(world):
    with pytest.raises(Refused, match=r"Số kế tiếp của Sổ văn bản đi loại CV.* là 1, không phải 7"):
        registered(world, direction="OUT", citation="07-CV/BTGTU")
    assert not Book.rows.exists()  # undone with the act
    assert row_of(registered(world, direction="OUT", citation="01-CV/BTGTU")).citation == "01-CV/BTGTU"


def test_kept_papers_get_no_number(world):
    row = row_of(registered(world, direction="KEPT", issuer=""))
    assert (row.book_id, row.book_number, row.arrival_date) == (None, None, None)
    assert not Book.rows.exists()


def test_a_refusal_leaves_no_gap(world):
    registered(world)
    code = draft(world)
    with pytest.raises(Refused):
        registered(world, code=code, subject=" ")
    assert row_of(registered(world, code=code)).book_number == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"subject": "  "}, "cần trích yếu"),
        ({"issuer": ""}, "cần có cơ quan ban hành"),
        ({"issued_date": date(2021, 8, 3)}, "Ngày văn bản không thể ở tương lai"),
        ({"arrival_date": date(2021, 8, 3)}, "Ngày đến không thể ở tương lai"),
        ({"arrival_date": date(2021, 7, 29)}, "Ngày đến không thể trước ngày văn bản"),
        ({"type_key": "XYZ"}, "Loại văn bản XYZ không có"),
        ({"system": "ARMY"}, "Hệ thống hoặc độ khẩn"),
        ({"urgency": "SOON"}, "Hệ thống hoặc độ khẩn"),
        ({"direction": "SIDEWAYS"}, "văn bản đến, văn bản đi hoặc"),
    ],
)
def test_refused(world, wrong, sentence):
    code = draft(world)
    with pytest.raises(Refused, match=sentence):
        registered(world, code=code, **wrong)
    assert row_of(code).state == "DRAFT"


def test_an_unknown_retention_class_is_refused(world):
    with pytest.raises(Refused, match="thời hạn bảo quản"):
        registered(world, retention_key="forever-and-a-day")


def test_twice_is_refused(world):
    code = registered(world)
    with pytest.raises(Refused, match="đã vào sổ"):
        registered(world, code=code)


def test_somebody_was_faster(world):
    code = draft(world)
    with pytest.raises(SomebodyWasFaster):
        registered(world, code=code, version=0)


def test_a_closed_book_takes_no_more(world, giang, at):
    registered(world)
    commands.close_book(book_id=Book.rows.get().pk, by=giang.actor, at=at)
    with pytest.raises(Refused, match="đã khóa"):
        registered(world)


def test_long_typed_lines_are_cut_to_their_column(world):
    row = row_of(registered(world, issuer="a" * 300, signer="b\n c" * 40, note="x" * 900))
    assert (len(row.issuer), len(row.signer), len(row.note)) == (200, 50, 500)
    assert "\n" not in row.signer


def test_who_may(world, an, binh, chi, ha, kim, dung):
    code = draft(world)
    for name in ("binh", "ha", "kim"):
        with pytest.raises((NotAllowed, NotVisible)):
            registered(world, name, code=code)
    for name in ("chi", "dung"):
        with pytest.raises(NotVisible):
            registered(world, name, code=code)
    registered(world, "an", code=code)  # a focal keeps the register too


def test_the_event_says_number_and_type_but_no_subject(world):
    registered(world, subject="Chuyện riêng của hộ ông Hải")
    (entry,) = Entry.rows.filter(kind="document.registered")
    assert '"book_number":"1"' in entry.data.replace(" ", "")
    assert "riêng" not in entry.data


def test_the_proposal_of_a_real_letter_is_confirmed_as_it_is(world, giang, at):
    code = take(world, letter()).code
    value = queries.document_value(giang.actor, code)
    proposed = queries.proposed(value)
    assert (proposed["direction"], proposed["system"], proposed["type_key"]) == ("IN", "STATE", "BC")
    assert proposed["citation"] == "125/BC-SYT"
    assert proposed["issuer"].lower() == "sở y tế"
    assert "phòng, chống dịch" in proposed["subject"]


def test_what_names_no_office_is_kept_under_its_file_name(world, giang):
    code = take(world, "Số liệu tuần".encode(), "Số liệu tuần 30.txt").code
    proposed = queries.proposed(queries.document_value(giang.actor, code))
    assert (proposed["direction"], proposed["subject"]) == ("KEPT", "Số liệu tuần 30")
    page = giang.client.get(path(code)).content.decode()
    assert giang.client.post(path(code), typed_in(page)).status_code == 302


def test_an_own_letter_is_proposed_as_outgoing(world, chi):
    code = take(world, letter(), by="chi").code
    proposed = queries.proposed(queries.document_value(chi.actor, code))
    assert proposed["direction"] == "OUT"


# ── by the page ─────────────────────────────────────────────────────────────────────────────────────────────


def path(code, act="vao-so"):
    return f"/lam-viec/van-ban/{code}/{act}/"


def typed_in(page):
    """What the form of the page would send as it stands: what Enter sends."""
    import re
    from html import unescape

    form = page.partition('action="/lam-viec/van-ban/VB-')[2].partition("</form>")[0]
    sent = {}
    for tag in re.findall(r"<input [^>]*>", form):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if found.get("type") == "radio" and " checked" not in tag:
            continue
        sent[found["name"]] = unescape(found.get("value", ""))
    for name, inner in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        sent[name] = unescape(chosen[1]) if chosen else ""
    for name, inner in re.findall(r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        sent[name] = unescape(inner).strip()
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def test_the_page_confirms_one_after_the_other(world, giang):
    first, second = take(world, letter()).code, take(world, letter("Phụ lục kèm theo")).code
    page = giang.client.get(path(first)).content.decode()
    assert "Còn 2 văn bản chờ." in page
    assert "autofocus" in page
    assert f"/lam-viec/van-ban/{first}/trang/1/" in page
    answer = giang.client.post(path(first), typed_in(page))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert answer["Location"] == path(second)
    row = row_of(first)
    assert (row.direction, row.citation, row.book_number) == ("IN", "125/BC-SYT", 1)
    page = giang.client.get(path(second)).content.decode()
    assert "Có thể trùng với" in page  # the same number of the same issuer
    assert first in page
    answer = giang.client.post(path(second), typed_in(page))
    assert answer["Location"] == f"/lam-viec/van-ban/{second}/"


def test_a_form_that_cannot_be_taken_comes_back_with_its_words(world, giang):
    code = draft(world)
    page = giang.client.get(path(code)).content.decode()
    answer = giang.client.post(path(code), {**typed_in(page), "subject": "", "note": "để lại chỗ này"})
    assert answer.status_code == 422
    assert "để lại chỗ này" in answer.content.decode()
    assert (
        "<details open"
        in giang.client.post(path(code), {**typed_in(page), "subject": "x", "due_date": "31-31"}).content.decode()
    )
    assert row_of(code).state == "DRAFT"


def test_the_page_is_for_those_who_may_confirm(world, an, binh, chi, ha, kim, khach):
    code = draft(world)
    assert an.client.get(path(code)).status_code == 200
    for person, status in ((binh, 403), (ha, 403), (kim, 403), (chi, 404)):
        assert person.client.get(path(code)).status_code == status
    assert khach.client.get(path(code))["Location"].startswith("/dang-nhap/")


def test_a_registered_document_is_not_confirmed_again(world, giang, chi, at):
    code = registered(world)
    assert giang.client.get(path(code))["Location"] == f"/lam-viec/van-ban/{code}/"
    commands.share_document(code=code, unit_ids=[world.unit("so-yte")], because="", by=giang.actor, at=at)
    typed = {"version": 1, "direction": "KEPT", "system": "STATE", "subject": "x"}
    assert chi.client.post(path(code), typed).status_code == 403  # given to her office, and not hers to register
    assert giang.client.post(path(code), {**typed, "version": 2}).status_code == 422


def test_grows_flat(world, giang):
    from tests.world.flat import grows_flat

    code = draft(world)
    grows_flat(giang.client, path(code), lambda: [draft(world) for _n in range(3)])
