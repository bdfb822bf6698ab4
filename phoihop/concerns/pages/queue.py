"""The queue: what the reader's unit has to do about concerns, by what is to be done; and panels on other pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns import queries, states
from phoihop.concerns.pages import words as say
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Empty, Link, Pager, Row, State, Tab, words
from phoihop.ground.powers import SIGNED_IN, may
from phoihop.organizations.queries import unit_names

TABS = {
    "": ("all", gettext_lazy("Tất cả")),
    "moi": ("new", gettext_lazy("Mới")),
    "xem-xet": ("moderate", gettext_lazy("Chờ xem xét")),
    "cua-toi": ("mine", gettext_lazy("Chờ cơ quan tôi")),
    "cho-noi-khac": ("others", gettext_lazy("Chờ nơi khác")),
    "tre": ("late", gettext_lazy("Quá hạn")),
    "da-tra-loi": ("answered", gettext_lazy("Đã trả lời")),
}


@dataclass(frozen=True, slots=True)
class QueuePage:
    title: str
    said: str
    tab: str
    tabs: tuple[Tab, ...]
    form: Any
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    record: Link | None
    links: tuple[Link, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ConcernsPanel:
    title: str
    rows: tuple[Row, ...]
    more: Link | None = None


def queue_page(actor: Actor, asked: Mapping[str, str], form: Any, at: datetime) -> QueuePage:
    tab = asked.get("xem", "") if asked.get("xem", "") in TABS else ""
    service, place = asked.get("linh_vuc", ""), asked.get("noi", "")
    text = asked.get("tim", "")[:100]
    found = queries.concern_lines(
        actor, at, tab=TABS[tab][0], text=text, service=service, place=place, after=asked.get("sau", "")
    )
    counts = queries.tab_counts(actor, at)
    given = (("xem", tab), ("tim", text), ("linh_vuc", service), ("noi", place))
    kept = {name: value for name, value in given if value}
    return QueuePage(
        title=_("Phản ánh của người dân"),
        said=_("Mỗi phản ánh một cơ quan chịu trách nhiệm, một ngày hứa, một câu trả lời."),
        tab=tab,
        tabs=tuple(_tab(name, tab, counts) for name in TABS),
        form=form,
        rows=rows_of(found.lines, at),
        pager=Pager(next_url=f"?{urlencode({**kept, 'sau': found.next_key})}" if found.next_key else ""),
        empty=Empty(
            _("Không có phản ánh nào ở đây."),
            _("Phản ánh gửi qua cổng, ứng dụng, thư điện tử tự vào hàng chờ; cuộc gọi và thư giấy thì ghi tay."),
        ),
        record=Link(_("Ghi cuộc gọi, thư"), reverse("concerns:record")) if may(actor, "concern.record") else None,
        links=_links(actor),
        why=str(SIGNED_IN),
    )


def _tab(name: str, current: str, counts: Mapping[str, int]) -> Tab:
    view, label = TABS[name]
    here = reverse("concerns:list")
    count = counts.get(view)
    url = f"{here}?{urlencode({'xem': name})}" if name else here
    return Tab(str(label), url, str(count) if count is not None else "", is_current=name == current)


def _links(actor: Actor) -> tuple[Link, ...]:
    links = [Link(_("Số liệu"), reverse("concerns:figures"))]
    if may(actor, "data.handle"):
        links.append(Link(_("Yêu cầu về dữ liệu cá nhân"), reverse("concerns:requests")))
    if may(actor, "service.see"):
        links.append(Link(_("Tuyến và đồng hồ"), reverse("concerns:settings")))
    return tuple(links)


def rows_of(lines: tuple[queries.ConcernLine, ...], at: datetime) -> tuple[Row, ...]:
    today = local_date(at)
    far = say.distances(today, [line.promised_date for line in lines])
    return tuple(_row(line, far) for line in lines)


def _row(line: queries.ConcernLine, far: Mapping[date, int]) -> Row:
    is_open = line.state in states.OPEN
    distance = far[line.promised_date]
    glyph = say.state_of(line.state, line.state_words, is_overdue=is_open and line.is_late)
    icon = State.LATE if distance < 0 else State.SOON if distance <= 2 else State.DOING
    answered = _("trả lời trễ") if line.is_late else _("trả lời đúng hạn")
    due = say.due(
        line.promised_date,
        distance,
        icon=icon,
        is_running=is_open,
        said=answered if line.answered_at is not None else line.state_words,
    )
    return Row(
        glyph=glyph,
        what=line.title,
        url=reverse("concerns:concern", args=[line.code]),
        meta=say.joined([line.lead.short if line.lead else _("chưa giao"), line.state_words]),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        hit=_("Cần người xem xét trước") if line.is_flagged and line.state == "HELD" else "",
        due=due,
    )


def filter_choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """Services and places of the territories that the reader receives for, and of his own."""
    own = [name.territory for name in unit_names([actor.unit_id]).values()] if actor.unit_id else []
    territories = dict.fromkeys([*own, *queries.desks_of(actor)])
    services = {key: name for one in territories for key, name in queries.services_of(one, is_open_only=False)}
    places = {spot.key: spot.name for one in territories for spot in queries.spots_of(one)}
    return {"services": list(services.items()), "places": list(places.items())}


# ── panels ──────────────────────────────────────────────────────────────────────────────────────────────────


def on_topic(actor: Actor, code: str, at: datetime) -> ConcernsPanel | None:
    """Concerns about a topic, for those who may see them."""
    lines = queries.concerns_about(actor, code, at)
    return ConcernsPanel(_("Phản ánh về vấn đề này"), rows_of(lines, at)) if lines else None


def on_obligation(actor: Actor, code: str, at: datetime) -> ConcernsPanel | None:
    """The concern that an obligation answers."""
    line = queries.concern_of_obligation(actor, code, at)
    return ConcernsPanel(_("Phản ánh cần trả lời"), rows_of((line,), at)) if line is not None else None
