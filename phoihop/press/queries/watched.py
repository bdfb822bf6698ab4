"""How the reading of sources goes, for whoever watches the house: numbers alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from phoihop.press.models import Source
from phoihop.press.states import reading as states


@dataclass(frozen=True, slots=True)
class PressWatch:
    """`broken` sources failed three times or more in a row. `overdue_seconds`: how long the first that is due waits."""

    active: int
    broken: int
    paused: int
    overdue_seconds: float


def watched(at: datetime) -> PressWatch:
    """Sources by state, of some thousand at most; and how far their reading is behind."""
    rows = Source.rows.order_by("state").values_list("state").annotate(count=Count("pk"))
    count = dict(rows)
    first = Source.rows.filter(state__in=states.READ, next_at__lte=at).aggregate(first=Min("next_at"))["first"]
    overdue = (at - first).total_seconds() if first else 0.0
    return PressWatch(count.get("ACTIVE", 0), count.get("BROKEN", 0), count.get("PAUSED", 0), overdue)
