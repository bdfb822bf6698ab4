"""Reorganisations: the list, and one batch with all it would do or has done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import ROLE_WORDS, Actor, Role
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Empty, Glyph, Link, Note, Row, State, words
from phoihop.ground.powers import may, why
from phoihop.organizations import queries
from phoihop.organizations.pages.asking import FormPage
from phoihop.organizations.pages.pieces import unit_url
from phoihop.organizations.queries.restructure import FateLine, GoesLine, PersonLine, QuestionLine
from phoihop.organizations.rules.restructure import APPROVERS, STAYS, UNDO_DAYS, digest_of, read_document

MOST_CODES = 40

STEP_WORDS = {
    "": gettext_lazy("Lập mới"),
    "rename": gettext_lazy("Đổi tên"),
    "merge": gettext_lazy("Hợp nhất"),
    "absorb": gettext_lazy("Sáp nhập"),
    "split": gettext_lazy("Chia tách"),
    "dissolve": gettext_lazy("Giải thể"),
    "move_function": gettext_lazy("Chuyển chức năng"),
    "change_parent": gettext_lazy("Đổi cơ quan cấp trên"),
    "change_level": gettext_lazy("Đổi cấp"),
    "change_territory": gettext_lazy("Đổi địa bàn"),
}
STATE_WORDS = {
    "PROPOSED": gettext_lazy("chờ duyệt, chờ ngày thực hiện"),
    "APPLIED": gettext_lazy("đã thực hiện"),
    "UNDONE": gettext_lazy("đã hoàn tác"),
    "WITHDRAWN": gettext_lazy("đã rút"),
}
SHOWN_AS = {"PROPOSED": State.WAIT, "APPLIED": State.DONE, "UNDONE": State.HELD, "WITHDRAWN": State.HELD}
PERSON_WORDS = {
    "moves": gettext_lazy("chuyển sang %(post)s, %(unit)s"),
    "joins": gettext_lazy("đã giữ vai trò này ở %(post)s, %(unit)s"),
    "asked": gettext_lazy("chờ câu trả lời ở trên"),
    "ends": gettext_lazy("thôi giữ; không có vị trí thay"),
}


@dataclass(frozen=True, slots=True)
class BatchesPage:
    title: str
    lede: str
    rows: tuple[Row, ...]
    compose: Link | None
    empty: Empty
    why: str = ""


def batches(actor: Actor) -> BatchesPage:
    return BatchesPage(
        title=_("Sắp xếp tổ chức"),
        lede=_("Mỗi đợt là một quyết định: xem trước mọi thay đổi, hai người duyệt, hoàn tác được trong %(days)s ngày.")
        % {"days": UNDO_DAYS},
        rows=tuple(
            Row(
                Glyph(SHOWN_AS[line.state], str(STATE_WORDS[line.state])),
                line.title,
                reverse("organizations:batch", args=[line.code]),
                meta=_("%(day)s · %(basis)s · %(state)s")
                % {
                    "day": words.day(line.on_date),
                    "basis": line.legal_basis,
                    "state": STATE_WORDS[line.state],
                },
                code=line.code,
                hit=line.trouble,
            )
            for line in queries.batches(actor)
        ),
        compose=Link(_("Lập đợt sắp xếp"), reverse("organizations:compose_batch"))
        if may(actor, "restructure.propose")
        else None,
        empty=Empty(_("Chưa có đợt sắp xếp nào"), _("Đợt sắp xếp do quản trị viên lập, hoặc nạp từ tệp.")),
    )


@dataclass(frozen=True, slots=True)
class FateRow:
    what: str
    name: str
    detail: str
    drop_url: str


@dataclass(frozen=True, slots=True)
class GoesRow:
    what: str
    came_from: str
    went_to: str
    count: int
    note: str
    codes: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    name: str
    held: str
    becomes: str
    is_lost: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    key: str
    field: str  # the element's id
    sentence: str
    choices: tuple[tuple[str, str, bool], ...]  # value, words, chosen
    said: str
    count: int
    codes: tuple[str, ...]
    is_open: bool
    is_free: bool  # any unit may be named


@dataclass(frozen=True, slots=True)
class BatchPage:
    title: str
    code: str
    state: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[Note, ...]
    fates: tuple[FateRow, ...]
    goes: tuple[GoesRow, ...]
    total: str
    people: tuple[PersonRow, ...]
    questions: tuple[QuestionRow, ...]
    approvals: tuple[tuple[str, str], ...]
    digest: str
    add_step: Link | None
    answer_url: str
    approve_url: str
    apply_url: str
    undo: Link | None
    withdraw: Link | None
    why: str


def batch(actor: Actor, code: str, at: datetime) -> BatchPage:
    """Not visible to whoever it does not touch. What was carried out is shown as it was done."""
    view = queries.batch(actor, code)
    line, document = view.line, read_document(view.raw)
    is_open = line.state == "PROPOSED"
    faults = queries.faults_of(document) if is_open else []
    dry = queries.dry_run(document) if is_open and not faults else None
    can_change = is_open and view.may_propose
    can_approve = dry is not None and view.may_approve and not view.has_approved and bool(document.steps)
    can_approve = can_approve and dry is not None and not dry.open_questions
    has_come = line.on_date <= local_date(at)
    return BatchPage(
        title=line.title,
        code=line.code,
        state=str(STATE_WORDS[line.state]),
        facts=_facts(view),
        notes=(*(Note(_("Chưa thực hiện được."), fault.sentence, is_late=True) for fault in faults), *_notes(view)),
        fates=tuple(_fates(dry.fates if dry else (), code, can_change=can_change)),
        goes=tuple(_goes(dry.goes)) if dry else tuple(_done(code, actor)),
        total=_("%(count)s việc chuyển chỗ") % {"count": dry.count} if dry else "",
        people=tuple(map(_person, dry.people if dry else ())),
        questions=tuple(_question(number, one) for number, one in enumerate(dry.questions if dry else ())),
        approvals=tuple(
            (one.name, _("%(post)s, %(day)s") % {"post": one.post, "day": words.day(local_date(one.at))})
            for one in view.approvals
            if one.is_of_now
        ),
        digest=digest_of(view.raw),
        add_step=Link(_("Thêm bước"), reverse("organizations:add_step", args=[code])) if can_change else None,
        answer_url=reverse("organizations:answer_question", args=[code]) if can_change else "",
        approve_url=reverse("organizations:approve_batch", args=[code]) if can_approve else "",
        apply_url=reverse("organizations:apply_batch", args=[code])
        if is_open and view.may_apply and view.is_approved and has_come
        else "",
        undo=Link(_("Hoàn tác"), reverse("organizations:undo_batch", args=[code]))
        if line.state == "APPLIED" and view.may_undo
        else None,
        withdraw=Link(_("Rút đợt này"), reverse("organizations:withdraw_batch", args=[code])) if can_change else None,
        why=why(actor, queries.batch_row(code)),
    )


def _facts(view: queries.BatchView) -> tuple[tuple[str, str], ...]:
    line = view.line
    facts = [
        (_("Mã"), line.code),
        (_("Trạng thái"), str(STATE_WORDS[line.state])),
        (_("Thực hiện từ ngày"), words.day(line.on_date)),
        (_("Căn cứ"), line.legal_basis),
        (_("Người duyệt"), _("%(count)s trên %(needed)s") % {"count": line.approvals, "needed": APPROVERS}),
    ]
    if view.applied_at:
        facts.append((_("Đã thực hiện"), words.day(local_date(view.applied_at))))
    if view.undone_at and line.state == "UNDONE":
        facts.append((_("Đã hoàn tác"), f"{words.day(local_date(view.undone_at))}: {view.undo_reason}"))
    return tuple(facts)


def _notes(view: queries.BatchView) -> Iterable[Note]:
    if view.line.trouble:
        yield Note(_("Đồng hồ chưa thực hiện được đợt này."), view.line.trouble, is_late=True)
    if view.line.state == "PROPOSED" and not view.is_approved:
        text = _("Cần hai người khác nhau: quản trị viên, hoặc người duyệt của cơ quan cấp trên.")
        yield Note(_("Chờ duyệt."), text)
    if view.line.state == "PROPOSED" and view.is_approved:
        yield Note(_("Đã đủ người duyệt."), _("Hệ thống tự thực hiện khi đến ngày."))


def _fates(fates: Iterable[FateLine], code: str, *, can_change: bool) -> Iterable[FateRow]:
    for number, fate in enumerate(fates):
        detail = [f"→ {', '.join(fate.heirs)}"] if fate.heirs else []
        detail += [fate.detail] if fate.detail else []
        if fate.last_day:
            detail.append(_("hoạt động đến hết %(day)s") % {"day": words.day(fate.last_day)})
        drop = reverse("organizations:drop_step", args=[code, number]) if can_change else ""
        yield FateRow(str(STEP_WORDS[fate.kind]), fate.name, " · ".join(detail), drop)


def _goes(lines: Iterable[GoesLine]) -> Iterable[GoesRow]:
    for line in lines:
        codes = tuple(dict.fromkeys(code for code in line.codes if code))
        yield GoesRow(
            line.words,
            line.from_name,
            line.to_name,
            line.count,
            line.note,
            codes[:MOST_CODES],
            max(0, len(codes) - MOST_CODES),
        )


def _done(code: str, actor: Actor) -> Iterable[GoesRow]:
    """What a batch did that is carried out, from its own record."""
    return _goes(queries.done_by(actor, code))


def _person(line: PersonLine) -> PersonRow:
    role = ROLE_WORDS[Role(line.role)] if line.role else _("thay mặt")
    becomes = str(PERSON_WORDS[line.what]) % {"post": line.to_post, "unit": line.to_unit}
    if line.until and line.what in ("moves", "joins"):
        becomes = _("%(becomes)s, đến %(day)s") % {"becomes": becomes, "day": words.day(line.until)}
    return PersonRow(line.name, f"{line.post}, {line.unit} ({role})", becomes, line.what == "ends")


def _question(number: int, one: QuestionLine) -> QuestionRow:
    names = dict(one.choices)
    stays = {STAYS: _("ở lại cơ quan cũ")}
    chosen = one.answer or one.default
    said = names.get(chosen) or stays.get(chosen) or chosen
    if one.default and not one.answer:
        said = _("%(unit)s (mặc định)") % {"unit": said}
    codes = tuple(dict.fromkeys(code for code in one.codes if code))
    return QuestionRow(
        key=one.key,
        field=f"answer-{number}",
        sentence=one.sentence,
        choices=tuple((ref, stays.get(ref) or name, ref == chosen) for ref, name in one.choices),
        said=said,
        count=len(one.codes),
        codes=codes[:MOST_CODES],
        is_open=one.is_open,
        is_free=not one.choices or one.key.startswith("upper:"),
    )


def compose(form: Form) -> FormPage:
    lede = _("Đầu tiên là tên, ngày và căn cứ; các bước thêm sau. Cũng có thể nạp cả đợt từ tệp bằng dòng lệnh.")
    cancel = Link(_("Thôi"), reverse("organizations:batches"))
    return FormPage(_("Lập đợt sắp xếp"), form, _("Lập đợt"), cancel, lede=lede)


def form_of_batch(title: str, action: str, form: Form, code: str, lede: str = "") -> FormPage:
    return FormPage(title, form, action, Link(_("Thôi"), reverse("organizations:batch", args=[code])), lede=lede)


# ── on the page of a thing ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class MovedRow:
    came_from: Link
    went_to: Link
    day: str
    legal_basis: str
    is_undone: bool


@dataclass(frozen=True, slots=True)
class MovedPanel:
    rows: tuple[MovedRow, ...]


def moved_panel(actor: Actor, code: str, at: datetime) -> MovedPanel | None:
    """Where this thing came from, for whoever sees it; nothing where it never moved."""
    lines = queries.moved_of([code]).get(code, ())
    rows = tuple(
        MovedRow(
            Link(line.came_from.name, unit_url(line.came_from.code)),
            Link(line.went_to.name, unit_url(line.went_to.code)),
            words.day(line.on_date),
            line.legal_basis,
            line.is_undone,
        )
        for line in lines
    )
    return MovedPanel(rows) if rows else None
