"""One letter: what it says, how far it has come to each office, what the reader may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.dispatches import queries, states
from phoihop.dispatches.pages.boxes import box_url
from phoihop.dispatches.pages.words import (
    CHANNEL_WORDS,
    HANDLING_WORDS,
    PURPOSE_WORDS,
    RECALL_WORDS,
    STEP_WORDS,
    counted,
    glyph,
    glyph_of,
    moment,
)
from phoihop.dispatches.queries import DispatchValue, RecipientValue
from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.parts import Glyph, Link, Note, State, Term, TimelineItem, words
from phoihop.ground.parts.compare import Diff, compare
from phoihop.ground.sheet import ActView

BY_HAND = ("link", "print")
MOST_SHOWN = 100  # recipients on the page; of more those that need attention come first


@dataclass(frozen=True, slots=True)
class Share:
    """One recipient on the letter's page."""

    unit: str
    unit_id: int
    state: Glyph
    channel: str
    trouble: str
    delivered: str
    answered: str
    post: str
    text: str
    handling: str
    ways: tuple[tuple[str, str], ...]  # channels the sender may send it by once more, the likeliest first
    again_url: str
    is_by_hand: bool
    hand_over_url: str
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
    bases: tuple[str, ...]
    body: str
    official: Term | None  # the numbered letter, or that it is being written
    attachments: tuple[Term, ...]
    diff: Diff | None
    note: Note | None
    shares: tuple[Share, ...]
    counted: str
    more: str
    print_url: str
    timeline: tuple[TimelineItem, ...]
    acknowledge: Act | None
    refuse: Act | None
    recall: Act | None
    answer_recall: Act | None
    steps: tuple[tuple[str, str], ...]
    handle_url: str
    version: str
    replace_url: str
    panels: tuple[sheet.Shown, ...]
    why: str


def letter_page(actor: Actor, code: str, at: datetime, forms: Mapping[str, Form]) -> LetterPage:
    """`forms` are those of the acts by name; an act the reader may not do is left out."""
    value = queries.dispatch_page_value(actor, code)
    line = value.line
    shown = (
        sorted(line.recipients, key=_attention)[:MOST_SHOWN] if len(line.recipients) > MOST_SHOWN else line.recipients
    )
    hidden = len(line.recipients) - len(shown)
    by_hand = value.may_send_again and any(s.channel in BY_HAND and s.state in states.WAITING for s in line.recipients)
    return LetterPage(
        title=line.subject,
        code=code,
        mark=words.illustration(line.is_illustration),
        box=Link(_("Công văn"), box_url("out" if line.sender_id == actor.unit_id else "in")),
        state=glyph(line),
        terms=terms_of(value),
        bases=tuple(filter(None, map(str.strip, value.bases.splitlines()))),
        body=value.body,
        official=_official(value),
        attachments=tuple(Term(one.code, one.title, one.url) for one in value.attachments),
        diff=_diff(value),
        note=_note(value),
        shares=tuple(_share(share, value) for share in shown),
        counted=counted(line.recipients) if len(line.recipients) > 1 else "",
        more=_("và %(more)s nơi nhận khác, đã đi xa hơn") % {"more": hidden} if hidden else "",
        print_url=reverse("dispatches:print", args=[code]) if by_hand else "",
        timeline=_timeline(value),
        acknowledge=_act(value, "acknowledge", forms, _("Tiếp nhận"), _("Tiếp nhận công văn")),
        refuse=_act(value, "refuse", forms, _("Từ chối"), _("Từ chối công văn")),
        recall=_act(value, "recall", forms, _("Thu hồi"), _("Thu hồi công văn")),
        answer_recall=_act(value, "answer_recall", forms, _("Trả lời"), _("Cơ quan gửi xin thu hồi công văn này")),
        steps=tuple((step, str(STEP_WORDS[step])) for step in value.next_steps),
        handle_url=reverse("dispatches:handle", args=[code]) if value.next_steps else "",
        version=str(line.own.version) if line.own else "",
        replace_url=f"{reverse('dispatches:write')}?thay={code}" if value.may_replace else "",
        panels=sheet.shown_on("dispatch", actor, code, at),
        why=value.why,
    )


def act_view(value: DispatchValue, own: RecipientValue, *, is_open: bool) -> ActView:
    """The letter for an office without an account."""
    attached = ", ".join(one.title for one in value.attachments)
    return ActView(
        title=value.line.subject,
        facts=(
            *((term.name, term.text) for term in terms_of(value)),
            (_("Số"), value.line.code),
            (_("Nơi nhận"), own.unit_name),
            *(((_("Kèm theo"), attached),) if attached else ()),
        ),
        text=value.body,
        is_open=is_open,
        closed_because="" if is_open else _closed(value, own),
    )


def recall_view(value: DispatchValue, own: RecipientValue) -> ActView:
    """The letter an office took on without an account, and why the sender asks it back."""
    is_open = own.recall == "ASKED"
    return ActView(
        title=value.line.subject,
        facts=(
            *((term.name, term.text) for term in terms_of(value)),
            (_("Số"), value.line.code),
            (_("Lý do xin thu hồi"), value.recall_reason),
        ),
        text=value.body,
        is_open=is_open,
        closed_because="" if is_open else _("Cơ quan đã trả lời, hoặc cơ quan gửi không còn xin thu hồi công văn này."),
    )


def terms_of(value: DispatchValue) -> tuple[Term, ...]:
    line = value.line
    post = f", {value.sender_post}" if value.sender_post else ""
    terms = [
        Term(_("Cơ quan gửi"), f"{line.sender_name}{post}"),
        Term(_("Mục đích"), str(PURPOSE_WORDS[line.purpose])),
        Term(_("Gửi lúc"), moment(line.sent_at)),
    ]
    if value.about:
        terms.append(Term(_("Về hồ sơ"), value.about))
    if value.former:
        name = _("Thay công văn") if value.former.how == "REPLACE" else _("Cập nhật công văn")
        terms.append(Term(name, value.former.code, reverse("dispatches:letter", args=[value.former.code])))
    return tuple(terms)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _attention(share: RecipientValue) -> int:
    order = ("FAILED", "REFUSED", "DELAYED", "CREATED", "SENDING", "DELIVERED")
    return order.index(share.state) if share.state in order else len(order)


def _closed(value: DispatchValue, own: RecipientValue) -> str:
    if own.state == "RECALLED" and value.successor:
        return _("Công văn này đã được thay bằng công văn %(new)s; hãy trả lời công văn mới.") % {
            "new": value.successor
        }
    closed = {
        "ACKNOWLEDGED": _("Cơ quan đã tiếp nhận công văn này lúc %(at)s."),
        "REFUSED": _("Cơ quan đã từ chối công văn này lúc %(at)s."),
        "RECALLED": _("Cơ quan gửi đã thu hồi công văn này; không cần trả lời."),
    }
    return closed[own.state] % {"at": moment(own.answered_at)}


def _official(value: DispatchValue) -> Term | None:
    if not value.is_formal:
        return None
    if not value.letter_url:
        return Term(_("Công văn chính thức"), _("đang soạn, hoặc chưa gửi đến cơ quan bạn"))
    return Term(
        _("Công văn chính thức"),
        _("Công văn số %(number)s, tải DOCX / PDF") % {"number": value.letter_code},
        value.letter_url,
    )


def _diff(value: DispatchValue) -> Diff | None:
    """What changed since the letter that this one stands in for."""
    old = value.former
    if old is None:
        return None
    return compare(
        [("subject", _("Trích yếu"), old.subject), ("body", _("Nội dung"), old.body)],
        [("subject", _("Trích yếu"), value.line.subject), ("body", _("Nội dung"), value.body)],
        old_name=old.code,
        new_name=value.line.code,
    )


def _note(value: DispatchValue) -> Note | None:
    line = value.line
    if value.successor:
        link = Link(_("Mở công văn mới"), reverse("dispatches:letter", args=[value.successor]))
        return Note(_("Công văn này đã được thay bằng %(new)s.") % {"new": value.successor}, link=link)
    if line.state == "RECALLING":
        return Note(_("Cơ quan gửi đang xin thu hồi công văn này."), value.recall_reason)
    if line.state == "RECALLED":
        return Note(_("Công văn đã được cơ quan gửi thu hồi."), value.recall_reason)
    failed = [share.unit_name for share in line.recipients if share.state == "FAILED"]
    if failed and value.may_send_again:
        text = _("Thư đến %(units)s bị trả lại. Hãy chọn cách gửi khác ở bảng nơi nhận.") % {"units": _few(failed)}
        return Note(_("Không giao được."), text, is_late=True)
    waiting = [share.unit_name for share in line.recipients if share.state == "SENDING" and share.channel == "in_app"]
    if waiting:
        text = _("%(units)s chưa có người nhận trong hệ thống. Hệ thống giao lại ngay khi có.") % {
            "units": _few(waiting)
        }
        return Note(_("Chưa giao được."), text)
    return None


def _few(names: list[str]) -> str:
    if len(names) <= 5:
        return ", ".join(names)
    return _("%(units)s và %(more)s nơi khác") % {"units": ", ".join(names[:5]), "more": len(names) - 5}


def _share(share: RecipientValue, value: DispatchValue) -> Share:
    code, is_there = value.line.code, share.state == "DELIVERED" and share.channel == "in_app"
    may_again = value.may_send_again and share.state in states.WAITING and not is_there
    is_by_hand = value.may_send_again and share.channel in BY_HAND and share.state in states.WAITING
    return Share(
        unit=share.unit_name,
        unit_id=share.unit_id,
        state=glyph_of(share.state),
        channel=str(CHANNEL_WORDS[share.channel]),
        trouble=share.trouble if share.state in ("DELAYED", "FAILED") else "",
        delivered=moment(share.delivered_at),
        answered=moment(share.answered_at),
        post=share.answered_post,
        text=" · ".join(filter(None, (share.reservation or share.reason, share.recall_words))),
        handling=str(RECALL_WORDS.get(share.recall) or HANDLING_WORDS.get(share.handling) or ""),
        ways=_ways(share, value) if may_again else (),
        again_url=reverse("dispatches:send-again", args=[code, share.unit_id]) if may_again else "",
        is_by_hand=is_by_hand,
        hand_over_url=reverse("dispatches:hand-over", args=[code, share.unit_id])
        if is_by_hand and share.state == "CREATED"
        else "",
        version=share.version,
    )


def _ways(share: RecipientValue, value: DispatchValue) -> tuple[tuple[str, str], ...]:
    address = value.addresses.get(share.unit_id, "")
    ways = []
    if address:
        ways.append(("mail", _("Qua thư đến %(address)s") % {"address": address}))
    ways += [(way, str(CHANNEL_WORDS[way])) for way in ("print", "link", "in_app") if way != share.channel]
    return tuple(ways)


def _timeline(value: DispatchValue) -> tuple[TimelineItem, ...]:
    line = value.line
    happened = [(line.sent_at, State.PLAN, _("%(unit)s gửi") % {"unit": line.sender_name}, value.sender_post)]
    for share in line.recipients[:MOST_SHOWN]:
        happened += _happened(share)
    if value.recalled_at:
        texts = {"RECALLED": _("%(unit)s thu hồi"), "REPLACED": _("%(unit)s thay bằng công văn mới")}
        text = texts.get(line.state, _("%(unit)s xin thu hồi"))
        happened.append((value.recalled_at, State.HELD, text % {"unit": line.sender_name}, ""))
    return tuple(
        TimelineItem(Glyph.of(state, text), moment(at), timezone.localtime(at).isoformat(), text, meta=meta)
        for at, state, text, meta in sorted((h for h in happened if h[0]), key=lambda h: h[0] or value.created_at)
        if at is not None
    )


def _happened(share: RecipientValue) -> list[tuple[datetime | None, State, str, str]]:
    unit = {"unit": share.unit_name}
    found: list[tuple[datetime | None, State, str, str]] = []
    by = _("%(post)s trao") % {"post": share.handed_post} if share.handed_post else _("hệ thống")
    found.append((share.delivered_at, State.WAIT, _("Đã giao đến %(unit)s") % unit, by))
    if share.troubled_at:
        found.append((share.troubled_at, State.SOON, _("Thư đến %(unit)s gặp trở ngại") % unit, share.trouble))
    if share.answered_at and share.state != "REFUSED":
        text = _("%(unit)s tiếp nhận, có ý kiến bảo lưu") if share.reservation else _("%(unit)s tiếp nhận")
        found.append((share.answered_at, State.DONE, text % unit, share.answered_post))
    if share.state == "REFUSED":
        found.append((share.answered_at, State.BLOCK, _("%(unit)s từ chối") % unit, share.answered_post))
    if share.handled_at:
        step = {**unit, "step": str(HANDLING_WORDS[share.handling])}
        found.append((share.handled_at, State.DOING, _("%(unit)s: %(step)s") % step, ""))
    if share.recall_answered_at:
        step = {**unit, "step": str(RECALL_WORDS[share.recall])}
        found.append((share.recall_answered_at, State.HELD, _("%(unit)s %(step)s") % step, share.recall_post))
    return found


def _act(value: DispatchValue, name: str, forms: Mapping[str, Form], label: str, title: str) -> Act | None:
    if not getattr(value, f"may_{name}"):
        return None
    version = str(value.line.own.version) if value.line.own else ""
    url = reverse(f"dispatches:{name.replace('_', '-')}", args=[value.line.code])
    return Act(url, title, label, forms[name], version)
