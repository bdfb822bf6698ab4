"""Many clerks at once: every number of a book is given once, and none is left out, whoever gives up on the way."""

from __future__ import annotations

import pytest
from django.db import transaction

from phoihop.documents import commands
from phoihop.documents.commands.books import take_book_number
from phoihop.documents.models import Book, Document
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ledger.models import Entry
from tests.world.documents import draft, registered
from tests.world.together import together

pytestmark = pytest.mark.django_db(transaction=True)


class GaveUp(Exception):
    """The act around the registration failed, and took it along."""


def numbers(book):
    return list(Document.rows.filter(book=book).order_by("book_number").values_list("book_number", flat=True))


def give_up(world, code):
    with transaction.atomic():
        registered(world, code=code)
        raise GaveUp


def test_numbers_have_no_gap_though_some_roll_back(world):
    registered(world)  # the book is there
    codes = [draft(world) for _n in range(12)]
    world.person("giang").actor  # noqa: B018  (looked up once, before the threads)
    works = [
        (lambda code=code: give_up(world, code)) if n % 3 == 0 else (lambda code=code: registered(world, code=code))
        for n, code in enumerate(codes)
    ]
    raised = together(*works)
    assert [type(one) for one in raised] == [GaveUp] * 4
    book = Book.rows.get()
    assert numbers(book) == list(range(1, 10))
    assert book.last_number == 9
    assert Document.rows.filter(state="DRAFT").count() == 4


def test_the_first_papers_of_a_year_open_one_book(world):
    codes = [draft(world) for _n in range(6)]
    assert together(*[lambda code=code: registered(world, code=code) for code in codes]) == []
    assert numbers(Book.rows.get()) == list(range(1, 7))
    assert Entry.rows.filter(kind="book.opened").count() == 1


def test_one_paper_from_two_windows_takes_one_number(world):
    code = draft(world)
    raised = together(*[lambda: registered(world, code=code)] * 2)
    assert len(raised) == 1
    assert isinstance(raised[0], Refused | SomebodyWasFaster)
    assert numbers(Book.rows.get()) == [1]
    assert Book.rows.get().last_number == 1


def test_of_two_who_typed_the_same_number_one_gets_it(world):
    codes = [draft(world, "chi") for _n in range(2)]
    own = {"direction": "OUT", "system": "STATE", "type_key": "KH", "citation": "01/KH-SYT"}
    raised = together(*[lambda code=code: registered(world, "chi", code=code, **own) for code in codes])
    assert [type(one) for one in raised] == [Refused]
    assert numbers(Book.rows.get()) == [1]


def test_no_number_from_a_book_that_was_closed_meanwhile(world, giang):
    registered(world)
    as_it_was = Book.rows.get()
    commands.close_book(book_id=as_it_was.pk, by=giang.actor, at=world.at)
    with pytest.raises(Refused, match="đã khóa"):
        take_book_number(as_it_was)
    assert Book.rows.get().last_number == 1


def test_closing_a_book_while_papers_come_in(world, giang):
    registered(world)
    book, codes = Book.rows.get(), [draft(world) for _n in range(4)]
    raised = together(
        lambda: commands.close_book(book_id=book.pk, by=giang.actor, at=world.at),
        *[lambda code=code: registered(world, code=code) for code in codes],
    )
    assert all(isinstance(one, Refused) for one in raised)
    book.refresh_from_db()
    assert book.is_closed
    assert numbers(book) == list(range(1, book.last_number + 1))
    assert book.last_number == 1 + len(codes) - len(raised)
