"""Invitations that wait for the answer of units, for the notices of their people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Min
from django.urls import reverse

from phoihop.ground.clock import local_date
from phoihop.ground.sheet import Waiting
from phoihop.meetings.models import Occurrence, Place
from phoihop.meetings.policy import WRITERS


def waits(unit_ids: Collection[int], at: datetime) -> list[Waiting]:
    """Meetings to come that these units have not answered, each once, with its nearest occasion. One query."""
    rows = Place.rows.filter(
        attendee__unit_id__in=sorted(unit_ids),
        state="NEEDS-ACTION",
        occurrence__state="PLANNED",
        occurrence__starts_at__gt=at,
        occurrence__meeting__state="INVITED",
    )
    named = rows.values_list(
        "attendee__unit_id",
        "occurrence__meeting__code",
        "occurrence__meeting__title",
        "occurrence__meeting__invited_at",
    )
    return [
        Waiting(
            unit_id,
            WRITERS,
            "answer",
            code,
            title,
            reverse("meetings:meeting", args=[code]),
            local_date(near),
            since or at,
        )
        for unit_id, code, title, since, near in named.annotate(near=Min("occurrence__starts_at")).order_by("near")
    ]


def starts_of(code: str, number: int | None) -> list[datetime]:
    """When the occasions of a meeting begin, or the one of this number; held ones left out."""
    rows = Occurrence.rows.filter(meeting__code=code).exclude(state="HELD")
    return list((rows if number is None else rows.filter(number=number)).values_list("starts_at", flat=True))
