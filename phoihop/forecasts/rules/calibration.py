"""Whether what was given 30 % came three times in ten: bins, intervals, Murphy's parts of the Brier score."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BINS = 10
Z95 = 1.959963984540054  # of a 95 % interval

Pair = tuple[float, bool]  # the probability given, and whether it came


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs whose probability lies from `low` on and below `high` (the last bin holds 1 as well)."""

    low: float
    high: float
    count: int
    came: int
    mean: float  # of the probabilities in it; its middle where there are none
    least: float  # of the Wilson interval
    most: float

    @property
    def rate(self) -> float | None:
        return self.came / self.count if self.count else None


@dataclass(frozen=True, slots=True)
class Parts:
    """brier = reliability - resolution + uncertainty + within; the last is what the width of the bins hides."""

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


def pairs_of(shares: Sequence[float], outcome: int, *, is_yes_no: bool) -> list[Pair]:
    """A yes-or-no question is one pair, that of yes; of several outcomes each is one."""
    if is_yes_no:
        return [(shares[0], outcome == 0)]
    return [(share, number == outcome) for number, share in enumerate(shares)]


def wilson(came: int, count: int, z: float = Z95) -> tuple[float, float]:
    """The interval of a share by Wilson (1927); of nothing, everything."""
    if count == 0:
        return 0.0, 1.0
    share, square = came / count, z * z
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = z / (1 + square / count) * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    least = 0.0 if came == 0 else max(0.0, middle - half)
    return least, 1.0 if came == count else min(1.0, middle + half)


def bin_of(share: float, bins: int = BINS) -> int:
    return min(int(share * bins + 1e-9), bins - 1)


def calibrate(pairs: Iterable[Pair], bins: int = BINS) -> list[Bin]:
    """All bins in order, empty ones too."""
    found: list[list[Pair]] = [[] for _number in range(bins)]
    for share, came in pairs:
        found[bin_of(share, bins)].append((share, came))
    return [_bin(number, inside, bins) for number, inside in enumerate(found)]


def _bin(number: int, inside: Sequence[Pair], bins: int) -> Bin:
    came = sum(happened for _share, happened in inside)
    least, most = wilson(came, len(inside))
    low, high = number / bins, (number + 1) / bins
    mean = math.fsum(share for share, _came in inside) / len(inside) if inside else (low + high) / 2
    return Bin(low, high, len(inside), came, mean, least, most)


def murphy(pairs: Sequence[Pair], bins: int = BINS) -> Parts | None:
    """Murphy (1973) over bins, with what is left inside them (Stephenson et al. 2008). None: nothing to take apart."""
    if not pairs:
        return None
    total = len(pairs)
    overall = sum(came for _share, came in pairs) / total
    reliability = resolution = within = 0.0
    for number, one in enumerate(calibrate(pairs, bins)):
        if one.rate is None:
            continue
        reliability += one.count * (one.mean - one.rate) ** 2
        resolution += one.count * (one.rate - overall) ** 2
        inside = [pair for pair in pairs if bin_of(pair[0], bins) == number]
        within += math.fsum((share - one.mean) ** 2 for share, _came in inside)
        within -= 2 * math.fsum((share - one.mean) * (came - one.rate) for share, came in inside)
    return Parts(
        brier=math.fsum((share - came) ** 2 for share, came in pairs) / total,
        reliability=reliability / total,
        resolution=resolution / total,
        uncertainty=overall * (1 - overall),
        within=within / total,
    )
