"""What was expected against what came: each impact is scored anew with evidence; then the file is closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.assessments import events
from phoihop.assessments.commands.basics import (
    EVALUATE,
    WRITE,
    check_room,
    freeze,
    keep_apart,
    labels,
    load,
    needed,
    needed_line,
    next_number,
    next_state,
    post_of,
    take_part,
)
from phoihop.assessments.commands.writing import evidence_values, score_of
from phoihop.assessments.models import Assessment, Evidence, Group, Impact
from phoihop.assessments.queries.names import refusal_of
from phoihop.assessments.rules import limits, scoping, scoring
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, on_record, tell
from phoihop.ground.powers import NotVisible
from phoihop.obligations import commands as obligations

STATEMENT = gettext_lazy("Đánh giá %(code)s đã chấm lại, bản %(number)s.")


@command("assessment.rescore")
def rescore_impact(
    *,
    code: str,
    number: int,
    came: str,
    severity: int | None = None,
    reach: int | None = None,
    duration: int | None = None,
    text: str,
    grade: str = "",
    document: str = "",
    page: str = "",
    statement: str = "",
    link: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AssessmentRescored:
    """What came of one impact: it came (then how heavy), it did not, or it cannot be said yet. With evidence, except
    where nothing can be said.

    Refused: unless the file is validated; nothing said; it came and is not scored; no evidence.
    """
    row = _validated(code, by, version)
    impact = Impact.rows.filter(assessment=row, number=number).first()
    if impact is None:
        raise NotVisible
    if came not in scoring.CAME:
        raise Refused(_("Hãy chọn: đã xảy ra, không xảy ra, hoặc chưa biết được. Chưa ghi gì."))
    values: dict[str, Any] = dict.fromkeys(("came_severity", "came_reach", "came_duration"))
    if came == "CAME":
        values = _came(severity, reach, duration)
    said = needed(text, _("điều đã thấy"), limits.LONGEST_NOTE)
    evidence = evidence_values(grade, document, page, statement, link, by) if came != "UNKNOWN" else None
    at_number = next_number(row)
    Impact.rows.filter(pk=impact.pk).update(came=came, came_text=said, **values)
    if evidence is not None:
        Evidence.rows.create(assessment=row, number=at_number, impact=impact, is_of_outcome=True, **evidence)
    take_part(row, by, WRITE)
    return tell(events.AssessmentRescored(**labels(row), number=number, came=came))


@command("assessment.rescore")
def add_unforeseen(
    *,
    code: str,
    group: int,
    theme: str,
    what: str,
    is_positive: bool = False,
    severity: int,
    reach: int,
    duration: int,
    text: str,
    grade: str,
    document: str = "",
    page: str = "",
    statement: str = "",
    link: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.AssessmentRescored:
    """Something came that nobody had foreseen. Refused: as scoring anew; a group that is not in the file."""
    row = _validated(code, by, version)
    of = Group.rows.filter(assessment=row, number=group).first()
    if of is None:
        raise NotVisible
    if theme not in scoping.THEMES:
        raise Refused(_("Chủ đề này không có trong danh sách. Chưa ghi gì."))
    check_room(Impact.rows.filter(assessment=row).count())
    came = _came(severity, reach, duration)
    evidence = evidence_values(grade, document, page, statement, link, by)
    number = next_number(row)
    impact = Impact.rows.create(
        assessment=row,
        number=number,
        group=of,
        theme=theme,
        text=needed_line(what, _("tác động là gì")),
        is_positive=is_positive,
        is_foreseen=False,
        severity=severity,
        reach=reach,
        duration=duration,
        likelihood=scoring.MOST,
        came="CAME",
        came_text=needed(text, _("điều đã thấy"), limits.LONGEST_NOTE),
        **came,
    )
    Evidence.rows.create(assessment=row, number=next_number(row), impact=impact, is_of_outcome=True, **evidence)
    take_part(row, by, WRITE)
    return tell(events.AssessmentRescored(**labels(row), number=number, came="CAME"))


@command("assessment.close")
def close_assessment(
    *, code: str, note: str, version: int | None = None, by: Actor, at: datetime
) -> events.AssessmentClosed:
    """The head ends it: expected against what came is frozen. Twice is harmless.

    Refused: an impact that nobody has scored anew, no word about it, who assessed.
    """
    row = load(code, "assessment.close", by, version)
    following = next_state(row, "close")
    keep_apart(row, by, WRITE, EVALUATE)
    left = Impact.rows.filter(assessment=row, came="").count()
    if left:
        raise Refused(
            _("Còn %(left)s tác động chưa chấm lại. Chưa kết thúc; hồ sơ giữ nguyên, hãy chấm lại rồi kết thúc.")
            % {"left": left}
        )
    change(
        row,
        state=following,
        closing=needed(note, _("điều rút ra"), limits.LONGEST_NOTE),
        closed_at=at,
        closed_post=post_of(by),
    )
    origin = limits.rescore_origin(code, row.number)
    frozen = freeze(row, "CLOSE", by, at)
    change(row, number=frozen.number)
    obligations.settle_obligation(
        origin=origin,
        statement=on_record(STATEMENT, code=code, number=frozen.number),
        reference=code,
        accept=True,
        by=by.through("assessment.close"),
        at=at,
    )
    return tell(events.AssessmentClosed(**labels(row), number=frozen.number, sha256=frozen.sha256))


def _validated(code: str, by: Actor, version: int | None) -> Assessment:
    row = load(code, "assessment.rescore", by, version)
    if row.state != "VALIDATED":
        raise Refused(refusal_of(code, row.state))
    keep_apart(row, by, EVALUATE)
    return row


def _came(severity: int | None, reach: int | None, duration: int | None) -> dict[str, int]:
    if severity is None or reach is None or duration is None:
        raise Refused(_("Đã xảy ra thì cần chấm mức nặng nhẹ, bao nhiêu người và kéo dài. Chưa ghi gì."))
    score = score_of(severity, reach, duration, scoring.MOST)
    return {"came_severity": score.severity, "came_reach": score.reach, "came_duration": score.duration}
