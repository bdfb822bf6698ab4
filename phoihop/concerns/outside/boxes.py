"""What is personal in this room is closed with its own key, `keys/concerns.key`."""

from __future__ import annotations

from phoihop.ground.sealing import Box, CannotOpen

__all__ = ["CannotOpen", "close", "close_text", "open_", "open_text"]

_BOX = Box("concerns.key")
close, open_, close_text, open_text = _BOX.close, _BOX.open_, _BOX.close_text, _BOX.open_text
