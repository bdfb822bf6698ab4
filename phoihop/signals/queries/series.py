"""Counts as series: of one sum for a page, of many at once for the morning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Q, Sum

from phoihop.ground.dates import CalendarRefused, WorkCalendar
from phoihop.ground.sheet import work_calendar
from phoihop.signals.models import Alarm, Count
from phoihop.signals.queries.names import root_of
from phoihop.signals.rules import days
from phoihop.signals.rules.limits import MEASURED_DAYS
from phoihop.signals.rules.watching import Cell, Pattern, patterns_of

WHOLE_COUNTRY = "vn"


def pattern_of(source: str, topic: str, category: str, place: str) -> Pattern:
    """The sum that is meant; the country is everywhere."""
    return Pattern(source, topic, category, "" if place == WHOLE_COUNTRY else place)


def pattern_in(alarm: Alarm, place: str) -> Pattern:
    return pattern_of(alarm.source, alarm.topic, alarm.category, place)


def whole(pattern: Pattern) -> Pattern:
    """Everything of the source in the same province: by it gaps are known."""
    return Pattern(pattern.source, "", "", root_of(pattern.place))


def one_series(pattern: Pattern, span: str, first: date, last: date) -> dict[date, int]:
    """The counts of one sum. One query."""
    rows = Count.rows.filter(span=span, source=pattern.source, first__gte=first, first__lte=last)
    if pattern.topic:
        rows = rows.filter(topic=pattern.topic)
    if pattern.category:
        rows = rows.filter(category=pattern.category)
    if pattern.place:
        rows = rows.filter(Q(place=pattern.place) | Q(place__startswith=f"{pattern.place}."))
    return {one["first"]: one["n"] for one in rows.values("first").annotate(n=Sum("number")).order_by("first")}


def many_series(wanted: Collection[Pattern], span: str, first: date, last: date) -> dict[Pattern, dict[date, int]]:
    """The counts of many sums at once. One query for each source, whatever their number."""
    found: dict[Pattern, dict[date, int]] = {pattern: defaultdict(int) for pattern in wanted}
    parts: dict[tuple[str, str, str, str], tuple[Pattern, ...]] = {}
    for source in sorted({pattern.source for pattern in wanted}):
        rows = Count.rows.filter(span=span, source=source, first__gte=first, first__lte=last)
        columns = ("topic", "category", "place", "first", "number")
        for topic, category, place, day, number in rows.values_list(*columns).iterator(chunk_size=5000):
            key = (source, topic, category, place)
            if key not in parts:
                parts[key] = tuple(patterns_of(Cell(*key), found.keys()))
            for pattern in parts[key]:
                found[pattern][day] += number
    return found


def kinds_between(first: date, last: date, totals: Mapping[date, int]) -> dict[date, str]:
    """What each day is to a source with these totals, by the house's calendar."""
    calendar = work_calendar()
    return days.days_of(first, last, lambda day: _kind(calendar, day), totals)


def _kind(calendar: WorkCalendar, day: date) -> str:
    try:
        return calendar.kind_of(day)
    except CalendarRefused:  # outside the years whose holidays are known
        return "working" if day.weekday() < 5 else "off"


def cells_of(alarm: Alarm, places: Iterable[str]) -> list[str]:
    """The places whose counts the alarm looks at, each as one."""
    if not alarm.is_each_place:
        return [alarm.place]
    inside = "" if alarm.place == WHOLE_COUNTRY else f"{alarm.place}."
    return sorted(place for place in places if "." in place and place.startswith(inside))


def past_of(today: date) -> tuple[date, date]:
    """The days from which false alarms are measured."""
    return today - timedelta(days=MEASURED_DAYS), today - timedelta(days=1)
