"""A finished file is frozen and goes to the evaluator, who is another person; remarks are answered; parties dissent."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.assessments import events, states
from phoihop.assessments.commands.basics import (
    EVALUATE,
    WRITE,
    freeze,
    keep_apart,
    labels,
    load,
    needed,
    next_number,
    next_state,
    post_of,
    reason_of,
    take_part,
)
from phoihop.assessments.commands.writing import first_score
from phoihop.assessments.models import Assessment, Dissent, Evidence, Group, Impact, Measure, Party, Remark
from phoihop.assessments.queries.names import refusal_of
from phoihop.assessments.rules import limits, scoring
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.organizations.queries import unit_names

HEAVY = 3  # from "high" on, harm without a measure does not go on


@command("assessment.present")
def present_assessment(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.AssessmentPresented:
    """The file is frozen with its hash and goes to the evaluator.

    Refused: with holes in it (`missing_in` names them), with a remark that nobody has answered.
    """
    row = load(code, "assessment.present", by, version)
    following = next_state(row, "present")
    keep_apart(row, by, EVALUATE)
    holes = missing_in(row)
    if holes:
        raise Refused(_("Chưa trình; hồ sơ giữ nguyên. Còn: %(holes)s.") % {"holes": "; ".join(holes)})
    take_part(row, by, WRITE)
    frozen = freeze(row, "PRESENT", by, at)
    change(
        row,
        state=following,
        number=frozen.number,
        presented_at=at,
        presented_post=post_of(by),
        reason="",
        evaluation="",
    )
    return tell(events.AssessmentPresented(**labels(row), number=frozen.number, sha256=frozen.sha256))


@command("assessment.evaluate")
def make_remark(
    *, code: str, text: str, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentRemarked:
    """The evaluator has a remark. Refused: who wrote the file; unless it lies with the evaluator."""
    row = _evaluated(code, by, version)
    given = needed(text, _("nhận xét"), limits.LONGEST_NOTE)
    number = next_number(row)
    Remark.rows.create(assessment=row, number=number, text=given, frozen=row.number, made_at=at, made_post=post_of(by))
    take_part(row, by, EVALUATE)
    return tell(events.AssessmentRemarked(**labels(row), number=number))


@command("assessment.write")
def answer_remark(
    *, code: str, number: int, answer: str, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentAnswered:
    """The assessor answers a remark. Refused: who evaluates; a remark that is settled."""
    row = load(code, "assessment.write", by, version)
    if row.state not in ("EVALUATING", "WORKING"):
        raise Refused(refusal_of(code, row.state))
    keep_apart(row, by, EVALUATE)
    remark = _remark(row, number)
    following = states.after(states.REMARK, remark.state, "answer")
    if following is None:
        raise Refused(_("Nhận xét này đã được chấp nhận; không có gì thay đổi."))
    change(row)
    Remark.rows.filter(pk=remark.pk).update(
        answer=needed(answer, _("câu trả lời"), limits.LONGEST_NOTE),
        state=following,
        answered_at=at,
        answered_post=post_of(by),
    )
    take_part(row, by, WRITE)
    return tell(events.AssessmentAnswered(**labels(row), number=number))


@command("assessment.evaluate")
def settle_remark(
    *, code: str, number: int, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentRemarkSettled:
    """The evaluator is content with an answer. Refused: a remark without one."""
    row = _evaluated(code, by, version)
    remark = _remark(row, number)
    following = states.after(states.REMARK, remark.state, "settle")
    if following is None:
        raise Refused(_("Nhận xét này chưa được trả lời hoặc đã chấp nhận rồi; không có gì thay đổi."))
    change(row)
    Remark.rows.filter(pk=remark.pk).update(state=following)
    take_part(row, by, EVALUATE)
    return tell(events.AssessmentRemarkSettled(**labels(row), number=number))


@command("assessment.evaluate")
def pass_assessment(
    *, code: str, note: str, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentPassed:
    """The evaluator's word; it goes before the head. Refused: a remark that is not settled, no word at all."""
    row = _evaluated(code, by, version)
    following = next_state(row, "pass")
    if Remark.rows.filter(assessment=row).exclude(state="SETTLED").exists():
        raise Refused(
            _("Còn nhận xét chưa được trả lời hoặc chưa được chấp nhận. Chưa chuyển; hồ sơ vẫn ở bước thẩm tra.")
        )
    given = needed(note, _("ý kiến thẩm tra"), limits.LONGEST_NOTE)
    change(row, state=following, evaluation=given, passed_at=at, passed_post=post_of(by))
    take_part(row, by, EVALUATE)
    return tell(events.AssessmentPassed(**labels(row), number=row.number))


@command("assessment.return")
def return_assessment(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentReturned:
    """The evaluator or the head gives it back to be written further. Refused: no reason; when it does not lie there."""
    row = load(code, "assessment.return", by, version)
    following = next_state(row, "return")
    reason = reason_of(reason)
    change(row, state=following, reason=reason)
    return tell(events.AssessmentReturned(**labels(row), reason=reason))


@command("assessment.dissent")
def dissent_assessment(
    *, code: str, text: str, because: str, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentDissented:
    """A party does not agree: its words and its reason stay with the file, whoever goes on.

    Refused: without both; before anybody has taken the assessment on; after its end.
    """
    row = load(code, "assessment.dissent", by, version)
    if row.state not in ("WORKING", "EVALUATING", "EVALUATED", "VALIDATED"):
        raise Refused(refusal_of(code, row.state))
    unit_id = by.unit_id
    if unit_id is None or not Party.rows.filter(assessment=row, unit_id=unit_id).exists():
        raise NotAllowed(_("Ý kiến bảo lưu là của một bên của vấn đề. %(code)s giữ nguyên.") % {"code": code})
    words = needed(text, _("ý kiến bảo lưu"), limits.LONGEST_NOTE)
    why = needed(because, _("lý do"), limits.LONGEST_NOTE)
    name = unit_names([unit_id])[unit_id].name
    Dissent.rows.create(
        assessment=row,
        number=next_number(row),
        unit_id=unit_id,
        unit_name=name[:300],
        text=words,
        because=why,
        post=post_of(by),
        at=at,
        frozen=row.number,
    )
    return tell(events.AssessmentDissented(**labels(row), unit_id=unit_id, unit_name=name))


def missing_in(row: Assessment) -> list[str]:
    """What nobody may be asked to evaluate: holes in the file, in words. Six queries."""
    holes = []
    if row.is_needed is None:
        holes.append(_("bảng câu hỏi phạm vi chưa trả lời"))
    if not row.findings:
        holes.append(_("chưa viết kết luận"))
    if Remark.rows.filter(assessment=row, state="OPEN").exists():
        holes.append(_("có nhận xét thẩm tra chưa trả lời"))
    if not row.is_needed:
        return holes
    if not (row.before and row.after):
        holes.append(_("chưa viết tình hình trước và sau"))
    if not Group.rows.filter(assessment=row).exists():
        holes.append(_("chưa có nhóm chịu tác động"))
    impacts = list(Impact.rows.filter(assessment=row).order_by("number"))
    if not impacts:
        holes.append(_("chưa có tác động nào được chấm"))
    based = set(Evidence.rows.filter(assessment=row, is_of_outcome=False).values_list("impact_id", flat=True))
    measured = set(Measure.rows.filter(assessment=row).values_list("impact_id", flat=True))
    for impact in impacts:
        named = {"text": impact.text[:80]}
        if impact.pk not in based:
            holes.append(_("tác động „%(text)s“ chưa có căn cứ (nếu chỉ là giả định, ghi bậc D)") % named)
        if impact.pk in measured and impact.left_severity is None:
            holes.append(_("tác động „%(text)s“ có biện pháp mà chưa chấm mức còn lại") % named)
        if not impact.is_positive and scoring.level(first_score(impact)) >= HEAVY and impact.pk not in measured:
            holes.append(_("tác động „%(text)s“ ở mức cao mà chưa có biện pháp") % named)
    return holes


def _evaluated(code: str, by: Actor, version: int | None) -> Assessment:
    row = load(code, "assessment.evaluate", by, version)
    if row.state != "EVALUATING":
        raise Refused(refusal_of(code, row.state))
    keep_apart(row, by, WRITE)
    return row


def _remark(row: Assessment, number: int) -> Remark:
    remark = Remark.rows.filter(assessment=row, number=number).first()
    if remark is None:
        raise NotVisible
    return remark
