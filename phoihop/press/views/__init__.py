"""Doors, by thing."""

from phoihop.press.views.spokespersons import (
    BOTH,
    amend,
    end,
    name,
    spokesperson,
    spokespersons,
)

__all__ = [
    "BOTH",
    "amend",
    "end",
    "name",
    "spokesperson",
    "spokespersons",
]
