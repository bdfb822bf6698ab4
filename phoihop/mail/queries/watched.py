"""How the mail queue stands, for whoever watches the house: numbers alone, and each look is bounded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from phoihop.mail.models import OutMail

MOST_COUNTED = 5000
OPEN = ("QUEUED", "SENDING", "DELAYED")


@dataclass(frozen=True, slots=True)
class MailWatch:
    """`oldest_seconds` is how long the oldest of the mails that wait has waited; 0 when none does."""

    waiting: dict[str, int]
    oldest_seconds: float


def watched(at: datetime) -> MailWatch:
    """Mails that have not left, by state; of more than MOST_COUNTED, the ones that are due first."""
    waiting, oldest = dict.fromkeys(OPEN, 0), at
    rows = OutMail.rows.filter(state__in=OPEN).order_by("-is_urgent", "due_at")[:MOST_COUNTED]
    for state, queued_at in rows.values_list("state", "queued_at"):
        waiting[state] += 1
        oldest = min(oldest, queued_at)
    return MailWatch(waiting, (at - oldest).total_seconds())
