"""Each agency writes its part; the lead composes one answer of them; an approver lets it go out to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.concerns import states
from phoihop.concerns.commands.basics import (
    LONGEST_ANSWER,
    NOT_NOW,
    decide,
    evidence_json,
    group_of,
    labels,
    load,
    name_of,
    needed,
    note_step,
    post_of,
    reason_of,
    said,
    words_of,
)
from phoihop.concerns.commands.keeping import spread
from phoihop.concerns.commands.obliging import settle
from phoihop.concerns.commands.showing import show
from phoihop.concerns.commands.telling import tell_raisers
from phoihop.concerns.events import (
    ConcernAnswered,
    ConcernComposed,
    ConcernPartWritten,
    ConcernReturned,
    ConcernSubmitted,
)
from phoihop.concerns.models import Answer, Concern, Part
from phoihop.concerns.queries import routing
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.powers import NotAllowed
from phoihop.obligations import commands as obligations

MOST_EVIDENCE = 10
SUPPORTED = gettext_lazy("Đã viết phần trả lời của cơ quan trong phản ánh %(code)s.")
ANSWERED = gettext_lazy("%(lead)s đã trả lời.")
ANSWERED_AGAIN = gettext_lazy("%(lead)s đã trả lời lại sau khi mở lại.")
SETTLED = gettext_lazy("Câu trả lời %(number)s của phản ánh %(code)s đã được duyệt và báo cho người phản ánh.")


@command("concern.write_part")
def write_part(
    *,
    code: str,
    text: str,
    evidence: str = "",
    unit_id: int | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> ConcernPartWritten:
    """A unit writes its part, or writes it anew; the first time its lane is handed in. `version` is the part's.

    `unit_id` is for systems; whoever acts for a unit writes for that unit. Refused: no text, a unit that takes no part
    any more, a concern that nobody works on now.
    """
    row = load(code, "concern.write_part", by=by)
    own_id = by.unit_id if by.unit_id is not None else unit_id
    part = Part.rows.filter(concern=row, unit_id=own_id or 0).first()
    if part is None:
        raise NotAllowed(_("Cơ quan của bạn không có phần trong phản ánh này."))
    if row.state not in states.WORKED_ON:
        raise Refused(str(NOT_NOW[row.state]) % {"code": row.code})
    state = states.after(states.PART, part.state, "write")
    if state is None:
        raise Refused(_("Cơ quan của bạn không còn tham gia trả lời phản ánh này. Chưa ghi gì."))
    text = needed(text, _("Cần viết phần trả lời của cơ quan. Chưa ghi gì."), LONGEST_ANSWER)
    is_first = part.state == "OPEN"
    change(
        part,
        version=version,
        state=state,
        text=text,
        evidence=words_of(evidence, 500),
        written_at=at,
        written_post=post_of(by),
    )
    if is_first and part.role == "SUPPORTING" and row.obligation:
        through = replace(by.through("concern.write_part"), unit_id=part.unit_id)
        words = said(SUPPORTED, code=row.code)
        obligations.support_obligation(code=row.obligation, statement=words, reference="", by=through, at=at)
    return tell(ConcernPartWritten(**labels(row), unit_id=part.unit_id, unit_name=name_of(part.unit_id)))


@command("concern.compose")
def compose_answer(
    *,
    code: str,
    text: str,
    evidence: Sequence[tuple[str, str]] = (),
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> ConcernComposed:
    """The one answer as the lead writes it, in the marks of public prose. Written anew it waits for nobody's approval.

    Refused: no text, too much, evidence that is neither named nor an http(s) address, a concern nobody works on now.
    """
    row = load(code, "concern.compose", by=by, version=version)
    decide(row, "answer")
    text = needed(text, _("Cần viết câu trả lời. Chưa ghi gì."), LONGEST_ANSWER)
    given = [(words_of(name, 300), words_of(address, 500)) for name, address in evidence]
    given = [(name, address) for name, address in given if name or address]
    _check_evidence(given)
    number = row.answer_number + 1
    change(row)  # two who compose at once: the second sees what the first wrote
    values = {
        "unit_id": row.lead_id,
        "state": "DRAFT",
        "text": text,
        "evidence": evidence_json(given),
        "written_at": at,
        "written_post": post_of(by),
        "writer_id": by.account_id,
        "reason": "",
    }
    Answer.rows.update_or_create(concern=row, number=number, defaults=values)
    return tell(ConcernComposed(**labels(row), number=number))


@command("concern.compose")
def submit_answer(
    *, code: str, without_parts_reason: str = "", version: int | None = None, by: Actor, at: datetime
) -> ConcernSubmitted:
    """Puts it before an approver. Refused: nothing written, parts of other agencies still open and no reason to go on
    without them."""
    row = load(code, "concern.compose", by=by, version=version)
    decide(row, "answer")
    answer = _draft(row)
    _move(answer, "submit")
    left = Part.rows.filter(concern=row, role="SUPPORTING", state="OPEN").count()
    if left and not without_parts_reason.strip():
        raise Refused(
            _("Còn %(count)s cơ quan chưa viết phần của mình. Chưa trình; muốn trình ngay thì ghi lý do.")
            % {"count": left}
        )
    change(row)
    reason = reason_of(without_parts_reason) if left else ""
    Answer.rows.filter(pk=answer.pk).update(state="SUBMITTED", reason=reason)
    return tell(ConcernSubmitted(**labels(row), number=answer.number, is_reopened=row.reopened_at is not None))


@command("concern.answer")
def return_answer(*, code: str, reason: str, version: int | None = None, by: Actor, at: datetime) -> ConcernReturned:
    """The approver gives it back. Refused: no reason, and unless it waits for approval."""
    row = load(code, "concern.answer", by=by, version=version)
    answer = _draft(row)
    _move(answer, "return")
    reason = reason_of(reason)
    change(row)
    Answer.rows.filter(pk=answer.pk).update(state="RETURNED", reason=reason)
    return tell(ConcernReturned(**labels(row), number=answer.number, reason=reason))


@command("concern.answer")
def approve_answer(*, code: str, version: int | None = None, by: Actor, at: datetime) -> ConcernAnswered:
    """The answer goes out, once, to all who raised it; the obligation is settled with it.

    Refused: nothing waits for approval; after a reopening, the approver of the answer before.
    """
    row = load(code, "concern.answer", by=by, version=version)
    state = decide(row, "answer")
    answer = _draft(row)
    _move(answer, "approve")
    _check_other_approver(row, by)
    today = local_date(at)
    keep = timedelta(days=routing.term(row.territory, "personal_keep").days)
    is_late = today > row.promised_date
    change(
        row,
        state=state,
        answered_at=at,
        answer_number=answer.number,
        is_late=is_late,
        reopen_until=None if row.reopened_at else routing.until(row.territory, "feedback_reopen", at),
        delete_on=max(row.delete_on, today + keep),
    )
    Answer.rows.filter(pk=answer.pk).update(
        state="APPROVED", approved_at=at, approved_post=post_of(by), approver_id=by.account_id
    )
    spread(row)
    settle(row, said(SETTLED, number=answer.number, code=row.code), by=by, at=at)
    words = said(ANSWERED if answer.number == 1 else ANSWERED_AGAIN, lead=name_of(row.lead_id))
    step = note_step(row, "answer", words, at=at)
    show(row, by=by, at=at)
    tell_raisers(row, step, number=answer.number, by=by, at=at)
    units = Part.rows.filter(concern=row, role="SUPPORTING").exclude(state="LEFT").values_list("unit_id", flat=True)
    return tell(
        ConcernAnswered(
            **labels(row),
            number=answer.number,
            raisers=len(group_of(row)),
            is_late=is_late,
            unit_ids=tuple(sorted(units)),
        )
    )


def _draft(row: Concern) -> Answer:
    answer = Answer.rows.filter(concern=row, number=row.answer_number + 1).first()
    if answer is None:
        raise Refused(_("Chưa có câu trả lời nào được soạn. Chưa có gì thay đổi; hãy soạn câu trả lời trước."))
    return answer


def _move(answer: Answer, act: str) -> str:
    state = states.after(states.ANSWER, answer.state, act)
    if state is None:
        raise Refused(
            {
                "DRAFT": _("Câu trả lời đang soạn, chưa trình duyệt. Chưa có gì thay đổi."),
                "SUBMITTED": _("Câu trả lời đã trình và đang chờ duyệt. Chưa có gì thay đổi."),
                "RETURNED": _("Câu trả lời đã trả lại để sửa. Chưa có gì thay đổi; hãy sửa rồi trình lại."),
                "APPROVED": _("Câu trả lời đã được duyệt. Không có gì thay đổi."),
            }[answer.state]
        )
    return state


def _check_other_approver(row: Concern, by: Actor) -> None:
    """What was reopened is not judged by whoever let the first answer go out."""
    if row.reopened_at is None or by.account_id is None:
        return
    before = Answer.rows.filter(concern=row, state="APPROVED").order_by("-number").first()
    if before is not None and before.approver_id == by.account_id:
        raise Refused(
            _(
                "Bạn đã duyệt câu trả lời trước của phản ánh này. Chưa có gì thay đổi; phản ánh mở lại do người duyệt"
                " khác của cơ quan, hoặc người duyệt của cơ quan tiếp nhận, quyết định."
            )
        )


def _check_evidence(evidence: Sequence[tuple[str, str]]) -> None:
    if len(evidence) > MOST_EVIDENCE:
        raise Refused(_("Nhiều nhất %(most)s chứng cứ. Chưa ghi gì; hãy bớt.") % {"most": MOST_EVIDENCE})
    for name, address in evidence:
        if not name or (address and not address.lower().startswith(("http://", "https://", "/"))):
            raise Refused(
                _("Mỗi chứng cứ cần có tên; địa chỉ, nếu ghi, phải bắt đầu bằng https:// hoặc http://. Chưa ghi gì.")
            )
