"""Many estimates as one: the median and the mean log-odds, day by day. docs/algorithms/forecast-scores.md.

Nothing is extremised: that needs a past of many questions to be fitted on (Satopää et al. 2014).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median as middle

from phoihop.forecasts.rules.limits import FEWEST_SEATS, WHOLE
from phoihop.forecasts.rules.scores import FLOOR, Score

Shares = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What a seat of the desk gave on a day, in tenths of a percent. `seat` counts within one question only."""

    seat: int
    day: date
    shares: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which the same aggregate stood. Where `is_base`, too few seats had given an estimate and the base rate
    stands for them."""

    first: date
    last: date
    mean: Shares
    median: Shares
    seats: int
    is_base: bool

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def fractions(shares: Sequence[int]) -> Shares:
    return tuple(share / WHOLE for share in shares)


def base_rate(counts: Sequence[int]) -> Shares:
    """How often each outcome came before."""
    total = sum(counts)
    return tuple(count / total for count in counts)


def clipped(shares: Sequence[float]) -> Shares:
    """No outcome below FLOOR, together one again."""
    held = [max(share, FLOOR) for share in shares]
    return _whole(held)


def mean_log_odds(estimates: Sequence[Sequence[float]]) -> Shares:
    """The mean of the log-odds; over several outcomes the geometric mean made whole, which for two is the same."""
    logs = [[math.log(share) for share in clipped(one)] for one in estimates]
    means = [math.fsum(column) / len(column) for column in zip(*logs, strict=True)]
    return _whole([math.exp(one) for one in means])


def median(estimates: Sequence[Sequence[float]]) -> Shares:
    """The middle estimate of each outcome, made whole; where all middles are nothing, the mean log-odds."""
    found = [middle(column) for column in zip(*estimates, strict=True)]
    return _whole(found) if sum(found) > 0 else mean_log_odds(estimates)


def standing(given: Iterable[Given], day: date) -> dict[int, tuple[int, ...]]:
    """The latest estimate of each seat at the end of a day. `given` in the order in which they were given."""
    return {one.seat: one.shares for one in given if one.day <= day}


def aggregate(given: Iterable[Given], day: date) -> tuple[Shares, Shares, int] | None:
    """Mean log-odds, median, and of how many seats. None: too few for an aggregate."""
    latest = [fractions(shares) for shares in standing(given, day).values()]
    if len(latest) < FEWEST_SEATS:
        return None
    return mean_log_odds(latest), median(latest), len(latest)


def stretches(given: Sequence[Given], first: date, last: date, base: Shares) -> list[Stretch]:
    """How the aggregate stood from day to day, both ends counted in: days without change are one stretch."""
    turns = sorted({first, *(one.day for one in given if first < one.day <= last)})
    found: list[Stretch] = []
    for number, day in enumerate(turns):
        end = turns[number + 1] - timedelta(days=1) if number + 1 < len(turns) else last
        made = aggregate(given, day)
        if made is None:
            found.append(Stretch(day, end, base, base, len(standing(given, day)), is_base=True))
        else:
            found.append(Stretch(day, end, made[0], made[1], made[2], is_base=False))
    return found


def daily(score: Score, found: Sequence[Stretch], outcome: int) -> float:
    """The mean of the scores of all days: every day counts the same, however often estimates changed on it."""
    days = sum(one.days for one in found)
    return math.fsum(score(one.mean, outcome) * one.days for one in found) / days


def _whole(shares: Sequence[float]) -> Shares:
    total = math.fsum(shares)
    return tuple(share / total for share in shares)
