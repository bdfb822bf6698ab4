"""The deadline clock: tells once what is due soon and what fell due. Safe to run twice, and twice at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.obligations import events, states
from phoihop.obligations.commands.checking import labels
from phoihop.obligations.models import Obligation, Rung
from phoihop.obligations.queries import calendar

AT_ONCE = 500  # obligations per transaction: a kill loses no more than that, and the next tick goes on
SOON, FELL = "soon", "fell"


def tick(*, by: Actor, at: datetime) -> int:
    """Strikes until nothing is left to tell; returns how much was told."""
    told = 0
    while batch := strike_deadlines(by=by, at=at):
        told += batch
    return told


@command("clock.strike")
def strike_deadlines(*, by: Actor, at: datetime) -> int:
    """Tells of at most AT_ONCE obligations that they are due soon or fell due, each once per due date and kind.

    Of two clocks at once the unique rung lets one tell. A moved date is a new date and is told anew.
    """
    ask(by, "clock.strike")
    today = local_date(at)
    soon = calendar().add_working_days(today, states.SOON_DAYS)
    told = _strike(FELL, AT_ONCE, board_date__lt=today)
    if told < AT_ONCE:
        told += _strike(SOON, AT_ONCE - told, board_date__gte=today, board_date__lte=soon)
    if not told:
        nothing_changed()
    return told


def _strike(kind: str, most: int, **due: Any) -> int:
    """One told of this very date stays silent; the rung of an earlier date does not keep it so."""
    told_of = Rung.rows.filter(obligation=OuterRef("pk"), kind=kind, on_date=OuterRef("board_date"))
    rows = Obligation.rows.filter(~Exists(told_of), state__in=states.OWED, **due)
    told = 0
    for row in list(rows.order_by("board_date", "pk")[:most]):
        if not Rung.rows.get_or_create(obligation_id=row.pk, kind=kind, on_date=row.board_date)[1]:
            continue
        event = events.ObligationFellDue if kind == FELL else events.ObligationDueSoon
        tell(event(**labels(row)))
        told += 1
    return told
