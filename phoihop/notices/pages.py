from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Pager, Tab, words
from phoihop.notices import queries
from phoihop.notices.queries import NoticeLine


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    url: str
    meta: str
    is_unread: bool
    read_url: str


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    is_now: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class InboxPage:
    title: str
    tabs: tuple[Tab, ...]
    days: tuple[Day, ...]
    up_to: str  # the newest entry shown; empty when all are read
    back: str
    pager: Pager
    empty: Empty
    why: str


def inbox_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> InboxPage:
    before = asked.get("truoc", "")
    is_all = asked.get("xem") == "tat-ca"
    box = queries.inbox(actor, not is_all, int(before) if before.isdecimal() and len(before) < 19 else None)
    unread = queries.unread_count(actor)
    return InboxPage(
        title=_("Hộp thư"),
        tabs=(
            Tab(_("Chưa đọc"), _url(False), count=str(unread), is_current=not is_all),
            Tab(_("Tất cả"), _url(True), is_current=is_all),
        ),
        days=tuple(
            Day(words.long_day(day), day == timezone.localtime(at).date(), tuple(_line(line) for line in lines))
            for day, lines in groupby(box.lines, key=lambda line: timezone.localtime(line.at).date())
        ),
        up_to=str(box.newest) if unread and box.lines and not before else "",
        back="tat-ca" if is_all else "",
        pager=Pager(_url(is_all) if before else "", _url(is_all, box.next) if box.next else ""),
        empty=Empty(
            _("Không còn thông báo nào."),
            _("Hộp thư báo việc người khác vừa làm mà cơ quan bạn cần biết; việc của chính bạn không báo lại."),
        ),
        why=_("Hộp thư chỉ mở cho chính bạn."),
    )


def back_url(back: str) -> str:
    """The view of the inbox a button was pressed on."""
    return _url(back == "tat-ca")


def _url(is_all: bool, before: int | None = None) -> str:
    asked = {"xem": "tat-ca" if is_all else "", "truoc": before or ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("notices:inbox") + (f"?{query}" if query else "")


def _line(line: NoticeLine) -> Line:
    who = ", ".join(filter(None, (line.post, line.unit_name)))
    return Line(
        what=line.sentence,
        url=line.url,
        meta=f"{words.clock(timezone.localtime(line.at))} · {who}" if who else words.clock(timezone.localtime(line.at)),
        is_unread=line.read_at is None,
        read_url=reverse("notices:read", args=[line.id]),
    )
