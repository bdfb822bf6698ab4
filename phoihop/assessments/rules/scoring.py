"""How heavy an impact is, how sure one may be of it, and how far what came is from what was expected.

Always for one impact on one group. There is no sum over impacts or groups, and good ones never make up for bad ones.
The prose is `docs/algorithms/impact-assessment.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

LEAST, MOST = 1, 5
SCALES = ("severity", "reach", "duration", "likelihood")
LEVELS = ("NONE", "LOW", "MEDIUM", "HIGH", "GRAVE")  # of significance, ascending
FROM = (0, 20, 50, 100, 160)  # the least product of each level
GRADES = ("A", "B", "C", "D")  # of evidence, the best first
# By how many steps each scale may be off, by the best evidence there is. Each row holds all that the row above holds.
MAY_BE_OFF: dict[str, dict[str, int]] = {
    "A": {},
    "B": {"likelihood": 1},
    "C": {"likelihood": 1, "severity": 1},
    "D": {"likelihood": 2, "severity": 1, "reach": 1, "duration": 1},
}


@dataclass(frozen=True, slots=True)
class Score:
    """Four ordinal values, each from 1 to 5."""

    severity: int
    reach: int
    duration: int
    likelihood: int

    def __post_init__(self) -> None:
        if any(not LEAST <= getattr(self, scale) <= MOST for scale in SCALES):
            raise ValueError("each scale runs from 1 to 5")


def consequence(score: Score) -> int:
    """How much it would be if it came: severity × (reach + duration), 2 to 50."""
    return score.severity * (score.reach + score.duration)


def product(score: Score) -> int:
    """Consequence × likelihood, 2 to 250: only a way to the level, never shown as a measure of people."""
    return consequence(score) * score.likelihood


def level(score: Score) -> int:
    """The significance, 0 to 4 (an index into LEVELS).

    What would be the worst (severity 5) is at least MEDIUM once it is more than remote, however few it reaches: a small
    group is not outvoted.
    """
    found = sum(product(score) >= least for least in FROM) - 1
    if score.severity == MOST and score.likelihood >= 2:
        return max(found, 2)
    return found


def best_grade(grades: tuple[str, ...] | list[str]) -> str:
    """The best evidence there is; without any it is an assumption."""
    return min(grades, default="D")


def span(score: Score, grade: str) -> tuple[int, int]:
    """The levels between which the true one may lie, by the grade of the evidence."""
    off = MAY_BE_OFF[grade]
    lower = replace(score, **{scale: max(LEAST, getattr(score, scale) - by) for scale, by in off.items()})
    upper = replace(score, **{scale: min(MOST, getattr(score, scale) + by) for scale, by in off.items()})
    return level(lower), level(upper)


def is_turned(before: Score, after: Score, *, is_positive: bool) -> bool:
    """Whether a measure makes it worse than it was: a harm heavier, or a good lighter, on any scale. Then a reason is
    asked for."""
    pairs = [(getattr(before, scale), getattr(after, scale)) for scale in SCALES]
    return any(then < now if is_positive else then > now for now, then in pairs)


# ── what came ───────────────────────────────────────────────────────────────────────────────────────────────

CAME = ("CAME", "NOT", "UNKNOWN")
OUTCOMES = ("AS_EXPECTED", "LESS", "MORE", "NOT_CAME", "UNFORESEEN", "UNKNOWN")
STEPS = (8, 16, 26, 38)  # of the consequence: below 8 the first step, from 38 on the fifth


def weight(score: Score) -> int:
    """The consequence in five steps, 1 to 5: whether it would come is left out, for by now it has come or not."""
    return 1 + sum(consequence(score) >= least for least in STEPS)


def outcome(expected: Score | None, came: str, actual: Score | None) -> str:
    """What became of what was expected; `expected` None: nobody had foreseen it."""
    if came == "UNKNOWN" or (came == "CAME" and actual is None):
        return "UNKNOWN"
    if expected is None:
        return "UNFORESEEN" if came == "CAME" else "UNKNOWN"
    if came == "NOT" or actual is None:
        return "NOT_CAME"
    apart = weight(actual) - weight(expected)
    return "AS_EXPECTED" if apart == 0 else "MORE" if apart > 0 else "LESS"


def deviation(expected: Score | None, came: str, actual: Score | None) -> int | None:
    """By how many steps of weight what came differs from what was expected; None where that cannot be said.

    What did not come differs by all it would have weighed, what nobody foresaw by all it weighs.
    """
    if came == "UNKNOWN" or (came == "CAME" and actual is None):
        return None
    then = weight(expected) if expected is not None else 0
    now = weight(actual) if came == "CAME" and actual is not None else 0
    return now - then
