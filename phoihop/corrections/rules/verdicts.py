"""The scale of verdicts, as data. Words stand in `queries.names`; a further verdict is one line here and one there."""

from __future__ import annotations

from dataclasses import dataclass

BEST, WORST = 5, 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rating` is its place between WORST and BEST, or nothing where the record does not say; `shape` its outline."""

    key: str
    rating: int | None
    shape: str
    needs_evidence: bool = True
    is_own: bool = False  # of one's own errors, and of nothing else


SCALE = (
    Verdict("TRUE", 5, "done"),
    Verdict("CONTEXT", 3, "soon"),
    Verdict("PARTLY", 2, "block"),
    Verdict("FALSE", 1, "late"),
    Verdict("UNPROVEN", None, "plan", needs_evidence=False),
    Verdict("CORRECTED", 1, "doing", is_own=True),
)
KEYS = tuple(one.key for one in SCALE)
BY_KEY = {one.key: one for one in SCALE}


def offered(*, is_own_error: bool) -> tuple[str, ...]:
    """The verdicts that a claim may get: an error of one's own is corrected, what others said is judged."""
    return tuple(one.key for one in SCALE if one.is_own is is_own_error)
