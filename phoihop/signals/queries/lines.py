"""Alarm settings and alerts as lines of lists."""

from __future__ import annotations

from collections.abc import Collection

from phoihop.ground.actor import Actor
from phoihop.ground.powers import may
from phoihop.organizations.queries import unit_names
from phoihop.signals.models import Alarm, Alert, AlertUnit
from phoihop.signals.queries.quality import judged
from phoihop.signals.queries.values import AlarmLine, AlertLine, Measured
from phoihop.signals.rules import quality
from phoihop.signals.rules.limits import DAILY


def may_set(actor: Actor) -> bool:
    return actor.unit_id is not None and may(actor, "alarm.set", unit_id=actor.unit_id)


def alarm_lines(rows: Collection[Alarm]) -> list[AlarmLine]:
    """With the record of each. Two queries however many."""
    names = unit_names(row.unit_id for row in rows)
    record = judged([row.pk for row in rows])
    return [
        AlarmLine(
            code=row.code,
            title=row.title,
            state=row.state,
            source=row.source,
            method=row.method,
            threshold=row.threshold,
            unit=names[row.unit_id].name,
            false_a_year=row.false_a_year,
            quality=quality.quality(record.get(row.pk, ())),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def measured_of(row: Alarm) -> Measured:
    """As it was measured and shown when the setting was saved."""
    return Measured(
        mean=row.quiet_mean,
        dispersion=row.quiet_dispersion,
        counted=row.quiet_counted,
        drawn=row.drawn,
        above=row.above,
        yearly=row.false_a_year,
        cells=0,
        is_weekly=row.method not in DAILY,
    )


def alert_lines(actor: Actor, rows: Collection[Alert]) -> list[AlertLine]:
    """Three queries however many."""
    names = unit_names(row.owner_id for row in rows)
    sources = dict(Alarm.rows.filter(pk__in={row.alarm_id for row in rows}).values_list("pk", "source"))
    asked = set(
        AlertUnit.rows.filter(alert__in=[row.pk for row in rows], unit_id=actor.unit_id or 0, state="INVITED")
        .order_by()
        .values_list("alert_id", flat=True)
    )
    return [
        AlertLine(
            code=row.code,
            title=row.title,
            state=row.state,
            outcome=row.outcome,
            source=sources[row.alarm_id],
            method=row.method,
            owner=names[row.owner_id].name,
            first_day=row.first_day,
            last_day=row.last_day,
            is_weekly=row.is_weekly,
            number=row.number,
            expected=row.expected,
            is_mine=row.state == "OPEN" and row.owner_id == actor.unit_id,
            is_invited=row.pk in asked and row.state != "CLOSED",
            opened_at=row.opened_at,
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]
