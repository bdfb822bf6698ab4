"""The chain of mandates, one mandate, its acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.agreements import queries
from phoihop.agreements.pages.words import (
    MANDATE_KINDS,
    MANDATE_STATES,
    check_open,
    day,
    glyph,
    joined,
    moment,
    numbers_sent,
)
from phoihop.agreements.queries import MandateLine, MandateView, SpreadLine
from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Note, Row, State, Term, words
from phoihop.ground.powers import SIGNED_IN, may


@dataclass(frozen=True, slots=True)
class Found:
    """Where a citation leads."""

    said: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class MandatesPage:
    title: str
    text: str
    found: tuple[Found, ...]
    not_found: str
    rows: tuple[Row, ...]
    empty: Empty
    record_url: str
    why: str


@dataclass(frozen=True, slots=True)
class SpreadShown:
    unit: str
    state: Glyph
    due: str
    confirmed: str
    post: str
    note: str
    asked_by: str


@dataclass(frozen=True, slots=True)
class MandatePage:
    title: str
    code: str
    tag: str
    crumb: Link
    state: Glyph
    lede: str
    note: Note | None
    terms: tuple[Term, ...]
    chain: tuple[Row, ...]
    spread: tuple[SpreadShown, ...]
    counted: str
    agreements: tuple[Link, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    panels: tuple[sheet.Shown, ...]
    why: str


def mandates_page(actor: Actor, asked: Mapping[str, str]) -> MandatesPage:
    text = asked.get("q", "").strip()[:300]
    resolved = queries.resolve_citations(actor, text) if text else []
    found = tuple(Found(one.said, tuple(_row(line) for line in one.found)) for one in resolved if one.found)
    may_record = may(actor, "mandate.record", unit_id=actor.unit_id)
    return MandatesPage(
        title=_("Văn bản làm căn cứ"),
        text=text,
        found=found,
        not_found=_("Không thấy văn bản nào mang số này.") if text and not found else "",
        rows=tuple(_row(line, is_tree=True) for line in queries.mandate_chain(actor)),
        empty=Empty(
            _("Chưa có văn bản căn cứ nào."), _("Quyết định, hướng dẫn và công văn làm căn cứ được ghi ở đây.")
        ),
        record_url=reverse("agreements:record-mandate") if may_record else "",
        why=str(SIGNED_IN),
    )


def mandate_page(actor: Actor, code: str, at: datetime) -> MandatePage:
    view = queries.mandate_view(actor, code)
    line = view.line
    acts = _acts(view)
    return MandatePage(
        title=f"{MANDATE_KINDS[line.kind]} {line.number}",
        code=code,
        tag=words.illustration(line.is_illustration),
        crumb=Link(_("Văn bản căn cứ"), reverse("agreements:mandates")),
        state=glyph(MANDATE_STATES, line.state),
        lede=line.subject,
        note=_note(line),
        terms=_terms(view),
        chain=tuple(_row(one, is_tree=True) for one in view.chain if one.code != code),
        spread=tuple(_spread(one, local_date(at)) for one in view.spread),
        counted=_("%(confirmed)s/%(asked)s cơ quan đã xác nhận") % {"confirmed": line.confirmed, "asked": line.asked},
        agreements=tuple(
            Link(f"{one}: {title}", reverse("agreements:agreement", args=[one])) for one, title in view.agreements
        ),
        primary=acts[0] if acts else None,
        acts=acts[1:],
        panels=sheet.shown_on("mandate", actor, code, at),
        why=view.why,
    )


def mandate_act(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    view = queries.mandate_view(actor, code)
    is_open, title, said, label = {
        "spread": (
            view.may_spread,
            _("Quán triệt %(number)s") % {"number": view.line.number},
            _("Mỗi cơ quan nhận một nghĩa vụ xác nhận, có hạn, trên bảng nghĩa vụ."),
            _("Gửi đề nghị"),
        ),
        "confirm": (
            view.may_confirm,
            _("Xác nhận đã quán triệt %(number)s") % {"number": view.line.number},
            _("Nghĩa vụ xác nhận của cơ quan bạn khép lại bằng việc này."),
            _("Xác nhận"),
        ),
    }[act]
    check_open(is_open=is_open)
    return ActPage(
        title=title,
        crumb=Link(view.line.number, reverse("agreements:mandate", args=[code])),
        said=said,
        form=form,
        label=label,
        why=view.why,
        finds=act == "spread",
    )


def spread_choices(actor: Actor, code: str, sent: QueryDict, at: datetime) -> dict[str, Any]:
    """The units that may still be asked."""
    chosen = numbers_sent(sent.getlist("units"))
    told = queries.units_told(code) - set(chosen)
    offered = queries.units_to_choose(actor, at, text=sent.get("find", ""), chosen=chosen)
    return {"units": [(pk, name) for pk, name in offered if pk not in told and pk != actor.unit_id]}


def mandate_choices(actor: Actor, sent: QueryDict, at: datetime) -> dict[str, Any]:
    """The issuers and instruments that the form of a mandate offers."""
    chosen = numbers_sent(sent.getlist("issuer_id"))
    return {
        "units": queries.units_to_choose(actor, at, text=sent.get("find", ""), chosen=chosen),
        "mandates": queries.mandates_to_choose(actor),
        "kinds": [(kind, str(said)) for kind, said in MANDATE_KINDS.items()],
    }


def record_page(form: Any) -> ActPage:
    return ActPage(
        title=_("Ghi văn bản căn cứ"),
        crumb=Link(_("Văn bản căn cứ"), reverse("agreements:mandates")),
        said=_("Văn bản đã có cùng số, loại và cơ quan ban hành thì được bổ sung, không ghi thành hai."),
        form=form,
        label=_("Ghi văn bản"),
        why=str(SIGNED_IN),
        finds=True,
    )


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _row(line: MandateLine, *, is_tree: bool = False) -> Row:
    links = [
        _("thay %(number)s") % {"number": line.supersedes} if line.supersedes else "",
        _("triển khai %(number)s") % {"number": line.implements} if line.implements else "",
        _("nay là %(number)s") % {"number": line.leads_to_number} if line.leads_to_number else "",
    ]
    counted = {"confirmed": line.confirmed, "asked": line.asked}
    asked = _("%(confirmed)s/%(asked)s cơ quan đã xác nhận") % counted if line.asked else ""
    kind = str(MANDATE_KINDS[line.kind])
    return Row(
        glyph=glyph(MANDATE_STATES, line.state),
        what=f"{'→ ' * line.depth if is_tree else ''}{kind} {line.number}",
        url=reverse("agreements:mandate", args=[line.code]),
        meta=joined([line.issuer, day(line.issued_date), line.subject, *links, asked]),
        tag=words.illustration(line.is_illustration),
    )


def _note(line: MandateLine) -> Note | None:
    if not line.leads_to:
        return None
    to = Link(line.leads_to_number, reverse("agreements:mandate", args=[line.leads_to]))
    return Note(_("Văn bản này đã được thay thế; nơi dẫn chiếu nó nay dẫn tới:"), link=to)


def _terms(view: MandateView) -> tuple[Term, ...]:
    line = view.line
    by_number = {one.number: one.code for one in view.chain}

    def linked(name: str, number: str) -> Term | None:
        code = by_number.get(number)
        return Term(name, number, reverse("agreements:mandate", args=[code]) if code else "") if number else None

    terms = [
        Term(_("Cơ quan ban hành"), line.issuer),
        Term(_("Ngày ban hành"), day(line.issued_date) or _("chưa rõ")),
        linked(_("Thay thế"), line.supersedes),
        linked(_("Triển khai"), line.implements),
        linked(_("Được thay bằng"), line.superseded_by),
        Term(_("Có hiệu lực từ"), day(view.effective_from)) if view.effective_from else None,
        Term(_("Đến hết"), day(view.effective_to)) if view.effective_to else None,
    ]
    return tuple(one for one in terms if one is not None)


def _spread(line: SpreadLine, today: date) -> SpreadShown:
    state = State.DONE if line.confirmed_at else State.LATE if line.due_date < today else State.WAIT
    word = _("Đã xác nhận") if line.confirmed_at else "" if state is State.LATE else _("Chờ xác nhận")
    return SpreadShown(
        unit=line.unit,
        state=Glyph.of(state, word),
        due=words.day(line.due_date),
        confirmed=moment(line.confirmed_at) or "–",
        post=line.confirmed_post,
        note=line.note,
        asked_by=line.asked_by,
    )


def _acts(view: MandateView) -> tuple[Act, ...]:
    code = view.line.code
    found = []
    if view.may_confirm:
        found.append(Act(_("Xác nhận đã quán triệt"), reverse("agreements:confirm", args=[code])))
    if view.may_spread:
        found.append(Act(_("Quán triệt đến các cơ quan"), reverse("agreements:spread", args=[code])))
    return tuple(found)
