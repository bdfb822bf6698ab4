"""Lessons: proposed by a party in its part, answered by the lead; and what stands against the next round."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from phoihop.ground import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.reviews import events, rules, states
from phoihop.reviews.commands.basics import load, needed, own_part, post_of, refusal, unit_labels, words_of
from phoihop.reviews.models import Lesson, Review


@command("lesson.propose")
def propose_lesson(*, code: str, unit_id: int, kind: str, text: str, by: Actor, at: datetime) -> events.LessonProposed:
    """A party proposes what should be done otherwise. The same words twice are one lesson.

    Refused: another's part, a part that is handed in, no text, too many.
    """
    row = load(code, "lesson.propose", by)
    part = own_part(row, unit_id, by)
    text = words_of(text, rules.LONGEST_LESSON)
    if kind not in rules.LESSON_KINDS or not text:
        raise Refused(_("Bài học cần loại và nội dung; chưa ghi gì. Hãy viết một câu nêu việc cần đổi."))
    known = Lesson.rows.filter(part=part, kind=kind, text=text).exclude(state="WITHDRAWN").first()
    if known is not None:
        nothing_changed()
        return events.LessonProposed(**unit_labels(row, part), number=known.number, text=text)
    if row.state not in ("DRAFT", "GATHERING") or part.state not in states.WRITABLE:
        raise Refused(
            _("Phần đã nộp nên không thêm bài học được; phần giữ nguyên. Hãy đề nghị cơ quan chủ trì trả lại.")
        )
    if Lesson.rows.filter(part=part).count() >= rules.MOST_LESSONS:
        raise Refused(_("Mỗi cơ quan đề xuất nhiều nhất %(most)s bài học; chưa ghi gì.") % {"most": rules.MOST_LESSONS})
    change(row)  # numbers are given one after the other
    number = (Lesson.rows.filter(review=row).aggregate(last=Max("number"))["last"] or 0) + 1
    Lesson.rows.create(review=row, part=part, number=number, kind=kind, text=text, proposed_at=at)
    return tell(events.LessonProposed(**unit_labels(row, part), number=number, text=text))


@command("lesson.propose")
def withdraw_lesson(*, code: str, number: int, by: Actor, at: datetime) -> events.LessonWithdrawn:
    """A party takes its lesson back while its part is open. Refused: another's, a part handed in, answered already."""
    row = load(code, "lesson.propose", by)
    lesson = _lesson(row, number)
    if by.unit_id != lesson.part.unit_id:
        raise NotAllowed(_("Chỉ cơ quan đề xuất mới rút bài học của mình."))
    event = events.LessonWithdrawn(**unit_labels(row, lesson.part), number=number, text=lesson.text)
    if lesson.state == "WITHDRAWN":
        nothing_changed()
        return event
    if states.after(states.LESSON, lesson.state, "withdraw") is None or lesson.part.state not in states.WRITABLE:
        raise Refused(_("Phần đã nộp hoặc bài học đã được trả lời nên không rút được; bài học giữ nguyên."))
    change(lesson, state="WITHDRAWN")
    return tell(event)


@command("lesson.answer")
def answer_lesson(
    *, code: str, number: int, is_taken_up: bool, into: str, text: str, version: int | None, by: Actor, at: datetime
) -> events.LessonTakenUp | events.LessonRefused:
    """The lead takes a lesson up, and says in what: an agreement, plan or topic it sees, or a clause or duty of one; or
    it does not, and says why.

    Refused: no such thing, no reason, a lesson of a part that is not accepted, answered otherwise before.
    """
    row = load(code, "lesson.answer", by)
    lesson = _lesson(row, number)
    into = into.strip() if is_taken_up else ""
    text = words_of(text) if is_taken_up else needed(text)
    state = "TAKEN_UP" if is_taken_up else "REFUSED"
    event = _answered(row, lesson, is_taken_up=is_taken_up, into=into, text=text)
    if (lesson.state, lesson.into, lesson.answer) == (state, into, text):
        nothing_changed()
        return event
    _check_answerable(row, lesson)
    if is_taken_up:
        _check_into(by, into)
    change(
        lesson,
        version=version,
        state=states.LESSON[lesson.state]["take_up" if is_taken_up else "refuse"],
        into=into,
        answer=text,
        answered_at=at,
        answered_post=post_of(by),
    )
    return tell(event)


def _answered(
    row: Review, lesson: Lesson, *, is_taken_up: bool, into: str, text: str
) -> events.LessonTakenUp | events.LessonRefused:
    of = {**unit_labels(row, lesson.part), "number": lesson.number, "text": lesson.text}
    return events.LessonTakenUp(**of, into=into, note=text) if is_taken_up else events.LessonRefused(**of, reason=text)


def _lesson(row: Review, number: int) -> Lesson:
    lesson = Lesson.rows.select_related("part").filter(review=row, number=number).first()
    if lesson is None:
        raise NotVisible
    return lesson


def _check_answerable(row: Review, lesson: Lesson) -> None:
    if row.state == "RECALLED":
        raise Refused(refusal(row))
    if lesson.part.state != "ACCEPTED":
        raise Refused(_("Phần nêu bài học này chưa được nhận nên chưa trả lời được; hãy nhận phần đó trước."))
    if lesson.state != "PROPOSED":
        raise Refused(_("Bài học này đã được trả lời hoặc đã rút; câu trả lời cũ giữ nguyên."))


def _check_into(by: Actor, into: str) -> None:
    """The thing exists for whoever says so; clauses and duties are taken as they are named."""
    found = rules.INTO.fullmatch(into)
    if found is not None:
        thing = found["thing"]
        owner = next((one for one in sheet.finders() if thing.startswith(one.prefixes)), None)
        if owner is not None and thing in owner.visible(by, [thing]):
            return
    raise Refused(
        _(
            "„%(into)s“ không phải mã của quy chế, kế hoạch hoặc vấn đề mà bạn xem được; bài học chưa được trả lời. "
            "Viết như QC-kg-03, QC-kg-03/4.1, KH-kg-2021-so-yte hoặc VD-kg-2021-0001."
        )
        % {"into": into[:80]}
    )
