"""Calendar feeds: an address is made, shown once, read by calendar programs, and taken back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.sheet import dates, finders
from phoihop.organizations import rules
from phoihop.organizations.commands.checking import same
from phoihop.organizations.events import FeedOpened, FeedRead, FeedRevoked
from phoihop.organizations.models import CalendarFeed
from phoihop.organizations.queries.actors import seat_choices


@dataclass(frozen=True, slots=True)
class OpenedFeed:
    """The address as its owner hands it to his calendar program; it cannot be had a second time."""

    url_path: str
    feed_id: int


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """What a calendar program came for. `wait` are the seconds it has to wait because it came too often, else 0."""

    account_id: int
    what: str
    unit_id: int | None
    about: str
    created_at: datetime
    wait: int = 0


@command("feed.own")
def open_feed(*, what: str, unit_id: int | None = None, about: str = "", by: Actor, at: datetime) -> OpenedFeed:
    """A new address for one's own calendar program.

    Refused: a unit one has no seat in, a topic one does not see, a kind of date that no room keeps, too many feeds.
    """
    ask(by, "feed.own")
    if by.account_id is None:
        raise NotVisible
    about = _checked(what, unit_id, about, by, at)
    if CalendarFeed.rows.filter(account_id=by.account_id, revoked_at__isnull=True).count() >= rules.MOST_FEEDS:
        sentence = _(
            "Bạn đã có %(most)s địa chỉ lịch còn dùng. Chưa có gì được lập; hãy thu hồi địa chỉ không dùng nữa."
        )
        raise Refused(sentence % {"most": rules.MOST_FEEDS})
    token = secrets.token_urlsafe(32)
    row = CalendarFeed.rows.create(
        account_id=by.account_id,
        what=what,
        unit_id=unit_id if what == "unit" else None,
        about=about,
        digest=rules.feed_digest(token),
        created_at=at,
    )
    tell(FeedOpened(code=f"TK-{by.account_id}", feed_id=row.pk, account_id=by.account_id, what=what, about=about))
    return OpenedFeed(f"/lich/{token}.ics", row.pk)


@command("feed.own")
def revoke_feed(*, feed_id: int, by: Actor, at: datetime) -> FeedRevoked:
    """Takes an own address back: from now on it leads nowhere. Twice is harmless; that of another is not visible."""
    ask(by, "feed.own")
    row = CalendarFeed.rows.filter(pk=feed_id, account_id=by.account_id or 0).first()
    if row is None:
        raise NotVisible
    event = FeedRevoked(code=f"TK-{row.account_id}", feed_id=row.pk, account_id=row.account_id)
    if CalendarFeed.rows.filter(pk=row.pk, revoked_at__isnull=True).update(revoked_at=at) != 1:
        return same(event)
    return tell(event)


@command("feed.read")
def read_feed(*, token: str, by: Actor, at: datetime) -> ReadFeed:
    """Counts one reading of a feed; told once a day. Not visible, alike: an unknown token and one taken back."""
    ask(by, "feed.read")
    row = CalendarFeed.rows.filter(digest=rules.feed_digest(token), revoked_at__isnull=True).first()
    if row is None:
        raise NotVisible
    wait = _counted(row, at)
    if wait or (row.last_read_at is not None and local_date(row.last_read_at) == local_date(at)):
        nothing_changed()
    else:
        tell(FeedRead(code=f"TK-{row.account_id}", feed_id=row.pk, account_id=row.account_id))
    return ReadFeed(row.account_id, row.what, row.unit_id, row.about, row.created_at, wait)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _counted(row: CalendarFeed, at: datetime) -> int:
    """Counts inside the running hour; gives the seconds to wait when it is full."""
    is_stale = Q(reads_since__isnull=True) | Q(reads_since__lte=at - rules.READS_WITHIN) | Q(reads_since__gt=at)
    taken = CalendarFeed.rows.filter(is_stale | Q(reads__lt=rules.MOST_READS), pk=row.pk).update(
        reads=Case(When(is_stale, then=Value(1)), default=F("reads") + 1),
        reads_since=Case(When(is_stale, then=Value(at)), default=F("reads_since")),
        last_read_at=at,
    )
    if taken:
        return 0
    since = row.reads_since or at
    return max(int((since + rules.READS_WITHIN - at) / timedelta(seconds=1)), 1)


def _checked(what: str, unit_id: int | None, about: str, by: Actor, at: datetime) -> str:
    """What the feed is about, or "" where nothing more needs to be said."""
    if what not in rules.FEEDS:
        raise Refused(_("Giá trị %(value)s không có trong danh mục.") % {"value": what})
    if what == "unit" and unit_id not in {seat.unit_id for seat in seat_choices(by.account_id or 0, at)}:
        raise Refused(_("Bạn không giữ vị trí nào ở cơ quan này. Chưa có gì được lập; hãy chọn cơ quan của mình."))
    about = about.strip()
    if what == "topic" and not any(f.kind == "topic" and about in f.visible(by, {about}) for f in finders()):
        sentence = _("Không có vấn đề nào mang mã “%(code)s” mà bạn xem được. Chưa có gì được lập; hãy xem lại mã.")
        raise Refused(sentence % {"code": about})
    if what == "kind" and about not in {dated.kind for dated in dates()}:
        raise Refused(_("Giá trị %(value)s không có trong danh mục.") % {"value": about})
    return about if what in rules.FEEDS_ABOUT else ""
