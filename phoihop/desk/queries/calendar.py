"""What stands in the calendar between two days, put together from what the rooms declare on their sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from phoihop.desk import rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import WorkCalendar
from phoihop.ground.sheet import DatedRow, dates
from phoihop.ground.text import sort_key
from phoihop.obligations import queries as obligations
from phoihop.organizations.queries import UnitName, unit_names

MOST = 1500  # of one kind; what comes after them in time is left out, and the page says so
MOST_TO_CHOOSE = 40
USUAL_UNITS = 5
SHORT = timedelta(days=2)  # what lasts longer stands on its first and its last day alone
WHOSE: Mapping[str, Callable[[DatedRow, int | None], bool]] = {
    "mine": lambda row, unit_id: unit_id in row.doer_ids,
    "unit": lambda row, unit_id: unit_id in row.doer_ids or unit_id in row.other_ids,
    "all": lambda row, unit_id: True,
}
WHOSE_WORDS: Mapping[str, Any] = {
    "unit": _("Có cơ quan tôi"),
    "mine": _("Cơ quan tôi phải làm"),
    "all": _("Tất cả tôi được xem"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    words: Any


@dataclass(frozen=True, slots=True)
class Dates:
    """What the reader may see between two days, in the order of time. `is_cut`: there is more than was read."""

    rows: tuple[DatedRow, ...]
    is_cut: bool
    names: Mapping[int, UnitName]
    workdays: WorkCalendar


@dataclass(frozen=True, slots=True)
class Ahead:
    dates: Dates
    late: int  # of the reader's office, before these days


@dataclass(frozen=True, slots=True)
class ClashView:
    """Two weeks of everything; `units` are those that take part in something, `chosen` those compared."""

    dates: Dates
    first: date
    units: tuple[UnitName, ...]
    chosen: tuple[int, ...]


def calendar_kinds() -> list[Kind]:
    return [Kind(dated.kind, dated.words) for dated in dates()]


def dates_between(
    actor: Actor,
    first: date,
    last: date,
    at: datetime,
    *,
    kinds: Collection[str] = (),
    whose: str = "all",
    is_open: bool = False,
) -> Dates:
    """From all rooms, or only these `kinds`; `whose` is one of WHOSE; `is_open`: only what is still to be done."""
    rows, is_cut = rows_between(actor, first, last, at, kinds=kinds)
    wanted = tuple(r for r in rows if WHOSE[whose](r, actor.unit_id) and (r.is_open or not is_open))
    names = unit_names({unit_id for row in wanted for unit_id in (*row.doer_ids, *row.other_ids)})
    return Dates(wanted, is_cut, names, obligations.calendar())


def look_ahead(actor: Actor, days: int, at: datetime, *, whose: str) -> Ahead:
    """What is to be done or attended in the coming days, and how much of the reader's office is late already."""
    today = local_date(at)
    found = dates_between(actor, today, today + timedelta(days=days), at, whose=whose, is_open=True)
    return Ahead(found, obligations.late_count(actor, today))


def clash_view(actor: Actor, day: date, asked: Sequence[int], at: datetime) -> ClashView:
    """The two weeks of a day for the units asked for, or for the reader's own and those that have the most to do."""
    first, last = rules.two_weeks(day)
    found = dates_between(actor, first, last, at)
    doing = Counter(unit_id for row in found.rows if row.is_open for unit_id in row.doer_ids)
    joining = Counter(unit_id for row in found.rows if row.is_open for unit_id in row.other_ids)
    busiest = [unit_id for unit_id, _count in (*doing.most_common(), *joining.most_common())]
    names = unit_names([*found.names, *asked, actor.unit_id])
    own = [actor.unit_id] if actor.unit_id in names else []
    usual = list(dict.fromkeys([*own, *busiest]))[:USUAL_UNITS]
    chosen = [unit_id for unit_id in asked if unit_id in names][: rules.MOST_UNITS] or usual
    offered = dict.fromkeys([*chosen, *own, *busiest[:MOST_TO_CHOOSE]])
    units = sorted((names[unit_id] for unit_id in offered), key=lambda name: sort_key(name.name))
    return ClashView(replace(found, names=names), first, tuple(units), tuple(chosen))


def rows_between(
    actor: Actor, first: date, last: date, at: datetime, *, kinds: Collection[str] = ()
) -> tuple[list[DatedRow], bool]:
    """In the order of time, and whether anything was left out."""
    rows: list[DatedRow] = []
    is_cut = False
    order: dict[str, int] = {}
    for number, dated in enumerate(dates()):
        order[dated.kind] = number
        if not kinds or dated.kind in kinds:
            found = dated.between(actor, first, last, at, MOST + 1)
            is_cut = is_cut or len(found) > MOST
            rows += found[:MOST]
    rows.sort(key=lambda row: (row.first, row.starts_at is not None, row.starts_at or at, order[row.kind], row.code))
    return rows, is_cut


def overlapping_meetings(rows: Iterable[DatedRow]) -> list[tuple[rules.Slot, rules.Slot]]:
    """Of these rows of one office the meetings that it cannot all attend."""
    slots = [
        rules.Slot(row.code, row.title, row.starts_at, row.ends_at)
        for row in rows
        if row.starts_at is not None and row.ends_at is not None and row.state != "held"
    ]
    return rules.overlapping(slots)


def days_of(row: DatedRow, first: date, last: date) -> Iterator[date]:
    """The days inside the span on which a row is shown: all of a short one, both ends of a long one."""
    if row.last - row.first <= SHORT:
        shown: Iterable[date] = (row.first + timedelta(days=n) for n in range((row.last - row.first).days + 1))
    else:
        shown = (row.first, row.last)
    return (day for day in shown if first <= day <= last)
