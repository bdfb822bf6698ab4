"""The parts of one file as tables and cards show them, each line with what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.assessments import queries
from phoihop.assessments.pages import words as say
from phoihop.assessments.pages.pictures import css_of, sign_of, signed
from phoihop.assessments.queries.names import (
    ANSWERS,
    GRADES,
    QUESTIONS,
    SCALES,
    anchor,
    level_name,
    outcome_name,
    span_name,
    theme_name,
)
from phoihop.assessments.rules import scoring
from phoihop.ground.parts import Act, Glyph, Link, State, Term, TimelineItem, words


@dataclass(frozen=True, slots=True)
class GroupTableRow:
    name: str
    place: str
    size: str
    source: str
    is_vulnerable: bool
    edit: Link | None
    drop: Act | None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    grade: str
    text: str
    url: str
    link: str
    is_of_outcome: bool
    drop: Act | None


@dataclass(frozen=True, slots=True)
class ImpactCard:
    key: str
    title: str
    group: str
    theme: str
    sign: str
    css: str
    level: str
    span: str
    scales: tuple[Term, ...]  # the four values of the beginning, in the words of their anchors
    left: str
    left_scales: tuple[Term, ...]
    left_reason: str
    came: str
    came_text: str
    deviation: str
    evidence: tuple[EvidenceRow, ...]
    links: tuple[Link, ...]
    drop: Act | None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    text: str
    about: str
    unit: str
    day: str
    cost: str
    is_condition: bool
    stands: Glyph | None
    obligation: Link | None
    edit: Link | None
    drop: Act | None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    text: str
    answer: str
    meta: str
    edit: Link | None
    drop: Act | None


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    day: str
    groups: str
    way: str
    people: str
    outcome: str
    document: Link | None
    drop: Act | None


@dataclass(frozen=True, slots=True)
class RemarkRow:
    state: Glyph
    text: str
    meta: str
    answer: str
    answered: str
    reply: Link | None
    settle: Act | None


def facts_of(value: queries.AssessmentValue) -> tuple[Term, ...]:
    line = value.line
    facts = [
        Term(_("Yêu cầu"), say.joined([line.owner, say.day_of(line.asked_at)])),
        Term(_("Đánh giá"), line.assessor),
        Term(_("Thẩm tra"), line.evaluator),
        Term(_("Hạn"), words.day(line.due_date)),
        Term(_("Nhóm nhỏ nhất"), _("%(size)s người") % {"size": say.count(value.smallest_group)}),
    ]
    if value.taken_from:
        url = reverse("assessments:assessment", args=[value.taken_from])
        facts.append(Term(_("Lấy lại từ"), value.taken_from, url))
    for name, at, post in (
        (_("Trình thẩm tra"), value.presented_at, value.presented_post),
        (_("Thẩm tra xong"), value.passed_at, value.passed_post),
        (_("Xác nhận"), value.validated_at, value.validated_post),
        (_("Kết thúc"), value.closed_at, value.closed_post),
    ):
        if at is not None:
            facts.append(Term(name, say.joined([say.day_of(at), post])))
    if line.rescore_date is not None:
        facts.append(Term(_("Chấm lại ngày"), words.day(line.rescore_date)))
    return tuple(facts)


def scope_of(value: queries.AssessmentValue) -> tuple[Term, ...]:
    return tuple(
        Term(str(QUESTIONS[one.key]), f"{ANSWERS[one.answer]}. {one.note}".strip())
        for one in value.answers
        if one.key in QUESTIONS
    )


def groups_of(value: queries.AssessmentValue) -> tuple[GroupTableRow, ...]:
    return tuple(
        GroupTableRow(
            name=one.name,
            place=one.place,
            size=say.count(one.size),
            source=one.source,
            is_vulnerable=one.is_vulnerable,
            edit=_edit(value, "group", one.number),
            drop=_drop(value, "group", one.number),
        )
        for one in value.groups
    )


def impacts_of(value: queries.AssessmentValue) -> tuple[ImpactCard, ...]:
    groups = {one.number: one for one in value.groups}
    return tuple(_impact(value, one, groups[one.group]) for one in value.impacts)


def _impact(value: queries.AssessmentValue, one: queries.ImpactValue, group: queries.GroupValue) -> ImpactCard:
    code, rights = value.line.code, value.rights
    links: list[Link] = []

    def link(label: str, name: str) -> None:
        links.append(Link(label, reverse(f"assessments:{name}", args=[code, one.number])))

    if rights.write:
        link(_("Sửa"), "impact")
        link(_("Thêm căn cứ"), "add-evidence")
        link(_("Thêm biện pháp"), "add-measure-for")
        if any(measure.impact == one.number for measure in value.measures):
            link(_("Chấm mức còn lại"), "left")
    if rights.rescore:
        link(_("Chấm lại điều đã xảy ra"), "rescore")
    return ImpactCard(
        key=f"t{one.number}",
        title=one.text,
        group=f"{group.name}, {group.place}",
        theme=theme_name(one.theme),
        sign=sign_of(one.last_level, is_positive=one.is_positive),
        css=css_of(one.last_level, is_positive=one.is_positive),
        level=level_name(one.level) if one.is_foreseen else _("không lường trước"),
        span=span_name(one.span),
        scales=_scales(one.first) if one.is_foreseen else (),
        left="" if one.left_level is None else level_name(one.left_level),
        left_scales=() if one.left is None else _scales(one.left),
        left_reason=one.left_reason,
        came=outcome_name(one.outcome, is_positive=one.is_positive) if one.outcome else "",
        came_text=one.came_text,
        deviation="" if one.deviation is None else signed(one.deviation),
        evidence=tuple(_evidence(value, piece) for piece in one.evidence),
        links=tuple(links),
        drop=_drop(value, "impact", one.number),
    )


def _scales(score: scoring.Score) -> tuple[Term, ...]:
    return tuple(Term(str(SCALES[scale]), anchor(scale, getattr(score, scale))) for scale in scoring.SCALES)


def _evidence(value: queries.AssessmentValue, one: queries.EvidenceValue) -> EvidenceRow:
    page = _("trang %(page)s") % {"page": one.page} if one.page else ""
    return EvidenceRow(
        grade=str(GRADES[one.grade]),
        text=say.joined([one.citation, page, one.statement]),
        url=reverse("documents:document", args=[one.document]) if one.is_visible else "",
        link=one.link,
        is_of_outcome=one.is_of_outcome,
        drop=_drop(value, "evidence", one.number),
    )


def measures_of(value: queries.AssessmentValue) -> tuple[MeasureRow, ...]:
    texts = {one.number: one.text for one in value.impacts}
    return tuple(
        MeasureRow(
            text=one.text,
            about=texts.get(one.impact, "") if one.impact else _("cả vấn đề"),
            unit=one.unit,
            day=words.day(one.due_date),
            cost=_("%(cost)s triệu đồng") % {"cost": say.count(one.cost)} if one.cost is not None else _("chưa rõ"),
            is_condition=one.is_condition,
            stands=Glyph.of(State(one.stands)) if one.stands else None,
            obligation=Link(one.obligation, reverse("obligations:item", args=[one.obligation]))
            if one.obligation
            else None,
            edit=_edit(value, "measure", one.number),
            drop=None if one.is_owed else _drop(value, "measure", one.number),
        )
        for one in value.measures
    )


def questions_of(value: queries.AssessmentValue) -> tuple[QuestionRow, ...]:
    return tuple(
        QuestionRow(
            one.text,
            one.answer,
            "",
            _edit(value, "question", one.number),
            _drop(value, "question", one.number),
        )
        for one in value.questions
    )


def consultations_of(value: queries.AssessmentValue) -> tuple[ConsultationRow, ...]:
    return tuple(
        ConsultationRow(
            day=words.day(one.day),
            groups=one.groups,
            way=one.way,
            people=say.count(one.people),
            outcome=one.outcome,
            document=Link(one.citation, reverse("documents:document", args=[one.document]) if one.is_visible else "")
            if one.document
            else None,
            drop=_drop(value, "consultation", one.number),
        )
        for one in value.consultations
    )


def remarks_of(value: queries.AssessmentValue) -> tuple[RemarkRow, ...]:
    code, version = value.line.code, value.version
    about = _("về bản %(number)s")
    return tuple(
        RemarkRow(
            state=say.glyph(say.REMARK_STATES, one.state),
            text=one.text,
            meta=say.joined([say.day_of(one.made_at), one.made_post, about % {"number": one.frozen}]),
            answer=one.answer,
            answered=one.answered_post,
            reply=Link(_("Trả lời"), reverse("assessments:answer", args=[code, one.number]))
            if value.rights.answer and one.state != "SETTLED"
            else None,
            settle=Act(_("Chấp nhận câu trả lời"), reverse("assessments:settle", args=[code, one.number]), version)
            if value.rights.evaluate and one.state == "ANSWERED"
            else None,
        )
        for one in value.remarks
    )


def versions_of(value: queries.AssessmentValue) -> tuple[TimelineItem, ...]:
    kept, broken = Glyph.of(State.DONE, _("Nguyên vẹn")), Glyph.of(State.LATE, _("Không khớp mã băm"))
    return tuple(
        TimelineItem(
            kept if one.is_whole else broken,
            say.day_of(one.at),
            one.at.isoformat(),
            _("Bản %(number)s, %(why)s") % {"number": one.number, "why": say.WHY[one.why]},
            reverse("assessments:version", args=[value.line.code, one.number]),
            one.post,
        )
        for one in value.versions
    )


def _edit(value: queries.AssessmentValue, name: str, number: int) -> Link | None:
    if not value.rights.write:
        return None
    return Link(_("Sửa"), reverse(f"assessments:{name}", args=[value.line.code, number]))


def _drop(value: queries.AssessmentValue, part: str, number: int) -> Act | None:
    if not value.rights.write:
        return None
    return Act(_("Bỏ"), reverse("assessments:drop", args=[value.line.code, part, number]), value.version)
