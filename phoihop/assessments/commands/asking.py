"""A party of a topic asks for an appraisal; the unit asked takes it on or gives it back."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.assessments import events
from phoihop.assessments.commands.basics import (
    check_units,
    future_day,
    join,
    labels,
    load,
    needed,
    needed_line,
    next_state,
    post_of,
    reason_of,
    unchanged,
)
from phoihop.assessments.models import Assessment, Habit
from phoihop.assessments.rules import limits
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, on_record, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.obligations import commands as obligations
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import unit_names
from phoihop.plans import queries as plans

TITLE = gettext_lazy("Đánh giá tác động xã hội: %(title)s")


@command("assessment.ask")
def ask_assessment(
    *,
    owner_id: int,
    topic: str,
    title: str,
    task: str,
    assessor_id: int,
    evaluator_id: int | None = None,
    is_apart: bool = False,
    stage: str = "",
    due_date: date,
    is_illustration: bool = False,
    by: Actor,
    at: datetime,
) -> events.AssessmentAsked:
    """A party of the topic asks a unit to assess it by a day; that unit owes it from now on. With `stage` the topic's
    phase does not end before the assessment is validated.

    Refused: a unit that is no party of the topic, the same unit for both parts where they must be apart, a phase that
    the topic does not have or that is over, a day that is over. Not visible: a topic that one may not see.
    """
    ask(by, "assessment.ask", unit_id=owner_id)
    value = plans.topic_value(by, topic.strip(), local_date(at))
    parties = [party.unit_id for party in value.parties]
    if owner_id not in parties and by.is_person:
        raise Refused(
            _("Cơ quan bạn không phải một bên của vấn đề %(code)s nên không yêu cầu được. Chưa gửi gì.")
            % {"code": value.code}
        )
    judge = evaluator_id or owner_id
    if is_apart and judge == assessor_id:
        raise Refused(_("Đã chọn thẩm tra bởi cơ quan khác: cơ quan thẩm tra phải khác cơ quan đánh giá. Chưa gửi gì."))
    if stage and stage not in [phase.key for phase in value.phases if phase.closed is None]:
        raise Refused(_("Vấn đề không có giai đoạn này, hoặc giai đoạn đã kết thúc. Chưa gửi gì."))
    check_units([owner_id, assessor_id, judge], at)
    territory = unit_names([owner_id])[owner_id].territory
    year = local_date(at).year
    row = Assessment.rows.create(
        code=limits.code(territory, year, take_numbers(limits.series(territory, year), 1)[0]),
        territory=territory,
        topic_id=value.id,
        dossier=value.code,
        title=needed_line(title, _("tên đánh giá"), limits.LONGEST_TITLE),
        task=needed(task, _("điều cần đánh giá")),
        owner_id=owner_id,
        assessor_id=assessor_id,
        evaluator_id=judge,
        is_apart=is_apart,
        stage=stage,
        due_date=future_day(due_date, at),
        smallest_group=smallest_of(owner_id),
        asked_at=at,
        asked_post=post_of(by),
        is_illustration=is_illustration,
    )
    join(row, parties)
    told = tell(events.AssessmentAsked(**labels(row), due=row.due_date.isoformat()))
    owe(row, by.through("assessment.ask"), at)
    return told


@command("assessment.ask_again")
def ask_again(
    *, code: str, task: str, due_date: date, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentAsked:
    """What was given back is asked for once more, in other words. Refused: unless it was given back."""
    row = load(code, "assessment.ask_again", by, version)
    following = next_state(row, "ask")
    change(
        row,
        state=following,
        task=needed(task, _("điều cần đánh giá")),
        due_date=future_day(due_date, at),
        times=row.times + 1,
        reason="",
    )
    told = tell(events.AssessmentAsked(**labels(row), due=row.due_date.isoformat()))
    owe(row, by.through("assessment.ask"), at)
    return told


@command("assessment.accept")
def accept_assessment(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.AssessmentAccepted:
    """The unit asked takes it on. Twice is harmless."""
    row = load(code, "assessment.accept", by, version)
    event = events.AssessmentAccepted(**labels(row))
    if row.state == "WORKING":
        return unchanged(event)
    change(row, state=next_state(row, "accept"), accepted_at=at)
    return tell(event)


@command("assessment.decline")
def decline_assessment(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentDeclined:
    """The unit asked gives it back with a reason; nothing is owed any more. Refused: no reason; once taken on."""
    row = load(code, "assessment.decline", by, version)
    reason = reason_of(reason)
    change(row, state=next_state(row, "decline"), reason=reason)
    _withdraw(row, reason, by.through("assessment.decline"), at)
    return tell(events.AssessmentDeclined(**labels(row), reason=reason))


@command("assessment.withdraw")
def withdraw_assessment(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentWithdrawn:
    """Whoever asked does without it; nothing is owed any more. Refused: no reason; once it was validated."""
    row = load(code, "assessment.withdraw", by, version)
    reason = reason_of(reason)
    event = events.AssessmentWithdrawn(**labels(row), reason=reason)
    if row.state == "WITHDRAWN":
        return unchanged(event)
    if row.validated_at is not None:
        raise Refused(
            _("%(code)s đã được xác nhận một lần nên không rút được; điều kiện của nó vẫn còn hiệu lực.")
            % {"code": code}
        )
    change(row, state=next_state(row, "withdraw"), reason=reason)
    _withdraw(row, reason, by.through("assessment.withdraw"), at)
    return tell(event)


@command("group_size.set")
def set_smallest_group(*, unit_id: int, size: int, by: Actor, at: datetime) -> events.SmallestGroupSet:
    """How many a group must count at least in what this unit asks for from now on. Refused: less than the house allows.
    Twice is harmless."""
    ask(by, "group_size.set", unit_id=unit_id)
    name = unit_names([unit_id]).get(unit_id)
    if name is None:
        raise NotVisible
    if not limits.LEAST_GROUP <= size <= limits.LARGEST_GROUP:
        raise Refused(
            _("Nhóm nhỏ nhất không dưới %(least)s người, để không thấy từng người. Chưa đặt gì.")
            % {"least": limits.LEAST_GROUP}
        )
    event = events.SmallestGroupSet(code=name.code, unit_id=unit_id, unit_name=name.name, size=size)
    habit = Habit.rows.filter(unit_id=unit_id).first()
    if habit is not None and habit.smallest_group == size:
        return unchanged(event)
    if habit is None:
        Habit.rows.create(unit_id=unit_id, smallest_group=size)
    else:
        change(habit, smallest_group=size)
    return tell(event)


def smallest_of(unit_id: int) -> int:
    return Habit.rows.filter(unit_id=unit_id).values_list("smallest_group", flat=True).first() or limits.SMALLEST_GROUP


def owe(row: Assessment, by: Actor, at: datetime) -> None:
    """The assessor owes the assessment to whoever asked, by its day."""
    obligations.open_obligations(
        openings=[
            obligations.Opening(
                origin=limits.appraise_origin(row.code, row.times),
                title=on_record(TITLE, title=row.title)[:500],
                duty=limits.APPRAISE,
                source=row.code,
                year=local_date(at).year,
                territory=row.territory,
                lead_id=row.assessor_id,
                entitled_id=row.owner_id,
                dossier=row.dossier,
                stage=row.stage,
                rule={"on": row.due_date.isoformat()},
                is_illustration=row.is_illustration,
            )
        ],
        by=by,
        at=at,
    )


def _withdraw(row: Assessment, reason: str, by: Actor, at: datetime) -> None:
    origins = [limits.appraise_origin(row.code, times) for times in range(1, row.times + 1)]
    obligations.withdraw_obligations(origins=origins, reason=reason, by=by, at=at)
