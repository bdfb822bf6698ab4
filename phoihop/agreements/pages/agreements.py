"""The list of agreements, one agreement, its acts."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.agreements import queries
from phoihop.agreements.pages.words import (
    AGREEMENT_STATES,
    REVISION_STATES,
    ROLE_WORDS,
    ShownClause,
    check_open,
    clause_name,
    day,
    glyph,
    joined,
    moment,
    number_asked,
    numbers_sent,
    shown_duty,
    term,
)
from phoihop.agreements.queries import AgreementLine, AgreementView, ClauseText, RevisionLine
from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, ActPage, Empty, Glyph, Link, Note, Pager, Row, Tab, Term, words
from phoihop.ground.powers import SIGNED_IN


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    text: str
    filters: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    draft_url: str
    why: str


@dataclass(frozen=True, slots=True)
class SignatureShown:
    unit: str
    role: str
    day: str
    post: str


@dataclass(frozen=True, slots=True)
class RevisionShown:
    """A text in the list of texts."""

    name: str
    url: str
    state: Glyph
    meta: str
    note: str
    compare_url: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class AgreementPage:
    title: str
    code: str
    tag: str
    crumbs: tuple[Link, ...]
    state: Glyph
    meta: str
    notes: tuple[Note, ...]
    terms: tuple[Term, ...]
    text_name: str
    text_hash: str
    text_tag: str
    clauses: tuple[ShownClause, ...]
    no_text: Empty
    signatures: tuple[SignatureShown, ...]
    revisions: tuple[RevisionShown, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    panels: tuple[sheet.Shown, ...]
    why: str


@dataclass(frozen=True, slots=True)
class SignPage:
    """The text that is signed and the form under it."""

    title: str
    crumb: Link
    said: str
    text_name: str
    text_hash: str
    compare: Link | None
    clauses: tuple[ShownClause, ...]
    form: Any
    label: str
    why: str


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────


def list_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ListPage:
    state, text = asked.get("trang-thai", ""), asked.get("q", "").strip()[:100]
    state = state if state in AGREEMENT_STATES else ""
    found = queries.agreements(actor, state=state, text=text, after=asked.get("sau", ""))
    return ListPage(
        title=_("Quy chế phối hợp"),
        text=text,
        filters=tuple(
            Tab(label, _list_url(one, text), is_current=one == state)
            for one, label in [("", _("Tất cả")), *((key, str(said)) for key, (_o, said) in AGREEMENT_STATES.items())]
        ),
        rows=tuple(_row(line, local_date(at)) for line in found.lines),
        pager=Pager(next_url=_list_url(state, text, found.next_code) if found.next_code else ""),
        empty=Empty(
            _("Không có quy chế nào ở đây."),
            _("Quy chế hiện ở đây khi cơ quan bạn là một bên, từ lúc bắt đầu soạn."),
        ),
        draft_url=reverse("agreements:draft") if found.may_draft else "",
        why=str(SIGNED_IN),
    )


def _list_url(state: str, text: str = "", after: str = "") -> str:
    asked = {name: value for name, value in (("trang-thai", state), ("q", text), ("sau", after)) if value}
    return reverse("agreements:list") + (f"?{urlencode(asked)}" if asked else "")


def _row(line: AgreementLine, today: date) -> Row:
    mine = _("cơ quan bạn %(role)s") % {"role": ROLE_WORDS[line.my_role]} if line.my_role else ""
    is_over = line.state == "IN_FORCE" and line.to_date is not None and line.to_date < today
    return Row(
        glyph=glyph(AGREEMENT_STATES, line.state),
        what=line.title,
        url=reverse("agreements:agreement", args=[line.code]),
        meta=joined([line.lead, ", ".join(line.others), term(line.from_date, line.to_date), mine]),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        hit=_("Đã hết thời hạn") if is_over else "",
        do=Link(_("Trả lời đề xuất"), reverse("agreements:agreement", args=[line.code]))
        if line.is_mine_to_answer
        else None,
    )


# ── one agreement ───────────────────────────────────────────────────────────────────────────────────────────


def agreement_page(actor: Actor, code: str, asked: Mapping[str, str], at: datetime) -> AgreementPage:
    view = queries.agreement_view(actor, code, number=number_asked(asked, "ban"))
    value, shown = view.value, view.shown
    primary, acts = _acts(view)
    return AgreementPage(
        title=value.title,
        code=code,
        tag=words.illustration(value.is_illustration),
        crumbs=(Link(_("Quy chế"), reverse("agreements:list")),),
        state=glyph(AGREEMENT_STATES, value.state),
        meta=term(value.from_date, value.to_date),
        notes=_notes(view, local_date(at)),
        terms=_terms(view, queries.domains_of(actor, code)),
        text_name=_revision_name(shown) if shown else "",
        text_hash=" ".join(textwrap.wrap(shown.text_hash, 8)) if shown else "",
        text_tag=words.illustration(shown.is_illustration) if shown else "",
        clauses=tuple(shown_clause(code, clause) for clause in view.clauses),
        no_text=Empty(_("Chưa có văn bản để xem."), _("Các bên khác thấy văn bản từ khi nó được đề xuất.")),
        signatures=tuple(
            SignatureShown(one.unit, str(ROLE_WORDS.get(one.role, "")), words.day(one.signed_date), one.post)
            for one in (shown.signatures if shown else ())
        ),
        revisions=tuple(_revision(view, line) for line in view.revisions),
        primary=primary,
        acts=acts,
        panels=sheet.shown_on("agreement", actor, code, at),
        why=view.why,
    )


def shown_clause(code: str, clause: ClauseText, *, edit_url: str = "", duty_url: str = "") -> ShownClause:
    """With the addresses of the draft the clause may be written in."""
    duties = tuple(
        shown_duty(duty, edit_url=f"{duty_url}&{urlencode({'khoa': duty.key})}" if duty_url else "")
        for duty in clause.duties
    )
    return ShownClause(clause.ref, clause_name(clause.ref), clause.text, duties, edit_url, duty_url)


def _revision_name(line: RevisionLine) -> str:
    return _("Bản %(number)s") % {"number": line.number}


def _revision(view: AgreementView, line: RevisionLine) -> RevisionShown:
    here = reverse("agreements:agreement", args=[view.value.code])
    compare = reverse("agreements:compare", args=[view.value.code])
    by = _("%(unit)s đề xuất %(at)s") % {"unit": line.unit, "at": moment(line.proposed_at)} if line.proposed_at else ""
    since = _("có hiệu lực từ %(day)s") % {"day": day(line.effective_from)} if line.effective_from else ""
    state = glyph(REVISION_STATES, line.state)
    return RevisionShown(
        name=_revision_name(line),
        url=f"{here}?{urlencode({'ban': line.number})}",
        state=state,
        meta=joined([by, since]),
        note=line.note,
        compare_url=f"{compare}?{urlencode({'cu': line.base, 'moi': line.number})}" if line.base else "",
        is_shown=view.shown is not None and line.number == view.shown.number,
    )


def _terms(view: AgreementView, domains: tuple[str, ...]) -> tuple[Term, ...]:
    terms = [
        Term(_("Chủ trì") if party.role == "LEAD" else str(ROLE_WORDS[party.role]).capitalize(), party.unit)
        for party in view.parties
    ]
    if domains:
        terms.append(Term(_("Lĩnh vực"), "; ".join(domains)))
    if view.mandate_code:
        mandate = reverse("agreements:mandate", args=[view.mandate_code])
        terms.append(Term(_("Căn cứ"), view.value.mandate, mandate))
    for name, code in ((_("Tiếp nối"), view.predecessor), (_("Quy chế kế tiếp"), view.successor)):
        if code:
            terms.append(Term(name, code, reverse("agreements:agreement", args=[code])))
    return tuple(terms)


def _notes(view: AgreementView, today: date) -> tuple[Note, ...]:
    notes = []
    if view.value.state == "ENDED":
        title = _("Chấm dứt ngày %(day)s.") % {"day": day(view.ended_date)}
        notes.append(Note(title, view.end_reason))
    elif view.value.to_date is not None and view.value.state == "IN_FORCE":
        left = (view.value.to_date - today).days
        if left < 0:
            notes.append(Note(_("Thời hạn của quy chế đã hết."), is_late=True))
        elif left <= 90:
            notes.append(Note(_("Quy chế sắp hết hạn:"), words.distance(left, is_working=False)))
    if view.rights.must_wait:
        notes.append(Note(_("Cơ quan bạn đã đề xuất bản này và ký sau các bên khác.")))
    return tuple(notes)


def _acts(view: AgreementView) -> tuple[Act | None, tuple[Act, ...]]:
    """The likeliest next step first; the rest beside it."""
    rights, code = view.rights, view.value.code
    found: list[Act] = []
    if rights.sign is not None:
        found.append(Act(_("Ký văn bản"), reverse("agreements:sign", args=[code])))
    if rights.propose:
        found.append(Act(_("Đề xuất với các bên"), reverse("agreements:propose", args=[code])))
    if rights.draft:
        found.append(Act(_("Soạn tiếp bản thảo"), reverse("agreements:text", args=[code])))
    if rights.start:
        label = _("Trả lời bằng bản khác") if rights.start == "answer" else _("Sửa đổi văn bản")
        found.append(Act(label, reverse("agreements:start", args=[code]), version=view.value.version))
    if rights.renew:
        found.append(Act(_("Gia hạn quy chế"), reverse("agreements:renew", args=[code])))
    if rights.end:
        found.append(Act(_("Chấm dứt"), reverse("agreements:end", args=[code])))
    return (found[0] if found else None), tuple(found[1:])


# ── acts that need words ────────────────────────────────────────────────────────────────────────────────────


def agreement_act(actor: Actor, code: str, act: str, form: Any, at: datetime) -> ActPage:
    view = queries.agreement_view(actor, code)
    rights, texts = view.rights, {line.state: line for line in view.revisions}
    is_open, title, said, label = {
        "propose": (
            rights.propose,
            _("Đề xuất với các bên"),
            _("Từ lúc đề xuất, văn bản không thay đổi nữa; các bên ký đúng văn bản ấy hoặc trả lời bằng bản khác."),
            _("Đề xuất"),
        ),
        "end": (
            rights.end,
            _("Chấm dứt quy chế"),
            _("Từ hôm nay quy chế không phát sinh nghĩa vụ mới; nghĩa vụ đã mở vẫn giữ nguyên."),
            _("Chấm dứt"),
        ),
        "renew": (
            rights.renew,
            _("Gia hạn bằng quy chế kế tiếp"),
            _("Quy chế kế tiếp bắt đầu từ văn bản đang có hiệu lực; các bên thương lượng và ký lại."),
            _("Soạn quy chế kế tiếp"),
        ),
    }[act]
    check_open(is_open=is_open)
    _fill(form, act, view, texts)
    return ActPage(
        title=title,
        crumb=Link(code, reverse("agreements:agreement", args=[code])),
        said=said,
        form=form,
        label=label,
        why=view.why,
    )


def sign_page(actor: Actor, code: str, form: Any, at: datetime) -> SignPage:
    """The text to sign, whole, with the form that signs it."""
    number = queries.agreement_view(actor, code).rights.sign
    check_open(is_open=number is not None)
    view = queries.agreement_view(actor, code, number=number)
    shown = view.shown
    check_open(is_open=shown is not None and view.rights.sign == number)
    if shown is not None and not form.is_bound:
        form.initial |= {
            "version": shown.version,
            "number": shown.number,
            "text_hash": shown.text_hash,
            "signed_date": local_date(at),
        }
    line = _revision(view, shown) if shown is not None else None
    return SignPage(
        title=_("Ký văn bản"),
        crumb=Link(code, reverse("agreements:agreement", args=[code])),
        said=_("Chữ ký gắn với đúng văn bản đang hiện."),
        text_name=_revision_name(shown) if shown else "",
        text_hash=" ".join(textwrap.wrap(shown.text_hash, 8)) if shown else "",
        compare=Link(_("Khác gì với bản trước?"), line.compare_url) if line and line.compare_url else None,
        clauses=tuple(shown_clause(code, clause) for clause in view.clauses),
        form=form,
        label=_("Ký"),
        why=view.why,
    )


def _fill(form: Any, act: str, view: AgreementView, texts: Mapping[str, RevisionLine]) -> None:
    """What the act begins with, so that the command can tell what the reader saw."""
    about = {"propose": "DRAFT"}.get(act)
    form.initial.setdefault("version", texts[about].version if about else view.value.version)
    if act == "renew" and view.value.to_date is not None:
        form.initial |= {"from_date": date.fromordinal(view.value.to_date.toordinal() + 1)}


def draft_choices(actor: Actor, sent: QueryDict, at: datetime) -> dict[str, Any]:
    """The units and instruments that the form of a new agreement offers."""
    chosen = numbers_sent([*sent.getlist("partners"), *sent.getlist("witnesses"), *sent.getlist("lead")])
    return {
        "units": queries.units_to_choose(actor, at, text=sent.get("find", ""), chosen=chosen),
        "mandates": queries.mandates_to_choose(actor, only_in_force=True),
        "initial": {"lead": actor.unit_id},
    }


def draft_page(form: Any) -> ActPage:
    return ActPage(
        title=_("Soạn quy chế mới"),
        crumb=Link(_("Quy chế"), reverse("agreements:list")),
        said=_("Ghi tên, các bên và thời hạn trước; điều khoản soạn ở bước sau."),
        form=form,
        label=_("Bắt đầu soạn"),
        why=str(SIGNED_IN),
        finds=True,
    )
