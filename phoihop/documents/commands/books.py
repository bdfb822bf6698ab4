"""Number books: opened by hand or by the first document that needs one; their numbers have no gaps."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.documents import events, states
from phoihop.documents.commands.checking import check_unit, one_line
from phoihop.documents.models import Book
from phoihop.documents.rules.numbers import book_key
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.organizations.queries import unit_names


@command("book.open")
def open_book(
    *,
    unit_id: int,
    direction: str,
    system: str,
    type_key: str = "",
    name: str = "",
    first_date: date,
    last_number: int = 0,
    by: Actor,
    at: datetime,
) -> events.BookOpened:
    """Opens a number book that goes on after `last_number` of a paper one. Twice is harmless.

    State books run for the year of `first_date`; the Party's outgoing books for a term, by type of document.
    """
    ask(by, "book.open", unit_id=unit_id)
    if direction not in states.BOOKED or system not in states.SYSTEMS:
        raise Refused(_("Sổ văn bản là sổ đến hoặc sổ đi, theo hệ thống Nhà nước hoặc Đảng."))
    is_by_term = is_term_book(direction, system)
    if is_by_term and not type_key:
        raise Refused(_("Sổ văn bản đi của Đảng mở riêng cho từng loại văn bản."))
    if not is_by_term:
        type_key, first_date = "", date(first_date.year, 1, 1)
    key = _key(unit_id, direction, system, type_key, first_date)
    fresh = Book(
        key=key,
        unit_id=unit_id,
        territory=check_unit(unit_id, at),
        direction=direction,
        system=system,
        type_key=type_key,
        name=one_line(name, 200) or _name(direction, system, type_key, first_date),
        first_date=first_date,
        last_date=None if is_by_term else date(first_date.year, 12, 31),
        last_number=last_number,
    )
    is_there = Book.rows.filter(key=key).exists()
    if not is_there:
        try:
            with transaction.atomic():
                Book.rows.bulk_create([fresh])
        except IntegrityError:  # somebody opened it in this very moment
            is_there = True
    row = Book.rows.get(key=key)
    code = unit_names([unit_id])[unit_id].code
    event = events.BookOpened(code=code, unit_id=unit_id, book_id=row.pk, name=row.name)
    if is_there:
        nothing_changed()
        return event
    return tell(event)


@command("book.close")
def close_book(*, book_id: int, by: Actor, at: datetime) -> events.BookClosed:
    """No more numbers from this book: a term has ended. Twice is harmless."""
    row = Book.rows.filter(pk=book_id).first()
    if row is None:
        raise NotVisible
    ask(by, "book.close", row)
    event = events.BookClosed(
        code=unit_names([row.unit_id])[row.unit_id].code, unit_id=row.unit_id, book_id=row.pk, name=row.name
    )
    if row.is_closed:
        nothing_changed()
        return event
    change(row, is_closed=True, last_date=row.last_date or local_date(at))
    return tell(event)


@command("book.see")
def note_export(*, book_id: int, kind: str, by: Actor, at: datetime) -> events.RegisterExported:
    """Notes that somebody takes rows of a register away as a file: from then on no right of ours guards them."""
    row = Book.rows.filter(pk=book_id).first()
    if row is None:
        raise NotVisible
    ask(by, "book.see", row)
    code = unit_names([row.unit_id])[row.unit_id].code
    return tell(
        events.RegisterExported(code=code, unit_id=row.unit_id, book_id=row.pk, name=row.name, file_kind=kind.upper())
    )


@command("document.list")
def note_follow_up_export(*, kind: str, by: Actor, at: datetime) -> events.RegisterExported:
    """The same of what wants an answer in the reader's unit."""
    ask(by, "document.list")
    unit_id = by.unit_id or 0
    names = unit_names([unit_id])
    if unit_id not in names:
        raise NotVisible
    return tell(
        events.RegisterExported(
            code=names[unit_id].code,
            unit_id=unit_id,
            book_id=0,
            name=on_record(gettext_lazy("Sổ theo dõi giải quyết văn bản đến")),
            file_kind=kind.upper(),
        )
    )


def is_term_book(direction: str, system: str) -> bool:
    return direction == "OUT" and system == "PARTY"


def book_for(*, unit_id: int, direction: str, system: str, type_key: str, day: date, by: Actor, at: datetime) -> Book:
    """The open book a document of that day belongs to; opened now if there is none."""
    is_by_term = is_term_book(direction, system)
    books = Book.rows.filter(unit_id=unit_id, direction=direction, system=system, first_date__lte=day)
    books = books.filter(Q(last_date__isnull=True) | Q(last_date__gte=day), is_closed=False)
    if is_by_term:
        books = books.filter(type_key=type_key)
    found = books.order_by("-first_date", "-pk").first()
    if found is not None:
        return found
    if not is_by_term and Book.rows.filter(key=_key(unit_id, direction, system, "", date(day.year, 1, 1))).exists():
        raise Refused(_("Sổ của năm %(year)s đã khóa, không vào thêm được.") % {"year": day.year})
    opened = open_book(
        unit_id=unit_id,
        direction=direction,
        system=system,
        type_key=type_key,
        first_date=day,
        by=by.through("document.register"),
        at=at,
    )
    return Book.rows.get(pk=opened.book_id)


def take_book_number(book: Book, wanted: int | None = None) -> int:
    """The next number of the book, in the caller's transaction: undone with it, so there is never a gap.

    Refused: another number than the next, a book closed meanwhile.
    """
    rows = Book.rows.filter(pk=book.pk)
    while True:
        last = rows.values_list("last_number", flat=True).get()
        if wanted is not None and wanted != last + 1:
            raise Refused(
                _("Số kế tiếp của %(book)s là %(next)s, không phải %(wanted)s.")
                % {"book": book.name, "next": last + 1, "wanted": wanted}
            )
        if rows.filter(last_number=last, is_closed=False).update(last_number=F("last_number") + 1) == 1:
            return last + 1
        if rows.filter(is_closed=True).exists():
            raise Refused(_("%(book)s đã khóa, không vào thêm được.") % {"book": book.name})


def _key(unit_id: int, direction: str, system: str, type_key: str, first_date: date) -> str:
    is_by_term = is_term_book(direction, system)
    return book_key(
        system=system,
        unit_id=unit_id,
        year=0 if is_by_term else first_date.year,
        term=first_date.isoformat() if is_by_term else "",
        type_key=type_key,
        direction=direction,
    )


def _name(direction: str, system: str, type_key: str, first_date: date) -> str:
    given = {"year": first_date.year, "type": type_key, "day": words.day(first_date)}
    if direction == "IN":
        return on_record(gettext_lazy("Sổ văn bản đến năm %(year)s"), **given)
    if is_term_book(direction, system):
        return on_record(gettext_lazy("Sổ văn bản đi loại %(type)s, nhiệm kỳ từ %(day)s"), **given)
    return on_record(gettext_lazy("Sổ văn bản đi năm %(year)s"), **given)
