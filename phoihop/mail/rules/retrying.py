"""When a mail that could not be handed over is tried again, and when it is given up."""

from __future__ import annotations

from datetime import timedelta

GIVE_UP = timedelta(days=3)
LEASE = timedelta(minutes=10)  # of a batch that a sender has claimed
LEAST_LEFT = timedelta(minutes=3)  # of the lease when a mail is begun: longer than one mail may take
_WAITS = (1, 5, 15, 30, 60, 120)  # minutes after the first, second, … attempt; then the last again and again


def wait(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    return timedelta(minutes=_WAITS[min(max(attempts, 1), len(_WAITS)) - 1])


def is_permanent(code: int) -> bool:
    """Whether a server that answers so will answer the same tomorrow."""
    return 500 <= code <= 599
