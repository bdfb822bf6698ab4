"""Which meetings of one office take place at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Slot:
    code: str
    title: str
    starts: datetime
    ends: datetime


def overlapping(slots: Iterable[Slot]) -> list[tuple[Slot, Slot]]:
    """Pairs that share a moment, the earlier first. One that begins when another ends does not collide with it."""
    found: list[tuple[Slot, Slot]] = []
    running: list[Slot] = []
    for slot in sorted(slots, key=lambda slot: (slot.starts, slot.ends, slot.code)):
        running = [other for other in running if other.ends > slot.starts]
        found += [(other, slot) for other in running]
        running.append(slot)
    return found
