"""Clashes between planned lines of all agencies, and with windows of silence. Facts in, pairs out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

SPANS = (30, 60, 90)
GROUNDS = ("audience", "place")


@dataclass(frozen=True, slots=True)
class Slot:
    """When, by which channel, to whom and where something is planned. Audience and places are folded words."""

    key: str
    first: date
    last: date
    channel: str
    audience: str = ""
    places: frozenset[str] = frozenset()
    hours: tuple[tuple[int, int], ...] = ()  # minutes of the day; none: any hour
    territory: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Days on which a territory asks that nothing goes out by these channels (none named: by any)."""

    key: str
    first: date
    last: date
    territory: str
    channels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Clash:
    """Two slots that meet on these days, and by what: "audience", "place" or both."""

    one: str
    other: str
    first: date
    last: date
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """A slot that touches a window on these days."""

    slot: str
    window: str
    first: date
    last: date


def clashes(slots: Iterable[Slot]) -> list[Clash]:
    """All pairs that meet, by day, then key. Only slots whose days overlap are ever compared."""
    rows = sorted(slots, key=lambda slot: (slot.first, slot.key))
    running: list[Slot] = []
    found: list[Clash] = []
    for slot in rows:
        running = [other for other in running if other.last >= slot.first]
        for other in running:
            grounds = grounds_of(other, slot)
            if grounds:
                one, two = sorted((other.key, slot.key))
                found.append(Clash(one, two, slot.first, min(other.last, slot.last), grounds))
        running.append(slot)
    return sorted(found, key=lambda clash: (clash.first, clash.one, clash.other))


def grounds_of(one: Slot, other: Slot) -> tuple[str, ...]:
    """By what two slots meet: the same channel on a common day, and the same people or the same place; where both say
    their hours, at a common hour."""
    if one.channel != other.channel or one.last < other.first or other.last < one.first:
        return ()
    if one.hours and other.hours and not _meet(one.hours, other.hours):
        return ()
    found = []
    if one.audience and one.audience == other.audience:
        found.append("audience")
    if not one.places.isdisjoint(other.places):
        found.append("place")
    return tuple(found)


def blocked(slots: Iterable[Slot], windows: Sequence[Window]) -> list[Blocked]:
    """Slots that touch a window of their territory, or of one that theirs lies in."""
    found = []
    for slot in slots:
        for window in windows:
            if slot.last < window.first or window.last < slot.first:
                continue
            if window.channels and slot.channel not in window.channels:
                continue
            if slot.territory == window.territory or slot.territory.startswith(f"{window.territory}."):
                days = max(slot.first, window.first), min(slot.last, window.last)
                found.append(Blocked(slot.key, window.key, *days))
    return sorted(found, key=lambda one: (one.first, one.slot, one.window))


def _meet(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def days_in(text: str) -> int:
    """How many days ahead an address asks for; thirty where it asks for something else."""
    return next((days for days in SPANS if str(days) == text), SPANS[0])
