"""The deadline clock: tells once what is due soon, what fell due, which withheld documents to look at again.

Safe to run twice, and twice at once.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import command, nothing_changed, tell, tell_all
from phoihop.ground.powers import ask
from phoihop.obligations import events, states
from phoihop.obligations.commands.checking import labels
from phoihop.obligations.commands.climbing import climb_ladders
from phoihop.obligations.commands.rungs import Run, put_down, untold
from phoihop.obligations.models import Expected, Obligation, Rung
from phoihop.obligations.queries import calendar

AT_ONCE = 500  # obligations per transaction: a kill loses no more than that, and the next tick goes on
SOON, FELL, RECHECK = "soon", "fell", "recheck"


def tick(*, by: Actor, at: datetime) -> int:
    """Strikes until nothing is left to tell; returns how much was told."""
    told, run = 0, Run()
    for strike in (strike_deadlines, climb_ladders):
        while batch := strike(by=by, at=at, run=run):
            told += batch
    return told


@command("clock.strike")
def strike_deadlines(*, by: Actor, at: datetime, run: Run | None = None) -> int:
    """Tells of at most AT_ONCE obligations that they are due soon or fell due, or that the day has come to look again
    at documents kept back: each once per date and kind. With `run` it goes on where the batch before stopped.

    Of two clocks at once the unique rung lets one tell. A moved date is a new date and is told anew.
    """
    ask(by, "clock.strike")
    today, run = local_date(at), run or Run()
    soon = calendar().add_working_days(today, states.SOON_DAYS)
    told = _strike(FELL, run, AT_ONCE, board_date__lt=today)
    if told < AT_ONCE:
        told += _strike(SOON, run, AT_ONCE - told, board_date__gte=today, board_date__lte=soon)
    if told < AT_ONCE:
        told += _strike_rechecks(AT_ONCE - told, today)
    if not told:
        nothing_changed()
    return told


def _strike(kind: str, run: Run, most: int, **due: Any) -> int:
    """One told of this very date stays silent; the rung of an earlier date does not keep it so."""
    rows = untold(kind, Q(state__in=states.OWED, **due) & run.beyond(kind), most)
    run.come_to(kind, rows)
    ours = put_down([Rung(obligation=row, kind=kind, on_date=row.board_date) for row in rows])
    event = events.ObligationFellDue if kind == FELL else events.ObligationDueSoon
    tell_all([event(**labels(row)) for row in rows if row.pk in ours])
    return len(ours)


def _strike_rechecks(most: int, today: date) -> int:
    """One word for each obligation, unit and day, however many documents the unit keeps back until then."""
    told_of = Rung.rows.filter(obligation=OuterRef("obligation"), kind=RECHECK, on_date=OuterRef("recheck_date"))
    lines = Expected.rows.filter(~Exists(told_of), state="WITHHELD", reviewed_at__isnull=False, recheck_date__lte=today)
    lines = lines.exclude(obligation__state="WAIVED")
    days = lines.values_list("recheck_date", "obligation_id").distinct().order_by("recheck_date", "obligation_id")
    told = 0
    for day, obligation_id in list(days[:most]):
        if day is None or not Rung.rows.get_or_create(obligation_id=obligation_id, kind=RECHECK, on_date=day)[1]:
            continue
        row = Obligation.rows.get(pk=obligation_id)
        kept = Expected.rows.filter(obligation=row, state="WITHHELD", reviewed_at__isnull=False, recheck_date=day)
        for unit_id, count in kept.values_list("unit_id").annotate(Count("pk")).order_by("unit_id"):
            tell(events.WithholdingFellDue(**labels(row), unit_id=unit_id, recheck=day.isoformat(), count=count))
        told += 1
    return told
