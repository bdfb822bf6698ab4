"""The day itself: codes for checking in, the roll, closing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, nothing_changed, on_record, tell
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.mail.commands import issue_link, revoke_links
from phoihop.meetings import events, rules, states
from phoihop.meetings.commands.basics import check_open, labels, load, occurrence_of, unit_labels
from phoihop.meetings.models import Attendee, Meeting, Occurrence, Place


@dataclass(frozen=True, slots=True)
class Code:
    """A unit's way to check itself in; shown once, as a picture on a sheet or a screen, and not kept."""

    unit_name: str
    url_path: str


@command("meeting.roll")
def open_attendance(*, code: str, number: int, by: Actor, at: datetime) -> tuple[Code, ...]:
    """A code for each unit that is not there yet; those made before stop working. Refused: too early, over."""
    meeting = load(code, "meeting.roll", by)
    occurrence = _on(meeting, number, at)
    missing = Place.rows.filter(occurrence=occurrence, present_at__isnull=True).select_related("attendee")
    maker = by.through("meeting.roll")
    revoke_links(
        code=code, act="meeting.attend", reason=on_record(gettext_lazy("Đã phát mã điểm danh mới.")), by=maker, at=at
    )
    codes = []
    for place in missing.order_by("attendee_id"):
        link = issue_link(
            act="meeting.attend",
            code=code,
            unit_id=place.attendee.unit_id,
            address=place.attendee.address,
            until=max(occurrence.ends_at, at + rules.QR_BEFORE),
            by=maker,
            at=at,
        )
        codes.append(Code(place.attendee.unit_name, link.url_path))
    tell(events.AttendanceOpened(**labels(meeting), number=number))
    return tuple(codes)


@command("meeting.attend")
def check_in(*, code: str, unit_id: int, person: str = "", by: Actor, at: datetime) -> events.AttendanceTaken:
    """A unit puts itself on the roll of the occasion that is on. Refused: none is on, the roll is closed."""
    meeting = load(code, "meeting.attend", by)
    if by.unit_id != unit_id:
        raise NotAllowed(_("Chỉ cơ quan được mời mới điểm danh cho mình."))
    occurrence = present_occurrence(meeting, at)
    if occurrence is None:
        raise Refused(_("Lúc này không có buổi họp nào đang điểm danh. Hãy báo với thư ký cuộc họp."))
    _on(meeting, occurrence.number, at)
    attendee = Attendee.rows.get(meeting=meeting, unit_id=unit_id)
    way = by.name if by.kind == "office" else "in_app"
    return _mark(meeting, occurrence, attendee, True, way, " ".join(person.split())[:200], at)


@command("meeting.roll")
def take_attendance(
    *, code: str, number: int, unit_id: int, is_present: bool, by: Actor, at: datetime
) -> events.AttendanceTaken:
    """The secretary marks a unit there, or takes the mark back. Refused: too early, the roll is closed."""
    meeting = load(code, "meeting.roll", by)
    occurrence = _on(meeting, number, at)
    attendee = Attendee.rows.filter(meeting=meeting, unit_id=unit_id).first()
    if attendee is None:
        raise NotVisible
    return _mark(meeting, occurrence, attendee, is_present, "list", "", at)


@command("meeting.roll")
def hold_occurrence(
    *, code: str, number: int, version: int | None = None, by: Actor, at: datetime
) -> events.OccurrenceHeld:
    """Closes the roll: the occasion was held, with or without a quorum. Refused: not begun, cancelled."""
    meeting = load(code, "meeting.roll", by)
    check_open(meeting)
    occurrence = occurrence_of(meeting, number)
    present, invited = count_present(meeting, occurrence)
    event = events.OccurrenceHeld(
        **labels(meeting),
        number=number,
        present=present,
        is_quorate=rules.is_quorate(present, invited, meeting.quorum_percent),
    )
    if occurrence.state == "HELD":
        nothing_changed()
        return event
    if "hold" not in states.OCCURRENCE[occurrence.state]:
        raise Refused(_("Buổi họp này đã hủy."))
    if at < occurrence.starts_at:
        raise Refused(_("Buổi họp chưa bắt đầu: chưa khóa danh sách được."))
    change(occurrence, version=version, state="HELD")
    revoke_links(
        code=code,
        act="meeting.attend",
        reason=on_record(gettext_lazy("Danh sách đã khóa.")),
        by=by.through("meeting.roll"),
        at=at,
    )
    return tell(event)


def present_occurrence(meeting: Meeting, at: datetime) -> Occurrence | None:
    """The occasion whose roll is open now, the earliest if several are."""
    rows = Occurrence.rows.filter(meeting=meeting, state="PLANNED", starts_at__lte=at + rules.QR_BEFORE)
    return rows.filter(ends_at__gt=at - rules.QR_BEFORE).order_by("starts_at").first()


def count_present(meeting: Meeting, occurrence: Occurrence) -> tuple[int, int]:
    """How many of the units that count for the quorum are there, of how many: the required ones, or all if none is."""
    places = Place.rows.filter(occurrence=occurrence)
    required = places.filter(attendee__is_required=True)
    counted = required if required.exists() else places
    return counted.filter(present_at__isnull=False).count(), counted.count()


def _on(meeting: Meeting, number: int, at: datetime) -> Occurrence:
    check_open(meeting)
    occurrence = occurrence_of(meeting, number)
    if occurrence.state == "HELD":
        raise Refused(_("Danh sách của buổi họp đã khóa. Hãy ghi việc đến muộn vào biên bản."))
    if occurrence.state == "CANCELLED":
        raise Refused(_("Buổi họp này đã hủy."))
    if at < occurrence.starts_at - rules.QR_BEFORE:
        raise Refused(_("Chưa đến giờ điểm danh: mở trước giờ họp hai tiếng."))
    return occurrence


def _mark(
    meeting: Meeting, occurrence: Occurrence, attendee: Attendee, is_present: bool, way: str, person: str, at: datetime
) -> events.AttendanceTaken:
    late = is_present and rules.is_late(occurrence.starts_at, at)
    event = events.AttendanceTaken(
        **unit_labels(meeting, attendee), number=occurrence.number, is_present=is_present, is_late=late
    )
    rows = Place.rows.filter(occurrence=occurrence, attendee=attendee, present_at__isnull=is_present)
    values = {"present_at": at if is_present else None, "present_way": way if is_present else "", "is_late": late}
    if person:
        values["person"] = person
    if rows.update(**values, version=F("version") + 1) != 1:
        nothing_changed()  # marked so already, here or on another phone
        return event
    return tell(event)
