"""The morning's run: what lies beyond what is usual opens an alert, or makes an open one rise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import change, command, tell
from phoihop.ground.powers import ask
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names, units_in_force
from phoihop.signals import events, states
from phoihop.signals.commands.basics import labels, unchanged
from phoihop.signals.models import Alarm, AlarmUnit, Alert, AlertReading, AlertUnit
from phoihop.signals.queries.names import known_places, root_of
from phoihop.signals.queries.series import cells_of, kinds_between, many_series, pattern_in, whole
from phoihop.signals.rules import days, ears, farrington, limits
from phoihop.signals.rules.ears import Reading
from phoihop.signals.rules.watching import Pattern, may_alert_again

Series = Mapping[Pattern, Mapping[date, int]]
ENOUGH = ears.BASELINE + 2 + ears.SUMMED  # of the last days of a kind: what C3 looks at


@dataclass(frozen=True, slots=True)
class Watch:
    """One alarm at one of its places."""

    alarm: Alarm
    place: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Found:
    """A count beyond what is usual."""

    watch: Watch
    day: date
    reading: Reading


def watches_of(alarms: Sequence[Alarm]) -> list[Watch]:
    places = known_places(root_of(alarm.place) for alarm in alarms if alarm.is_each_place)
    return [Watch(alarm, place, pattern_in(alarm, place)) for alarm in alarms for place in cells_of(alarm, places)]


def beyond(watches: Sequence[Watch], tested: Sequence[date]) -> list[Found]:
    """What of these days (and of the weeks that end with one of them) lies beyond what is usual. A constant number of
    queries."""
    if not watches or not tested:
        return []
    return [
        *_days([one for one in watches if one.alarm.method in limits.DAILY], tested),
        *_weeks([one for one in watches if one.alarm.method not in limits.DAILY], tested),
    ]


def _days(watches: Sequence[Watch], tested: Sequence[date]) -> Iterator[Found]:
    if not watches:
        return
    first = tested[0] - timedelta(days=limits.DAYS_READ)
    patterns = {one.pattern for one in watches}
    wholes = {whole(pattern) for pattern in patterns}
    counts = many_series(patterns | wholes, "DAY", first, tested[-1])
    kinds = {one: kinds_between(first, tested[-1], counts[one]) for one in wholes}
    for day in tested:
        own = {one: _same_kind(kinds[one], day) for one in wholes}
        for watch in watches:
            number = counts[watch.pattern].get(day, 0)
            days_of_kind = own[whole(watch.pattern)]
            if number < watch.alarm.least or not days_of_kind:
                continue
            values = [counts[watch.pattern].get(one, 0) for one in days_of_kind]
            reading = ears.last_reading(watch.alarm.method, values, watch.alarm.threshold)
            if reading is not None and reading.is_above:
                yield Found(watch, day, reading)


def _same_kind(kinds: Mapping[date, str], day: date) -> list[date]:
    """The last days of this day's own kind, itself among them; none where it does not count."""
    kind = kinds.get(day, days.GAP)
    if kind not in days.COUNTED:
        return []
    return [one for one, what in kinds.items() if what == kind and one <= day][-ENOUGH:]


def _weeks(watches: Sequence[Watch], tested: Sequence[date]) -> Iterator[Found]:
    """Farrington, for each week that ends with a tested day."""
    ends = [day for day in tested if day.weekday() == 6]
    if not watches or not ends:
        return
    first = days.monday(ends[0] - timedelta(weeks=52 * limits.YEARS_READ))
    patterns = {one.pattern for one in watches}
    wholes = {whole(pattern) for pattern in patterns}
    counts = many_series(patterns, "WEEK", first, ends[-1])
    totals = many_series(wholes, "DAY", first, ends[-1])
    weeks = {one: days.whole_weeks(first, ends[-1], kinds_between(first, ends[-1], totals[one])) for one in wholes}
    for end in ends:
        week = days.monday(end)
        for share in sorted({one.alarm.threshold for one in watches}):
            yield from _week([one for one in watches if one.alarm.threshold == share], week, first, counts, weeks)


def _week(
    watches: Sequence[Watch], week: date, first: date, counts: Series, weeks: Mapping[Pattern, Mapping[date, bool]]
) -> Iterator[Found]:
    now = (week - first).days // 7

    def recent(watch: Watch) -> int:
        return sum(
            counts[watch.pattern].get(week - timedelta(weeks=back), 0) for back in range(farrington.RECENT_WEEKS)
        )

    lively = [
        one
        for one in watches
        if counts[one.pattern].get(week, 0) >= one.alarm.least
        and recent(one) >= farrington.RECENT_REPORTS
        and weeks[whole(one.pattern)].get(week, False)
    ]
    places = farrington.baseline_places(now)
    if not lively or not places:
        return
    at = [first + timedelta(weeks=place) for place in places]
    rows = [
        [
            float(counts[one.pattern].get(monday, 0)) if weeks[whole(one.pattern)].get(monday, False) else float("nan")
            for monday in at
        ]
        for one in lively
    ]
    numbers = [counts[one.pattern].get(week, 0) for one in lively]
    read = farrington.read_weeks(rows, places, now, numbers, lively[0].alarm.threshold)
    for watch, reading in zip(lively, read, strict=True):
        if reading is not None and reading.is_above:
            yield Found(watch, week, reading)


@command("alert.open")
def open_alerts(*, tested: Sequence[date], by: Actor, at: datetime) -> tuple[str, ...]:
    """Looks at these days with every alarm that is on. Opens one alert for each cell; while it is open, it rises.

    After an alert was closed its cell rests, unless the number rises above that alert's peak. Twice is harmless.
    """
    ask(by, "alert.open")
    alarms = list(Alarm.rows.filter(state="ON").order_by("pk"))
    found = beyond(watches_of(alarms), sorted(tested))
    if not found:
        return unchanged(())
    told = _told({one.watch.alarm.pk for one in found}, at)
    opened: list[str] = []
    there = _open_alerts(found)
    closed = _closed_alerts(found)
    for one in sorted(found, key=lambda found: found.day):
        key = (one.watch.alarm.pk, one.watch.place)
        if key in there:
            _rise(there[key], one)
            continue
        last = closed.get(key)
        if last is not None and (
            one.day <= last.last_day
            or not may_alert_again(
                closed_days=(local_date(at) - local_date(last.closed_at or at)).days,
                rest_days=one.watch.alarm.rest_days,
                number=one.reading.number,
                peak=last.peak,
            )
        ):
            continue
        there[key] = _open(one, told.get(one.watch.alarm.pk, ()), by=by, at=at)
        opened.append(there[key].code)
    if not opened:
        return unchanged(())
    return tuple(opened)


def _told(alarm_ids: set[int], at: datetime) -> dict[int, tuple[int, ...]]:
    """Which units each alarm invites, as far as they are in force."""
    found: dict[int, list[int]] = defaultdict(list)
    pairs = list(AlarmUnit.rows.filter(alarm_id__in=alarm_ids).order_by("pk").values_list("alarm_id", "unit_id"))
    living = units_in_force({unit_id for _alarm, unit_id in pairs}, at)
    for alarm_id, unit_id in pairs:
        if unit_id in living:
            found[alarm_id].append(unit_id)
    return {alarm_id: tuple(units) for alarm_id, units in found.items()}


def _open_alerts(found: Sequence[Found]) -> dict[tuple[int, str], Alert]:
    rows = Alert.rows.filter(alarm__in={one.watch.alarm.pk for one in found}, state__in=states.UNDER_WAY)
    return {(row.alarm_id, row.place): row for row in rows}


def _closed_alerts(found: Sequence[Found]) -> dict[tuple[int, str], Alert]:
    """The last closed one of each cell."""
    rows = Alert.rows.filter(
        alarm__in={one.watch.alarm.pk for one in found}, place__in={one.watch.place for one in found}, state="CLOSED"
    ).order_by("closed_at", "pk")
    return {(row.alarm_id, row.place): row for row in rows}


def _rise(row: Alert, one: Found) -> None:
    """Another day above the limit. One already known is passed over."""
    if one.day <= row.last_day:
        return
    reading = one.reading
    change(
        row,
        last_day=one.day,
        number=reading.number,
        peak=max(row.peak, reading.number),
        expected=reading.expected,
        limit=reading.limit,
    )
    _read(row, one)
    tell(events.AlertRose(**labels(row), day=one.day.isoformat(), number=reading.number))


def _open(one: Found, told: Sequence[int], *, by: Actor, at: datetime) -> Alert:
    alarm, reading = one.watch.alarm, one.reading
    year = local_date(at).year
    number = take_numbers(limits.series("BD", alarm.territory, year), 1)[0]
    row = Alert.rows.create(
        code=limits.alert_code(alarm.territory, year, number),
        territory=alarm.territory,
        alarm=alarm,
        owner_id=alarm.unit_id,
        topic=alarm.topic,
        place=one.watch.place,
        title=_title(one.watch),
        method=alarm.method,
        is_weekly=alarm.method not in limits.DAILY,
        first_day=one.day,
        last_day=one.day,
        number=reading.number,
        peak=reading.number,
        expected=reading.expected,
        limit=reading.limit,
        opened_at=at,
        is_illustration=alarm.is_illustration,
    )
    _read(row, one)
    AlertUnit.rows.bulk_create(AlertUnit(alert=row, unit_id=unit_id, invited_at=at) for unit_id in told)
    tell(
        events.AlertOpened(
            **labels(row),
            alarm=alarm.code,
            day=one.day.isoformat(),
            number=reading.number,
            expected=round(reading.expected, 1),
            limit=round(reading.limit, 1),
        )
    )
    names = unit_names(told)
    for unit_id in told:
        tell(events.AlertShared(**labels(row), unit_id=unit_id, unit_name=names[unit_id].name))
    return row


def _read(row: Alert, one: Found) -> None:
    AlertReading.rows.create(
        alert=row, day=one.day, number=one.reading.number, expected=one.reading.expected, limit=one.reading.limit
    )


def _title(watch: Watch) -> str:
    if not watch.alarm.is_each_place:
        return watch.alarm.title
    name = known_places([root_of(watch.place)])[watch.place].name
    return " · ".join([*watch.alarm.title.split(" · ")[:-1], name])[:300]
