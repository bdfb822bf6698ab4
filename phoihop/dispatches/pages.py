"""What the templates of this room may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.dispatches import queries
from phoihop.dispatches.queries import DispatchLine, DispatchValue, RecipientValue
from phoihop.ground import sheet
from phoihop.ground.actor import Actor, Role
from phoihop.ground.parts import Empty, Glyph, Link, Note, Pager, Row, State, Tab, Term, TimelineItem, words
from phoihop.ground.powers import may
from phoihop.ground.sheet import ActView
from phoihop.organizations.queries import units_to_choose

PURPOSE_WORDS = {
    "INFORM": gettext_lazy("Thông báo"),
    "OPINION": gettext_lazy("Xin ý kiến"),
    "APPROVE": gettext_lazy("Trình duyệt"),
    "DO": gettext_lazy("Yêu cầu thực hiện"),
}
STATE_GLYPHS = {
    "CREATED": (State.PLAN, gettext_lazy("Chưa gửi")),
    "SENT": (State.SOON, gettext_lazy("Chưa giao được")),
    "DELIVERED": (State.WAIT, gettext_lazy("Chờ tiếp nhận")),
    "ACKNOWLEDGED": (State.DONE, gettext_lazy("Đã tiếp nhận")),
    "REFUSED": (State.BLOCK, gettext_lazy("Đã từ chối")),
    "RECALLED": (State.HELD, gettext_lazy("Đã thu hồi")),
}
STATE_FILTERS = {
    "": gettext_lazy("Tất cả"),
    "waiting": gettext_lazy("Chờ trả lời"),
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
class Share:
    """One recipient on the letter's page."""

    unit: str
    state: Glyph
    sent: str
    delivered: str
    answered: str
    post: str
    text: str
    link_said: str  # how far the mail with links has come
    link_url: str  # where the sender has such a mail sent; empty: he may not, or need not
    link_label: str
    version: int


@dataclass(frozen=True, slots=True)
class Act:
    """A form on the letter's page: what it asks and where it goes."""

    url: str
    title: str
    label: str
    form: Form
    version: str  # of the share the reader sees


@dataclass(frozen=True, slots=True)
class LetterPage:
    title: str
    code: str
    mark: str
    box: Link
    state: Glyph
    terms: tuple[Term, ...]
    body: str
    note: Note | None
    shares: tuple[Share, ...]
    timeline: tuple[TimelineItem, ...]
    acknowledge: Act | None
    refuse: Act | None
    recall: Act | None
    panels: tuple[sheet.Shown, ...]
    why: str


@dataclass(frozen=True, slots=True)
class WritePage:
    title: str
    sender: str
    form: Form
    box: Link
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
            Tab(str(DIRECTION_WORDS[one]), _box_url(one), is_current=one == direction) for one in _directions(actor)
        ),
        filters=tuple(
            Tab(str(label), _box_url(direction, one), is_current=one == state) for one, label in STATE_FILTERS.items()
        ),
        rows=tuple(_row(line, direction) for line in box.lines),
        pager=Pager(
            previous_url=_box_url(direction, state) if after else "",
            next_url=_box_url(direction, state, box.next) if box.next else "",
        ),
        empty=Empty(_("Không có công văn nào ở đây."), _("Công văn giữa các cơ quan hiện ở đây ngay khi được gửi.")),
    )


def letter_page(actor: Actor, code: str, at: datetime, forms: Mapping[str, Form]) -> LetterPage:
    """`forms` are those of the acts by name; an act the reader may not do is left out."""
    value = queries.dispatch_page_value(actor, code)
    line = value.line
    return LetterPage(
        title=line.subject,
        code=code,
        mark=words.illustration(line.is_illustration),
        box=Link(_("Công văn"), _box_url("out" if line.sender_id == actor.unit_id else "in")),
        state=_glyph(line),
        terms=_terms(value),
        body=value.body,
        note=_note(value),
        shares=tuple(_share(share, value) for share in line.recipients),
        timeline=_timeline(value),
        acknowledge=_act(value, "acknowledge", forms, _("Tiếp nhận"), _("Tiếp nhận công văn")),
        refuse=_act(value, "refuse", forms, _("Từ chối"), _("Từ chối công văn")),
        recall=_act(value, "recall", forms, _("Thu hồi"), _("Thu hồi công văn")),
        panels=sheet.shown_on("dispatch", actor, code, at),
        why=value.why,
    )


def write_page(actor: Actor, form: Form) -> WritePage:
    return WritePage(
        title=_("Soạn công văn"), sender=actor.unit_name, form=form, box=Link(_("Công văn"), _box_url("out"))
    )


def offices(actor: Actor, text: str, chosen: Sequence[str], at: datetime) -> list[tuple[int, str]]:
    """The offices a new letter may go to: what was searched for first, then those ticked, then the own territory."""
    ids = [int(text) for text in chosen if text.isdecimal() and len(text) < 19]
    return [(unit.id, unit.name) for unit in units_to_choose(actor, at, text=text, chosen=ids)]


def letters_about(actor: Actor, code: str, at: datetime) -> AboutPanel | None:
    lines = queries.letters_about(actor, code)
    new_url = f"{reverse('dispatches:write')}?{urlencode({'ve': code})}" if may(actor, "dispatch.send") else ""
    if not lines and not new_url:
        return None
    return AboutPanel(tuple(_row(line, "all") for line in lines), new_url)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _directions(actor: Actor) -> tuple[str, ...]:
    return ("in", "out", "all") if actor.has_role({Role.AUDITOR}) else ("in", "out")


def _box_url(direction: str, state: str = "", after: int | None = None) -> str:
    asked = {"chieu": direction if direction != "in" else "", "trang-thai": state, "sau": after or ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("dispatches:list") + (f"?{query}" if query else "")


def _row(line: DispatchLine, direction: str) -> Row:
    return Row(
        glyph=_glyph_of(line.own.state) if direction == "in" and line.own else _glyph(line),
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


def _glyph_of(state: str) -> Glyph:
    shown, word = STATE_GLYPHS[state]
    return Glyph.of(shown, str(word))


def _glyph(line: DispatchLine) -> Glyph:
    """The whole letter stands where the recipient that needs most attention stands."""
    states = {share.state for share in line.recipients}
    if line.state != "SENT":
        return _glyph_of(line.state)
    return _glyph_of(next(s for s in ("REFUSED", "SENT", "DELIVERED", "ACKNOWLEDGED", "RECALLED") if s in states))


def _terms(value: DispatchValue) -> tuple[Term, ...]:
    line = value.line
    post = f", {value.sender_post}" if value.sender_post else ""
    terms = [
        Term(_("Cơ quan gửi"), f"{line.sender_name}{post}"),
        Term(_("Mục đích"), str(PURPOSE_WORDS[line.purpose])),
        Term(_("Gửi lúc"), _moment(line.sent_at)),
    ]
    return (*terms, Term(_("Về hồ sơ"), value.about)) if value.about else tuple(terms)


def _note(value: DispatchValue) -> Note | None:
    if value.recalled_at is not None:
        return Note(_("Công văn đã được cơ quan gửi thu hồi."), value.recall_reason)
    waiting = [share.unit_name for share in value.line.recipients if share.state == "SENT"]
    if waiting:
        units = {"units": ", ".join(waiting)}
        text = _("%(units)s chưa có người nhận trong hệ thống. Hệ thống giao lại ngay khi có.") % units
        return Note(_("Chưa giao được."), text)
    return None


def act_view(value: DispatchValue, own: RecipientValue, *, is_open: bool) -> ActView:
    """The letter for an office without an account."""
    line = value.line
    closed = {
        "ACKNOWLEDGED": _("Cơ quan đã tiếp nhận công văn này lúc %(at)s."),
        "REFUSED": _("Cơ quan đã từ chối công văn này lúc %(at)s."),
        "RECALLED": _("Cơ quan gửi đã thu hồi công văn này; không cần trả lời."),
    }
    return ActView(
        title=line.subject,
        facts=(
            *((term.name, term.text) for term in _terms(value)),
            (_("Số"), line.code),
            (_("Nơi nhận"), own.unit_name),
        ),
        text=value.body,
        is_open=is_open,
        closed_because="" if is_open else closed[own.state] % {"at": _moment(own.answered_at)},
    )


def _share(share: RecipientValue, value: DispatchValue) -> Share:
    address = value.linkable.get(share.unit_id, "")
    by_link = share.channel == "link"
    return Share(
        link_said=_("Liên kết đã gửi qua thư.") if by_link else "",
        link_url=reverse("dispatches:send-link", args=[value.line.code, share.unit_id]) if address else "",
        link_label=_("Gửi lại liên kết đến %(address)s") % {"address": address}
        if by_link
        else _("Gửi liên kết qua thư đến %(address)s") % {"address": address},
        version=share.version,
        unit=share.unit_name,
        state=_glyph_of(share.state),
        sent=_moment(share.sent_at),
        delivered=_moment(share.delivered_at),
        answered=_moment(share.answered_at),
        post=share.answered_post,
        text=share.reservation or share.reason,
    )


def _timeline(value: DispatchValue) -> tuple[TimelineItem, ...]:
    line = value.line
    happened = [(line.sent_at, State.PLAN, _("%(unit)s gửi") % {"unit": line.sender_name}, value.sender_post)]
    for share in line.recipients:
        unit = {"unit": share.unit_name}
        happened.append((share.delivered_at, State.WAIT, _("Đã giao đến %(unit)s") % unit, _("hệ thống")))
        if share.state == "ACKNOWLEDGED":
            text = _("%(unit)s tiếp nhận, có ý kiến bảo lưu") if share.reservation else _("%(unit)s tiếp nhận")
            happened.append((share.answered_at, State.DONE, text % unit, share.answered_post))
        if share.state == "REFUSED":
            happened.append((share.answered_at, State.BLOCK, _("%(unit)s từ chối") % unit, share.answered_post))
    happened.append((value.recalled_at, State.HELD, _("%(unit)s thu hồi") % {"unit": line.sender_name}, ""))
    return tuple(
        TimelineItem(Glyph.of(state, text), _moment(at), timezone.localtime(at).isoformat(), text, meta=meta)
        for at, state, text, meta in sorted((h for h in happened if h[0]), key=lambda h: h[0] or value.created_at)
        if at is not None
    )


def _act(value: DispatchValue, name: str, forms: Mapping[str, Form], label: str, title: str) -> Act | None:
    is_allowed = {"acknowledge": value.may_acknowledge, "refuse": value.may_refuse, "recall": value.may_recall}
    if not is_allowed[name]:
        return None
    version = str(value.line.own.version) if value.line.own else ""
    return Act(reverse(f"dispatches:{name}", args=[value.line.code]), title, label, forms[name], version)


def _moment(at: datetime | None) -> str:
    return words.moment(timezone.localtime(at)) if at else "–"
