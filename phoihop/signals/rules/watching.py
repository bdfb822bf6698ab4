"""What an alarm may watch: sums over places, categories and topics, never less than a commune, never a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

LEVELS = ("central", "province", "commune")  # from a commune upwards


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sum: of one source; an empty topic, category or place means all of them. A place holds what lies in it."""

    source: str
    topic: str = ""
    category: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What was counted together: the finest that is kept."""

    source: str
    topic: str
    category: str
    place: str


def places_around(place: str) -> list[str]:
    """The place and all it lies in, the widest first, after the empty one that means everywhere."""
    labels = place.split(".") if place else []
    return ["", *(".".join(labels[: n + 1]) for n in range(len(labels)))]


def coarse(place: str, known: Collection[str], fallback: str) -> str:
    """The smallest known territory (a commune or wider) that holds the place; never anything finer."""
    inside = [one for one in places_around(place) if one in known]
    return inside[-1] if inside else fallback


def patterns_of(cell: Cell, wanted: Collection[Pattern]) -> Iterable[Pattern]:
    """Which of the wanted sums this cell is part of."""
    for topic in {cell.topic, ""}:
        for category in {cell.category, ""}:
            for place in places_around(cell.place):
                pattern = Pattern(cell.source, topic, category, place)
                if pattern in wanted:
                    yield pattern


def may_alert_again(*, closed_days: int | None, rest_days: int, number: int, peak: int) -> bool:
    """Whether a cell whose last alert was closed so many days ago may open another: after its rest, or above the
    highest number of that alert."""
    return closed_days is None or closed_days >= rest_days or number > peak
