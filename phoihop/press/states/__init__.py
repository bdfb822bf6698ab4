"""How things of this room stand."""

from phoihop.press.states.spokespersons import (
    KINDS,
    overlap,
    stands,
)

__all__ = [
    "KINDS",
    "overlap",
    "stands",
]
