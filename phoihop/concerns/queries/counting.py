"""How many concerns came in a day, for early warning: numbers alone, nothing of a single concern."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from phoihop.concerns import states
from phoihop.concerns.models import Concern
from phoihop.ground.figures import DayCount

# Complaints and denunciations go elsewhere; what is secret or dishonest is no concern.
NEVER = (*states.DROPS_TEXT, "DISHONEST")


def counts_by_day(first: date, last: date) -> list[DayCount]:
    """Of the concerns received on these days. Merged ones count with the one they are part of; complaints and
    denunciations never, nor what still waits for a person because it may be one. One query."""
    zone = timezone.get_current_timezone()
    rows = (
        Concern.rows.filter(received_at__gte=_midnight(first), received_at__lt=_midnight(last + timedelta(days=1)))
        .exclude(state__in=("MERGED", "HELD"))
        .exclude(refusal__in=NEVER)
        .annotate(day=TruncDate("received_at", tzinfo=zone))
        .values_list("day", "dossier", "service", "place", "territory")
        .annotate(number=Count("pk"))
        .order_by("day", "dossier", "service", "place", "territory")
    )
    return [
        DayCount(day, topic, service, place or territory, number)
        for day, topic, service, place, territory, number in rows
    ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
