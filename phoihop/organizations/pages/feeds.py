"""The calendar feeds of one's account: what there is, and a new address, shown once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Note, words
from phoihop.ground.sheet import dates
from phoihop.organizations import queries
from phoihop.organizations.queries.words import FEED_WORDS


@dataclass(frozen=True, slots=True)
class FeedRow:
    what: str
    created: str
    read: str
    revoke_url: str


@dataclass(frozen=True, slots=True)
class FeedsPage:
    title: str
    lede: str
    address: str  # of the feed just made, else ""
    note: Note | None
    rows: tuple[FeedRow, ...]
    empty: Empty
    form: Form
    why: str = ""


def feeds(actor: Actor, form: Form, url_path: str = "") -> FeedsPage:
    kinds = dict(choices_of_kinds())
    note = Note(
        _("Hãy chép địa chỉ này ngay"),
        _("Địa chỉ chỉ hiện một lần. Ai có địa chỉ này đều đọc được lịch, nên đừng gửi cho người khác."),
    )
    return FeedsPage(
        title=_("Lịch trong chương trình của tôi"),
        lede=_(
            "Dán địa chỉ vào chương trình lịch trên máy hoặc điện thoại: lịch tự cập nhật, và chỉ có những gì bạn được "
            "xem vào ngày chương trình đọc."
        ),
        address=f"{settings.PHOIHOP_SITE_URL}{url_path}" if url_path else "",
        note=note if url_path else None,
        rows=tuple(_row(line, kinds) for line in queries.own_feeds(actor)),
        empty=Empty(_("Bạn chưa có địa chỉ lịch nào."), _("Chọn nội dung ở dưới rồi lập địa chỉ.")),
        form=form,
    )


def _row(line: queries.FeedLine, kinds: dict[str, str]) -> FeedRow:
    what = [str(FEED_WORDS[line.what]), line.unit_name, kinds.get(line.about, line.about)]
    read = words.moment(timezone.localtime(line.last_read_at)) if line.last_read_at else ""
    return FeedRow(
        what=" · ".join(filter(None, what)),
        created=_("lập ngày %(day)s") % {"day": words.day(timezone.localtime(line.created_at).date())},
        read=_("đọc lần cuối %(when)s") % {"when": read} if read else _("chưa chương trình nào đọc"),
        revoke_url=reverse("organizations:revoke_feed", args=[line.id]),
    )


def choices_of_kinds() -> list[tuple[str, str]]:
    return [(dated.kind, str(dated.words)) for dated in dates()]


def choices_of_own_units(actor: Actor, at: datetime) -> list[tuple[int, str]]:
    return [(seat.unit_id, seat.unit_name) for seat in queries.seat_choices(actor.account_id or 0, at)]
