"""Which periods of which rounds are looked back on, and what may be opened now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from phoihop.ground.actor import Actor
from phoihop.organizations.queries import unit_names
from phoihop.reviews.models import Review, Schedule

MOST_OPENED = 20  # at one stroke of the clock
LONGEST_WAIT = 62  # days after which the clock leaves a period to its lead


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    source: str
    lead_id: int
    lead: str
    year: int
    period: str
    first: date
    last: date
    is_opened: bool


def scheduled(actor: Actor) -> list[ScheduleLine]:
    """What the reader's own unit has scheduled as lead, the newest years first. Two queries."""
    rows = list(Schedule.rows.filter(lead_id=actor.unit_id or 0, dropped_at=None).order_by("-year", "last", "pk")[:100])
    names = unit_names(row.lead_id for row in rows)
    return [
        ScheduleLine(
            row.source,
            row.lead_id,
            names[row.lead_id].name,
            row.year,
            row.period,
            row.first,
            row.last,
            row.opened_at is not None,
        )
        for row in rows
    ]


def due_to_open(today: date) -> list[ScheduleLine]:
    """For the clock: periods lately over whose review nobody has opened. Two queries."""
    waiting = Schedule.rows.filter(opened_at=None, dropped_at=None, last__lt=today)
    rows = waiting.filter(last__gte=today - timedelta(days=LONGEST_WAIT)).order_by("last", "pk")
    found = list(rows[:MOST_OPENED])
    names = unit_names(row.lead_id for row in found)
    return [
        ScheduleLine(row.source, row.lead_id, names[row.lead_id].name, row.year, row.period, row.first, row.last, False)
        for row in found
    ]


def is_first_call(source: str) -> bool:
    """Whether nothing is known of this round yet."""
    return not Schedule.rows.filter(source=source).exists()


def opened_periods(source: str) -> set[str]:
    return set(Review.rows.filter(source=source).exclude(state="RECALLED").values_list("period", flat=True))
