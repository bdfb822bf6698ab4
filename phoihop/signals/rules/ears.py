"""EARS C1, C2, C3 (Hutwagner et al. 2003) over a series of counts, oldest first: docs/algorithms/aberrations.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from phoihop.signals.rules.limits import MIN_DEVIATION, THRESHOLDS

BASELINE = 7
LAG = {"C1": 0, "C2": 2, "C3": 2}
SUMMED = 3  # C3: this day and the two before


@dataclass(frozen=True, slots=True)
class Reading:
    """One day (or week) held against its past: what was to be expected, and the number from which on it is unusual."""

    number: int
    expected: float
    limit: float
    score: float
    is_above: bool


def baseline(values: Sequence[int], at: int, lag: int, min_deviation: float) -> tuple[float, float] | None:
    """Mean and standard deviation (of a sample, n - 1) of the seven values before `at`, `lag` days left between.
    None: the past is too short."""
    first = at - lag - BASELINE
    if first < 0:
        return None
    past = values[first : at - lag]
    mean = sum(past) / BASELINE
    deviation = math.sqrt(sum((value - mean) ** 2 for value in past) / (BASELINE - 1))
    return mean, max(deviation, min_deviation)


def readings(
    method: str, values: Sequence[int], threshold: float | None = None, min_deviation: float = MIN_DEVIATION
) -> list[Reading | None]:
    """The method at every place of the series; None where the past is too short."""
    given = THRESHOLDS[method] if threshold is None else threshold
    if method == "C3":
        return [_summed(values, at, given, min_deviation) for at in range(len(values))]
    return [_single(values, at, LAG[method], given, min_deviation) for at in range(len(values))]


def last_reading(
    method: str, values: Sequence[int], threshold: float | None = None, min_deviation: float = MIN_DEVIATION
) -> Reading | None:
    """The method at the end of the series alone."""
    if not values:
        return None
    given, at = THRESHOLDS[method] if threshold is None else threshold, len(values) - 1
    if method == "C3":
        return _summed(values, at, given, min_deviation)
    return _single(values, at, LAG[method], given, min_deviation)


def _single(values: Sequence[int], at: int, lag: int, threshold: float, min_deviation: float) -> Reading | None:
    past = baseline(values, at, lag, min_deviation)
    if past is None:
        return None
    mean, deviation = past
    score = (values[at] - mean) / deviation
    return Reading(values[at], mean, mean + threshold * deviation, score, score > threshold)


def _summed(values: Sequence[int], at: int, threshold: float, min_deviation: float) -> Reading | None:
    """C3: the sum of max(0, C2 - 1) over three days."""
    past = [baseline(values, at - back, LAG["C3"], min_deviation) for back in range(SUMMED)]
    if past[0] is None:
        return None
    parts = [
        max(0.0, (values[at - back] - one[0]) / one[1] - 1) if one is not None else 0.0 for back, one in enumerate(past)
    ]
    mean, deviation = past[0]
    score, before = sum(parts), sum(parts[1:])
    # What the day itself would have to reach, given the two before; where they suffice alone, nothing.
    limit = mean + deviation * (1 + threshold - before) if before <= threshold else 0.0
    return Reading(values[at], mean, limit, score, score > threshold)
