"""Earlier claims that say nearly the same. Compared without marks; measured in benchmarks/corrections.py."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import fuzz, process

LOOKED_AT = 40  # of the first, rough look
LIKE = 62.0  # from here on a claim is shown beside a new one
SAME = 84.0  # from here on somebody must say that it is another


def similar(folded: str, known: Mapping[int, str], *, most: int = 5) -> list[tuple[int, float]]:
    """Keys of those that are alike, and how much (0 to 100), the nearest first."""
    rough = process.extract(folded, known, scorer=fuzz.token_set_ratio, limit=LOOKED_AT, score_cutoff=LIKE)
    scored = [(key, likeness(folded, text)) for text, _score, key in rough]
    return sorted((one for one in scored if one[1] >= LIKE), key=lambda one: (-one[1], -one[0]))[:most]


def likeness(one: str, other: str) -> float:
    """Shared words count, and so does what only one of the two says."""
    return 0.5 * fuzz.token_set_ratio(one, other) + 0.5 * fuzz.token_sort_ratio(one, other)
