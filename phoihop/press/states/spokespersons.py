"""How a line of the register stands on a day. Nothing is stored: the days say it."""

from __future__ import annotations

from datetime import date

KINDS = ("HEAD", "APPOINTED", "AUTHORISED")


def stands(first: date, last: date | None, today: date) -> str:
    """COMING, SPEAKING or ENDED; the last day still counts."""
    if last is not None and last < today:
        return "ENDED"
    return "COMING" if first > today else "SPEAKING"


def overlap(first: date, last: date | None, other_first: date, other_last: date | None) -> bool:
    """Whether two spans share a day; an open end reaches as far as one likes."""
    return (other_last is None or first <= other_last) and (last is None or other_first <= last)
