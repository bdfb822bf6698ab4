"""Farrington's limit against the same model fitted by statsmodels, and its false alarms and delay on seeded series."""

from __future__ import annotations

import math
import random
from statistics import NormalDist
from typing import Any

import pytest

from phoihop.signals.rules import farrington
from tests.rooms.signals import plain

NOW = 52 * 5 + 3
PLACES = farrington.baseline_places(NOW)
SHARE = 0.01


def by_statsmodels(counts: list[float], share: float) -> tuple[float, float, float, bool]:
    """Farrington 1996, written out with statsmodels' GLM: expected, limit, dispersion, whether the trend is kept."""
    import numpy as np
    import statsmodels.api as sm

    y = np.array(counts)
    known = ~np.isnan(y)
    y, t = y[known], (np.array(PLACES, dtype=float)[known] - NOW) / 52

    def fit(columns: Any) -> tuple[Any, float, float, float]:
        weights = np.ones(len(y))
        for step in range(2):
            model = sm.GLM(y, columns, family=sm.families.Poisson(), var_weights=weights).fit(tol=1e-12, maxiter=100)
            mu = model.fittedvalues
            phi = max(1.0, float((weights * (y - mu) ** 2 / mu).sum() / (len(y) - columns.shape[1])))
            if step == 0:
                root = np.sqrt(weights * mu)[:, None] * columns
                leverage = np.diag(root @ np.linalg.inv(root.T @ root) @ root.T)
                s = 1.5 * (y ** (2 / 3) * mu ** (-1 / 6) - mu**0.5) / np.sqrt(phi * (1 - leverage))
                raw = np.where(s > 1, 1 / s**2, 1.0)
                weights = raw * len(y) / raw.sum()
        covariance = np.linalg.inv((columns * (weights * mu)[:, None]).T @ columns) * phi
        at_now = math.exp(float(model.params[0]))
        return model, phi, at_now, float(covariance[0, 0]), covariance  # type: ignore[return-value]

    line = np.column_stack([np.ones_like(t), t])
    model, phi, expected, variance, covariance = fit(line)  # type: ignore[misc]
    keeps = abs(model.params[1]) > NormalDist().inv_cdf(0.975) * math.sqrt(covariance[1, 1]) and expected <= y.max()
    if not keeps:
        model, phi, expected, variance, covariance = fit(line[:, :1])  # type: ignore[misc]
    spread = phi * expected + expected**2 * variance
    z = NormalDist().inv_cdf(1 - share)
    return expected, expected * (1 + 2 / 3 * z * math.sqrt(spread) / expected) ** 1.5, phi, bool(keeps)


def weekly(seed: int, *, mean: float, trend: float = 0.0, outbreak: bool = False) -> list[float]:
    """The baseline weeks of a seeded series; an outbreak in the second year if asked for."""
    chance = random.Random(seed)
    found = []
    for place in PLACES:
        level = mean * math.exp(trend * (place - NOW) / 52)
        found.append(float(plain.poisson(chance, level * (6 if outbreak and 52 <= place - PLACES[0] < 55 else 1))))
    return found


@pytest.mark.once
@pytest.mark.parametrize("mean", [2.0, 8.0, 30.0])
@pytest.mark.parametrize("trend", [0.0, 0.35, -0.3])
@pytest.mark.parametrize("outbreak", [False, True])
def test_expected_and_limit_are_those_of_statsmodels(mean: float, trend: float, outbreak: bool) -> None:
    rows = [weekly(seed, mean=mean, trend=trend, outbreak=outbreak) for seed in range(6)]
    rows[0][3] = float("nan")
    for row, bound in zip(rows, farrington.bounds(rows, PLACES, NOW, SHARE), strict=True):
        assert bound is not None
        expected, limit, phi, keeps = by_statsmodels(row, SHARE)
        assert bound.has_trend == keeps
        assert bound.expected == pytest.approx(expected, rel=1e-5)
        assert bound.limit == pytest.approx(limit, rel=1e-5)
        assert bound.dispersion == pytest.approx(phi, rel=1e-5)


def test_a_clear_trend_is_followed_none_is_made_up_and_none_goes_beyond_what_was_seen() -> None:
    rows = [weekly(1, mean=30, trend=-0.4), weekly(1, mean=30), weekly(1, mean=60, trend=0.7)]
    down, flat, up = farrington.bounds(rows, PLACES, NOW, SHARE)
    assert down is not None
    assert flat is not None
    assert up is not None
    assert down.has_trend
    assert not up.has_trend
    assert not flat.has_trend
    assert flat.expected == pytest.approx(30, rel=0.15)


def test_a_past_outbreak_hardly_lifts_the_limit() -> None:
    quiet, loud = weekly(3, mean=10), weekly(3, mean=10, outbreak=True)
    plain_bound, weighted = farrington.bounds([quiet, loud], PLACES, NOW, SHARE)
    assert plain_bound is not None
    assert weighted is not None
    raw = sum(loud) / len(loud)
    assert weighted.expected < raw
    assert weighted.expected < plain_bound.expected * 1.35


def test_fewer_than_three_years_say_nothing() -> None:
    assert farrington.baseline_places(52 * 3 + 2) == []
    assert len(farrington.baseline_places(52 * 3 + 3)) == 21
    assert len(PLACES) == 35
    unknown = [[float("nan")] * 20 + [3.0] * 15]
    assert farrington.bounds(unknown, PLACES, NOW, SHARE) == [None]
    assert farrington.bounds([], PLACES, NOW, SHARE) == []


def test_a_place_that_never_had_any_has_no_expected_number() -> None:
    (one,) = farrington.read_weeks([[0.0] * 35], PLACES, NOW, [5], SHARE)
    assert one is not None
    assert (one.expected, one.limit, one.is_above) == (0.0, 0.0, True)


@pytest.mark.slow
@pytest.mark.once
def test_false_alarms_stay_near_the_share_and_outbreaks_are_found_in_their_week() -> None:
    """2,000 seeded series: the rate is near the chosen share; a doubling and more is found at once, as statsmodels'
    limits say."""
    chance = random.Random(11)
    rows = [[float(plain.poisson(chance, 12)) for _place in PLACES] for _run in range(2000)]
    quiet = [plain.poisson(chance, 12) for _run in rows]
    loud = [plain.poisson(chance, 30) for _run in rows]
    false = sum(one is not None and one.is_above for one in farrington.read_weeks(rows, PLACES, NOW, quiet, SHARE))
    found = sum(one is not None and one.is_above for one in farrington.read_weeks(rows, PLACES, NOW, loud, SHARE))
    assert 0.002 < false / len(rows) < 0.025
    assert found / len(rows) > 0.9
    for run in range(0, 2000, 100):
        limit = by_statsmodels(rows[run], SHARE)[1]
        read = farrington.read_weeks([rows[run]], PLACES, NOW, [loud[run]], SHARE)[0]
        assert read is not None
        assert read.is_above == (loud[run] > limit)
