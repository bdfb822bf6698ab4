"""An earlier assessment becomes the beginning of this one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from phoihop.assessments import events, states
from phoihop.assessments.commands.basics import EVALUATE, WRITE, in_work, join, keep_apart, labels, load, take_part
from phoihop.assessments.models import Assessment, Evidence, Group, Impact, Measure, OpenQuestion
from phoihop.assessments.rules import scoring
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.powers import NotVisible


@command("assessment.write")
def take_over(
    *, code: str, source: str, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentTakenOver:
    """Groups, impacts with their evidence and measures, texts and open questions of an earlier assessment become a
    draft of this one. What came then is how it is scored to begin with. The list of questions, consultations,
    remarks and dissents are not taken over: they belong to their time.

    Refused: a file that has groups already; one that was never validated. Not visible: one that one may not see.
    """
    row = load(code, "assessment.write", by, version)
    in_work(row)
    keep_apart(row, by, EVALUATE)
    old = Assessment.objects.visible_to(by).filter(code=source.strip()).exclude(pk=row.pk).first()
    if old is None:
        raise NotVisible
    if old.state not in states.STANDS:
        raise Refused(
            _("Chỉ lấy lại được đánh giá đã được xác nhận. Chưa lấy gì; %(code)s giữ nguyên.") % {"code": code}
        )
    if Group.rows.filter(assessment=row).exists():
        raise Refused(_("Hồ sơ đã có nhóm chịu tác động. Chưa lấy gì, để không lẫn hai đánh giá."))
    serial = _copy(row, old, at)
    change(
        row,
        serial=serial,
        taken_from=old.code,
        before=row.before or old.after or old.before,
        findings=row.findings or old.findings,
    )
    join(row, list(Measure.rows.filter(assessment=row).values_list("unit_id", flat=True)))
    take_part(row, by, WRITE)
    return tell(events.AssessmentTakenOver(**labels(row), source=old.code))


def _copy(row: Assessment, old: Assessment, at: datetime) -> int:
    """Line by line, numbered anew; gives the last number."""
    number = row.serial
    groups: dict[int, Group] = {}
    for group in Group.rows.filter(assessment=old, size__gte=row.smallest_group).order_by("number"):
        number += 1
        pk = group.pk
        groups[pk] = Group.rows.create(
            assessment=row, number=number, **_of(group, "name", "place", "size", "source", "is_vulnerable")
        )
    impacts: dict[int, Impact] = {}
    for impact in Impact.rows.filter(assessment=old, group__in=list(groups)).order_by("number"):
        number += 1
        impacts[impact.pk] = Impact.rows.create(
            assessment=row,
            number=number,
            group=groups[impact.group_id],
            **_of(impact, "theme", "text", "is_positive"),
            **_scored(impact),
        )
    for piece in Evidence.rows.filter(assessment=old, impact__in=list(impacts)).order_by("number"):
        number += 1
        Evidence.rows.create(
            assessment=row,
            number=number,
            impact=impacts[piece.impact_id],
            **_of(piece, "grade", "document", "citation", "page", "statement", "link"),
        )
    today = local_date(at)
    for measure in Measure.rows.filter(assessment=old, due_date__gt=today).order_by("number"):
        if measure.impact_id is not None and measure.impact_id not in impacts:
            continue
        number += 1
        Measure.rows.create(
            assessment=row,
            number=number,
            impact=impacts[measure.impact_id] if measure.impact_id is not None else None,
            **_of(measure, "text", "unit_id", "due_date", "cost", "is_condition"),
        )
    for question in OpenQuestion.rows.filter(assessment=old, answer="").order_by("number"):
        number += 1
        OpenQuestion.rows.create(assessment=row, number=number, text=question.text)
    return number


def _of(line: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(line, name) for name in names}


def _scored(impact: Impact) -> dict[str, int]:
    """As it came, where it came; else as it was expected."""
    if impact.came == "CAME":
        first = {scale: getattr(impact, f"came_{scale}") for scale in ("severity", "reach", "duration")}
        return {**first, "likelihood": impact.likelihood}
    return {scale: getattr(impact, scale) for scale in scoring.SCALES}
