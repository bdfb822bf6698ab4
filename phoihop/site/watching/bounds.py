"""When a figure of the house is well, is to be looked at, or is broken. The alerts of `deploy/prometheus-alerts.yml`
use the same bounds; a test compares them."""

from __future__ import annotations

from dataclasses import dataclass

WELL, LOOK, BROKEN = "WELL", "LOOK", "BROKEN"


@dataclass(frozen=True, slots=True)
class Bounds:
    """From `look` on somebody should look, from `broken` on something does not work."""

    look: float
    broken: float

    def state(self, value: float) -> str:
        return BROKEN if value >= self.broken else LOOK if value >= self.look else WELL


MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0

BEAT = Bounds(3 * MINUTE, 10 * MINUTE)  # a process writes each minute that it lives
CLOCK = Bounds(10 * MINUTE, HOUR)  # since the clock last went through all rooms: reminders are that late
QUEUE = Bounds(5 * MINUTE, 30 * MINUTE)  # the oldest delivery that is due and not heard
DEAD = Bounds(1, 100)
MAIL = Bounds(HOUR, DAY)  # the oldest mail that has not left; after three days it has failed
MAIL_FAILED = Bounds(10, 200)  # in a day
INDEX = Bounds(5 * MINUTE, HOUR)
SEALS = Bounds(HOUR, DAY)  # the oldest entry that no seal covers
INTAKE = Bounds(HOUR, DAY)  # what the public sent and no room took
PRESS = Bounds(0.25, 0.75)  # share of the sources that fail
GUARD = Bounds(50, 500)  # files refused or held in a day: secret papers come in somewhere
CONNECTIONS = Bounds(0.7, 0.9)  # share of what the database allows
BACKUP = Bounds(26 * HOUR, 3 * DAY)
DISK_LEFT = (2 * 2**30, 500 * 2**20)  # bytes: less than the first is to be looked at, than the second is broken


def disk_state(free: int) -> str:
    look, broken = DISK_LEFT
    return BROKEN if free < broken else LOOK if free < look else WELL


def worst(states: list[str]) -> str:
    """The state of a whole from those of its parts."""
    return next((state for state in (BROKEN, LOOK) if state in states), WELL)
