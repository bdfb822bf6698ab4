"""A mail to a person who is none of ours lies in the queue closed, its address with its message, under `keys/mail.key`.

Only a sender opens it, in the moment in which it leaves.
"""

from __future__ import annotations

from phoihop.ground.sealing import Box, CannotOpen

__all__ = ["CannotOpen", "close", "open_"]

_BOX = Box("mail.key")


def close(key: str, to: str, message: bytes) -> bytes:
    """`key` is that of the mail: put into another mail's row, it does not open."""
    return _BOX.close(to.encode() + b"\n" + message, of=f"mail:{key}")


def open_(key: str, closed: bytes | memoryview[int]) -> tuple[str, bytes]:
    """Its address and its message. Refused (CannotOpen): not closed here, or not in this place."""
    to, _line, message = _BOX.open_(closed, of=f"mail:{key}").partition(b"\n")
    return to.decode(), message
