"""The file is written: the list of questions, groups, impacts, what they rest on, measures, what groups said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.assessments import events
from phoihop.assessments.commands.basics import (
    EVALUATE,
    WRITE,
    check_room,
    check_units,
    document_of,
    future_day,
    in_work,
    join,
    keep_apart,
    labels,
    line_of,
    load,
    needed,
    needed_line,
    next_number,
    past_day,
    take_part,
    text_of,
    unchanged,
)
from phoihop.assessments.models import (
    Assessment,
    Consultation,
    Evidence,
    Group,
    Impact,
    Measure,
    OpenQuestion,
    ScopeAnswer,
)
from phoihop.assessments.rules import limits, scoping, scoring
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.powers import NotVisible
from phoihop.ground.text import nfc

Answer = tuple[str, str]  # YES, NO or UNSURE, and what it is about
LINES: dict[str, Any] = {
    "group": Group,
    "impact": Impact,
    "evidence": Evidence,
    "measure": Measure,
    "question": OpenQuestion,
    "consultation": Consultation,
}


@command("assessment.write")
def scope_assessment(
    *,
    code: str,
    answers: Mapping[str, Answer],
    is_needed: bool | None = None,
    reason: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AssessmentScoped:
    """The list is answered, every question of it; it says whether an assessment is needed. Whoever departs from that
    says why. The answers are kept.

    Refused: a question without an answer, a yes or a doubt without what it is about, a departure without a reason.
    """
    row = _load(code, by, version)
    plain = {key: answer for key, (answer, _note) in answers.items()}
    if scoping.missing(plain):
        raise Refused(_("Còn câu hỏi chưa trả lời. Chưa ghi gì; nếu không biết hãy chọn „Chưa rõ“."))
    notes = {key: line_of(answers[key][1]) for key in scoping.KEYS}
    if any(not notes[key] for key in scoping.touched(plain)):
        raise Refused(_("Câu nào trả lời „Có“ hoặc „Chưa rõ“ thì ghi thêm một câu về điều gì. Chưa ghi gì."))
    asked = scoping.is_needed(plain)
    decided = asked if is_needed is None else is_needed
    why = text_of(reason, limits.LONGEST_NOTE)
    if decided != asked and not why:
        raise Refused(
            _("Bảng câu hỏi cho kết quả khác với lựa chọn của cơ quan. Chưa ghi gì; hãy nêu lý do của lựa chọn đó.")
        )
    _write(row, by, is_needed=decided, scope_reason=why)
    ScopeAnswer.rows.filter(assessment=row).delete()
    ScopeAnswer.rows.bulk_create(
        [
            ScopeAnswer(assessment=row, number=place, key=key, answer=plain[key], note=notes[key])
            for place, key in enumerate(scoping.KEYS, 1)
        ]
    )
    return tell(events.AssessmentScoped(**labels(row), is_needed=decided, reason=why))


@command("assessment.write")
def write_assessment(
    *,
    code: str,
    before: str,
    after: str,
    findings: str,
    summary: str,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AssessmentWritten:
    """How things stand, how they are expected to stand, what is concluded, and the summary for everybody."""
    row = _load(code, by, version)
    given = {
        name: text_of(text)
        for name, text in (("before", before), ("after", after), ("findings", findings), ("summary", summary))
    }
    event = events.AssessmentWritten(**labels(row), part="text", number=0)
    if all(getattr(row, name) == text for name, text in given.items()):
        return unchanged(event)
    _write(row, by, **given)
    return tell(event)


@command("assessment.write")
def set_group(
    *,
    code: str,
    number: int = 0,
    name: str,
    place: str,
    size: int,
    source: str = "",
    is_vulnerable: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AssessmentWritten:
    """A group that is affected, at a place; with `number` an earlier one anew.

    Refused: a person; a group smaller than the file's threshold, for behind it persons would be seen.
    """
    row = _load(code, by, version)
    if size < row.smallest_group:
        raise Refused(
            _(
                "Nhóm %(size)s người nhỏ hơn cỡ nhỏ nhất (%(least)s) nên có thể nhận ra từng người. Chưa ghi gì;"
                " hãy gộp với nhóm khác hoặc lấy địa bàn rộng hơn."
            )
            % {"size": size, "least": row.smallest_group}
        )
    values = {
        "name": needed_line(name, _("tên nhóm"), 300),
        "place": needed_line(place, _("địa bàn"), 300),
        "size": min(size, limits.LARGEST_GROUP),
        "source": line_of(source),
        "is_vulnerable": is_vulnerable,
    }
    return _put(row, "group", number, values, by)


@command("assessment.write")
def set_impact(
    *,
    code: str,
    number: int = 0,
    group: int,
    theme: str,
    text: str,
    is_positive: bool = False,
    severity: int,
    reach: int,
    duration: int,
    likelihood: int,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AssessmentWritten:
    """One effect, good or bad, on one group; with `number` an earlier one anew: what is left after measures is then
    asked for again. Refused: a group that is not in the file, a theme that is not on the list, a value
    outside 1 to 5."""
    row = _load(code, by, version)
    of = _line(row, "group", group)
    if theme not in scoping.THEMES:
        raise Refused(_("Chủ đề này không có trong danh sách. Chưa ghi gì."))
    score = score_of(severity, reach, duration, likelihood)
    values: dict[str, Any] = {
        "group_id": of.pk,
        "theme": theme,
        "text": needed_line(text, _("tác động là gì")),
        "is_positive": is_positive,
        **{scale: getattr(score, scale) for scale in scoring.SCALES},
    }
    known = _line(row, "impact", number) if number else None
    if known is not None and any(getattr(known, name) != value for name, value in values.items() if name != "text"):
        values |= {f"left_{scale}": None for scale in scoring.SCALES} | {"left_reason": ""}
    return _put(row, "impact", number, values, by)


@command("assessment.write")
def score_what_is_left(
    *,
    code: str,
    number: int,
    severity: int,
    reach: int,
    duration: int,
    likelihood: int,
    reason: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AssessmentWritten:
    """What is left of an impact after its measures.

    Refused: no measure for it; a harm that grows, or a good that shrinks, by the measures without a reason.
    """
    row = _load(code, by, version)
    impact: Impact = _line(row, "impact", number)
    if not Measure.rows.filter(assessment=row, impact=impact).exists():
        raise Refused(
            _("Chưa có biện pháp nào cho tác động này. Chưa ghi gì; hãy thêm biện pháp rồi chấm mức còn lại.")
        )
    score = score_of(severity, reach, duration, likelihood)
    why = text_of(reason, limits.LONGEST_NOTE)
    if scoring.is_turned(first_score(impact), score, is_positive=impact.is_positive) and not why:
        raise Refused(
            _("Mức còn lại xấu hơn mức ban đầu ở ít nhất một thang. Chưa ghi gì; hãy xem lại, hoặc nêu lý do.")
        )
    values = {f"left_{scale}": getattr(score, scale) for scale in scoring.SCALES} | {"left_reason": why}
    _write(row, by)
    Impact.rows.filter(pk=impact.pk).update(**values)
    return tell(events.AssessmentWritten(**labels(row), part="left", number=number))


@command("assessment.write")
def add_evidence(
    *,
    code: str,
    number: int,
    grade: str,
    document: str = "",
    page: str = "",
    statement: str = "",
    link: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AssessmentWritten:
    """What an impact rests on. Refused: grade A or B without a registered document and its page; nothing said at all;
    a document that one may not see."""
    row = _load(code, by, version)
    impact: Impact = _line(row, "impact", number)
    check_room(Evidence.rows.filter(assessment=row).count())
    values = evidence_values(grade, document, page, statement, link, by)
    at_number = _next(row, by)
    Evidence.rows.create(assessment=row, number=at_number, impact=impact, **values)
    return tell(events.AssessmentWritten(**labels(row), part="evidence", number=at_number))


@command("assessment.write")
def set_measure(
    *,
    code: str,
    number: int = 0,
    impact: int = 0,
    text: str,
    unit_id: int,
    due_date: date,
    cost: int | None = None,
    is_condition: bool = False,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AssessmentWritten:
    """What is to be done, by whom, by when, for how much; as a condition it becomes an obligation once validated. Its
    unit reads the file from now on. Refused: a unit not in force, a day that is over."""
    row = _load(code, by, version)
    check_units([unit_id], at)
    known = _line(row, "measure", number) if number else None
    values = {
        "impact_id": _line(row, "impact", impact).pk if impact else None,
        "text": needed_line(text, _("biện pháp")),
        "unit_id": unit_id,
        "due_date": due_date if known is not None and known.due_date == due_date else future_day(due_date, at),
        "cost": cost,
        "is_condition": is_condition,
    }
    event = _put(row, "measure", number, values, by)
    join(row, [unit_id])
    return event


@command("assessment.write")
def set_question(
    *, code: str, number: int = 0, text: str, answer: str = "", version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentWritten:
    """Something that is not known, or with `number` what is known of it by now."""
    row = _load(code, by, version)
    values = {"text": needed_line(text, _("điều chưa rõ")), "answer": text_of(answer, limits.LONGEST_NOTE)}
    return _put(row, "question", number, values, by)


@command("assessment.write")
def record_consultation(
    *,
    code: str,
    groups: str,
    way: str,
    day: date,
    people: int,
    outcome: str,
    document: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AssessmentWritten:
    """How groups were asked, when, how many came, and what came out of it as a whole. No names, nobody's view.

    Refused: fewer people than the smallest group, a day to come, a person in the words.
    """
    row = _load(code, by, version)
    if people < row.smallest_group:
        raise Refused(
            _(
                "Lần tham vấn có %(people)s người, dưới cỡ nhóm nhỏ nhất (%(least)s), nên kết quả có thể lộ ý kiến của"
                " từng người. Chưa ghi gì; hãy gộp với lần khác."
            )
            % {"people": people, "least": row.smallest_group}
        )
    line = document_of(document, by) if document.strip() else None
    values = {
        "groups": needed_line(groups, _("nhóm được hỏi"), 300),
        "way": needed_line(way, _("cách hỏi"), 300),
        "day": past_day(day, at),
        "people": people,
        "outcome": needed(outcome, _("kết quả chung"), limits.LONGEST_NOTE),
        "document": line.code if line else "",
        "citation": (line.citation or line.code)[:120] if line else "",
    }
    return _put(row, "consultation", 0, values, by)


@command("assessment.write")
def drop_part(
    *, code: str, part: str, number: int, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentPartDropped:
    """Takes a line out of the file; frozen versions keep it. Refused: a group that still has impacts, an impact with
    measures, a condition that is owed already."""
    row = _load(code, by, version)
    if part not in LINES:
        raise NotVisible
    line = _line(row, part, number)
    if part == "group" and Impact.rows.filter(group=line).exists():
        raise Refused(_("Nhóm này còn tác động. Chưa bỏ gì; hãy bỏ các tác động của nhóm trước."))
    if part == "impact" and Measure.rows.filter(impact=line).exists():
        raise Refused(_("Tác động này còn biện pháp. Chưa bỏ gì; hãy bỏ các biện pháp trước."))
    if part == "measure" and line.is_owed:
        raise Refused(
            _("Điều kiện này đã thành nghĩa vụ. Chưa bỏ gì; hãy bỏ dấu „điều kiện“, nghĩa vụ khép lại khi xác nhận.")
        )
    _write(row, by)
    if part == "impact":
        Evidence.rows.filter(impact=line).delete()
    LINES[part].rows.filter(pk=line.pk).delete()
    return tell(events.AssessmentPartDropped(**labels(row), part=part, number=number))


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def score_of(severity: int, reach: int, duration: int, likelihood: int) -> scoring.Score:
    try:
        return scoring.Score(severity, reach, duration, likelihood)
    except ValueError as error:
        raise Refused(_("Mỗi thang đi từ 1 đến 5. Chưa ghi gì; hãy chọn lại.")) from error


def first_score(impact: Impact) -> scoring.Score:
    return scoring.Score(impact.severity, impact.reach, impact.duration, impact.likelihood)


def evidence_values(grade: str, document: str, page: str, statement: str, link: str, by: Actor) -> dict[str, Any]:
    """The columns of a piece of evidence. Refused: what its grade asks for and it has not."""
    if grade not in scoring.GRADES:
        raise Refused(_("Bậc căn cứ này không có. Chưa ghi gì; chọn A, B, C hoặc D."))
    line = document_of(document, by) if document.strip() else None
    given = {"page": line_of(page, 40), "statement": line_of(statement), "link": _link(link)}
    if grade in ("A", "B") and (line is None or not given["page"]):
        raise Refused(_("Căn cứ bậc A, B cần mã văn bản trong sổ và số trang. Chưa ghi gì."))
    if line is None and not given["statement"]:
        raise Refused(_("Cần mã văn bản hoặc một câu nêu căn cứ. Chưa ghi gì."))
    return {
        "grade": grade,
        "document": line.code if line else "",
        "citation": (line.citation or line.code)[:120] if line else "",
        **given,
    }


def _link(text: str) -> str:
    given = " ".join(nfc(text).split())[:500]
    if given and not given.lower().startswith(("https://", "http://")):
        raise Refused(_("Đường dẫn phải bắt đầu bằng https:// hoặc http://. Chưa ghi gì."))
    return given


def _load(code: str, by: Actor, version: int | None) -> Assessment:
    row = load(code, "assessment.write", by, version)
    in_work(row)
    keep_apart(row, by, EVALUATE)
    return row


def _write(row: Assessment, by: Actor, **values: Any) -> None:
    change(row, **values)
    take_part(row, by, WRITE)


def _next(row: Assessment, by: Actor) -> int:
    take_part(row, by, WRITE)
    return next_number(row)


def _line(row: Assessment, part: str, number: int) -> Any:
    """One line of the file. Not visible: there is none."""
    line = LINES[part].rows.filter(assessment=row, number=number).first()
    if line is None:
        raise NotVisible
    return line


def _put(row: Assessment, part: str, number: int, values: dict[str, Any], by: Actor) -> events.AssessmentWritten:
    """Writes a line anew, or one more."""
    model = LINES[part]
    if number:
        line = _line(row, part, number)
        event = events.AssessmentWritten(**labels(row), part=part, number=number)
        if all(getattr(line, name) == value for name, value in values.items()):
            return unchanged(event)
        _write(row, by)
        model.rows.filter(pk=line.pk).update(**values)
        return tell(event)
    check_room(model.rows.filter(assessment=row).count())
    given = _next(row, by)
    model.rows.create(assessment=row, number=given, **values)
    return tell(events.AssessmentWritten(**labels(row), part=part, number=given))
