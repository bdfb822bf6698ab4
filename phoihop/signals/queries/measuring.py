"""The false-alarm rate of an alarm: before it is saved, and whenever it is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from phoihop.signals.models import Alarm, AlertReading
from phoihop.signals.queries.names import known_places, root_of
from phoihop.signals.queries.series import cells_of, kinds_between, many_series, past_of, pattern_of, whole
from phoihop.signals.queries.values import Measured, Scope
from phoihop.signals.rules import days, quiet
from phoihop.signals.rules.limits import DAILY
from phoihop.signals.rules.watching import Pattern

FEWEST_DRAWN = 400


def measure(scope: Scope, *, method: str, threshold: float, least: int, today: date) -> Measured:
    """Drawn from the watched sum's own past without what was judged true. A constant number of queries."""
    places = known_places([root_of(scope.place)])
    watched = Alarm(place=scope.place, is_each_place=scope.is_each_place)
    patterns = [pattern_of(scope.source, scope.topic, scope.category, place) for place in cells_of(watched, places)]
    pasts = _daily(patterns, today) if method in DAILY else _weekly(patterns, today)
    lively = [past for past in pasts if past[0].mean > 0]
    drawn = above = 0
    yearly = 0.0
    for past, a_year in lively:
        most = quiet.DAYS_DRAWN if method in DAILY else quiet.WEEKS_DRAWN
        draws = max(FEWEST_DRAWN, most // len(lively))
        found = quiet.false_alarms(method, past, threshold, least, draws=draws)
        drawn, above = drawn + found.drawn, above + found.above
        yearly += found.rate * a_year
    counted = max((past.counted for past, _year in pasts), default=0)
    many = len(lively) or 1
    return Measured(
        mean=sum(past.mean for past, _year in lively) / many,
        dispersion=sum(past.dispersion for past, _year in lively) / many if lively else 1.0,
        counted=counted,
        drawn=drawn,
        above=above,
        yearly=yearly,
        cells=len(patterns),
        is_weekly=method not in DAILY,
    )


def _daily(patterns: Sequence[Pattern], today: date) -> list[tuple[quiet.Quiet, float]]:
    """Working days and weekends apart, as the methods take them; with how many of them a year has."""
    first, last = past_of(today)
    found = many_series({*patterns, *map(whole, patterns)}, "DAY", first, last)
    outbreaks = _outbreaks(patterns)
    pasts = []
    kinds_by = {one: kinds_between(first, last, found[one]) for one in set(map(whole, patterns))}
    for pattern in patterns:
        kinds = kinds_by[whole(pattern)]
        length = (last - min(found[whole(pattern)], default=first)).days + 1  # since the source began
        for stratum in days.COUNTED:
            own = [day for day, kind in kinds.items() if kind == stratum]
            pasts.append(
                (_past(own, found[pattern], outbreaks.get(pattern, frozenset())), len(own) / length * quiet.DAYS_A_YEAR)
            )
    return pasts


def _weekly(patterns: Sequence[Pattern], today: date) -> list[tuple[quiet.Quiet, float]]:
    """Two years of weeks, so that every season is in them."""
    last = days.monday(today) - timedelta(days=1)
    first = days.monday(last - timedelta(days=2 * 365))
    found = many_series(set(patterns), "WEEK", first, last)
    totals = many_series(set(map(whole, patterns)), "DAY", first, last)
    outbreaks = _outbreaks(patterns)
    pasts = []
    weeks_by = {
        one: [
            week
            for week, is_whole in days.whole_weeks(first, last, kinds_between(first, last, totals[one])).items()
            if is_whole
        ]
        for one in totals
    }
    for pattern in patterns:
        weeks = weeks_by[whole(pattern)]
        pasts.append((_past(weeks, found[pattern], outbreaks.get(pattern, frozenset())), float(quiet.WEEKS_A_YEAR)))
    return pasts


def _past(at: Sequence[date], counts: Mapping[date, int], outbreaks: frozenset[date]) -> quiet.Quiet:
    return quiet.quiet_past(
        [counts.get(day, 0) for day in at], frozenset(place for place, day in enumerate(at) if day in outbreaks)
    )


def _outbreaks(patterns: Sequence[Pattern]) -> dict[Pattern, frozenset[date]]:
    """Days (weeks) on which alerts of the same sum were judged true. One query."""
    rows = AlertReading.rows.filter(alert__outcome__in=("TRUE", "TOO_LATE")).values_list(
        "alert__alarm__source", "alert__alarm__topic", "alert__alarm__category", "alert__place", "day"
    )
    wanted = set(patterns)
    found: dict[Pattern, set[date]] = {}
    for source, topic, category, place, day in rows.filter(alert__alarm__source__in={one.source for one in wanted}):
        pattern = pattern_of(source, topic, category, place)
        if pattern in wanted:
            found.setdefault(pattern, set()).add(day)
    return {pattern: frozenset(on) for pattern, on in found.items()}
