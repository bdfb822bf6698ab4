"""What is personal in this room is closed with the key of the unit that holds the concern.

What was closed before units had keys opens with `keys/concerns.key`, until it was closed anew.
"""

from __future__ import annotations

from phoihop.ground.sealing import Box, CannotOpen
from phoihop.organizations.commands import UnitBox, unit_box
from phoihop.organizations.queries import fetch_unit_keys, is_of_a_unit, open_of_a_unit, unit_keys_in_use

__all__ = ["CannotOpen", "UnitBox", "fetch_unit_keys", "open_", "open_text", "unit_box", "unit_keys_in_use"]

BEFORE = Box("concerns.key")


def open_(closed: bytes | memoryview[int], *, of: str) -> bytes:
    """Refused (CannotOpen): another key, none, or another's place."""
    return open_of_a_unit(closed, of=of) if is_of_a_unit(closed) else BEFORE.open_(closed, of=of)


def open_text(closed: bytes | memoryview[int], *, of: str) -> str:
    """Empty where nothing is kept any more."""
    return open_(closed, of=of).decode() if closed else ""
