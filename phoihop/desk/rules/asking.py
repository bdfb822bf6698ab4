"""Where in the calendar a reader is, as its address says. What an address holds wrongly is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

VIEWS = ("month", "week", "agenda")
WHOSE = ("unit", "mine", "all")
SPANS = (30, 60, 90)  # days of the look-ahead
CLASH_DAYS = 14
MOST_UNITS = 8  # side by side
FIRST_DAY, LAST_DAY = date(1990, 2, 1), date(2100, 8, 31)  # the years whose holidays are known, with room around


@dataclass(frozen=True, slots=True)
class Asked:
    view: str
    day: date
    whose: str
    kinds: tuple[str, ...]


def known_day(day: date | None, today: date) -> date:
    """The day, or the nearest one whose holidays are known; today where none was asked for."""
    return min(max(day or today, FIRST_DAY), LAST_DAY)


def day_in(text: str, today: date) -> date:
    """The day an address names; today where it names none that exists."""
    try:
        return known_day(date.fromisoformat(text), today)
    except ValueError:
        return known_day(None, today)


def ahead_in(given: Mapping[str, str]) -> tuple[int, str]:
    """How many days, and of whom, as the address of the look-ahead says; else thirty days of the reader's office."""
    days = next((n for n in SPANS if str(n) == given.get("so")), SPANS[0])
    return days, next((key for key in WHOSE if key == given.get("ai")), WHOSE[0])


def numbers_in(texts: Iterable[str]) -> list[int]:
    """The unit numbers of an address, each once."""
    return [int(text) for text in dict.fromkeys(texts) if text.isascii() and text.isdecimal() and len(text) < 19]


def two_weeks(day: date) -> tuple[date, date]:
    """Two whole weeks, from the Monday before."""
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=CLASH_DAYS - 1)
