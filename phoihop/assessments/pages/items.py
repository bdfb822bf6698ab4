"""The list, one assessment, and what other pages show of assessments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.assessments import queries
from phoihop.assessments.pages import words as say
from phoihop.assessments.pages.parts import (
    ConsultationRow,
    GroupTableRow,
    ImpactCard,
    MeasureRow,
    QuestionRow,
    RemarkRow,
    consultations_of,
    facts_of,
    groups_of,
    impacts_of,
    measures_of,
    questions_of,
    remarks_of,
    scope_of,
    versions_of,
)
from phoihop.assessments.pages.pictures import Comparison, ImpactMatrix, before_after, expected_came, matrix_of
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Act, Empty, Glyph, Link, Note, Pager, Row, State, Tab, Term, TimelineItem, words
from phoihop.ground.powers import SIGNED_IN

TABS = (
    ("", gettext_lazy("Tất cả")),
    ("dang-lam", gettext_lazy("Đang đánh giá")),
    ("tham-tra", gettext_lazy("Thẩm tra, chờ xác nhận")),
    ("xac-nhan", gettext_lazy("Đã xác nhận")),
    ("ket-thuc", gettext_lazy("Đã kết thúc, đã rút")),
)


@dataclass(frozen=True, slots=True)
class ListPage:
    title: str
    tabs: tuple[Tab, ...]
    rows: tuple[Row, ...]
    pager: Pager
    empty: Empty
    ask: Link | None
    smallest: str
    set: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    title: str
    code: str
    tag: str
    state: Glyph
    meta: str
    back: Link
    topic: Link
    notes: tuple[Note, ...]
    primary: Act | None
    acts: tuple[Act, ...]
    facts: tuple[Term, ...]
    task: str
    scope: tuple[Term, ...]
    scope_words: str
    scope_reason: str
    before: str
    after: str
    findings: str
    summary: str
    evaluation: str
    validation: str
    closing: str
    matrix: ImpactMatrix | None
    comparison: Comparison | None
    outcome: Comparison | None
    groups: tuple[GroupTableRow, ...]
    impacts: tuple[ImpactCard, ...]
    measures: tuple[MeasureRow, ...]
    questions: tuple[QuestionRow, ...]
    consultations: tuple[ConsultationRow, ...]
    remarks: tuple[RemarkRow, ...]
    dissents: tuple[QuestionRow, ...]
    versions: tuple[TimelineItem, ...]
    hashes: tuple[Term, ...]
    downloads: tuple[Link, ...]
    public: Link | None
    why: str


@dataclass(frozen=True, slots=True)
class AssessmentsPanel:
    rows: tuple[Row, ...]
    note: Note | None
    ask: Link | None


def list_page(actor: Actor, asked: Mapping[str, str], at: datetime) -> ListPage:
    view = asked.get("xem", "")
    view = view if view in queries.VIEWS else ""
    found = queries.assessments(actor, view=view, after=asked.get("sau", ""))
    here, today = reverse("assessments:list"), local_date(at)
    following = {"sau": found.next, **({"xem": view} if view else {})}
    return ListPage(
        title=_("Thẩm định, đánh giá tác động xã hội"),
        tabs=tuple(
            Tab(str(label), f"{here}?{urlencode({'xem': key})}" if key else here, is_current=key == view)
            for key, label in TABS
        ),
        rows=tuple(row_of(line, today) for line in found.lines),
        pager=Pager(next_url=f"?{urlencode(following)}" if found.next else ""),
        empty=Empty(
            _("Chưa có đánh giá nào."),
            _("Một bên của vấn đề yêu cầu thẩm định; cơ quan được yêu cầu đánh giá, cơ quan khác thẩm tra."),
        ),
        ask=Link(_("Yêu cầu thẩm định"), reverse("assessments:ask")) if found.may_ask else None,
        smallest=_("Nhóm nhỏ nhất trong yêu cầu của cơ quan bạn: %(size)s người.")
        % {"size": say.count(found.smallest_group)},
        set=Link(_("Đổi cỡ nhóm"), reverse("assessments:set-group-size")) if found.may_set else None,
        why=str(SIGNED_IN),
    )


def row_of(line: queries.AssessmentLine, today: date) -> Row:
    is_late = line.state in ("ASKED", "WORKING", "EVALUATING", "EVALUATED") and line.due_date < today
    overdue = line.state == "VALIDATED" and line.rescore_date is not None and line.rescore_date < today
    until = ""
    if line.state in ("ASKED", "WORKING", "EVALUATING", "EVALUATED"):
        until = _("hạn %(day)s") % {"day": words.day(line.due_date)}
    elif line.state == "VALIDATED" and line.rescore_date:
        until = _("chấm lại ngày %(day)s") % {"day": words.day(line.rescore_date)}
    late_word = _("Quá hạn chấm lại") if overdue else _("Quá hạn đánh giá")
    return Row(
        glyph=Glyph.of(State.LATE, late_word) if is_late or overdue else say.glyph(say.STATES, line.state),
        what=line.title,
        url=reverse("assessments:assessment", args=[line.code]),
        meta=say.joined(
            [
                line.dossier,
                line.assessor,
                until,
                _("không cần đánh giá") if line.is_needed is False and line.state != "WORKING" else "",
                _("đã công bố") if line.is_out else "",
            ]
        ),
        code=line.code,
        tag=words.illustration(line.is_illustration),
        hit=_("Chờ cơ quan bạn") if line.is_mine else "",
    )


def assessment_page(actor: Actor, code: str, at: datetime) -> AssessmentPage:
    today = local_date(at)
    value = queries.assessment_value(actor, code, today)
    line = value.line
    primary, acts = _acts(value)
    return AssessmentPage(
        title=line.title,
        code=code,
        tag=words.illustration(line.is_illustration),
        state=say.glyph(say.STATES, line.state),
        meta=line.assessor,
        back=Link(_("Đánh giá tác động"), reverse("assessments:list")),
        topic=Link(value.topic, value.topic_url),
        notes=tuple(_notes(value, today)),
        primary=primary,
        acts=acts,
        facts=facts_of(value),
        task=value.task,
        scope=scope_of(value),
        scope_words=_needed(line.is_needed),
        scope_reason=value.scope_reason,
        before=value.before,
        after=value.after,
        findings=value.findings,
        summary=value.summary,
        evaluation=value.evaluation,
        validation=value.validation,
        closing=value.closing,
        matrix=matrix_of(value),
        comparison=before_after(value),
        outcome=expected_came(value),
        groups=groups_of(value),
        impacts=impacts_of(value),
        measures=measures_of(value),
        questions=questions_of(value),
        consultations=consultations_of(value),
        remarks=remarks_of(value),
        dissents=tuple(
            QuestionRow(
                f"{one.unit}: {one.text}",
                _("Lý do: %(because)s") % {"because": one.because},
                say.joined([say.day_of(one.at), one.post]),
                None,
                None,
            )
            for one in value.dissents
        ),
        versions=versions_of(value),
        hashes=tuple(
            Term(
                _("Bản %(number)s, %(why)s") % {"number": one.number, "why": say.WHY[one.why]},
                one.sha256,
                reverse("assessments:version", args=[code, one.number]),
            )
            for one in value.versions
        ),
        downloads=tuple(
            Link(label, reverse("assessments:file", args=[code, kind]))
            for label, kind in ((_("Bản Word (DOCX)"), "docx"), (_("Bản PDF"), "pdf"))
        ),
        public=Link(_("Xem trên cổng thông tin"), f"/tin/{code}/") if line.is_out else None,
        why=value.why,
    )


def _needed(is_needed: bool | None) -> str:
    if is_needed is None:
        return _("Chưa trả lời bảng câu hỏi.")
    return _("Cần đánh giá tác động.") if is_needed else _("Không cần đánh giá tác động.")


def _acts(value: queries.AssessmentValue) -> tuple[Act | None, tuple[Act, ...]]:
    """The likeliest next step first."""
    code, rights, version, line = value.line.code, value.rights, value.version, value.line

    def at(name: str) -> str:
        return reverse(f"assessments:{name}", args=[code])

    found: list[Act] = []
    if rights.accept:
        found.append(Act(_("Nhận việc"), at("accept"), version))
    if rights.write and line.is_needed is None:
        found.append(Act(_("Trả lời bảng câu hỏi"), at("scope")))
    if rights.present and value.findings and line.is_needed is not None:
        found.append(Act(_("Trình thẩm tra"), at("present"), version))
    if rights.publish and not line.is_out:
        found.append(Act(_("Công bố tóm tắt"), at("publish"), version))
    for has, label, name in (
        (rights.validate, _("Xác nhận…"), "validate"),
        (rights.evaluate and bool(value.remarks), _("Chuyển người đứng đầu xác nhận…"), "pass"),
        (rights.evaluate, _("Thêm nhận xét"), "remark"),
        (rights.evaluate and not value.remarks, _("Chuyển người đứng đầu xác nhận…"), "pass"),
        (rights.write, _("Thêm nhóm"), "add-group"),
        (rights.write and bool(value.groups), _("Thêm tác động"), "add-impact"),
        (rights.write and bool(value.impacts), _("Thêm biện pháp"), "add-measure"),
        (rights.write, _("Ghi lần tham vấn"), "consult"),
        (rights.write, _("Thêm điều chưa rõ"), "add-question"),
        (rights.write, _("Viết bối cảnh, kết luận"), "write"),
        (rights.write and line.is_needed is not None, _("Sửa bảng câu hỏi"), "scope"),
        (rights.write and not value.groups, _("Lấy lại đánh giá trước…"), "take-over"),
        (rights.ask_again, _("Yêu cầu lại…"), "ask-again"),
        (rights.close and bool(value.impacts) and all(one.came for one in value.impacts), _("Kết thúc…"), "close"),
        (rights.close and not value.impacts, _("Kết thúc…"), "close"),
        (rights.rescore and bool(value.groups), _("Thêm điều không lường trước…"), "unforeseen"),
        (rights.dissent, _("Ghi ý kiến bảo lưu…"), "dissent"),
        (rights.give_back, _("Trả lại để sửa…"), "return"),
        (rights.revise, _("Mở lại để sửa…"), "revise"),
        (rights.decline, _("Trả lại yêu cầu…"), "decline"),
        (rights.take_back, _("Rút tóm tắt đã công bố…"), "take-back"),
        (rights.withdraw, _("Rút yêu cầu…"), "withdraw"),
    ):
        if has:
            found.append(Act(label, at(name)))
    if rights.publish and line.is_out:
        found.append(Act(_("Công bố lại tóm tắt"), at("publish"), version))
    return (found[0], tuple(found[1:])) if found else (None, ())


def _notes(value: queries.AssessmentValue, today: date) -> list[Note]:
    line, notes = value.line, []
    if line.state in ("ASKED", "WORKING", "EVALUATING", "EVALUATED") and line.due_date < today:
        notes.append(Note(_("Quá hạn đánh giá từ ngày %(day)s.") % {"day": words.day(line.due_date)}, is_late=True))
    if line.state == "VALIDATED" and line.rescore_date and line.rescore_date < today:
        said = _("Quá hạn chấm lại từ ngày %(day)s.") % {"day": words.day(line.rescore_date)}
        notes.append(Note(said, is_late=True))
    if value.reason and line.state in ("DECLINED", "WITHDRAWN", "WORKING"):
        titles = {"DECLINED": _("Đã được trả lại."), "WITHDRAWN": _("Đã rút.")}
        notes.append(Note(titles.get(line.state, _("Cần xem lại.")), value.reason))
    unanswered = sum(one.state == "OPEN" for one in value.remarks)
    if unanswered:
        said = ngettext(
            "Còn %(count)s nhận xét thẩm tra chưa trả lời.",
            "Còn %(count)s nhận xét thẩm tra chưa trả lời.",
            unanswered,
        )
        notes.append(Note(said % {"count": unanswered}))
    if line.is_needed and not value.consultations and line.state in ("WORKING", "EVALUATING", "EVALUATED"):
        notes.append(Note(_("Chưa ghi lần tham vấn nào."), _("Người xác nhận sẽ thấy rằng các nhóm chưa được hỏi.")))
    assumed = sum(one.grade == "D" and one.is_foreseen for one in value.impacts)
    if assumed:
        said = ngettext(
            "%(count)s tác động chỉ dựa trên giả định.", "%(count)s tác động chỉ dựa trên giả định.", assumed
        )
        notes.append(Note(said % {"count": assumed}, _("Mức thật có thể nằm xa mức đã chấm; xem cột „có thể từ“.")))
    if value.dissents:
        notes.append(Note(_("Có ý kiến bảo lưu, giữ nguyên văn ở cuối trang.")))
    broken = [one.number for one in value.versions if not one.is_whole]
    if broken:
        numbers = ", ".join(str(number) for number in broken)
        notes.append(Note(_("Bản %(numbers)s không còn khớp mã băm.") % {"numbers": numbers}, is_late=True))
    return notes


# ── panels ──────────────────────────────────────────────────────────────────────────────────────────────────


def assessments_on(actor: Actor, code: str, at: datetime) -> AssessmentsPanel | None:
    """What a topic shows of its assessments, and that a phase waits for one."""
    found = queries.assessments_about(actor, code)
    if not found:
        return None
    waits = queries.holds_up(code)
    note = None
    if waits:
        note = Note(
            _("Giai đoạn chưa kết thúc được khi đánh giá chưa được xác nhận."),
            _("Đánh giá là một nghĩa vụ của giai đoạn và khép lại khi người đứng đầu xác nhận."),
        )
    ask = None
    if actor.unit_id is not None and any(line.state in ("VALIDATED", "CLOSED", "WITHDRAWN") for line in found):
        ask = Link(_("Yêu cầu thẩm định mới"), f"{reverse('assessments:ask')}?ve={code}")
    return AssessmentsPanel(tuple(row_of(line, local_date(at)) for line in found), note, ask)


def assessment_on_obligation(actor: Actor, code: str, at: datetime) -> Row | None:
    """The assessment that this obligation comes from."""
    source = queries.source_of_duty(code)
    line = queries.assessment_of_obligation(actor, source) if source.startswith("TD-") else None
    return row_of(line, local_date(at)) if line is not None else None
