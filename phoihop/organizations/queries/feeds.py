"""The calendar feeds of one's account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.organizations.models import CalendarFeed


@dataclass(frozen=True, slots=True)
class FeedLine:
    """An address given to a calendar program and not taken back. `about` is a topic's code or a kind of date."""

    id: int
    what: str
    unit_name: str
    about: str
    created_at: datetime
    last_read_at: datetime | None


def own_feeds(actor: Actor) -> list[FeedLine]:
    """The actor's own, the newest first."""
    rows = CalendarFeed.rows.filter(account_id=actor.account_id or 0, revoked_at__isnull=True).select_related("unit")
    return [
        FeedLine(
            id=row.pk,
            what=row.what,
            unit_name=row.unit.name if row.unit else "",
            about=row.about,
            created_at=row.created_at,
            last_read_at=row.last_read_at,
        )
        for row in rows.order_by("-pk")
    ]
