"""EARS C1, C2, C3 against the published formulas in plain loops; delay and false alarms on planted series."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.signals.rules import ears
from phoihop.signals.rules.limits import DAILY
from tests.rooms.signals import plain

SERIES = st.lists(st.integers(0, 60), min_size=1, max_size=60)
AT, DAYS, RUNS = 60, 90, 200


@pytest.mark.parametrize("method", DAILY)
@given(series=SERIES)
@settings(max_examples=150, deadline=None)
def test_every_score_is_that_of_the_published_formula(method: str, series: list[int]) -> None:
    read = ears.readings(method, series)
    for day, one in enumerate(read):
        expected = plain.score(method, series, day)
        assert (one is None) == (expected is None)
        if one is not None and expected is not None:
            assert one.score == pytest.approx(expected, abs=1e-9)
            if abs(expected - plain.ABOVE[method]) > 1e-9:
                assert one.is_above == (expected > plain.ABOVE[method])


@pytest.mark.parametrize("method", DAILY)
@given(series=SERIES.filter(lambda series: len(series) > 12), more=st.integers(1, 30))
@settings(max_examples=100, deadline=None)
def test_a_number_above_the_limit_is_above_and_one_below_is_not(method: str, series: list[int], more: int) -> None:
    one = ears.last_reading(method, series)
    assert one is not None
    over = ears.last_reading(method, [*series[:-1], int(one.limit) + more])
    assert over is not None
    assert over.is_above
    if method != "C3" and one.limit >= 0:
        below = ears.last_reading(method, [*series[:-1], int(one.limit)])
        assert below is not None
        assert not below.is_above


@pytest.mark.parametrize("method", DAILY)
@given(series=SERIES, shift=st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_scores_do_not_depend_on_the_level(method: str, series: list[int], shift: int) -> None:
    for before, after in zip(
        ears.readings(method, series), ears.readings(method, [one + shift for one in series]), strict=True
    ):
        assert (before is None) == (after is None)
        if before is not None and after is not None:
            assert after.score == pytest.approx(before.score, abs=1e-9)


def test_seven_equal_days_have_the_least_deviation() -> None:
    one = ears.last_reading("C1", [0] * 7 + [1])
    assert one is not None
    assert (one.expected, one.limit, one.score, one.is_above) == (0.0, 1.5, 2.0, False)
    two = ears.last_reading("C1", [0] * 7 + [2])
    assert two is not None
    assert two.is_above


def test_a_hand_counted_day() -> None:
    """Baseline 2 4 4 4 5 5 7 9 without its last: mean 31/7, sample deviation of the seven."""
    past = [2, 4, 4, 4, 5, 5, 7]
    one = ears.last_reading("C1", [*past, 10])
    assert one is not None
    assert one.expected == pytest.approx(statistics.mean(past))
    assert one.limit == pytest.approx(statistics.mean(past) + 3 * statistics.stdev(past))
    assert one.is_above


def test_c2_leaves_two_days_out() -> None:
    slow = [5] * 7 + [9, 9, 9]
    first, second = ears.last_reading("C1", slow), ears.last_reading("C2", slow)
    assert first is not None
    assert second is not None
    assert second.score == pytest.approx(8.0)  # (9 - 5) / 0.5: the two nines before are not in its baseline
    assert first.score < 2


def test_the_short_past_says_nothing() -> None:
    assert ears.readings("C1", [3] * 7) == [None] * 7
    assert ears.readings("C2", [3] * 9) == [None] * 9
    assert ears.last_reading("C3", []) is None


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize(
    ("method", "found_by", "false_at_most"), [("C1", 0.9, 0.04), ("C2", 0.9, 0.04), ("C3", 0.95, 0.12)]
)
def test_planted_outbreaks_are_found_as_soon_and_as_often_as_the_formula_says(
    method: str, found_by: float, false_at_most: float
) -> None:
    """200 seeded series: delay and false alarms are those of the plain loops, and most outbreaks are found."""
    delays: list[int] = []
    quiet = false = 0
    for seed in range(RUNS):
        series = plain.planted(seed, mean=6, days=DAYS, at=AT, height=12)
        own = [day for day, one in enumerate(ears.readings(method, series)) if one is not None and one.is_above]
        assert own == plain.alarms(method, series)
        quiet += AT - 12
        false += sum(12 <= day < AT for day in own)
        delays += [min(day - AT for day in own if AT <= day < AT + 7)] if any(AT <= d < AT + 7 for d in own) else []
    assert len(delays) / RUNS >= found_by
    assert statistics.median(delays) <= 1
    assert 0 < false / quiet < false_at_most
