"""One's own sessions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.organizations.models import Session

# What a session itself holds: seconds since 1970 at which it began, how its owner came, what he must do first.
BEGUN, CAME_BY, MUST_ADD_FACTOR = "begun", "came_by", "must_add_factor"


@dataclass(frozen=True, slots=True)
class SessionLine:
    key: str  # a digest: nobody comes in with it
    browser: str
    system: str
    network: str
    way: str
    begun_at: datetime
    last_at: datetime


def own_sessions(actor: Actor, now: datetime, since: datetime) -> list[SessionLine]:
    """Those that still let in at `now` and showed life after `since`; the latest first."""
    rows = Session.rows.filter(account_id=actor.account_id or 0, expire_date__gt=now, last_at__gt=since)
    return [
        SessionLine(row.session_key, row.browser, row.system, row.network, row.way, row.begun_at, row.last_at)
        for row in rows.order_by("-last_at", "session_key")
    ]


def session_key_of(cookie: str | None) -> str:
    """What stands in the table for the key that a browser holds; as long as the column."""
    return hashlib.sha256((cookie or "").encode()).hexdigest()[:40]
