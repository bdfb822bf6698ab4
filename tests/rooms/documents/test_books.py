"""Number books: opened by hand or by the first paper, listed, closed; who may do it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from phoihop.documents import commands
from phoihop.documents.models import Book
from phoihop.ground.actor import Role
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world.documents import registered
from tests.world.flat import grows_flat

BOOKS = "/lam-viec/so-van-ban/"
PARTY = {"direction": "OUT", "system": "PARTY", "type_key": "KH", "first_date": "2020-10-20", "last_number": "12"}


def address(book, act=""):
    return f"{BOOKS}{book.pk}/{act}"


def html(answer):
    return answer.content.decode()


def open_book(world, by, **values):
    actor = world.person(by).actor
    given = {"direction": "IN", "system": "STATE", "first_date": date(2021, 1, 4), **values}
    opened = commands.open_book(unit_id=actor.unit_id, **given, by=actor, at=world.at)
    return Book.rows.get(pk=opened.book_id)


def test_a_state_book_runs_for_the_year(world):
    book = open_book(world, "chi", first_date=date(2021, 3, 5), last_number=40)
    assert (book.first_date, book.last_date, book.last_number) == (date(2021, 1, 1), date(2021, 12, 31), 40)
    assert book.name == "Sổ văn bản đến năm 2021"


def test_a_paper_book_is_continued(world, chi):
    book = open_book(world, "chi", last_number=40)
    registered(world, "chi")
    book.refresh_from_db()
    assert book.last_number == 41
    assert ">41</td>" in html(chi.client.get(address(book)))


def test_opening_twice_is_harmless(world):
    first = open_book(world, "chi")
    assert open_book(world, "chi", last_number=99).pk == first.pk
    assert Book.rows.get().last_number == 0
    assert Entry.rows.filter(kind="book.opened").count() == 1


def test_open_a_party_book_by_form(world, giang):
    answer = giang.client.post(f"{BOOKS}mo/", PARTY)
    book = Book.rows.get()
    assert (answer.status_code, answer["Location"]) == (302, address(book))
    assert (book.type_key, book.first_date, book.last_date, book.last_number) == ("KH", date(2020, 10, 20), None, 12)
    page = html(giang.client.get(BOOKS))
    assert "Nhiệm kỳ: từ 20/10/2020" in page
    assert "Kế hoạch (KH)" in page
    assert "số cuối 12" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"type_key": ""}, "Hãy chọn loại"),
        ({"first_date": "1821-01-01"}, "từ 1945 đến 2100"),
        ({"first_date": ""}, "Sổ bắt đầu từ ngày"),
        ({"last_number": "-1"}, "Số cuối đã cấp trong sổ giấy"),
        ({"last_number": "100000"}, "Số cuối đã cấp trong sổ giấy"),
        ({"direction": "KEPT"}, "Chiều văn bản"),
    ],
)
def test_a_wrong_form_comes_back(giang, wrong, said):
    answer = giang.client.post(f"{BOOKS}mo/", {**PARTY, **wrong, "name": "Sổ kế hoạch khóa XI"})
    assert answer.status_code == 422
    assert said in html(answer)
    assert "Sổ kế hoạch khóa XI" in html(answer)
    assert not Book.rows.exists()


def test_the_form_begins_with_the_system_of_the_newest_book(world, chi, giang):
    assert 'value="STATE" required id="id_system_0" checked' in html(chi.client.get(f"{BOOKS}mo/"))
    open_book(world, "giang", system="PARTY")
    assert 'value="PARTY" required id="id_system_1" checked' in html(giang.client.get(f"{BOOKS}mo/"))


def test_close_a_book_by_form(world, giang):
    registered(world)
    book = Book.rows.get()
    assert address(book, "khoa/") in html(giang.client.get(address(book)))
    assert "không mở lại được" in html(giang.client.get(address(book, "khoa/")))
    assert giang.client.post(address(book, "khoa/"), {"sent": "1"}).status_code == 302
    page = html(giang.client.get(address(book)))
    assert "đã khóa" in page
    assert address(book, "khoa/") not in page
    assert "Đã khóa" in html(giang.client.get(BOOKS))
    with pytest.raises(Refused, match="đã khóa"):
        registered(world)


def test_closing_twice_is_harmless(world, giang):
    book = open_book(world, "giang")
    for _n in range(2):
        assert giang.client.post(address(book, "khoa/")).status_code == 302
    assert Entry.rows.filter(kind="book.closed").count() == 1


def test_who_may(world, an, binh, chi, dung, ha, kim, khach):
    book = open_book(world, "giang")
    for person in (an, binh, ha, kim):
        assert person.client.get(address(book)).status_code == 200
    for person in (chi, dung):
        assert person.client.get(address(book)).status_code == 404
        assert person.client.get(address(book, "khoa/")).status_code == 404
        assert person.client.post(address(book, "khoa/")).status_code == 404
    for person in (binh, ha, kim):
        assert person.client.get(f"{BOOKS}mo/").status_code == 403
        assert person.client.get(address(book, "khoa/")).status_code == 403
        assert person.client.post(address(book, "khoa/")).status_code == 403
        assert address(book, "khoa/") not in html(person.client.get(address(book)))
    for path in (BOOKS, address(book), f"{BOOKS}mo/", f"{BOOKS}theo-doi/", address(book, "khoa/")):
        assert khach.client.get(path)["Location"].startswith("/dang-nhap/")
    assert not Book.rows.get().is_closed


def test_an_auditor_who_is_also_a_clerk_closes_his_own_books_only(world):
    olga = world.add_person("olga", "ubkt-tinh-uy", [Role.AUDITOR, Role.CLERK])
    other, own = open_book(world, "chi"), open_book(world, "olga")
    assert olga.client.get(address(other)).status_code == 200
    assert olga.client.get(address(other, "khoa/")).status_code == 403
    assert olga.client.get(address(own, "khoa/")).status_code == 200


def test_commands_ask(world, ha, dung):
    book = open_book(world, "giang")
    with pytest.raises(NotAllowed):
        commands.close_book(book_id=book.pk, by=ha.actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.close_book(book_id=book.pk, by=dung.actor, at=world.at)
    with pytest.raises(NotAllowed):
        commands.open_book(
            unit_id=book.unit_id,
            direction="IN",
            system="STATE",
            first_date=date(2022, 1, 1),
            by=dung.actor,
            at=world.at,
        )


def test_each_unit_sees_its_own_books(world, giang, chi):
    own, other = open_book(world, "giang"), open_book(world, "chi")
    page = html(giang.client.get(BOOKS))
    assert address(own) in page
    assert address(other) not in page
    assert address(other) in html(chi.client.get(BOOKS))


def test_an_auditor_sees_the_books_of_the_territory_and_finds_units(world, kim, giang):
    health, build = open_book(world, "chi"), open_book(world, "dung")
    page = html(kim.client.get(BOOKS, {"xem": "dia-ban"}))
    assert address(health) in page
    assert address(build) in page
    found = html(kim.client.get(BOOKS, {"xem": "dia-ban", "tim": "so y te"}))
    assert address(health) in found
    assert address(build) not in found
    assert "Sở Y tế tỉnh Kiên Giang" in found
    assert address(health) not in html(giang.client.get(BOOKS, {"xem": "dia-ban"}))  # not for him, asked or not


@pytest.mark.parametrize("asked", ["xem=x", "sau=x", f"sau={'9' * 30}", "sau=²", "tim=%00"])
def test_strange_addresses_are_no_fault(giang, kim, asked):
    for person in (giang, kim):
        assert person.client.get(f"{BOOKS}?{asked}").status_code == 200


def test_the_list_is_paged_and_grows_flat(world, giang):
    def add(first, last):
        for year in range(first, last):
            open_book(world, "giang", first_date=date(year, 1, 1))

    add(1990, 1993)
    grows_flat(giang.client, BOOKS, lambda: add(1993, 2000))
    add(2000, 2041)
    page = html(giang.client.get(BOOKS))
    assert "năm 2040" in page
    assert "năm 1990" not in page
    following = re.search(r'rel="next" href="([^"]+)"', page)[1]
    last = html(giang.client.get(following))
    assert "năm 1990" in last
    assert 'rel="next"' not in last
