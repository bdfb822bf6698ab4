"""The days that reports cover, by their keys. No framework.

Administrative offices close their figures in the middle of the month (Decree 09/2019/NĐ-CP): a year's report covers
15 December of the year before to 14 December. `PERIODS` is data: an office that reports by the calendar takes the
other row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from phoihop.ground.figures import Period

DECREE, CALENDAR = "DECREE", "CALENDAR"
FIRST_YEAR, LAST_YEAR = 1976, 2999
LONGEST_TERM = 20  # years


@dataclass(frozen=True, slots=True)
class CutOff:
    """A month's figures run from `day` of the month before, or from `day` of the month itself, for one month."""

    day: int
    is_month_before: bool


PERIODS: dict[str, CutOff] = {
    DECREE: CutOff(15, is_month_before=True),
    CALENDAR: CutOff(1, is_month_before=False),
}
# Kind: months, and the month of the year in which each begins.
SPANS: dict[str, tuple[int, tuple[int, ...]]] = {
    "month": (1, tuple(range(1, 13))),
    "quarter": (3, (1, 4, 7, 10)),
    "half": (6, (1, 7)),
    "nine": (9, (1,)),
    "year": (12, (1,)),
}
KINDS = (*SPANS, "term", "phase")

_KEY = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>\d)|H(?P<half>\d)|(?P<nine>9M)|(?P<until>\d{4})))?"
)


class NoPeriod(ValueError):
    """A key that names no period; `rule` says why."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def period(kind: str, year: int, number: int = 1, *, cut_off: str = DECREE) -> Period:
    """The `number`th month, quarter or half of a year, its first nine months, or the year. Refused (NoPeriod): none."""
    if kind not in SPANS or not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoPeriod("unknown")
    months, starts = SPANS[kind]
    if not 1 <= number <= len(starts):
        raise NoPeriod("unknown")
    first, after = _edge(year, starts[number - 1], cut_off), _edge(year, starts[number - 1] + months, cut_off)
    return Period(_key(kind, year, number), kind, first, after - timedelta(days=1))


def term(first_year: int, last_year: int, *, cut_off: str = DECREE) -> Period:
    """The years of a programme, both counted in. Refused (NoPeriod): backwards or beyond twenty years."""
    if last_year < first_year or last_year - first_year >= LONGEST_TERM:
        raise NoPeriod("term")
    first, last = period("year", first_year, cut_off=cut_off), period("year", last_year, cut_off=cut_off)
    return Period(f"{first_year}-{last_year}", "term", first.first, last.last)


def phase(key: str, first: date, last: date) -> Period:
    """The days of one phase of a plan. Refused (NoPeriod): no key, backwards."""
    if not key or last < first:
        raise NoPeriod("phase")
    return Period(key, "phase", first, last)


def parse(text: str, phases: Iterable[Period] = (), *, cut_off: str = DECREE) -> Period:
    """2021-06, 2021-Q3, 2021-H1, 2021-9M, 2021, 2021-2025 or the key of one of `phases`. Refused (NoPeriod): none."""
    wanted = text.strip()
    for one in phases:
        if one.key == wanted:
            return one
    found = _KEY.fullmatch(wanted.upper())
    if found is None:
        raise NoPeriod("unknown")
    year = int(found["year"])
    if found["until"]:
        return term(year, int(found["until"]), cut_off=cut_off)
    for kind in ("month", "quarter", "half"):
        if found[kind]:
            return period(kind, year, int(found[kind]), cut_off=cut_off)
    return period("nine" if found["nine"] else "year", year, cut_off=cut_off)


def periods_of(kind: str, year: int, *, cut_off: str = DECREE) -> tuple[Period, ...]:
    """All periods of a kind in a year, in order: together the year's days, each once (but for nine months)."""
    return tuple(period(kind, year, number, cut_off=cut_off) for number in range(1, len(SPANS[kind][1]) + 1))


def year_before(given: Period, *, cut_off: str = DECREE) -> Period | None:
    """The same period a year earlier; None for a term or a phase, which have no such."""
    if given.kind not in SPANS:
        return None
    found = _KEY.fullmatch(given.key)
    if found is None or int(found["year"]) <= FIRST_YEAR:
        return None
    return parse(f"{int(found['year']) - 1:04}{given.key[4:]}", cut_off=cut_off)


def is_calendar(given: Period) -> bool:
    """Whether these days are those of the calendar and not of the decree."""
    return given.kind in SPANS and given.first.day == 1


def days(given: Period) -> Iterator[date]:
    return (given.first + timedelta(days=n) for n in range((given.last - given.first).days + 1))


def _key(kind: str, year: int, number: int) -> str:
    ends = {"month": f"-{number:02}", "quarter": f"-Q{number}", "half": f"-H{number}", "nine": "-9M", "year": ""}
    return f"{year:04}{ends[kind]}"


def _edge(year: int, month: int, cut_off: str) -> date:
    """The day on which the figures of a month begin; months are counted on beyond December."""
    rule = PERIODS[cut_off]
    at = year * 12 + month - 1 - rule.is_month_before
    return date(at // 12, at % 12 + 1, rule.day)
