"""What this room does when a lower one speaks."""

from __future__ import annotations

from datetime import datetime

from phoihop.communications import commands
from phoihop.ground.actor import Actor
from phoihop.obligations.events import DayDeclared, DayRevoked


def copy_calendar(event: DayDeclared | DayRevoked, *, by: Actor, at: datetime) -> None:
    """The house's working calendar changed: the portal promises dates by the same days."""
    commands.copy_calendar(by=by, at=at)
