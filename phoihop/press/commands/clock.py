"""What the clock does in this room: what came is read first, so that the morning's digests have it."""

from __future__ import annotations

from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.press.commands.digests import tick_digests
from phoihop.press.commands.reading_clock import read_and_forget
from phoihop.press.commands.showing import show_by_day


def tick(*, by: Actor, at: datetime) -> int:
    """Each act alone; twice is harmless."""
    return show_by_day(by=by, at=at) + read_and_forget(by=by, at=at) + tick_digests(by=by, at=at)
