"""The declaration sheet of a room: how the house finds out what a room says, to whom, and where it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
class Sheet:
    room: str
    powers: Iterable[powers.Power] = ()
    says: dict[type[Event], Any] = field(default_factory=dict)
    keeps: dict[type[Event], Keep] = field(default_factory=dict)
    keep: Keep = Keep(years=10)
    tells: Iterable[Notice] = ()
    reacts: dict[type[Event], Callable[..., None]] = field(default_factory=dict)
    panels: Iterable[Panel] = ()
    menu: Iterable[Entry] = ()

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


def menu() -> list[Entry]:
    return sorted((e for s in sheets() for e in s.menu), key=lambda e: e.order)
