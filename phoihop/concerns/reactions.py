"""Lower rooms speak: an obligation made from a concern got a later date; the working calendar has changed."""

from __future__ import annotations

from datetime import date, datetime

from phoihop.concerns.commands import copy_calendar, follow_extension
from phoihop.ground.actor import Actor
from phoihop.obligations.events import DayDeclared, DayRevoked, ExtensionGranted


def follow(event: ExtensionGranted, *, by: Actor, at: datetime) -> None:
    """Its raisers were promised a date: they are told of the later one."""
    if event.duty == "concern.answer":
        follow_extension(code=event.source, to_date=date.fromisoformat(event.to_date), by=by, at=at)


def recopy_calendar(event: DayDeclared | DayRevoked, *, by: Actor, at: datetime) -> None:
    """Dates that the portal promises are counted with the days as they are now."""
    copy_calendar(by=by, at=at)
