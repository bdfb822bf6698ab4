"""What the commands of this room share: loading, checking, labels of events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, on_record
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.meetings import rules
from phoihop.meetings.models import Attendee, Meeting, Occurrence, Place

ANSWER_WORDS = {
    "ACCEPTED": gettext_lazy("dự họp"),
    "TENTATIVE": gettext_lazy("chưa chắc"),
    "DECLINED": gettext_lazy("không dự"),
    "DELEGATED": gettext_lazy("cử người dự thay"),
    "NEEDS-ACTION": gettext_lazy("chưa trả lời"),
    "COUNTER": gettext_lazy("đề nghị giờ khác"),
}


def answer_labels(answer: str) -> dict[str, Any]:
    """An answer as the record holds it: its code, and in words."""
    return {"answer": answer, "said": on_record(ANSWER_WORDS[answer])}


def load(code: str, power: str, by: Actor) -> Meeting:
    """The meeting, if the actor holds the power over it."""
    meeting = Meeting.rows.filter(code=code).first()
    if meeting is None:
        raise NotVisible
    ask(by, power, meeting)
    if meeting.invited_at is None and by.kind != "system" and by.unit_id != meeting.organiser_id:
        raise NotVisible  # nobody else knows of a meeting that is only being prepared
    return meeting


def occurrence_of(meeting: Meeting, number: int) -> Occurrence:
    row = Occurrence.rows.filter(meeting=meeting, number=number).first()
    if row is None:
        raise NotVisible
    return row


def labels(meeting: Meeting) -> dict[str, Any]:
    return {
        "code": meeting.code,
        "dossier": meeting.dossier,
        "title": meeting.title,
        "organiser_id": meeting.organiser_id,
    }


def unit_labels(meeting: Meeting, attendee: Attendee) -> dict[str, Any]:
    return {**labels(meeting), "unit_id": attendee.unit_id, "unit_name": attendee.unit_name}


def post_of(by: Actor) -> str:
    return (by.acting_for or by.post)[:200]


def one_line(text: str, most: int = 200) -> str:
    return " ".join(nfc(text).split())[:most]


def long_text(text: str) -> str:
    given = nfc(text).strip()
    if len(given) > rules.LONGEST_TEXT:
        raise Refused(_("Nội dung dài quá %(most)s ký tự.") % {"most": rules.LONGEST_TEXT})
    return given


def reason_of(text: str) -> str:
    reason = long_text(text)
    if not reason:
        raise Refused(_("Cần nêu lý do."))
    return reason


def check_open(meeting: Meeting) -> None:
    """Refused: not invited yet, cancelled."""
    if meeting.state == "CANCELLED":
        raise Refused(
            _("Cuộc họp %(code)s đã hủy. Không có gì thay đổi; hãy xem lý do hủy ở trang cuộc họp.")
            % {"code": meeting.code}
        )
    if meeting.state == "DRAFT":
        raise Refused(_("Cuộc họp %(code)s chưa gửi giấy mời.") % {"code": meeting.code})


def check_span(starts: datetime, ends: datetime, at: datetime) -> None:
    if ends <= starts:
        raise Refused(_("Giờ kết thúc phải sau giờ bắt đầu."))
    if starts <= at:
        moment = words.moment(timezone.localtime(starts))
        raise Refused(_("Cuộc họp phải bắt đầu sau lúc này; %(moment)s đã qua.") % {"moment": moment})


def upcoming(meeting: Meeting, at: datetime) -> list[Occurrence]:
    """Occasions that have not begun, the nearest first."""
    return list(Occurrence.rows.filter(meeting=meeting, state="PLANNED", starts_at__gt=at).order_by("starts_at", "pk"))


def seat_everybody(occurrences: Iterable[Occurrence], attendees: Iterable[Attendee]) -> None:
    """A place on the roll of each occasion for each unit."""
    attendees = list(attendees)
    Place.rows.bulk_create(
        [Place(occurrence=occurrence, attendee=attendee) for occurrence in occurrences for attendee in attendees],
        batch_size=500,
    )
