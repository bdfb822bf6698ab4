"""The summary of a validated assessment goes out as a copy, and comes back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.assessments import events, states
from phoihop.assessments.commands.basics import labels, load, reason_of, unchanged
from phoihop.assessments.models import Assessment, Measure
from phoihop.assessments.queries.names import refusal_of
from phoihop.documents.commands import check_text
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, on_record, tell
from phoihop.ground.parts import words
from phoihop.organizations.queries import unit_names
from phoihop.plans import queries as plans
from phoihop.publications import commands as publications

INTERNAL = "INTERNAL"  # the guard's word for what may be kept and never goes out
CASE = "case"  # a matter before the courts: who owns it speaks first
CONDITIONS = gettext_lazy("Điều kiện kèm theo:")
CONDITION = gettext_lazy("- %(text)s (%(unit)s, hạn %(day)s)")
VALIDATED = gettext_lazy("Đánh giá được xác nhận ngày %(day)s, bản %(number)s.")


@command("assessment.publish")
def publish_summary(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.AssessmentPublished:
    """The summary, the conditions with their units and days, and the day of validation go out; nothing else does. Again
    after a change: a further version. Twice is harmless.

    Refused: unless it was validated and nobody has opened it again; without a summary; marked for internal
    circulation; about a case, of which its owner speaks.
    """
    row = load(code, "assessment.publish", by, version)
    if row.state not in states.STANDS:
        raise Refused(refusal_of(code, row.state))
    if not row.summary:
        raise Refused(_("%(code)s chưa có tóm tắt để công bố. Chưa công bố gì.") % {"code": code})
    if plans.topic_value(by.through("assessment.publish"), row.dossier, local_date(at)).kind == CASE:
        raise Refused(_("Vấn đề là một vụ việc: cơ quan thụ lý lên tiếng trước. Chưa công bố gì; hồ sơ giữ nguyên."))
    copy = _copy(row, at)
    if check_text(f"{copy.title}\n{copy.text}").verdict.decision == INTERNAL:
        raise Refused(_("Tóm tắt có dấu hiệu lưu hành nội bộ nên không công bố được. Chưa công bố gì."))
    event = events.AssessmentPublished(**labels(row))
    out = publications.publish(copy=copy, by=by.through("assessment.publish"), at=at)
    if out is None and row.is_out:
        return unchanged(event)
    change(row, is_out=True, published_at=row.published_at or at)
    return tell(event)


@command("assessment.take_back")
def take_back_summary(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentTakenBack:
    """Its address stays and says why. Twice is harmless. Refused: no reason."""
    row = load(code, "assessment.take_back", by, version)
    reason = reason_of(reason)
    event = events.AssessmentTakenBack(**labels(row), reason=reason)
    if not row.is_out:
        return unchanged(event)
    change(row, is_out=False)
    publications.withdraw(code=code, note=reason, by=by.through("assessment.take_back"), at=at)
    return tell(event)


def _copy(row: Assessment, at: datetime) -> publications.Copy:
    measures = list(Measure.rows.filter(assessment=row, is_condition=True).order_by("number"))
    names = unit_names([row.owner_id, *(one.unit_id for one in measures)])
    lines = [row.summary]
    if measures:
        told = [
            on_record(CONDITION, text=one.text, unit=names[one.unit_id].name, day=words.day(one.due_date))
            for one in measures
        ]
        lines.append("\n".join([on_record(CONDITIONS), "", *told]))
    if row.validated_at is not None:
        lines.append(on_record(VALIDATED, day=words.day(local_date(row.validated_at)), number=row.number))
    return publications.Copy(
        code=row.code,
        territory=row.territory,
        title=row.title,
        summary=row.summary.split("\n")[0][:300],
        text="\n\n".join(lines),
        unit_name=names[row.owner_id].name,
        dossier=row.dossier,
        published_at=row.published_at or at,
        is_illustration=row.is_illustration,
        details=publications.ArticleDetails(),
    )
