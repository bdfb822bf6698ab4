"""The boxes of letters, and letters about a thing on that thing's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.dispatches import queries
from phoihop.dispatches.pages.words import PURPOSE_WORDS, glyph, glyph_of
from phoihop.dispatches.queries import DispatchLine
from phoihop.ground.actor import Actor, Role
from phoihop.ground.parts import Empty, Pager, Row, Tab, words
from phoihop.ground.powers import may

STATE_FILTERS = {
    "": gettext_lazy("Tất cả"),
    "waiting": gettext_lazy("Chờ trả lời"),
    "stuck": gettext_lazy("Chưa đến nơi"),
    "answered": gettext_lazy("Đã trả lời"),
    "recalled": gettext_lazy("Đã thu hồi"),
}
DIRECTION_WORDS = {
    "in": gettext_lazy("Công văn đến"),
    "out": gettext_lazy("Công văn đi"),
    "all": gettext_lazy("Địa bàn kiểm tra"),
}


@dataclass(frozen=True, slots=True)
class BoxPage:
    title: str
    counted: str
    new_url: str
    tabs: tuple[Tab, ...]
    filters: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    why: str = ""


@dataclass(frozen=True, slots=True)
class AboutPanel:
    """Letters about a thing of another room, on that thing's page."""

    rows: tuple[Row, ...]
    new_url: str


def box_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> BoxPage:
    direction = asked.get("chieu", "in")
    direction = direction if direction in _directions(actor) else "in"
    state = asked.get("trang-thai", "")
    state = state if state in STATE_FILTERS else ""
    after = asked.get("sau", "")
    box = queries.box(actor, direction, state, int(after) if after.isdecimal() and len(after) < 19 else None)
    return BoxPage(
        title=str(DIRECTION_WORDS[direction]),
        counted=_("Đã giao là việc của máy; đã tiếp nhận là lời của cơ quan nhận."),
        new_url=reverse("dispatches:write") if may(actor, "dispatch.send") else "",
        tabs=tuple(
            Tab(str(DIRECTION_WORDS[one]), box_url(one), is_current=one == direction) for one in _directions(actor)
        ),
        filters=tuple(
            Tab(str(label), box_url(direction, one), is_current=one == state)
            for one, label in STATE_FILTERS.items()
            if one != "stuck" or direction != "in"
        ),
        rows=tuple(_row(line, direction) for line in box.lines),
        pager=Pager(
            previous_url=box_url(direction, state) if after else "",
            next_url=box_url(direction, state, box.next) if box.next else "",
        ),
        empty=Empty(_("Không có công văn nào ở đây."), _("Công văn giữa các cơ quan hiện ở đây ngay khi được gửi.")),
    )


def letters_about(actor: Actor, code: str, at: datetime) -> AboutPanel | None:
    lines = queries.letters_about(actor, code)
    new_url = f"{reverse('dispatches:write')}?{urlencode({'ve': code})}" if may(actor, "dispatch.send") else ""
    if not lines and not new_url:
        return None
    return AboutPanel(tuple(_row(line, "all") for line in lines), new_url)


def box_url(direction: str, state: str = "", after: int | None = None) -> str:
    asked = {"chieu": direction if direction != "in" else "", "trang-thai": state, "sau": after or ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("dispatches:list") + (f"?{query}" if query else "")


def _directions(actor: Actor) -> tuple[str, ...]:
    return ("in", "out", "all") if actor.has_role({Role.AUDITOR}) else ("in", "out")


def _row(line: DispatchLine, direction: str) -> Row:
    return Row(
        glyph=glyph_of(line.own.state) if direction == "in" and line.own else glyph(line),
        what=line.subject,
        url=reverse("dispatches:letter", args=[line.code]),
        meta=_meta(line, direction),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def _meta(line: DispatchLine, direction: str) -> str:
    sent = words.day(timezone.localtime(line.sent_at).date()) if line.sent_at else "–"
    purpose = str(PURPOSE_WORDS[line.purpose])
    to = ", ".join(share.unit_name for share in line.recipients[:3])
    if len(line.recipients) > 3:
        to = _("%(units)s và %(more)s nơi khác") % {"units": to, "more": len(line.recipients) - 3}
    if direction == "in":
        return f"{line.sender_name} · {purpose} · {sent}"
    if direction == "out":
        return _("Gửi %(units)s") % {"units": to} + f" · {purpose} · {sent}"
    return f"{line.sender_name} → {to} · {purpose} · {sent}"
