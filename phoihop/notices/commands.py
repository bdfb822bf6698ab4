"""Hearing the ledger, and putting notices away as read."""

from __future__ import annotations

from datetime import datetime

from phoihop.ground import powers
from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.sheet import notices_on
from phoihop.ledger.queries import Heard, event_of
from phoihop.notices.events import NoticeRead, NoticesRead
from phoihop.notices.models import Notice
from phoihop.organizations.queries import accounts_in


def is_told(kind: str) -> bool:
    """Whether any room tells anybody of this kind."""
    return bool(notices_on(kind))


def hear(entry: Heard, *, at: datetime) -> None:
    """Tells an entry to those its room names, if they may see the thing, but never to who did it. Twice is harmless."""
    for notice in notices_on(entry.kind):
        event = event_of(entry, notice.on)
        thing = notice.thing(event)
        see = powers.kind_of(type(thing)).see
        told = accounts_in(notice.to(event), at) & accounts_in(powers.who_may(see, thing), at)
        url = notice.url(event)
        Notice.rows.bulk_create(
            [
                Notice(account_id=account_id, entry_id=entry.id, kind=entry.kind, code=entry.code, url=url, at=entry.at)
                for account_id in sorted(told - {entry.account_id})
            ],
            ignore_conflicts=True,
        )


@command("notice.read")
def mark_read(*, notice_id: int, by: Actor, at: datetime) -> NoticeRead:
    """Puts one's own notice away. Not visible when it is another's."""
    ask(by, "notice.read")
    row = Notice.rows.filter(pk=notice_id).first()
    if row is None or row.account_id != by.account_id:
        raise NotVisible
    event = NoticeRead(code=row.code, entry_id=row.entry_id)
    if Notice.rows.filter(pk=row.pk, read_at__isnull=True).update(read_at=at) != 1:
        nothing_changed()
        return event
    return tell(event)


@command("notice.read")
def mark_all_read(*, up_to: int, by: Actor, at: datetime) -> NoticesRead:
    """Puts one's own notices up to the entry `up_to` away: what came in after the page was opened stays unread."""
    ask(by, "notice.read")
    unread = Notice.rows.filter(account_id=by.account_id or 0, entry_id__lte=up_to, read_at__isnull=True)
    event = NoticesRead(code="TB", up_to=up_to, count=unread.update(read_at=at))
    if not event.count:
        nothing_changed()
        return event
    return tell(event)
