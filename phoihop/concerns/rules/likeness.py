"""How much two concerns are alike: in their words, and in where they are. 0 to 100."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from rapidfuzz import fuzz

ALIKE = 70  # from here on a concern is shown as a possible duplicate
NEAR_METRES = 300
FAR_METRES = 5000
EARTH = 6_371_000


def words_score(one: str, other: str) -> int:
    """Of two folded texts: the same words in any order count much, one text being a part of the other somewhat less."""
    if not one or not other:
        return 0
    return round(max(fuzz.token_sort_ratio(one, other), 0.9 * fuzz.token_set_ratio(one, other)))


def score(words: int, *, same_place: bool, metres: int | None) -> int:
    """Words weigh most. On the map near is more and far is less; without coordinates the place named decides."""
    if metres is not None:
        if metres > FAR_METRES:
            words -= 30
        elif metres <= NEAR_METRES:
            words += 8
    elif not same_place:
        words -= 12
    return max(0, min(100, words))


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> int:
    """As the crow flies."""
    (lat1, lon1), (lat2, lon2) = one, other
    phi1, phi2 = radians(lat1), radians(lat2)
    half = sin((phi2 - phi1) / 2) ** 2 + cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return round(2 * EARTH * asin(sqrt(min(1.0, half))))
