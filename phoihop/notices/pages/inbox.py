"""The inbox of a person in his seat, and that of his office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Link, Note, Pager, Tab, words
from phoihop.notices import queries
from phoihop.notices.queries import NoticeLine
from phoihop.notices.rules import Owner

GLYPHS = {"late": "late", "today": "soon", "week": "doing", "answer": "wait"}


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    url: str
    meta: str
    is_unread: bool
    read_url: str
    glyph: str


@dataclass(frozen=True, slots=True)
class Day:
    """A group of lines: what asks for something, or a day's news."""

    label: str
    is_now: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """Another of one's units, whose pages open only from there."""

    said: str
    unit_id: int
    label: str
    next: str


@dataclass(frozen=True, slots=True)
class InboxPage:
    title: str
    lede: str
    tabs: tuple[Tab, ...]
    seats: tuple[Tab, ...]  # empty for whoever has one seat
    switch: Switch | None
    notes: tuple[Note, ...]
    links: tuple[Link, ...]
    days: tuple[Day, ...]
    up_to: str  # the newest entry shown; empty when all are read
    read_all_url: str
    back: str
    pager: Pager
    empty: Empty
    why: str


def inbox_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> InboxPage:
    before, is_all = _asked(asked)
    seats = queries.unread_by_seat(actor, at)
    other = next((one for one in seats if str(one.unit_id) == asked.get("vi-tri") and not one.is_current), None)
    box = queries.inbox(actor, not is_all, before, of_unit=other.unit_id if other else None, at=at)
    unread = other.unread if other else queries.unread_count(actor)
    unit = other.unit_id if other else None
    return InboxPage(
        title=_("Hộp thư"),
        lede="",
        tabs=(
            Tab(_("Chưa đọc"), _url(False, unit=unit), count=str(unread), is_current=not is_all),
            Tab(_("Tất cả"), _url(True, unit=unit), is_current=is_all),
        ),
        seats=_seats(seats, is_all, other) if len(seats) > 1 else (),
        switch=_switch(other) if other else None,
        notes=_notes(actor),
        links=_links(actor, at),
        days=_days(box.lines, {} if is_all or other else queries.waiting_groups(actor, at), at, "notices:read"),
        up_to=str(box.newest) if unread and box.lines and before is None and not other else "",
        read_all_url=reverse("notices:read-all"),
        back="tat-ca" if is_all else "",
        pager=_pager("notices:inbox", before, is_all, box.next, unit),
        empty=Empty(
            _("Không còn thông báo nào."),
            _("Hộp thư báo việc người khác vừa làm mà cơ quan bạn cần biết; việc của chính bạn không báo lại."),
        ),
        why=_("Hộp thư chỉ mở cho chính bạn."),
    )


def office_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> InboxPage:
    """For everybody of the office: who keeps its inbox. For the keeper: what lies in it."""
    before, is_all = _asked(asked)
    owner = queries.owner_of(actor.unit_id or 0, at)
    is_mine = owner.is_one(actor.account_id)
    box = queries.office_box(actor, not is_all, before) if is_mine else queries.Inbox((), None, 0)
    unread, elsewhere = queries.office_unread(actor)
    tabs = (
        Tab(_("Chưa đọc"), _office_url(False), count=str(unread), is_current=not is_all),
        Tab(_("Tất cả"), _office_url(True), is_current=is_all),
    )
    return InboxPage(
        title=_("Hộp thư cơ quan"),
        lede=f"{actor.unit_name}. {keeper_words(owner)}",
        tabs=tabs if is_mine else (),
        seats=(),
        switch=None,
        notes=_office_notes(elsewhere) if is_mine else (),
        links=_office_links(is_mine),
        days=_days(
            box.lines, {} if is_all or not is_mine else queries.waiting_groups(actor, at), at, "notices:read-office"
        ),
        up_to=str(box.newest) if is_mine and unread and box.lines and before is None else "",
        read_all_url=reverse("notices:read-all-office"),
        back="tat-ca" if is_all else "",
        pager=_pager("notices:office", before, is_all, box.next, None),
        empty=Empty(
            _("Không còn thông báo nào.") if is_mine else _("Thông báo trong hộp này do người giữ xem và xử lý."),
            _("Hộp thư cơ quan nhận mọi điều báo đến cơ quan; người giữ đổi thì hộp thư vẫn còn."),
        ),
        why=_("Ai của cơ quan cũng xem được hộp thư do ai giữ; chỉ người giữ xem được trong hộp có gì."),
    )


def keeper_words(owner: Owner) -> str:
    """Who keeps an inbox, and why it is he."""
    said = {"post": owner.post, "names": ", ".join(name for _one, name in owner.people)}
    return {
        "named": _("Người giữ hộp thư: %(post)s (%(names)s)."),
        "head": _("Không có chức vụ nào khác giữ hộp thư nên người đứng đầu giữ: %(post)s (%(names)s)."),
        "administrator": _("Chức vụ giữ hộp thư và người đứng đầu đang trống nên %(post)s (%(names)s) giữ."),
        "house": _("Không còn ai của cơ quan giữ được hộp thư nên quản trị hệ thống giữ: %(names)s."),
    }[owner.why] % said


def back_url(back: str) -> str:
    """The view of the inbox a button was pressed on."""
    return _url(back == "tat-ca")


def office_back_url(back: str) -> str:
    return _office_url(back == "tat-ca")


def _asked(asked: Mapping[str, str]) -> tuple[int | None, bool]:
    before = asked.get("truoc", "")
    is_number = before.isdecimal() and before.isascii() and len(before) < 19
    return (int(before) if is_number else None), asked.get("xem") == "tat-ca"


def _url(is_all: bool, before: int | None = None, unit: int | None = None) -> str:
    return _with("notices:inbox", is_all, before, unit)


def _office_url(is_all: bool, before: int | None = None) -> str:
    return _with("notices:office", is_all, before, None)


def _with(name: str, is_all: bool, before: int | None, unit: int | None) -> str:
    asked = {"xem": "tat-ca" if is_all else "", "vi-tri": unit or "", "truoc": before or ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse(name) + (f"?{query}" if query else "")


def _pager(name: str, before: int | None, is_all: bool, following: int | None, unit: int | None) -> Pager:
    first = _with(name, is_all, None, unit) if before is not None else ""
    return Pager(first, _with(name, is_all, following, unit) if following else "")


def _seats(seats: Sequence[queries.SeatCount], is_all: bool, other: queries.SeatCount | None) -> tuple[Tab, ...]:
    return tuple(
        Tab(
            one.name,
            _url(is_all, unit=None if one.is_current else one.unit_id),
            count=str(one.unread),
            is_current=one is other if other else one.is_current,
        )
        for one in seats
    )


def _switch(other: queries.SeatCount) -> Switch:
    return Switch(
        said=_("Các trang này mở được khi bạn làm việc từ %(unit)s.") % {"unit": other.name},
        unit_id=other.unit_id,
        label=_("Làm việc từ %(unit)s") % {"unit": other.name},
        next=reverse("notices:inbox"),
    )


def _notes(actor: Actor) -> tuple[Note, ...]:
    """Why no mail comes, when none does."""
    address = queries.address_of(actor)
    change = Link(_("Thông báo của tôi"), reverse("notices:settings"))
    if address.bounced and not address.address:
        day = words.day(timezone.localtime(address.bounced_at).date()) if address.bounced_at else ""
        said = _("Thư gửi đến %(address)s bị trả lại ngày %(day)s; từ đó thông báo chỉ có ở đây.")
        return (Note(_("Không gửi thư cho bạn được."), said % {"address": address.bounced, "day": day}, change, True),)
    return ()


def _office_notes(elsewhere: int) -> tuple[Note, ...]:
    if not elsewhere:
        return ()
    said = ngettext(
        "%(count)s thông báo chưa đọc thuộc vị trí khác của cơ quan, vị trí của bạn không mở được.",
        "%(count)s thông báo chưa đọc thuộc vị trí khác của cơ quan, vị trí của bạn không mở được.",
        elsewhere,
    )
    return (Note(said % {"count": elsewhere}),)


def _links(actor: Actor, at: datetime) -> tuple[Link, ...]:
    return (
        Link(_("Hộp thư cơ quan"), reverse("notices:office")),
        Link(_("Thông báo của tôi"), reverse("notices:settings")),
    )


def _office_links(is_mine: bool) -> tuple[Link, ...]:
    own = (Link(_("Cách nhận của hộp thư"), reverse("notices:office-settings")),) if is_mine else ()
    return (Link(_("Hộp thư của tôi"), reverse("notices:inbox")), *own)


def _days(lines: Sequence[NoticeLine], waiting: Mapping[str, str], at: datetime, door: str) -> tuple[Day, ...]:
    """First what asks for something, by what it asks for; then the news, by day."""
    labels = {
        "late": _("Trễ hạn"),
        "today": _("Đến hạn hôm nay"),
        "week": _("Đến hạn trong tuần"),
        "answer": _("Chờ trả lời"),
    }
    groups = []
    for group, label in labels.items():
        mine = tuple(_line(line, door, group) for line in lines if waiting.get(line.code) == group)
        if mine:
            groups.append(Day(label, group in ("late", "today"), mine))
    rest = [line for line in lines if line.code not in waiting]
    today = timezone.localtime(at).date()
    for day, told in groupby(rest, key=lambda line: timezone.localtime(line.at).date()):
        groups.append(Day(words.long_day(day), day == today, tuple(_line(line, door, "") for line in told)))
    return tuple(groups)


def _line(line: NoticeLine, door: str, group: str) -> Line:
    when = timezone.localtime(line.at)
    meta = [words.moment(when) if group else words.clock(when), ", ".join(filter(None, (line.post, line.unit_name)))]
    if line.acting_for:
        meta.append(_("thay mặt %(post)s") % {"post": line.acting_for})
    if line.was_mailed:
        meta.append(_("đã gửi qua thư"))
    if line.read_by:
        meta.append(_("%(post)s đã xem") % {"post": line.read_by})
    return Line(
        what=line.sentence,
        url=line.url,
        meta=" · ".join(filter(None, meta)),
        is_unread=line.read_at is None,
        read_url=reverse(door, args=[line.id]),
        glyph="plan" if line.read_at is not None else GLYPHS.get(group, "wait"),
    )
