"""Putting notices away: one's own, and those in the inbox of one's office."""

from __future__ import annotations

from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.notices.events import NO_ONE_THING, InboxNoticesRead, NoticeRead, NoticesRead
from phoihop.notices.models import Notice
from phoihop.notices.queries.box import of_office, of_seat
from phoihop.notices.queries.readers import check_keeper
from phoihop.organizations.queries import unit_names


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
    """Puts one's own notices up to the entry `up_to` away, of the unit one acts from: what came in after the page was
    opened stays unread."""
    ask(by, "notice.read")
    unread = of_seat(by.account_id, by.unit_id, by.roles).filter(entry_id__lte=up_to, read_at__isnull=True)
    event = NoticesRead(code=NO_ONE_THING, up_to=up_to, count=unread.update(read_at=at))
    if not event.count:
        nothing_changed()
        return event
    return tell(event)


@command("inbox.keep")
def mark_inbox_notice_read(*, notice_id: int, by: Actor, at: datetime) -> InboxNoticesRead:
    """Puts one notice of the office's inbox away, for all. Not visible when it is another office's, or one's role does
    not open it; refused (NotAllowed) for whoever does not keep the inbox."""
    ask(by, "inbox.keep")
    row = of_office(by.unit_id, by.roles).filter(pk=notice_id).first()
    if row is None:
        raise NotVisible
    check_keeper(by, at)
    return _put_away(by, at, entry_id=row.entry_id)


@command("inbox.keep")
def mark_inbox_read(*, up_to: int, by: Actor, at: datetime) -> InboxNoticesRead:
    """Puts what the page of the office's inbox showed away, for all who keep it."""
    ask(by, "inbox.keep")
    check_keeper(by, at)
    return _put_away(by, at, entry_id__lte=up_to)


def _put_away(by: Actor, at: datetime, **which: int) -> InboxNoticesRead:
    unread = of_office(by.unit_id, by.roles).filter(read_at__isnull=True, **which)
    count = unread.update(read_at=at, read_by=(by.acting_for or by.post)[:400])
    code = unit_names([by.unit_id])[by.unit_id or 0].code
    event = InboxNoticesRead(code=code, unit_id=by.unit_id or 0, count=count)
    if not count:
        nothing_changed()
        return event
    return tell(event)
