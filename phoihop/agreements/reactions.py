"""What this room does when a lower room speaks."""

from __future__ import annotations

from datetime import datetime

from phoihop.agreements import commands
from phoihop.ground.actor import Actor
from phoihop.obligations.events import ObligationAccepted


def confirm_accepted(event: ObligationAccepted, *, by: Actor, at: datetime) -> None:
    """Whoever handed in its confirmation on the board, and was accepted, has confirmed the mandate."""
    if event.duty == commands.CONFIRM:
        commands.confirm_spread(code=event.source, unit_id=event.lead_id, by=by, at=at)
