"""What happened to a thing, newest first: a panel on its page, and the whole of it on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.desk import queries
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Glyph, Link, Pager, State, TimelineItem, words
from phoihop.ledger.queries import Line

ON_A_PANEL = 12

# How the last word of a ledger kind looks; what is not here simply happened.
ICONS = {
    "fell_due": State.LATE,
    "due_soon": State.SOON,
    "expiring": State.SOON,
    "blocked": State.BLOCK,
    "refused": State.BLOCK,
    "returned": State.BLOCK,
    "handed_in": State.WAIT,
    "supported": State.WAIT,
    "sent": State.WAIT,
    "requested": State.WAIT,
    "proposed": State.WAIT,
    "notified": State.WAIT,
    "called": State.WAIT,
    "opened": State.PLAN,
    "compiled": State.PLAN,
    "drafted": State.PLAN,
    "started": State.DOING,
    "entered": State.DOING,
    "unblocked": State.DOING,
    "waived": State.HELD,
    "withdrawn": State.HELD,
    "recalled": State.HELD,
    "dropped": State.HELD,
}


@dataclass(frozen=True, slots=True)
class TimelinePanel:
    items: tuple[TimelineItem, ...]
    more: Link | None


@dataclass(frozen=True, slots=True)
class TimelinePage:
    title: str
    code: str
    items: tuple[TimelineItem, ...]
    pager: Pager
    empty: Empty
    why: str


def panel_on(on: str) -> Callable[[Actor, str, datetime], TimelinePanel]:
    """The builder of the panel for one kind of page; that page has asked whether its reader may see the thing."""

    def build(actor: Actor, code: str, at: datetime) -> TimelinePanel:
        found = queries.timeline(actor, on, code, limit=ON_A_PANEL)
        more = Link(_("Xem tiếp diễn biến"), _url(on, code, found.next)) if found.next else None
        return TimelinePanel(tuple(_item(line, code) for line in found.lines), more)

    return build


def timeline_page(actor: Actor, on: str, code: str, before: int | None, at: datetime) -> TimelinePage:
    title = queries.title_of(actor, on, code, at)
    found = queries.timeline(actor, on, code, before=before)
    return TimelinePage(
        title=_("Diễn biến: %(title)s") % {"title": title},
        code=code,
        items=tuple(_item(line, code) for line in found.lines),
        pager=Pager(_url(on, code) if before else "", _url(on, code, found.next) if found.next else ""),
        empty=Empty(_("Không còn diễn biến nào trước đó.")),
        why=_("Bạn xem được diễn biến vì xem được chính hồ sơ này."),
    )


def _item(line: Line, code: str) -> TimelineItem:
    at = timezone.localtime(line.at)
    state = ICONS.get(line.kind.partition(".")[2], State.DONE)
    post = line.post
    if line.acting_for:
        post = _("%(post)s (thay %(other)s)") % {"post": line.post, "other": line.acting_for}
    return TimelineItem(
        glyph=Glyph(state.value, _("Đã ghi")),
        day=words.moment(at),
        iso=at.isoformat(timespec="minutes"),
        text=line.sentence,
        meta=" · ".join(filter(None, (line.unit_name, post, line.code if line.code != code else ""))),
    )


def _url(on: str, code: str, before: int | None = None) -> str:
    return reverse("desk:timeline", args=[on, code]) + (f"?truoc={before}" if before else "")
