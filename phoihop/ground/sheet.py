"""The declaration sheet of a room: how the house finds out what a room says, to whom, and where it shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from phoihop.ground import command, powers
from phoihop.ground.actor import Actor
from phoihop.ground.events import Event


@dataclass(frozen=True)
class Keep:
    """How long a ledger row is kept, and which of its fields are personal (kept apart, erasable)."""

    years: int
    personal: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """Who is told of an event: `to(event)` gives circles of addressees, `url(event)` the page. `thing(event)` is the
    row it is about: of the addressees only those who may see it are told."""

    on: type[Event]
    to: Callable[[Any], Iterable[powers.Circle]]
    thing: Callable[[Any], Model]
    url: Callable[[Any], str]


@dataclass(frozen=True)
class Entry:
    """One line of the side menu. `order` sorts; `is_on_phone` puts it on the phone's bottom bar."""

    url_name: str
    words: Any
    icon: str
    needs: str
    order: int
    count: Callable[[Actor], int] | None = None
    is_on_phone: bool = False


@dataclass(frozen=True)
class Panel:
    """A piece that this room shows on another room's page `on`; `build(actor, code, at)` gives its frozen value."""

    on: str
    build: Callable[..., Any]
    template: str
    order: int = 50


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
    """One thing an act without an account asks for. `kind`: "text", "line", "choice" (of `choices`) or "date"."""

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


@dataclass(frozen=True)
class Act:
    """What a signed link or a mail reply may do: `run(code, unit_id, values, files, by, at)` gives the doer a sentence.

    `view(code, unit_id, at)` shows the thing; None: there is none. An approval asks for a second factor.
    """

    name: str  # the power: "dispatch.acknowledge"
    words: Any
    view: Callable[..., ActView | None]
    run: Callable[..., str]
    fields: tuple[ActField, ...] = ()
    takes_files: bool = False
    is_approval: bool = False


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
    acts: Iterable[Act] = ()
    calendars: Iterable[Callable[..., bool]] = ()  # (method, ics, from_address, at) -> whether it was this room's
    parties: Callable[[Collection[str]], set[int]] | None = None  # units that are party to the things of these codes

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


def parties_of(codes: Collection[str]) -> set[int]:
    """The units that are party to any of these things, as the rooms that own the codes say."""
    asked = (s.parties for s in sheets() if s.parties is not None)
    return set().union(*(parties(codes) for parties in asked)) if codes else set()


def act_of(name: str) -> Act | None:
    """The act without an account of this name."""
    return next((act for s in sheets() for act in s.acts if act.name == name), None)


def calendars() -> list[Callable[..., bool]]:
    return [hear for s in sheets() for hear in s.calendars]


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


def menu() -> list[Entry]:
    return sorted((e for s in sheets() for e in s.menu), key=lambda e: e.order)
