"""The head says that an assessment holds: its conditions are owed from then on, and it is scored anew on a day."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy

from phoihop.assessments import events
from phoihop.assessments.commands.asking import owe
from phoihop.assessments.commands.basics import (
    EVALUATE,
    WRITE,
    freeze,
    future_day,
    keep_apart,
    labels,
    load,
    next_state,
    post_of,
    reason_of,
    text_of,
)
from phoihop.assessments.models import Assessment, Measure
from phoihop.assessments.rules import limits
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import change, command, on_record, tell
from phoihop.obligations import commands as obligations

RESCORE = gettext_lazy("Chấm lại điều đã xảy ra: %(title)s")
CONDITION = gettext_lazy("Điều kiện của đánh giá tác động: %(text)s")
STATEMENT = gettext_lazy("Đánh giá %(code)s được xác nhận, bản %(number)s.")
GONE = gettext_lazy("Điều kiện không còn trong bản xác nhận mới của %(code)s.")
REVISED = gettext_lazy("Đánh giá %(code)s được mở lại: %(reason)s")


@command("assessment.validate")
def validate_assessment(
    *, code: str, note: str = "", rescore_date: date, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentValidated:
    """The head of who asked says that it holds. The file is frozen, its conditions become obligations of their units,
    the assessment owed is done, and what came of it is owed on `rescore_date`.

    Refused: who assessed or evaluated; before the evaluator has passed it; a day that is over.
    """
    row = load(code, "assessment.validate", by, version)
    following = next_state(row, "validate")
    keep_apart(row, by, WRITE, EVALUATE)
    change(
        row,
        state=following,
        validation=text_of(note, limits.LONGEST_NOTE),
        validated_at=at,
        validated_post=post_of(by),
        rescore_date=future_day(rescore_date, at),
    )
    frozen = freeze(row, "VALIDATE", by, at)
    change(row, number=frozen.number)
    through = by.through("assessment.validate")
    conditions = _owe_conditions(row, through, at)
    obligations.settle_obligation(
        origin=limits.appraise_origin(code, row.times),
        statement=on_record(STATEMENT, code=code, number=frozen.number),
        reference=code,
        accept=True,
        by=through,
        at=at,
    )
    _owe_rescoring(row, through, at)
    return tell(
        events.AssessmentValidated(**labels(row), number=frozen.number, sha256=frozen.sha256, conditions=conditions)
    )


@command("assessment.revise")
def revise_assessment(
    *, code: str, reason: str, due_date: date, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentRevised:
    """What was validated is opened again: the assessor owes it anew by a day. Its conditions stay in force until the
    next validation. Refused: no reason; unless it is validated."""
    row = load(code, "assessment.revise", by, version)
    following = next_state(row, "revise")
    reason = reason_of(reason)
    day = future_day(due_date, at)
    origin = limits.rescore_origin(code, row.number)
    change(row, state=following, reason=reason, due_date=day, times=row.times + 1, rescore_date=None)
    through = by.through("assessment.revise")
    said = on_record(REVISED, code=code, reason=reason)
    obligations.withdraw_obligations(origins=[origin], reason=said, by=through, at=at)
    owe(row, through, at)
    return tell(events.AssessmentRevised(**labels(row), reason=reason))


def _owe_conditions(row: Assessment, by: Actor, at: datetime) -> int:
    """Opens what is new, amends what changed, withdraws what is no condition any more; gives how many stand."""
    measures = list(Measure.rows.filter(assessment=row).order_by("number"))
    standing = [one for one in measures if one.is_condition]
    gone = [one for one in measures if one.is_owed and not one.is_condition]
    new = [one for one in standing if not one.is_owed]
    for one in new:
        one.origin = limits.condition_origin(row.code, one.number, row.number)
    if standing:
        told = obligations.open_obligations(openings=[_opening(row, one, at) for one in standing], by=by, at=at)
        for one, code in zip(new, told.opened, strict=True):  # opened in the order given
            Measure.rows.filter(pk=one.pk).update(is_owed=True, origin=one.origin, obligation=code)
    if gone:
        said = on_record(GONE, code=row.code)
        obligations.withdraw_obligations(origins=[one.origin for one in gone], reason=said, by=by, at=at)
        Measure.rows.filter(pk__in=[one.pk for one in gone]).update(is_owed=False, origin="", obligation="")
    return len(standing)


def _opening(row: Assessment, measure: Measure, at: datetime) -> obligations.Opening:
    return obligations.Opening(
        origin=measure.origin,
        title=on_record(CONDITION, text=measure.text)[:500],
        duty=limits.CONDITION,
        source=row.code,
        year=local_date(at).year,
        territory=row.territory,
        lead_id=measure.unit_id,
        entitled_id=row.owner_id,
        dossier=row.dossier,
        rule={"on": measure.due_date.isoformat()},
        is_illustration=row.is_illustration,
    )


def _owe_rescoring(row: Assessment, by: Actor, at: datetime) -> None:
    day = row.rescore_date
    if day is None:
        return
    obligations.open_obligations(
        openings=[
            obligations.Opening(
                origin=limits.rescore_origin(row.code, row.number),
                title=on_record(RESCORE, title=row.title)[:500],
                duty=limits.RESCORE,
                source=row.code,
                year=local_date(at).year,
                territory=row.territory,
                lead_id=row.assessor_id,
                entitled_id=row.owner_id,
                dossier=row.dossier,
                rule={"on": day.isoformat()},
                is_illustration=row.is_illustration,
            )
        ],
        by=by,
        at=at,
    )
