"""How well probabilities did: Brier, log score, skill against a reference. docs/algorithms/forecast-scores.md.

Probabilities are those of exclusive outcomes and add up to one. All scores here are losses: less is better.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

FLOOR = 0.001  # least probability that the log score and log-odds reckon with
WORST_BRIER = 2.0
WORST_LOG = -math.log(FLOOR)

Score = Callable[[Sequence[float], int], float]


def brier(probabilities: Sequence[float], outcome: int) -> float:
    """Brier's own form of 1950, summed over the outcomes: 0 is right and sure, 2 is wrong and sure."""
    return sum((share - (number == outcome)) ** 2 for number, share in enumerate(probabilities))


def log_score(probabilities: Sequence[float], outcome: int) -> float:
    """Minus the natural logarithm of what the outcome was given, no less than FLOOR: 0 to WORST_LOG."""
    return -math.log(min(max(probabilities[outcome], FLOOR), 1.0))


def expected(score: Score, probabilities: Sequence[float], truth: Sequence[float]) -> float:
    """What the score comes to on average when outcomes happen as often as `truth` says."""
    return sum(chance * score(probabilities, number) for number, chance in enumerate(truth) if chance)


def skill(score: float, reference: float) -> float | None:
    """How much of the reference's loss is saved: 1 all, 0 none, below 0 it did worse. None: the reference lost
    nothing."""
    return None if reference == 0 else 1 - score / reference


def mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
