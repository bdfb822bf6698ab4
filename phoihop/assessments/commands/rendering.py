"""The assessment on the office's paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy

from phoihop.assessments.queries.items import assessment_value
from phoihop.assessments.queries.names import (
    ANSWERS,
    GRADES,
    QUESTIONS,
    level_name,
    outcome_name,
    span_name,
    theme_name,
)
from phoihop.assessments.queries.values import AssessmentValue, ImpactValue
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import on_record
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible
from phoihop.reporting import commands as reporting
from phoihop.reporting import queries as letters

TYPE = "BÁO CÁO"
SUBJECT = gettext_lazy("Đánh giá tác động xã hội: %(title)s")
HEADS = {
    "task": gettext_lazy("Điều cần đánh giá"),
    "scope": gettext_lazy("Phạm vi"),
    "before": gettext_lazy("Tình hình trước"),
    "after": gettext_lazy("Tình hình dự kiến sau"),
    "groups": gettext_lazy("Nhóm chịu tác động"),
    "impacts": gettext_lazy("Tác động"),
    "measures": gettext_lazy("Biện pháp và điều kiện"),
    "consultations": gettext_lazy("Tham vấn"),
    "questions": gettext_lazy("Điều chưa rõ"),
    "findings": gettext_lazy("Kết luận"),
    "remarks": gettext_lazy("Thẩm tra"),
    "dissents": gettext_lazy("Ý kiến bảo lưu"),
    "validation": gettext_lazy("Xác nhận"),
    "closing": gettext_lazy("Kết thúc"),
}
GROUP = gettext_lazy("%(name)s, %(place)s: %(size)s người. %(source)s")
IMPACT = gettext_lazy(
    "%(group)s – %(theme)s (%(sign)s): %(text)s. Mức %(level)s; căn cứ bậc %(grade)s, có thể từ %(span)s."
)
LEFT = gettext_lazy("Sau biện pháp: mức %(level)s. %(reason)s")
CAME = gettext_lazy("Đã thấy: %(outcome)s. %(text)s")
MEASURE = gettext_lazy("%(text)s – %(unit)s, hạn %(day)s%(more)s.")
COST = gettext_lazy(", kinh phí %(cost)s triệu đồng")
CONDITION = gettext_lazy(" (điều kiện)")
ASKED = gettext_lazy("%(day)s, %(groups)s, %(way)s, %(people)s người: %(outcome)s")
REMARK = gettext_lazy("Nhận xét: %(text)s Trả lời: %(answer)s")
DISSENT = gettext_lazy("%(unit)s: %(text)s Lý do: %(because)s")
HASH = gettext_lazy("Bản %(number)s, SHA-256 %(sha256)s.")
GOOD, BAD = gettext_lazy("có lợi"), gettext_lazy("bất lợi")
EVIDENCE = gettext_lazy("Căn cứ %(grade)s: %(what)s")
PAGE = gettext_lazy(", trang %(page)s")


def render_assessment(*, code: str, kind: str, by: Actor, at: datetime) -> bytes:
    """The file as it stands, as "docx" or "pdf". Whoever may see it may have it. Changes nothing."""
    if kind not in ("docx", "pdf"):
        raise NotVisible
    value = assessment_value(by, code, local_date(at))
    letter = replace(
        letters.blank_letter(value.assessor_id, at),
        subject=on_record(SUBJECT, title=value.line.title),
        type_name=TYPE,
        body=tuple(_body(value)),
        date=local_date(value.validated_at) if value.validated_at else local_date(at),
        is_illustration=value.line.is_illustration,
    )
    made = reporting.compose_letter(letter=letter, by=by, at=at)
    return made.pdf if kind == "pdf" else made.docx


def _body(value: AssessmentValue) -> list[str | reporting.Paragraph]:
    groups = {one.number: one for one in value.groups}
    parts: dict[str, list[str]] = {
        "task": [value.task],
        "scope": [
            *(
                f"{QUESTIONS[one.key]} {ANSWERS[one.answer]}. {one.note}".strip()
                for one in value.answers
                if one.answer != "NO"
            ),
            value.scope_reason,
        ],
        "before": [value.before],
        "after": [value.after],
        "groups": [
            on_record(GROUP, name=one.name, place=one.place, size=_count(one.size), source=one.source)
            for one in value.groups
        ],
        "impacts": [
            line
            for one in value.impacts
            for line in _impact(one, f"{groups[one.group].name}, {groups[one.group].place}")
        ],
        "measures": [
            on_record(
                MEASURE,
                text=one.text.rstrip("."),
                unit=one.unit,
                day=words.day(one.due_date),
                more=(on_record(COST, cost=_count(one.cost)) if one.cost is not None else "")
                + (on_record(CONDITION) if one.is_condition else ""),
            )
            for one in value.measures
        ],
        "consultations": [
            on_record(
                ASKED,
                day=words.day(one.day),
                groups=one.groups,
                way=one.way,
                people=_count(one.people),
                outcome=one.outcome,
            )
            for one in value.consultations
        ],
        "questions": [" ".join(filter(None, (one.text, one.answer))) for one in value.questions],
        "findings": [value.findings],
        "remarks": [
            *(on_record(REMARK, text=one.text, answer=one.answer or "–") for one in value.remarks),
            value.evaluation,
        ],
        "dissents": [on_record(DISSENT, unit=one.unit, text=one.text, because=one.because) for one in value.dissents],
        "validation": [value.validation],
        "closing": [value.closing],
    }
    body: list[str | reporting.Paragraph] = []
    for key, lines in parts.items():
        kept = [line for text in lines for line in text.split("\n") if line.strip()]
        if kept:
            body += [reporting.Paragraph(on_record(HEADS[key]), is_heading=True), *kept]
    if value.versions:
        newest = value.versions[0]
        body.append(on_record(HASH, number=newest.number, sha256=newest.sha256))
    return body


def _impact(one: ImpactValue, group: str) -> list[str]:
    lines = [
        on_record(
            IMPACT,
            group=group,
            theme=theme_name(one.theme),
            sign=on_record(GOOD if one.is_positive else BAD),
            text=one.text.rstrip("."),
            level=level_name(one.level),
            grade=one.grade,
            span=span_name(one.span),
        )
    ]
    for piece in one.evidence:
        page = on_record(PAGE, page=piece.page) if piece.page else ""
        what = (piece.citation + page) if piece.citation else ""
        said = "; ".join(filter(None, (what, piece.statement, piece.link)))
        lines.append(on_record(EVIDENCE, grade=on_record(GRADES[piece.grade]), what=said))
    if one.left_level is not None:
        lines.append(on_record(LEFT, level=level_name(one.left_level), reason=one.left_reason))
    if one.outcome:
        outcome = outcome_name(one.outcome, is_positive=one.is_positive)
        lines.append(on_record(CAME, outcome=outcome, text=one.came_text))
    return lines


def _count(number: int) -> str:
    """12.500"""
    return f"{number:,}".replace(",", ".")
