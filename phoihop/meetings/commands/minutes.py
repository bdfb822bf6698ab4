"""Minutes: the secretary writes, the head approves; then each conclusion is somebody's obligation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.meetings import events, rules, states
from phoihop.meetings.commands.basics import labels, load, long_text, occurrence_of, one_line, post_of
from phoihop.meetings.models import Conclusion, Meeting, Occurrence, Support
from phoihop.obligations.commands import Opening, open_obligations
from phoihop.organizations.queries import unit_names, units_in_force

DUTY = "meeting.conclusion"
MOST_CONCLUSIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ConclusionText:
    """One line: what, by whom, with whom, by when."""

    text: str
    lead_id: int
    due_date: date
    supporting_ids: tuple[int, ...] = ()


@command("meeting.minute")
def write_minutes(
    *,
    code: str,
    number: int,
    text: str,
    conclusions: Sequence[ConclusionText] = (),
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.MinutesWritten:
    """Writes the minutes of an occasion that was held, all of them anew each time.

    Refused: not held, approved already, empty, a conclusion without text, unit in force or a day to come.
    """
    meeting = load(code, "meeting.minute", by)
    occurrence = occurrence_of(meeting, number)
    if occurrence.state != "HELD":
        raise Refused(_("Buổi họp chưa khóa danh sách: hãy điểm danh xong rồi viết biên bản."))
    if "write" not in states.MINUTES[occurrence.minutes_state]:
        raise Refused(_("Biên bản đã được duyệt, không sửa được nữa."))
    text = long_text(text)
    if not text:
        raise Refused(_("Biên bản cần nội dung."))
    names = _check(conclusions, at)
    change(occurrence, version=version, minutes=text, minutes_state="DRAFT", minutes_post=post_of(by), minutes_at=at)
    Support.rows.filter(conclusion__occurrence=occurrence).delete()
    Conclusion.rows.filter(occurrence=occurrence).delete()
    first = _next_number(meeting)
    for index, one in enumerate(conclusions):
        row = Conclusion.rows.create(
            occurrence=occurrence,
            code=rules.conclusion_code(meeting.code, first + index),
            text=one_line(one.text, rules.LONGEST_LINE),
            lead_id=one.lead_id,
            lead_name=names[one.lead_id],
            due_date=one.due_date,
        )
        Support.rows.bulk_create(
            Support(conclusion=row, unit_id=unit_id, unit_name=names[unit_id])
            for unit_id in dict.fromkeys(one.supporting_ids)
            if unit_id != one.lead_id
        )
    return tell(events.MinutesWritten(**labels(meeting), number=number, conclusions=len(conclusions)))


@command("meeting.approve")
def approve_minutes(
    *, code: str, number: int, version: int | None = None, by: Actor, at: datetime
) -> events.MinutesApproved:
    """The head approves; every conclusion becomes an obligation owed to the organiser. Twice opens once."""
    meeting = load(code, "meeting.approve", by)
    occurrence = occurrence_of(meeting, number)
    rows = list(Conclusion.rows.filter(occurrence=occurrence).order_by("pk"))
    event = events.MinutesApproved(**labels(meeting), number=number, conclusions=len(rows))
    if occurrence.minutes_state == "APPROVED":
        nothing_changed()
        return event
    if "approve" not in states.MINUTES[occurrence.minutes_state]:
        raise Refused(_("Chưa có biên bản để duyệt."))
    change(occurrence, version=version, minutes_state="APPROVED", approved_post=post_of(by), approved_at=at)
    if rows:
        _open(meeting, occurrence, rows, by, at)
    return tell(event)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _check(conclusions: Sequence[ConclusionText], at: datetime) -> dict[int, str]:
    if len(conclusions) > MOST_CONCLUSIONS:
        raise Refused(_("Một biên bản không quá %(most)s kết luận.") % {"most": MOST_CONCLUSIONS})
    ids = {unit_id for one in conclusions for unit_id in (one.lead_id, *one.supporting_ids)}
    names, in_force = unit_names(ids), units_in_force(ids, at)
    for place, one in enumerate(conclusions, 1):
        if not one_line(one.text):
            raise Refused(_("Kết luận %(place)s chưa có nội dung.") % {"place": place})
        if one.due_date < local_date(at):
            raise Refused(_("Kết luận %(place)s có hạn đã qua.") % {"place": place})
        gone = [unit_id for unit_id in (one.lead_id, *one.supporting_ids) if unit_id not in in_force]
        if gone:
            raise Refused(_("Kết luận %(place)s giao cho cơ quan không có hiệu lực.") % {"place": place})
    return {unit_id: unit.name for unit_id, unit in names.items()}


def _next_number(meeting: Meeting) -> int:
    """Numbers run through the whole series of meetings, so that an origin names one line for ever."""
    codes = Conclusion.rows.filter(occurrence__meeting=meeting).values_list("code", flat=True)
    return 1 + max((int(code.rpartition("/")[2]) for code in codes), default=0)


def _open(meeting: Meeting, occurrence: Occurrence, rows: list[Conclusion], by: Actor, at: datetime) -> None:
    supports: dict[int, list[int]] = {}
    for conclusion_id, unit_id in Support.rows.filter(conclusion__in=rows).values_list("conclusion_id", "unit_id"):
        supports.setdefault(conclusion_id, []).append(unit_id)
    compiled = open_obligations(
        openings=[
            Opening(
                origin=row.code,
                title=row.text,
                duty=DUTY,
                source=meeting.code,
                year=local_date(occurrence.starts_at).year,
                territory=meeting.territory,
                lead_id=row.lead_id,
                entitled_id=meeting.organiser_id,
                dossier=meeting.dossier,
                supporting_ids=tuple(supports.get(row.pk, ())),
                rule={"on": row.due_date.isoformat()},
                is_illustration=meeting.is_illustration,
            )
            for row in rows
        ],
        by=by.through("meeting.approve"),
        at=at,
    )
    for row, obligation in zip(rows, compiled.opened, strict=True):  # opened in the order given
        Conclusion.rows.filter(pk=row.pk).update(obligation=obligation)
