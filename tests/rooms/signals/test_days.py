"""Holidays of real calendars, gaps in reporting, weekends: what counts, what is caught up with, what opens no alarm."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.ground.dates import WorkCalendar
from phoihop.signals.rules import days, ears
from phoihop.signals.rules.limits import DAILY
from tests.rooms.signals import plain

CALENDAR = WorkCalendar()
TET = {2021: date(2021, 2, 12), 2022: date(2022, 2, 1), 2023: date(2023, 1, 22), 2024: date(2024, 2, 10)}
TET |= {2025: date(2025, 1, 29), 2026: date(2026, 2, 17)}
ONE = timedelta(days=1)


def year_with_tet(year: int, seed: int, *, mean: float = 8.0) -> tuple[dict[date, str], dict[date, int], date]:
    """Offices are closed over Tết: nothing is recorded, and all that came in is recorded on the day they open."""
    chance = random.Random(seed)
    first, last = date(year - 1, 11, 1), date(year, 3, 31)
    counts: dict[date, int] = {}
    backlog = 0
    for day in days.days_between(first, last):
        kind = CALENDAR.kind_of(day)
        number = plain.poisson(chance, mean if kind in ("working", "swap_work") else mean / 4)
        near = abs((day - TET[year]).days) <= 12
        if near and kind not in ("working", "swap_work"):
            backlog += number
            continue
        counts[day] = number + (backlog if near else 0)
        backlog = 0
    opened = next(day for day in days.days_between(TET[year], last) if CALENDAR.is_working(day))
    return days.days_of(first, last, CALENDAR.kind_of, counts), counts, opened


@pytest.mark.parametrize("year", sorted(TET))
def test_tet_is_no_series_of_zeros_and_its_backlog_no_alarm(year: int) -> None:
    """Whatever the method: no reading above in the holiday nor on the days on which its backlog is recorded; without
    knowing the calendar the same series does alarm."""
    seen_blind = 0
    for seed in range(20):
        kinds, counts, opened = year_with_tet(year, seed)
        assert kinds[TET[year]] == days.HOLIDAY
        assert kinds[opened] == days.CATCH_UP
        for method in DAILY:
            for back in range(-1, 3):
                day = opened + back * ONE
                if kinds[day] not in days.COUNTED:
                    assert days.series_to(day, kinds, counts) is None
            everything = [counts.get(day, 0) for day in sorted(kinds) if day <= opened]
            seen_blind += opened in [sorted(kinds)[place] for place in plain.alarms(method, everything)]
    assert seen_blind >= 30  # of 60: what a method that knows no calendar would have cried


@pytest.mark.parametrize("year", sorted(TET))
def test_after_tet_the_alarm_rate_is_that_of_other_days(year: int) -> None:
    """The four weeks after Tết: no more alarms than the same rule gives on quiet days elsewhere."""
    above = looked = 0
    for seed in range(40):
        kinds, counts, opened = year_with_tet(year, seed)
        for back in range(28):
            found = days.series_to(opened + back * ONE, kinds, counts)
            read = ears.last_reading("C2", found.values) if found is not None else None
            if read is not None:
                looked += 1
                above += read.is_above
    assert looked > 300
    assert above / looked < 0.06


def test_a_weekend_that_touches_a_holiday_is_part_of_it() -> None:
    kinds = days.days_of(date(2021, 4, 26), date(2021, 5, 9), CALENDAR.kind_of, {date(2021, 4, 26): 5})
    # Friday 30/4 and Monday 3/5 (for Saturday 1/5) were off.
    assert {kinds[date(2021, 5, day)] for day in (1, 2)} == {days.HOLIDAY}
    assert kinds[date(2021, 4, 30)] == days.HOLIDAY


def test_a_silent_source_is_a_gap_and_a_thin_one_has_zeros() -> None:
    first = date(2021, 6, 1)
    busy = {first + n * ONE: 10 for n in range(40) if n not in (20, 21)}
    kinds = days.days_of(first, first + 39 * ONE, CALENDAR.kind_of, busy)
    assert kinds[first + 20 * ONE] == kinds[first + 21 * ONE] == days.GAP
    assert kinds[first + 22 * ONE] == days.CATCH_UP
    thin = {first + n * ONE: 1 for n in range(40) if n % 2}
    kinds = days.days_of(first, first + 39 * ONE, CALENDAR.kind_of, thin)
    assert days.GAP not in list(kinds.values())[2:]


def test_before_its_first_report_a_source_has_no_zeros() -> None:
    first = date(2021, 6, 1)
    kinds = days.days_of(first, first + 29 * ONE, CALENDAR.kind_of, {first + 20 * ONE: 4})
    assert {kinds[first + n * ONE] for n in range(20)} <= {days.GAP, days.CATCH_UP}
    assert kinds[first + 20 * ONE] == days.CATCH_UP
    assert set(days.days_of(first, first + ONE, CALENDAR.kind_of, {}).values()) == {days.GAP}


def test_weekends_are_held_against_weekends() -> None:
    first = date(2021, 6, 7)
    counts = {day: 10 if day.weekday() < 5 else 2 for day in days.days_between(first, first + 60 * ONE)}
    kinds = days.days_of(first, first + 60 * ONE, CALENDAR.kind_of, counts)
    saturday = days.series_to(date(2021, 7, 31), kinds, counts)
    assert saturday is not None
    assert set(saturday.values) == {2}
    assert {day.weekday() for day in saturday.days} <= {5, 6}


def test_a_week_with_tet_does_not_count() -> None:
    counts = dict.fromkeys(days.days_between(date(2021, 1, 1), date(2021, 3, 31)), 5)
    kinds = days.days_of(date(2021, 1, 1), date(2021, 3, 31), CALENDAR.kind_of, counts)
    weeks = days.whole_weeks(date(2021, 1, 1), date(2021, 3, 31), kinds)
    assert not weeks[date(2021, 2, 8)]
    assert weeks[date(2021, 3, 8)]
    assert date(2021, 3, 29) not in weeks  # it is not over


@given(
    offset=st.integers(0, 2000),
    numbers=st.lists(st.integers(0, 12), min_size=30, max_size=90),
)
@settings(max_examples=60, deadline=None)
def test_what_does_not_count_is_never_tested_and_never_in_a_baseline(offset: int, numbers: list[int]) -> None:
    first = date(2020, 1, 1) + offset * ONE
    counts = {first + n * ONE: number for n, number in enumerate(numbers)}
    kinds = days.days_of(first, first + (len(numbers) - 1) * ONE, CALENDAR.kind_of, counts)
    assert list(kinds) == sorted(kinds)
    for day, kind in kinds.items():
        found = days.series_to(day, kinds, counts)
        assert (found is None) == (kind not in days.COUNTED)
        if found is not None:
            assert found.days[-1] == day
            assert {kinds[one] for one in found.days} == {kind}
        if CALENDAR.kind_of(day) in ("holiday", "swap_off"):
            assert kind in (days.HOLIDAY, days.GAP)
    for before, after in zip(list(kinds)[:-1], list(kinds)[1:], strict=True):
        if kinds[before] in (days.HOLIDAY, days.GAP):
            assert kinds[after] not in days.COUNTED
