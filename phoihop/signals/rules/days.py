"""Which days and weeks count: holidays, gaps in reporting and the day after them are known, and weekends are held
against weekends."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WORK, REST, HOLIDAY, GAP, CATCH_UP = "WORK", "REST", "HOLIDAY", "GAP", "CATCH_UP"
COUNTED = (WORK, REST)
OFF = ("holiday", "swap_off")  # as the house's calendar says it
UNLIKELY = 0.05  # an empty stretch less likely than this, by the source's own mean, is a gap
LOOKS_BACK = 56  # days from which that mean comes
LONG_GAP = 3  # days; after a longer one the backlog takes two days
FEWEST_DAYS = 5  # of a week that counts
ONE = timedelta(days=1)


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def days_of(first: date, last: date, kind_of: Callable[[date], str], totals: Mapping[date, int]) -> dict[date, str]:
    """What each day is to a source: worked, a day of the weekend, a holiday, a gap, or a day on which reports of such
    a stretch are caught up with. `totals` are all reports of the source; before the first of them there is none."""
    kinds = {day: _kind(kind_of(day)) for day in days_between(first, last)}
    _bridge(kinds)
    _gaps(kinds, totals)
    _catch_up(kinds)
    return kinds


def _kind(said: str) -> str:
    return HOLIDAY if said in OFF else REST if said == "off" else WORK


def _bridge(kinds: dict[date, str]) -> None:
    """A weekend that touches a holiday is part of it."""
    for days in (list(kinds), list(reversed(kinds))):
        before = ""
        for day in days:
            if kinds[day] == REST and before == HOLIDAY:
                kinds[day] = HOLIDAY
            before = kinds[day]


def _gaps(kinds: dict[date, str], totals: Mapping[date, int]) -> None:
    """An empty day, or several in a row, that the source's own mean makes unlikely: the source was silent, not the
    public. Whatever lies before its first report is a gap too."""
    begun = min((day for day, number in totals.items() if number > 0), default=None)
    if begun is None:
        kinds.update(dict.fromkeys(kinds, GAP))
        return
    for stratum in COUNTED:
        run: list[date] = []
        told: list[tuple[date, int]] = []
        for day in [day for day, kind in kinds.items() if kind == stratum]:
            if day < begun:
                kinds[day] = GAP
            elif totals.get(day, 0):
                _close(kinds, run, told)
                run = []
                told.append((day, totals[day]))
            else:
                run.append(day)
        _close(kinds, run, told)


def _close(kinds: dict[date, str], run: list[date], told: list[tuple[date, int]]) -> None:
    """An empty stretch is over: a gap, or zeros that belong to the series."""
    if not run:
        return
    recent = [number for day, number in told if (run[0] - day).days <= LOOKS_BACK]
    mean = sum(recent) / len(recent) if recent else 0.0
    if math.exp(-mean * len(run)) < UNLIKELY:
        kinds.update(dict.fromkeys(run, GAP))
    else:
        told.extend((day, 0) for day in run)


def _catch_up(kinds: dict[date, str]) -> None:
    """After a holiday or a gap reports come in that belong to it: the next day, after a long stretch the next two."""
    length = owed = 0
    for day, kind in list(kinds.items()):
        if kind in (HOLIDAY, GAP):
            length += 1
            owed = 2 if length > LONG_GAP else 1
        elif owed and kind == WORK:
            kinds[day] = CATCH_UP
            owed -= 1
            length = 0
        elif owed and kind == REST:
            kinds[day] = CATCH_UP  # the office has not opened yet


@dataclass(frozen=True, slots=True)
class Series:
    """The days of one kind with their counts, oldest first."""

    days: tuple[date, ...]
    values: tuple[int, ...]


def series_to(day: date, kinds: Mapping[date, str], counts: Mapping[date, int]) -> Series | None:
    """What `day` is held against: days of its own kind up to itself. None where it does not count."""
    kind = kinds.get(day, GAP)
    if kind not in COUNTED:
        return None
    days = tuple(one for one, what in kinds.items() if what == kind and one <= day)
    return Series(days, tuple(counts.get(one, 0) for one in days))


def whole_weeks(first: date, last: date, kinds: Mapping[date, str]) -> dict[date, bool]:
    """Each Monday, and whether its week counts: five days of it at least that are neither holiday nor gap. A week that
    ends after `last` is left out."""
    weeks: dict[date, bool] = {}
    at = monday(first)
    at = at if at >= first else at + timedelta(days=7)
    while at + timedelta(days=6) <= last:
        days = [kinds.get(at + timedelta(days=n), GAP) for n in range(7)]
        weeks[at] = sum(one not in (HOLIDAY, GAP) for one in days) >= FEWEST_DAYS
        at += timedelta(days=7)
    return weeks


def mean_and_dispersion(values: Sequence[int]) -> tuple[float, float]:
    """Mean, and variance over mean (one at least): what a quiet past is drawn from."""
    if not values:
        return 0.0, 1.0
    mean = sum(values) / len(values)
    if len(values) < 2 or mean == 0:
        return mean, 1.0
    variance = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
    return mean, max(1.0, variance / mean)
