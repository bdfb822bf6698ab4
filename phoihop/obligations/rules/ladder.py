"""The ladder: who is told of an obligation on which working day around its due date. No framework.

In prose: docs/algorithms/ladder.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from phoihop.ground.dates import LAST_YEAR, WorkCalendar

# owner: focal officers and drafters of each late lane. deputy, head: the approvers of those units below and at their
# head. lead: who does the work in the lead unit. entitled: in the unit that it is owed to. upper: the approvers of the
# unit above the lead.
TARGETS = ("owner", "deputy", "head", "lead", "entitled", "upper")
FARTHEST = 60  # working days before or after
MOST_RUNGS = 20
LONGEST_WORDING = 200
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Rung:
    """`offset` counts working days from the due date: below 0 before, 0 the day itself. Without wording of its own a
    rung says how far away the date is."""

    offset: int
    to: str
    wording: str = ""
    is_urgent: bool = False

    @property
    def key(self) -> str:
        """What it is remembered by: a rung is its day and whom it tells, whatever it says."""
        return f"{self.offset:+d} {self.to}"


@dataclass(frozen=True, slots=True)
class Step:
    """The rungs of one offset, and the due dates for which it is the highest reached: later than `after`, if any, and
    not later than `until`."""

    offset: int
    rungs: tuple[Rung, ...]
    after: date | None
    until: date


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs in order, and the hours of a working day in which what is not urgent may be told."""

    rungs: tuple[Rung, ...]
    opens: time = time(7, 0)
    closes: time = time(17, 30)

    def is_quiet(self, calendar: WorkCalendar, local: datetime) -> bool:
        """Whether only urgent rungs may be told at this local time: by night, and on a day off."""
        return not (calendar.is_working(local.date()) and self.opens <= local.time() < self.closes)

    def steps(self, calendar: WorkCalendar, today: date) -> Iterator[Step]:
        """From the highest down: every due date belongs to at most one step."""
        after: date | None = None
        for offset, rungs in groupby(sorted(self.rungs, reverse=True), key=lambda rung: rung.offset):
            until = latest_due(calendar, offset, today)
            if after is None or after < until:
                yield Step(offset, tuple(sorted(rungs)), after, until)
                after = until

    def below(self, offset: int) -> tuple[Rung, ...]:
        return tuple(rung for rung in self.rungs if rung.offset < offset)

    def days(self, calendar: WorkCalendar, due: date) -> list[tuple[date, Rung]]:
        """On which day each rung is reached, in order."""
        return [(rung_day(calendar, due, rung.offset), rung) for rung in sorted(self.rungs)]


DEFAULT = Ladder(
    (
        Rung(-3, "owner"),
        Rung(0, "owner"),
        Rung(1, "owner"),
        Rung(1, "deputy"),
        Rung(3, "head"),
        Rung(5, "lead"),
        Rung(5, "entitled"),
        Rung(10, "upper", is_urgent=True),
    )
)


def rung_day(calendar: WorkCalendar, due: date, offset: int) -> date:
    """The working day on which a rung is reached: never a day off, and "on the day" never after the due date."""
    if offset > 0:
        return calendar.add_working_days(due, offset)
    return calendar.subtract_working_days(due, -offset)


def latest_due(calendar: WorkCalendar, offset: int, today: date) -> date:
    """The latest due date whose rung of this offset has been reached by `today`."""
    due = today
    if offset > 0:
        while rung_day(calendar, due, offset) > today:
            due -= ONE_DAY
        return due
    last = date(LAST_YEAR, 12, 31)
    while due < last and rung_day(calendar, due + ONE_DAY, offset) <= today:
        due += ONE_DAY
    return due


def is_rung(rung: Rung) -> bool:
    return rung.to in TARGETS and abs(rung.offset) <= FARTHEST and len(rung.wording) <= LONGEST_WORDING


def with_rung(rungs: Collection[Rung], rung: Rung) -> tuple[Rung, ...]:
    """The rungs with this one among them, in place of one of the same key."""
    return tuple(sorted([*without_rung(rungs, rung.key), rung]))


def without_rung(rungs: Collection[Rung], key: str) -> tuple[Rung, ...]:
    return tuple(sorted(rung for rung in rungs if rung.key != key))
