"""How often an alarm goes off although nothing happens: drawn from its own quiet past, with a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from phoihop.signals.rules import days, ears, farrington
from phoihop.signals.rules.limits import DAILY, MIN_DEVIATION

SEED = 20_030_101
DAYS_DRAWN = 20_000
WEEKS_DRAWN = 4_000
DAYS_A_YEAR, WEEKS_A_YEAR = 365, 52
TRIMMED = 0.025  # of the largest counts, which may be outbreaks nobody judged


@dataclass(frozen=True, slots=True)
class Quiet:
    """A quiet past: mean and dispersion (variance over mean) of its counts, and from how many."""

    mean: float
    dispersion: float
    counted: int


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """The measured rate: of so many drawn quiet days (weeks) that were looked at, so many went above."""

    drawn: int
    above: int
    a_year: int  # how many days (weeks) a year are looked at

    @property
    def rate(self) -> float:
        return self.above / self.drawn if self.drawn else 0.0

    @property
    def yearly(self) -> float:
        return self.rate * self.a_year


def quiet_past(values: Sequence[int], outbreaks: frozenset[int] = frozenset()) -> Quiet:
    """Without places where an alert was judged true, and without the very largest counts of what is left."""
    kept = sorted(value for place, value in enumerate(values) if place not in outbreaks)
    kept = kept[: len(kept) - int(len(kept) * TRIMMED)]
    mean, dispersion = days.mean_and_dispersion(kept)
    return Quiet(mean, dispersion, len(kept))


def false_alarms(
    method: str, past: Quiet, threshold: float, least: int, *, draws: int = 0, seed: int = SEED
) -> FalseAlarms:
    """Of a past drawn from this mean and dispersion (negative binomial; Poisson where the counts spread no wider)."""
    if method in DAILY:
        return _daily(method, past, threshold, least, draws or DAYS_DRAWN, seed)
    return _weekly(past, threshold, least, draws or WEEKS_DRAWN, seed)


def drawn(past: Quiet, shape: Any, seed: int) -> Any:
    """Counts of a quiet past in the given shape."""
    import numpy as np

    chance = np.random.default_rng(seed)
    if past.mean <= 0:
        return np.zeros(shape, dtype=int)
    if past.dispersion <= 1.0001:
        return chance.poisson(past.mean, shape)
    size = past.mean / (past.dispersion - 1)
    return chance.negative_binomial(size, 1 / past.dispersion, shape)


def _daily(method: str, past: Quiet, threshold: float, least: int, draws: int, seed: int) -> FalseAlarms:
    """The same formulas as `ears`, over all drawn days at once."""
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view

    lag, length = ears.LAG[method], ears.BASELINE
    y = np.asarray(drawn(past, draws + lag + length + (ears.SUMMED - 1 if method == "C3" else 0), seed), dtype=float)
    before = sliding_window_view(y, length)[: len(y) - lag - length]
    today = y[lag + length :]
    mean = before.mean(axis=1)
    score = (today - mean) / np.maximum(before.std(axis=1, ddof=1), MIN_DEVIATION)
    if method == "C3":
        part = np.maximum(0.0, score - 1)
        score, today = part[2:] + part[1:-1] + part[:-2], today[2:]
    above = (score > threshold) & (today >= least)
    return FalseAlarms(len(today), int(above.sum()), DAYS_A_YEAR)


def _weekly(past: Quiet, share: float, least: int, draws: int, seed: int) -> FalseAlarms:
    import numpy as np

    now = farrington.WEEKS_A_YEAR * farrington.YEARS_BACK + farrington.HALF_WINDOW
    places = farrington.baseline_places(now)
    recent = farrington.RECENT_WEEKS - 1
    y = drawn(past, (draws, len(places) + recent + 1), seed)
    numbers = y[:, -1]
    read = farrington.read_weeks(y[:, : len(places)].astype(float).tolist(), places, now, numbers.tolist(), share)
    enough = y[:, len(places) :].sum(axis=1) >= farrington.RECENT_REPORTS
    above = np.array([one is not None and one.is_above for one in read]) & enough & (numbers >= least)
    return FalseAlarms(draws, int(above.sum()), WEEKS_A_YEAR)
