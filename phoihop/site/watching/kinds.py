"""What kind of process this is, and what it is doing now: for its log, its numbers and its sign of life."""

from __future__ import annotations

import sys

_kind = "command"


def begin(kind: str) -> None:
    """Said once by a process that stays: "web", "portal", "attend" or "tick"."""
    global _kind  # noqa: PLW0603  (of the process, as its number is)
    _kind = kind


def kind() -> str:
    return _kind


def context() -> tuple[str, str]:
    """Number of the request, and the step under way. A log line may be written before these are loaded."""
    ledger, watch = sys.modules.get("phoihop.ledger.commands"), sys.modules.get("phoihop.ground.watch")
    number = getattr(ledger, "request_id", None)  # half loaded: not there yet
    doing = getattr(watch, "doing", None)
    return (number.get() if number else "", doing.get() if doing else "")
