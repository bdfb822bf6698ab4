"""The published formulas once more, as plain loops that share nothing with the room, and seeded series for them."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence


def mean_and_deviation(values: Sequence[float]) -> tuple[float, float]:
    mean = 0.0
    for value in values:
        mean += value / len(values)
    square = 0.0
    for value in values:
        square += (value - mean) * (value - mean)
    return mean, max(math.sqrt(square / (len(values) - 1)), 0.5)


def c_score(series: Sequence[float], day: int, lag: int) -> float | None:
    """How many deviations a day lies above the mean of the seven before it (`lag` days left out)."""
    past = [series[d] for d in range(day - lag - 7, day - lag) if d >= 0]
    if len(past) < 7:
        return None
    mean, deviation = mean_and_deviation(past)
    return (series[day] - mean) / deviation


def score(method: str, series: Sequence[float], day: int) -> float | None:
    if method == "C1":
        return c_score(series, day, 0)
    if method == "C2":
        return c_score(series, day, 2)
    today = c_score(series, day, 2)
    if today is None:
        return None
    total = 0.0
    for back in (0, 1, 2):
        one = c_score(series, day - back, 2)
        if one is not None and one > 1:
            total += one - 1
    return total


ABOVE = {"C1": 3.0, "C2": 3.0, "C3": 2.0}


def alarms(method: str, series: Sequence[float]) -> list[int]:
    found = []
    for day in range(len(series)):
        value = score(method, series, day)
        if value is not None and value > ABOVE[method]:
            found.append(day)
    return found


def poisson(chance: random.Random, mean: float) -> int:
    """Knuth's way: how many steps until the product of chances falls below e^-mean."""
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def planted(seed: int, *, mean: float, days: int, at: int, height: float, length: int = 7) -> list[int]:
    """Quiet days, and from `at` on an outbreak that adds `height` a day for `length` days."""
    chance = random.Random(seed)
    return [poisson(chance, mean + (height if at <= day < at + length else 0)) for day in range(days)]
