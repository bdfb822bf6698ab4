"""Periods by the decree's cut-offs and by the calendar: they tile, and their keys name them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.ground.figures import Period
from phoihop.reporting.rules import periods
from phoihop.reporting.rules.periods import CALENDAR, DECREE, NoPeriod

YEARS = st.integers(1980, 2100)
CUT_OFFS = st.sampled_from([DECREE, CALENDAR])
TILING = st.sampled_from(["month", "quarter", "half", "year"])


def test_the_decree_closes_figures_in_the_middle_of_the_month() -> None:
    spans = {
        "2021-06": (date(2021, 5, 15), date(2021, 6, 14)),
        "2021-01": (date(2020, 12, 15), date(2021, 1, 14)),
        "2021-Q3": (date(2021, 6, 15), date(2021, 9, 14)),
        "2021-H1": (date(2020, 12, 15), date(2021, 6, 14)),
        "2021-H2": (date(2021, 6, 15), date(2021, 12, 14)),
        "2021-9M": (date(2020, 12, 15), date(2021, 9, 14)),
        "2021": (date(2020, 12, 15), date(2021, 12, 14)),
        "2021-2025": (date(2020, 12, 15), date(2025, 12, 14)),
    }
    for key, (first, last) in spans.items():
        found = periods.parse(key)
        assert (found.key, found.first, found.last) == (key, first, last)


def test_an_office_may_report_by_the_calendar() -> None:
    assert periods.parse("2021", cut_off=CALENDAR) == Period("2021", "year", date(2021, 1, 1), date(2021, 12, 31))
    assert periods.parse("2024-02", cut_off=CALENDAR).last == date(2024, 2, 29)
    assert periods.is_calendar(periods.parse("2021-Q1", cut_off=CALENDAR))
    assert not periods.is_calendar(periods.parse("2021-Q1"))


@given(kind=TILING, year=YEARS, cut_off=CUT_OFFS)
def test_periods_tile_without_gap_or_overlap(kind: str, year: int, cut_off: str) -> None:
    row = [*periods.periods_of(kind, year, cut_off=cut_off), *periods.periods_of(kind, year + 1, cut_off=cut_off)]
    for one, following in pairwise(row):
        assert one.first <= one.last
        assert following.first == one.last + timedelta(days=1)
    whole = periods.period("year", year, cut_off=cut_off)
    own = periods.periods_of(kind, year, cut_off=cut_off)
    assert (own[0].first, own[-1].last) == (whole.first, whole.last)
    assert sum(1 for one in own for _day in periods.days(one)) == (whole.last - whole.first).days + 1


@given(kind=st.sampled_from(list(periods.SPANS)), year=YEARS, cut_off=CUT_OFFS)
def test_a_key_names_its_period(kind: str, year: int, cut_off: str) -> None:
    for one in periods.periods_of(kind, year, cut_off=cut_off):
        assert periods.parse(one.key, cut_off=cut_off) == one
        before = periods.year_before(one, cut_off=cut_off)
        assert before is not None
        assert before.kind == one.kind
        assert before.last.year == one.last.year - 1


@given(year=YEARS, length=st.integers(0, 19), cut_off=CUT_OFFS)
def test_a_term_is_its_years(year: int, length: int, cut_off: str) -> None:
    whole = periods.term(year, year + length, cut_off=cut_off)
    years = [periods.period("year", year + n, cut_off=cut_off) for n in range(length + 1)]
    assert (whole.first, whole.last) == (years[0].first, years[-1].last)
    assert periods.parse(whole.key, cut_off=cut_off) == whole
    assert periods.year_before(whole) is None


def test_a_phase_is_found_by_its_key() -> None:
    during = periods.phase("during", date(2021, 9, 1), date(2021, 10, 31))
    assert periods.parse("during", [during]) is during
    with pytest.raises(NoPeriod):
        periods.parse("during")
    with pytest.raises(NoPeriod):
        periods.phase("during", date(2021, 9, 2), date(2021, 9, 1))


@pytest.mark.parametrize(
    "text", ["", "2021-13", "2021-Q5", "2021-Q0", "2021-H3", "21", "2021-2020", "2021-2099", "năm", "0001"]
)
def test_other_text_names_no_period(text: str) -> None:
    with pytest.raises(NoPeriod):
        periods.parse(text)
