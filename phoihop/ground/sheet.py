"""The declaration sheet of a room: how the house finds out what a room says, to whom, and where it shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from phoihop.ground import command, powers
from phoihop.ground.actor import Actor, Role
from phoihop.ground.dates import WorkCalendar
from phoihop.ground.events import Event
from phoihop.ground.figures import Section
from phoihop.ground.rehomes import Rehome, Stays


@dataclass(frozen=True)
class Keep:
    """How long a ledger row is kept, and which of its fields are personal (kept apart, erasable)."""

    years: int
    personal: tuple[str, ...] = ()


class How(StrEnum):
    """How soon a notice is to reach people. Urgent breaks through quiet hours; a digest waits for the morning."""

    URGENT = "urgent"
    NORMAL = "normal"
    DIGEST = "digest"


@dataclass(frozen=True)
class Notice:
    """Who is told of an event: `to(event)` gives circles of addressees, `url(event)` the page. `thing(event)` is the
    row it is about: of the addressees only those who may see it are told.

    `how` may depend on what happened: (event, thing, changed fields with before and after, at). What must be
    acknowledged or done is a duty: nobody can switch it off.
    """

    on: type[Event]
    to: Callable[[Any], Iterable[powers.Circle]]
    thing: Callable[[Any], Model]
    url: Callable[[Any], str]
    how: How | Callable[[Any, Any, dict[str, Any], datetime], How] = How.NORMAL
    is_duty: bool = False

    def how_at(self, event: Any, thing: Model, changes: dict[str, Any], at: datetime) -> How:
        return self.how if isinstance(self.how, How) else self.how(event, thing, changes, at)


@dataclass(frozen=True)
class Entry:
    """One line of the side menu. `order` sorts, and its hundreds say under which of MENU_GROUPS it stands;
    `waiting` gives the rows that wait for the reader, whose number is shown. They may depend on his account, his unit,
    his roles and today alone, and compare with these as they are (`ground/menu.py`);
    `is_on_phone` puts it on the phone's bottom bar."""

    url_name: str
    words: Any
    icon: str
    needs: str
    order: int
    waiting: Callable[[Actor, date], QuerySet[Any]] | None = None
    is_on_phone: bool = False


@dataclass(frozen=True)
class Panel:
    """A piece that this room shows on another room's page `on`; `build(actor, code, at)` gives its frozen value."""

    on: str
    build: Callable[..., Any]
    template: str
    order: int = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a unit, for those of it who hold one of these roles and may open it.

    `group`: "late", "today" or "week" of what it owes, "answer" for what others have put before it.
    """

    unit_id: int
    roles: frozenset[Role]
    group: str
    code: str
    title: str
    url: str
    day: date | None
    since: datetime
    about: str = ""  # the thing that is to be answered, if that has a code of its own


@dataclass(frozen=True)
class FoundRow:
    """One thing as search holds it. `tokens` say who may see it (`powers.tokens_of`); nobody holds an empty set."""

    code: str
    kind: str
    title: str
    url: str
    tokens: frozenset[str]
    text: str = ""
    numbers: tuple[str, ...] = ()  # document numbers, symbols, codes of other things; its own number first, if any
    unit_ids: tuple[int, ...] = ()  # the lead first
    unit_names: tuple[str, ...] = ()  # of the same units, with names of before; the lead's present name first
    date: str = ""  # ISO
    type: str = ""  # shown in the list of types as it stands here
    is_illustration: bool = False


@dataclass(frozen=True)
class Finder:
    """How search finds things of one kind. All callables are batches: a constant number of queries each.

    `build(codes)` gives the rows of those codes that exist; `codes(after, limit)` all codes in ascending order, for a
    rebuild; `visible(actor, codes)` the codes that this reader may see and that exist, asked again before rows are
    shown.
    """

    kind: str  # "topic"
    words: Any  # lazy plural for the list of kinds
    prefixes: tuple[str, ...]  # of the codes it owns: ("VD-",)
    build: Callable[[Collection[str]], list[FoundRow]]
    codes: Callable[[str, int], list[str]]
    visible: Callable[[Actor, Collection[str]], set[str]]


@dataclass(frozen=True)
class Work:
    """Long work after an event: `do(event, at)` runs outside the act's transaction, and may run again."""

    on: type[Event]
    do: Callable[..., None]


@dataclass(frozen=True)
class ActField:
    """One thing an act without an account asks for. `kind`: "text", "line", "choice" (`choices`), "date" or "check"."""

    name: str
    words: Any
    kind: str = "text"
    is_needed: bool = True
    help: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class ActView:
    """What somebody without an account is shown before the act: whose thing, what it says, whether it is still open."""

    title: str
    facts: tuple[tuple[str, str], ...]  # name and text
    text: str = ""
    is_open: bool = True
    closed_because: str = ""
    papers: tuple[tuple[str, str], ...] = ()  # codes and titles of files that may be opened with it
    leaves_out: tuple[str, ...] = ()  # fields of the act that need not be asked for now


@dataclass(frozen=True)
class Act:
    """What a signed link or a mail reply may do: `run(code, unit_id, values, files, by, at)` gives the doer a sentence.

    `view(code, unit_id, at)` shows the thing; None: there is none. An approval asks for a second factor. What takes
    long about files (the secrecy guard) is done by `prepare(code, unit_id, files, by, at)` before the act's transaction
    begins; what it gives are the `files` of `run`. A paper that the view names is handed over by
    `open_paper(code, unit_id, paper, by, at)`.
    """

    name: str  # the power: "dispatch.acknowledge"
    words: Any
    view: Callable[..., ActView | None]
    run: Callable[..., str]
    fields: tuple[ActField, ...] = ()
    takes_files: bool = False
    is_approval: bool = False
    prepare: Callable[..., Any] | None = None
    open_paper: Callable[..., Any] | None = None

    def prepared(self, *, code: str, unit_id: int, files: Any, by: Actor, at: datetime) -> Any:
        """The files as `run` takes them. May refuse; changes nothing but the record of what was refused."""
        if self.prepare is None or not files:
            return files
        return self.prepare(code=code, unit_id=unit_id, files=files, by=by, at=at)


@dataclass(frozen=True, slots=True)
class DatedRow:
    """Something that stands in the calendar: on one day, over several, or at an hour (then both moments are given).

    `code` is unique within its kind for good: it names the entry in calendar programs.
    """

    kind: str
    code: str  # of the thing, perhaps of a part of it: HN-kg-2021-0001/2
    title: str
    url: str
    first: date
    last: date
    state: str  # a value of parts.State
    stamp: datetime  # the last moment that the room has recorded about it
    word: str = ""  # how it stands, where the state's own word is too wide
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    doer_ids: tuple[int, ...] = ()  # the units that have to act, to hand in or to come; who answers for it first
    other_ids: tuple[int, ...] = ()  # others that take part
    dossier: str = ""
    sequence: int = 0  # rises with every change
    is_open: bool = True  # somebody still has something to do or to attend
    is_illustration: bool = False


@dataclass(frozen=True)
class Dated:
    """What a room puts into the calendar: `between(actor, first, last, at, most)` gives rows that touch these days.

    A batch: a constant number of queries, scoped by the actor, at most `most` rows, the nearest days first.
    """

    kind: str  # "due"
    words: Any  # lazy, for one: "Hạn"
    between: Callable[[Actor, date, date, datetime, int], list[DatedRow]]
    order: int = 50


@dataclass(frozen=True)
class Sheet:
    room: str
    powers: Iterable[powers.Power] = ()
    says: dict[type[Event], Any] = field(default_factory=dict)
    keeps: dict[type[Event], Keep] = field(default_factory=dict)
    keep: Keep = Keep(years=10)
    tells: Iterable[Notice] = ()
    works: Iterable[Work] = ()
    reacts: dict[type[Event], Callable[..., None]] = field(default_factory=dict)
    panels: Iterable[Panel] = ()
    menu: Iterable[Entry] = ()
    finds: Iterable[Finder] = ()
    dates: Iterable[Dated] = ()
    reports: Iterable[Section] = ()
    filed: Callable[[Actor, Collection[str]], Iterable[str]] | None = None  # codes of what lies under these plans
    rehomes: Iterable[Rehome | Stays] = ()
    acts: Iterable[Act] = ()
    calendars: Iterable[Callable[..., bool]] = ()  # (method, ics, from_address, at, key of the mail it answers)
    # (token, html, plain, at): a mail to our answering address with a token that a room gave out for what machines
    # send. Whether the room knows the token; taking the same mail twice does nothing more.
    newsletters: Iterable[Callable[..., bool]] = ()
    parties: Callable[[Collection[str]], set[int]] | None = None  # units that are party to the things of these codes
    waits: Callable[[Collection[int], datetime], Iterable[Waiting]] | None = None  # for these units, constant queries
    workdays: Callable[[], WorkCalendar] | None = None  # of the one room that keeps the working calendar

    def __post_init__(self) -> None:
        _sheets[self.room] = self
        powers.register(self.powers)
        for event, react in self.reacts.items():
            command.add_reaction(event, react)


_sheets: dict[str, Sheet] = {}


def sheets() -> list[Sheet]:
    return [_sheets[room] for room in sorted(_sheets)]


def sentence(kind: str) -> Any | None:
    """The (lazy) sentence for a ledger kind, with named placeholders of the event's fields."""
    return next((w for s in _sheets.values() for e, w in s.says.items() if e.kind() == kind), None)


def keep_of(event: type[Event]) -> Keep:
    for sheet in _sheets.values():
        if event in sheet.says:
            return sheet.keeps.get(event, sheet.keep)
    raise LookupError(f"no sheet says what {event.__name__} means")


def notices_on(kind: str) -> list[Notice]:
    return [n for s in sheets() for n in s.tells if n.on.kind() == kind]


def room_of(kind: str) -> str:
    """The room that tells people of this kind."""
    return next((s.room for s in sheets() if any(n.on.kind() == kind for n in s.tells)), "")


def tellers() -> list[tuple[str, Any, bool]]:
    """Rooms that tell people something: name, words, whether some of it is a duty. In the order of the menu."""
    found: list[tuple[str, Any, bool]] = []
    for entry in menu():
        for sheet in _sheets.values():
            notices = list(sheet.tells)
            if notices and entry in list(sheet.menu) and sheet.room not in [name for name, _w, _d in found]:
                found.append((sheet.room, entry.words, any(notice.is_duty for notice in notices)))
    return found


def waits_of(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    """What waits for these units, of all rooms that know of such a thing."""
    asked = (s.waits for s in sheets() if s.waits is not None)
    return [waiting for waits in asked for waiting in waits(unit_ids, at)] if unit_ids else []


def work_calendar() -> WorkCalendar:
    """The calendar of working days as its room keeps it; else weekends and public holidays."""
    kept = next((s.workdays for s in sheets() if s.workdays is not None), None)
    return kept() if kept is not None else WorkCalendar()


def parties_of(codes: Collection[str]) -> set[int]:
    """The units that are party to any of these things, as the rooms that own the codes say."""
    asked = (s.parties for s in sheets() if s.parties is not None)
    return set().union(*(parties(codes) for parties in asked)) if codes else set()


def act_of(name: str) -> Act | None:
    """The act without an account of this name."""
    return next((act for s in sheets() for act in s.acts if act.name == name), None)


def calendars() -> list[Callable[..., bool]]:
    return [hear for s in sheets() for hear in s.calendars]


def newsletters() -> list[Callable[..., bool]]:
    return [take for s in sheets() for take in s.newsletters]


def works_on(kind: str) -> list[Work]:
    return [w for s in sheets() for w in s.works if w.on.kind() == kind]


@dataclass(frozen=True)
class Shown:
    """A panel as a page holds it: the template of the room above, and its frozen value."""

    template: str
    value: Any


def shown_on(page: str, actor: Actor, code: str, at: datetime) -> tuple[Shown, ...]:
    """What upper rooms show on this page for this reader; a panel with nothing to show is left out."""
    built = ((panel.template, panel.build(actor, code, at)) for panel in panels_on(page))
    return tuple(Shown(template, value) for template, value in built if value is not None)


def panels_on(page: str) -> list[Panel]:
    return sorted((p for s in sheets() for p in s.panels if p.on == page), key=lambda p: p.order)


def finders() -> list[Finder]:
    return [f for s in sheets() for f in s.finds]


def dates() -> list[Dated]:
    """The kinds of what stands in the calendar."""
    return sorted((d for s in sheets() for d in s.dates), key=lambda d: d.order)


def sections() -> list[Section]:
    """The parts that rooms have in reports, in the order of the report."""
    return sorted((r for s in sheets() for r in s.reports), key=lambda r: r.order)


def rehomes() -> list[Rehome]:
    """What goes over to the heirs of a unit, in the order in which it goes."""
    found = [r for s in sheets() for r in s.rehomes if isinstance(r, Rehome)]
    return sorted(found, key=lambda r: r.order)


def stays() -> list[Stays]:
    return [r for s in sheets() for r in s.rehomes if isinstance(r, Stays)]


def filed_under(actor: Actor, plans: Collection[str]) -> tuple[str, ...]:
    """Codes of what lies under these plans and has things filed under it in its turn, ascending."""
    asked = (s.filed for s in sheets() if s.filed is not None)
    return tuple(sorted({code for filed in asked for code in filed(actor, plans)}))


MENU_GROUPS = {
    0: "",  # what everybody opens each day stands first, under no heading
    1: _("Phối hợp"),
    2: _("Giấy tờ"),
    3: _("Với người dân"),
    4: _("Thông tin đưa ra"),
    5: _("Làm việc với báo chí"),
    6: _("Nhìn trước"),
    7: _("Quản lý chung"),
}


def menu() -> list[Entry]:
    return sorted((e for s in sheets() for e in s.menu), key=lambda e: e.order)
