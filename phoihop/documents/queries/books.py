"""Number books and what is written in them, row by row, as a register shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from phoihop.documents.models import Book, Document, Link, Share
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.powers import NotVisible, ask, may, why
from phoihop.organizations.queries import unit, unit_names, units

BATCH = 1000  # rows of a whole register that are read at once


@dataclass(frozen=True, slots=True)
class BookLine:
    """A book in a list."""

    id: int
    unit_id: int
    unit: str
    direction: str
    system: str
    type_key: str
    name: str
    first_date: date
    last_date: date | None
    last_number: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Books:
    """`next` is what `before` must be for the following page; None on the last."""

    lines: tuple[BookLine, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class Keeper:
    """The names at the head of a register: the unit that keeps it, and the one directly above, if there is one."""

    key: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class BookValue:
    line: BookLine
    keeper: Keeper
    may_close: bool
    why: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a register: by the day of arrival (incoming) or of the paper (outgoing), and by number."""

    first_date: date | None = None
    last_date: date | None = None
    first_number: int | None = None
    last_number: int | None = None


@dataclass(frozen=True, slots=True)
class Following:
    """Which papers to follow: of a book, else of the reader's unit; by due date; answered ones only with `is_all`."""

    book_id: int | None = None
    first_date: date | None = None
    last_date: date | None = None
    is_all: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the wanted rows reach."""

    count: int
    first_number: int | None
    last_number: int | None
    first_date: date | None
    last_date: date | None


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One row of a register. `handed_to` are the units it was given to, `handed_date` when the first one got it;
    `replies` the numbers of own papers that were joined to it, `replied_date` the day of the first."""

    id: int
    code: str
    number: int | None
    arrival_date: date | None
    issued_date: date | None
    citation: str
    system: str
    type_key: str
    issuer: str
    subject: str
    signer: str
    recipients: str
    due_date: date | None
    note: str
    is_recalled: bool
    recall_reason: str
    is_internal: bool
    is_illustration: bool
    handed_to: tuple[str, ...]
    handed_date: date | None
    replies: tuple[str, ...] = ()
    replied_date: date | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """One page of a register on screen; `next` is None on the last."""

    lines: tuple[RegisterLine, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One page of what wants an answer; `next`: the last row's due date and number, None on the last page."""

    lines: tuple[RegisterLine, ...]
    next: tuple[date, int] | None


def books(
    actor: Actor,
    at: datetime,
    *,
    is_everywhere: bool = False,
    text: str = "",
    before: int | None = None,
    limit: int = 50,
) -> Books:
    """The books of the actor's unit, or all he may see; the newest first. `text` finds units by their names."""
    rows = Book.objects.visible_to(actor)
    if not is_everywhere:
        rows = rows.filter(unit_id=actor.unit_id or 0)
    elif text.strip():
        rows = rows.filter(unit_id__in=[one.id for one in units(actor, at, text=text, with_ended=True)])
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return Books(_book_lines(shown), shown[-1].pk if len(found) > limit else None)


def book_value(actor: Actor, book_id: int, at: datetime) -> BookValue:
    """A book. Not visible to outsiders."""
    row = _visible(actor, book_id)
    return BookValue(
        line=_book_lines([row])[0],
        keeper=keeper_of(actor, row.unit_id, at),
        may_close=not row.is_closed and may(actor, "book.close", row),
        why=why(actor, row),
    )


def keeper_of(actor: Actor, unit_id: int, at: datetime) -> Keeper:
    view = unit(actor, unit_names([unit_id])[unit_id].code, at)
    return Keeper(view.line.key, view.line.name, view.parents[-1].name if view.parents else "")


def book_to_close(actor: Actor, book_id: int) -> BookLine:
    """The book the actor is about to close. Refused as the command would refuse."""
    row = _visible(actor, book_id)
    ask(actor, "book.close", row)
    return _book_lines([row])[0]


def usual_system(actor: Actor) -> str:
    """The system of the unit's newest book: the unit keeps to it."""
    rows = Book.objects.visible_to(actor).filter(unit_id=actor.unit_id or 0).order_by("-pk")
    return rows.values_list("system", flat=True).first() or "STATE"


def extent(actor: Actor, line: BookLine, wanted: Wanted) -> Extent:
    """How many rows are wanted, and the first and last number and day among them. One query."""
    day = _day(line.direction)
    found: dict[str, Any] = _rows(actor, line, wanted).aggregate(
        count=Count("pk"),
        first_number=Min("book_number"),
        last_number=Max("book_number"),
        first_date=Min(day),
        last_date=Max(day),
    )
    return Extent(**found)


def register(actor: Actor, line: BookLine, wanted: Wanted, *, before: int | None = None, limit: int = 50) -> Register:
    """The wanted rows of a book for the screen, the highest number first."""
    rows = _rows(actor, line, wanted)
    if before is not None:
        rows = rows.filter(book_number__lt=before)
    found = list(rows.order_by("-book_number")[: limit + 1])
    shown = found[:limit]
    return Register(_register_lines(shown), shown[-1].book_number if len(found) > limit else None)


def whole_register(actor: Actor, line: BookLine, wanted: Wanted) -> Iterator[RegisterLine]:
    """All wanted rows from the lowest number up, for paper and files; read in batches, so that memory stays bound."""
    rows, after = _rows(actor, line, wanted).order_by("book_number"), 0
    while batch := list(rows.filter(book_number__gt=after)[:BATCH]):
        after = batch[-1].book_number or after
        yield from _register_lines(batch)


def follow_up(actor: Actor, wanted: Following, *, after: tuple[date, int] | None = None, limit: int = 50) -> FollowUp:
    """Incoming papers that want an answer, the earliest due first."""
    rows = _following(actor, wanted)
    if after is not None:
        rows = rows.filter(Q(due_date__gt=after[0]) | Q(due_date=after[0], pk__gt=after[1]))
    found = list(rows.order_by("due_date", "pk")[: limit + 1])
    shown = found[:limit]
    last = (shown[-1].due_date, shown[-1].pk) if len(found) > limit else None
    return FollowUp(_register_lines(shown, replies=_replies(actor, shown)), last and (last[0] or date.max, last[1]))


def whole_follow_up(actor: Actor, wanted: Following) -> Iterator[RegisterLine]:
    """All of them, for paper and files."""
    after = None
    while True:
        page = follow_up(actor, wanted, after=after, limit=BATCH)
        yield from page.lines
        after = page.next
        if after is None:
            return


def count_follow_up(actor: Actor, wanted: Following) -> int:
    return _following(actor, wanted).count()


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _visible(actor: Actor, book_id: int) -> Book:
    row = Book.objects.visible_to(actor).filter(pk=book_id).first()
    if row is None:
        raise NotVisible
    return row


def _book_lines(rows: Sequence[Book]) -> tuple[BookLine, ...]:
    names = unit_names([row.unit_id for row in rows])
    return tuple(
        BookLine(
            id=row.pk,
            unit_id=row.unit_id,
            unit=names[row.unit_id].name,
            direction=row.direction,
            system=row.system,
            type_key=row.type_key,
            name=row.name,
            first_date=row.first_date,
            last_date=row.last_date,
            last_number=row.last_number,
            is_closed=row.is_closed,
        )
        for row in rows
    )


def _day(direction: str) -> str:
    return "arrival_date" if direction == "IN" else "issued_date"


def _rows(actor: Actor, line: BookLine, wanted: Wanted) -> QuerySet[Document]:
    """A book opens no document by itself: each row must be visible on its own."""
    rows = Document.objects.visible_to(actor).filter(book_id=line.id)
    bounds = {
        f"{_day(line.direction)}__gte": wanted.first_date,
        f"{_day(line.direction)}__lte": wanted.last_date,
        "book_number__gte": wanted.first_number,
        "book_number__lte": wanted.last_number,
    }
    return rows.filter(**{name: value for name, value in bounds.items() if value is not None})


def _following(actor: Actor, wanted: Following) -> QuerySet[Document]:
    rows = Document.objects.visible_to(actor).filter(direction="IN", due_date__isnull=False)
    if wanted.book_id is None:
        rows = rows.filter(owner_id=actor.unit_id)
    else:
        rows = rows.filter(book_id=_visible(actor, wanted.book_id).pk)
    if wanted.first_date:
        rows = rows.filter(due_date__gte=wanted.first_date)
    if wanted.last_date:
        rows = rows.filter(due_date__lte=wanted.last_date)
    if wanted.is_all:
        return rows
    answers = Link.rows.filter(
        about=OuterRef("code"),
        document__owner_id=OuterRef("owner_id"),
        document__direction="OUT",
        document__state="REGISTERED",
    )
    return rows.filter(~Exists(answers), state="REGISTERED")


def _replies(actor: Actor, rows: Sequence[Document]) -> dict[str, list[Document]]:
    """Own outgoing papers joined to these incoming ones, by the code of what they answer."""
    owners = {row.code: row.owner_id for row in rows}
    links = list(Link.rows.filter(about__in=owners).values_list("about", "document_id"))
    visible = Document.objects.visible_to(actor).filter(direction="OUT", state="REGISTERED")
    papers = visible.in_bulk([document_id for _about, document_id in links]) if links else {}
    found: dict[str, list[Document]] = {}
    for about, document_id in sorted(links, key=lambda link: link[1]):
        if document_id in papers and papers[document_id].owner_id == owners[about]:
            found.setdefault(about, []).append(papers[document_id])
    return found


def _register_lines(
    rows: Sequence[Document], *, replies: dict[str, list[Document]] | None = None
) -> tuple[RegisterLine, ...]:
    handed = _handed([row.pk for row in rows])
    replies = replies or {}
    return tuple(
        RegisterLine(
            id=row.pk,
            code=row.code,
            number=row.book_number,
            arrival_date=row.arrival_date,
            issued_date=row.issued_date,
            citation=row.citation,
            system=row.system,
            type_key=row.type_key,
            issuer=row.issuer,
            subject=row.subject,
            signer=row.signer,
            recipients=row.recipients,
            due_date=row.due_date,
            note=row.note,
            is_recalled=row.state == "RECALLED",
            recall_reason=row.recall_reason,
            is_internal=row.is_internal,
            is_illustration=row.is_illustration,
            handed_to=tuple(name for name, _day in handed.get(row.pk, ())),
            handed_date=min((day for _name, day in handed.get(row.pk, ())), default=None),
            replies=tuple(paper.citation for paper in replies.get(row.code, ())),
            replied_date=min((p.issued_date for p in replies.get(row.code, ()) if p.issued_date), default=None),
        )
        for row in rows
    )


def _handed(document_ids: Collection[int]) -> dict[int, list[tuple[str, date]]]:
    """The units these documents were given to, and when. One query."""
    shares = list(Share.rows.filter(document_id__in=document_ids).order_by("pk"))
    names = unit_names([share.unit_id for share in shares])
    found: dict[int, list[tuple[str, date]]] = {}
    for share in shares:
        found.setdefault(share.document_id, []).append((names[share.unit_id].name, local_date(share.shared_at)))
    return found
