"""Farrington et al. 1996 over weekly counts: a quasi-Poisson line through the same weeks of earlier years, past
outbreaks weighted down, and a limit on the 2/3-power scale. Many series at once. See docs/algorithms/aberrations.md.

The fit is written out for a line of at most two parameters, so that a morning of thousands of cells takes seconds and
no large library is loaded; tests hold it against the same model fitted by statsmodels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from phoihop.signals.rules.ears import Reading

YEARS_BACK = 5
FEWEST_YEARS = 3
HALF_WINDOW = 3  # weeks on either side of the same week
WEEKS_A_YEAR = 52
RECENT_WEEKS = 4  # fewer than so many reports in these weeks: no alarm
RECENT_REPORTS = 5
TREND_Z = NormalDist().inv_cdf(0.975)  # a trend is kept if it is clear at 5 %
ROUNDS, SMALL = 50, 1e-9
HUGE = 30.0  # of a linear predictor: e^30


@dataclass(frozen=True, slots=True)
class Bound:
    """What a week should hold, and its limit. `dispersion` is the quasi-Poisson factor, one at least."""

    expected: float
    limit: float
    dispersion: float
    has_trend: bool


def baseline_places(now: int, first: int = 0) -> list[int]:
    """Which earlier weeks stand for week `now`, oldest first: the same week of up to five years, and three on either
    side. Empty where fewer than three whole years are there."""
    years = [
        [now - WEEKS_A_YEAR * back + shift for shift in range(-HALF_WINDOW, HALF_WINDOW + 1)]
        for back in range(YEARS_BACK, 0, -1)
    ]
    whole = [weeks for weeks in years if weeks[0] >= first]
    return [week for weeks in whole for week in weeks] if len(whole) >= FEWEST_YEARS else []


def read_weeks(
    rows: Sequence[Sequence[float]], places: Sequence[int], now: int, numbers: Sequence[int], share: float
) -> list[Reading | None]:
    """Each row holds the counts at `places` (NaN: a week with a gap); `numbers` are the counts of week `now`."""
    found: list[Reading | None] = []
    for number, bound in zip(numbers, bounds(rows, places, now, share), strict=True):
        if bound is None:
            found.append(None)
            continue
        room = bound.limit - bound.expected
        score = (number - bound.expected) / room if room > 0 else float(number > bound.expected)
        found.append(Reading(number, bound.expected, bound.limit, score, number > bound.limit))
    return found


def bounds(rows: Sequence[Sequence[float]], places: Sequence[int], now: int, share: float) -> list[Bound | None]:
    """The expected count and the limit of week `now` for each row. None: too few weeks are known."""
    import numpy as np

    if not len(rows):
        return []
    y = np.asarray(rows, dtype=float)
    known = ~np.isnan(y)
    y = np.where(known, y, 0.0)
    t = (np.asarray(places, dtype=float) - now) / WEEKS_A_YEAR  # in years, so that both parameters are of one size
    z = NormalDist().inv_cdf(1 - share)
    enough = known.sum(axis=1) >= FEWEST_YEARS * (2 * HALF_WINDOW + 1) - HALF_WINDOW
    with_trend = _fitted(y, known, t, is_line=True)
    level = _fitted(y, known, t, is_line=False)
    most = np.where(known, y, 0).max(axis=1)
    keeps = (np.abs(with_trend["slope"]) > TREND_Z * with_trend["slope_error"]) & (with_trend["at_now"] <= most)
    expected = np.where(keeps, with_trend["at_now"], level["at_now"])
    error = np.where(keeps, with_trend["variance"], level["variance"])  # of the linear predictor
    phi = np.where(keeps, with_trend["phi"], level["phi"])
    spread = phi * expected + expected**2 * error
    with np.errstate(divide="ignore", invalid="ignore"):
        limit = np.where(expected > 0, expected * (1 + 2 / 3 * z * np.sqrt(spread) / expected) ** 1.5, 0.0)
    has = y.sum(axis=1) > 0
    return [
        None
        if not enough[row]
        else Bound(float(expected[row]), float(limit[row]), float(phi[row]), bool(keeps[row]))
        if has[row]
        else Bound(0.0, 0.0, 1.0, False)
        for row in range(len(y))
    ]


def _fitted(y: Any, known: Any, t: Any, *, is_line: bool) -> dict[str, Any]:
    """Fit, weigh past outbreaks down by their Anscombe residuals, fit again."""
    import numpy as np

    parameters = 2 if is_line else 1
    n = known.sum(axis=1)
    weight = known.astype(float)
    fit = _line(y, weight, t, is_line=is_line)
    phi = _dispersion(y, weight, fit["mu"], n - parameters)
    inside = np.clip(1 - fit["leverage"], SMALL, None)
    mu = np.clip(fit["mu"], SMALL, None)
    anscombe = 1.5 * (y ** (2 / 3) * mu ** (-1 / 6) - mu**0.5) / (np.sqrt(phi)[:, None] * np.sqrt(inside))
    weight = np.where(known, np.where(anscombe > 1, 1 / np.clip(anscombe, 1, None) ** 2, 1.0), 0.0)
    weight *= (n / np.clip(weight.sum(axis=1), SMALL, None))[:, None]
    fit = _line(y, weight, t, is_line=is_line)
    phi = _dispersion(y, weight, fit["mu"], n - parameters)
    return {
        "at_now": np.exp(np.clip(fit["a"], -HUGE, HUGE)),
        "slope": fit["b"],
        "slope_error": np.sqrt(phi * fit["v11"]),
        "variance": phi * fit["v00"],
        "phi": phi,
    }


def _line(y: Any, weight: Any, t: Any, *, is_line: bool) -> dict[str, Any]:
    """Weighted Poisson fit of log mu = a (+ b t) by iterated least squares, for all rows at once. `v00` and `v11` are
    the variances of a and b at dispersion one; a is the line at the week in question, where t is nought."""
    import numpy as np

    total = np.clip(weight.sum(axis=1), SMALL, None)
    a = np.log(np.clip((weight * y).sum(axis=1) / total, SMALL, None))
    b = np.zeros_like(a)
    for _round in range(ROUNDS if is_line else 0):
        eta = np.clip(a[:, None] + b[:, None] * t, -HUGE, HUGE)
        mu = np.exp(eta)
        v = weight * mu
        work = eta + (y - mu) / mu
        s0, s1, s2 = v.sum(axis=1), (v * t).sum(axis=1), (v * t * t).sum(axis=1)
        r0, r1 = (v * work).sum(axis=1), (v * t * work).sum(axis=1)
        det = np.clip(s0 * s2 - s1 * s1, 1e-300, None)
        next_a, next_b = (s2 * r0 - s1 * r1) / det, (s0 * r1 - s1 * r0) / det
        moved = np.nanmax(np.abs(np.concatenate([next_a - a, next_b - b])))
        a, b = next_a, next_b
        if moved < SMALL:
            break
    mu = np.exp(np.clip(a[:, None] + b[:, None] * t, -HUGE, HUGE))
    v = weight * mu
    s0, s1, s2 = v.sum(axis=1), (v * t).sum(axis=1), (v * t * t).sum(axis=1)
    if is_line:
        det = np.clip(s0 * s2 - s1 * s1, 1e-300, None)
        v00, v11, v01 = s2 / det, s0 / det, -s1 / det
    else:
        v00, v11, v01 = 1 / np.clip(s0, 1e-300, None), np.zeros_like(s0), np.zeros_like(s0)
    leverage = v * (v00[:, None] + 2 * v01[:, None] * t + v11[:, None] * t * t)
    return {"a": a, "b": b, "mu": mu, "v00": v00, "v11": v11, "leverage": leverage}


def _dispersion(y: Any, weight: Any, mu: Any, freedom: Any) -> Any:
    import numpy as np

    pearson = (weight * (y - mu) ** 2 / np.clip(mu, SMALL, None)).sum(axis=1)
    return np.maximum(1.0, pearson / np.clip(freedom, 1, None))
