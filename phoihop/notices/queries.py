"""Reading one's own inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.ledger.queries import lines_by_ids
from phoihop.notices.models import Notice


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """What happened, who did it, where to open it."""

    id: int
    entry_id: int
    kind: str
    code: str
    sentence: str
    unit_name: str
    post: str
    url: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """`next` is what `before` must be for the following page; None on the last. `newest` is the newest entry shown."""

    lines: tuple[NoticeLine, ...]
    next: int | None
    newest: int


def inbox(actor: Actor, only_unread: bool = False, before: int | None = None, limit: int = 50) -> Inbox:
    """The actor's own notices, the newest first, in the language of the reader. Three queries at most."""
    if actor.account_id is None:
        return Inbox((), None, 0)
    rows = Notice.rows.filter(account_id=actor.account_id)
    if only_unread:
        rows = rows.filter(read_at__isnull=True)
    if before is not None:
        rows = rows.filter(entry_id__lt=before)
    found = list(rows.order_by("-entry_id")[: limit + 1])
    shown = found[:limit]
    told = lines_by_ids([row.entry_id for row in shown])
    lines = tuple(
        NoticeLine(
            id=row.pk,
            entry_id=row.entry_id,
            kind=row.kind,
            code=row.code,
            sentence=told[row.entry_id].sentence,
            unit_name=told[row.entry_id].unit_name,
            post=told[row.entry_id].post,
            url=row.url,
            at=row.at,
            read_at=row.read_at,
        )
        for row in shown
    )
    return Inbox(lines, shown[-1].entry_id if len(found) > limit else None, lines[0].entry_id if lines else 0)


def unread_count(actor: Actor) -> int:
    """One indexed count."""
    if actor.account_id is None:
        return 0
    return Notice.rows.filter(account_id=actor.account_id, read_at__isnull=True).count()
