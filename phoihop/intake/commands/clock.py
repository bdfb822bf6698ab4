"""What time alone ends in the hatch."""

from __future__ import annotations

from datetime import datetime, timedelta

from phoihop.ground.actor import Actor
from phoihop.intake.commands.taking import drop
from phoihop.intake.commands.throttling import clear_throttles
from phoihop.intake.models import Input

KEPT_UNTAKEN = timedelta(days=30)  # sealed words that no room took are not kept for ever


def tick(*, by: Actor, at: datetime) -> int:
    """Forgets stretches of time that are over, and drops, one act each, what nobody took in time."""
    clear_throttles(at=at)
    over = Input.rows.filter(state="WAITING", received_at__lt=at - KEPT_UNTAKEN).order_by("pk")
    codes = list(over.values_list("code", flat=True)[:500])
    return sum(drop(code=code, reason="untaken", by=by, at=at) is not None for code in codes)
