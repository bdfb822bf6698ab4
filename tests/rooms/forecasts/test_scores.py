"""Scores, aggregates, calibration: proper, bounded, the same whatever the order; against figures worked out by hand."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.forecasts.rules import calibration, scores, together
from phoihop.forecasts.rules.together import Given

WEIGHTS = st.lists(st.integers(0, 1000), min_size=2, max_size=8).filter(sum)
SHARES = WEIGHTS.map(lambda found: tuple(one / sum(found) for one in found))
PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=80)


@st.composite
def two_shares(draw: st.DrawFn) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Two probabilities over the same outcomes."""
    size = draw(st.integers(2, 6))
    found = [draw(st.lists(st.integers(1, 1000), min_size=size, max_size=size)) for _side in range(2)]
    first, second = (tuple(one / sum(side) for one in side) for side in found)
    return first, second


# ── scores ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("shares", "outcome", "brier", "log"),
    [
        ((1.0, 0.0), 0, 0.0, 0.0),
        ((0.0, 1.0), 0, 2.0, -math.log(0.001)),
        ((0.5, 0.5), 1, 0.5, math.log(2)),
        ((0.7, 0.3), 0, 0.18, 0.35667494),
        ((0.2, 0.5, 0.3), 1, 0.38, 0.69314718),
        ((1 / 3, 1 / 3, 1 / 3), 2, 2 / 3, math.log(3)),
    ],
)
def test_scores_worked_out_by_hand(shares: tuple[float, ...], outcome: int, brier: float, log: float) -> None:
    assert scores.brier(shares, outcome) == pytest.approx(brier)
    assert scores.log_score(shares, outcome) == pytest.approx(log)


@given(two_shares())
def test_both_scores_are_proper(pair: tuple[tuple[float, ...], tuple[float, ...]]) -> None:
    """Whoever says what he thinks loses least on average; the Brier score loses exactly the squared distance more."""
    truth, other = pair
    honest = scores.expected(scores.brier, truth, truth)
    assert scores.expected(scores.brier, other, truth) - honest == pytest.approx(
        sum((a - b) ** 2 for a, b in zip(truth, other, strict=True)), abs=1e-9
    )
    if min(truth) >= scores.FLOOR and min(other) >= scores.FLOOR:
        honest_log = scores.expected(scores.log_score, truth, truth)
        assert scores.expected(scores.log_score, other, truth) >= honest_log - 1e-9


@given(SHARES, st.data())
def test_scores_keep_their_bounds(shares: tuple[float, ...], data: st.DataObject) -> None:
    outcome = data.draw(st.integers(0, len(shares) - 1))
    assert 0 <= scores.brier(shares, outcome) <= scores.WORST_BRIER + 1e-9
    assert 0 <= scores.log_score(shares, outcome) <= scores.WORST_LOG + 1e-9


@given(SHARES, st.data())
def test_the_order_of_outcomes_does_not_matter(shares: tuple[float, ...], data: st.DataObject) -> None:
    outcome = data.draw(st.integers(0, len(shares) - 1))
    order = data.draw(st.permutations(range(len(shares))))
    turned = tuple(shares[number] for number in order)
    assert scores.brier(turned, order.index(outcome)) == pytest.approx(scores.brier(shares, outcome))
    assert scores.log_score(turned, order.index(outcome)) == scores.log_score(shares, outcome)


def test_skill_is_what_is_saved() -> None:
    assert scores.skill(0.1, 0.4) == pytest.approx(0.75)
    assert scores.skill(0.8, 0.4) == pytest.approx(-1.0)
    assert scores.skill(0.0, 0.0) is None


# ── aggregates ──────────────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_of_two_outcomes_it_is_the_mean_of_the_log_odds(yes: list[float]) -> None:
    clipped = [together.clipped((one, 1 - one))[0] for one in yes]
    middle = sum(math.log(one / (1 - one)) for one in clipped) / len(clipped)
    found = together.mean_log_odds([(one, 1 - one) for one in yes])
    assert found[0] == pytest.approx(1 / (1 + math.exp(-middle)), rel=1e-9)


@given(st.data())
def test_aggregates_are_probabilities_between_the_estimates_and_blind_to_order(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 5))
    one = st.lists(st.integers(1, 100), min_size=size, max_size=size).map(lambda w: tuple(x / sum(w) for x in w))
    estimates = data.draw(st.lists(one, min_size=1, max_size=7))
    shuffled = data.draw(st.permutations(estimates))
    for make in (together.mean_log_odds, together.median):
        found = make(estimates)
        assert sum(found) == pytest.approx(1)
        assert found == pytest.approx(make(shuffled))
        assert all(share > 0 for share in found)
        if size == 2:
            assert min(e[0] for e in estimates) - 1e-9 <= found[0] <= max(e[0] for e in estimates) + 1e-9
    assert together.mean_log_odds([estimates[0]] * 3) == pytest.approx(together.clipped(estimates[0]))


def test_a_single_seat_makes_no_aggregate_and_the_latest_turn_counts() -> None:
    day = date(2021, 8, 2)
    first = Given(1, day, (600, 400))
    assert together.aggregate([first], day) is None
    made = together.aggregate([first, Given(2, day, (800, 200)), Given(1, day, (800, 200))], day)
    assert made is not None
    assert made[0] == pytest.approx((0.8, 0.2))
    assert made[2] == 2


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(-1, 12), st.integers(0, 1000)), max_size=20).map(
        lambda rows: sorted(rows, key=lambda row: row[1])
    ),
    st.integers(0, 1),
)
def test_the_daily_mean_is_that_of_every_single_day(rows: list[tuple[int, int, int]], outcome: int) -> None:
    """Stretches are only a shorter way of writing days: reckoned again day by day."""
    start, base = date(2021, 8, 2), (0.25, 0.75)
    given_ = [Given(seat, start + timedelta(day), (yes, 1000 - yes)) for seat, day, yes in rows]
    last = start + timedelta(9)
    found = together.stretches(given_, start, last, base)
    days = [start + timedelta(number) for number in range(10)]
    assert [one.first for one in found] == sorted({one.first for one in found})
    assert sum(one.days for one in found) == 10
    single = []
    for day in days:
        latest = {one.seat: one.shares for one in given_ if one.day <= day}
        shares = together.mean_log_odds([together.fractions(s) for s in latest.values()]) if len(latest) > 1 else base
        single.append(scores.brier(shares, outcome))
    assert together.daily(scores.brier, found, outcome) == pytest.approx(sum(single) / 10)


def test_days_before_two_seats_lose_what_the_base_rate_loses() -> None:
    start = date(2021, 8, 2)
    given_ = [Given(1, start, (900, 100)), Given(2, start + timedelta(5), (900, 100))]
    found = together.stretches(given_, start, start + timedelta(9), (0.5, 0.5))
    assert [(one.days, one.is_base) for one in found] == [(5, True), (5, False)]
    assert together.daily(scores.brier, found, 0) == pytest.approx((0.5 + 0.02) / 2)


# ── calibration ─────────────────────────────────────────────────────────────────────────────────────────────


@given(PAIRS, st.integers(1, 20))
def test_murphys_parts_add_up_to_the_score(pairs: list[tuple[float, bool]], bins: int) -> None:
    parts = calibration.murphy(pairs, bins)
    assert parts is not None
    made = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert made == pytest.approx(parts.brier, abs=1e-9)
    assert 0 <= parts.reliability <= 1
    assert 0 <= parts.resolution <= parts.uncertainty + 1e-9
    assert parts.uncertainty <= 0.25


@given(PAIRS)
def test_bins_lose_no_pair_and_hold_only_their_own(pairs: list[tuple[float, bool]]) -> None:
    bins = calibration.calibrate(pairs)
    assert sum(one.count for one in bins) == len(pairs)
    assert sum(one.came for one in bins) == sum(came for _share, came in pairs)
    for one in bins:
        assert one.low - 1e-9 <= one.mean <= one.high + 1e-9
        if one.rate is not None:
            assert one.least <= one.rate <= one.most


@pytest.mark.parametrize(
    ("came", "count", "least", "most"),
    # Wilson score intervals as printed in textbooks
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (1, 10, 0.0179, 0.4042), (15, 148, 0.0624, 0.1605), (0, 0, 0, 1)],
)
def test_wilsons_interval(came: int, count: int, least: float, most: float) -> None:
    assert calibration.wilson(came, count) == pytest.approx((least, most), abs=5e-4)


@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_is_the_solution_of_its_equation(came: int, count: int) -> None:
    """Its ends are the shares from which the found one lies exactly Z95 standard errors away."""
    came = min(came, count)
    share = came / count
    for end in calibration.wilson(came, count):
        if 0 < end < 1:
            assert abs(share - end) == pytest.approx(calibration.Z95 * math.sqrt(end * (1 - end) / count), rel=1e-6)


def test_a_calibrated_desk_looks_calibrated() -> None:
    chance = random.Random(5)
    pairs = [(p, chance.random() < p) for p in (chance.random() for _n in range(20_000))]
    parts = calibration.murphy(pairs)
    assert parts is not None
    assert parts.reliability < 0.002
    assert parts.resolution == pytest.approx(1 / 12, abs=0.01)
    outside = [one for one in calibration.calibrate(pairs) if not one.least <= one.mean <= one.most]
    assert len(outside) <= 2


def test_a_yes_or_no_question_is_one_pair_and_several_outcomes_are_several() -> None:
    assert calibration.pairs_of((0.7, 0.3), 0, is_yes_no=True) == [(0.7, True)]
    assert calibration.pairs_of((0.2, 0.8), 1, is_yes_no=False) == [(0.2, False), (0.8, True)]


@settings(max_examples=30)
@given(st.lists(st.integers(0, 50), min_size=2, max_size=6).filter(sum))
def test_the_base_rate_is_exact(counts: list[int]) -> None:
    found = together.base_rate(counts)
    assert [Fraction(one).limit_denominator(1000) for one in found] == [Fraction(one, sum(counts)) for one in counts]
