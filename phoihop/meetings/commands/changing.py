"""Moving a meeting or one of its occasions; adding and cancelling occasions of a series."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.meetings import events, rules
from phoihop.meetings.commands.basics import (
    check_open,
    check_span,
    labels,
    load,
    long_text,
    occurrence_of,
    one_line,
    reason_of,
    seat_everybody,
)
from phoihop.meetings.commands.mailing import Post
from phoihop.meetings.models import Attendee, Meeting, Occurrence, Place


@command("meeting.arrange")
def change_meeting(
    *,
    code: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    title: str | None = None,
    text: str | None = None,
    place: str | None = None,
    video_url: str | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.MeetingChanged:
    """Changes what is given and sends the invitation anew; at another time everybody is asked again.

    Refused: cancelled, a time gone by, a series of which an occasion was held (move its occasions one by one).
    """
    meeting = load(code, "meeting.arrange", by)
    if meeting.state == "CANCELLED":
        check_open(meeting)
    given: dict[str, Any] = {
        "title": None if title is None else one_line(title, rules.LONGEST_TITLE),
        "text": None if text is None else long_text(text),
        "place": None if place is None else one_line(place, 300),
        "video_url": None if video_url is None else one_line(video_url, 500),
        "starts_at": starts_at,
        "ends_at": ends_at,
    }
    values = {name: value for name, value in given.items() if value is not None and value != getattr(meeting, name)}
    if not values:
        nothing_changed()
        return _changed(meeting, is_moved=False)
    if values.get("title") == "":
        raise Refused(_("Cuộc họp cần nội dung ngắn gọn."))
    if not values.get("place", meeting.place) and not values.get("video_url", meeting.video_url):
        raise Refused(_("Cuộc họp cần địa điểm hoặc địa chỉ họp trực tuyến."))
    before = (meeting.starts_at, meeting.ends_at)
    after = (values.get("starts_at", before[0]), values.get("ends_at", before[1]))
    is_moved = before != after
    if is_moved:
        check_span(*after, at)
        _check_shift(meeting, before[0], after[0])
    told = {name: (str(getattr(meeting, name)), str(value)) for name, value in values.items()}
    _raise_sequence(meeting, version, values)
    if is_moved:
        _shift(meeting, before, after)
    _send_anew(meeting, by, at)
    return tell(_changed(meeting, is_moved=is_moved), changes=told)


@command("meeting.arrange")
def change_occurrence(
    *,
    code: str,
    number: int,
    starts_at: datetime,
    ends_at: datetime,
    place: str | None = None,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.OccurrenceChanged | events.MeetingChanged:
    """Moves one occasion of a series; the others stay. Refused: held or cancelled, a time gone by."""
    meeting = load(code, "meeting.arrange", by)
    check_open(meeting)
    row = _planned(meeting, number)
    if not meeting.repeat and Occurrence.rows.filter(meeting=meeting).count() == 1:
        nothing_changed()  # here; what changes is told there
        return change_meeting(
            code=code, starts_at=starts_at, ends_at=ends_at, place=place, version=version, by=by, at=at
        )
    new_place = row.place if place is None else one_line(place, 300)
    is_moved = (row.starts_at, row.ends_at) != (starts_at, ends_at)
    event = _occurrence_changed(meeting, number, starts_at)
    if not is_moved and new_place == row.place:
        nothing_changed()
        return event
    check_span(starts_at, ends_at, at)
    told = {"starts_at": (row.starts_at.isoformat(), starts_at.isoformat()), "place": (row.place, new_place)}
    _raise_sequence(meeting, version, {})
    more: dict[str, Any] = {"asked_sequence": meeting.sequence} if is_moved else {}
    change(row, starts_at=starts_at, ends_at=ends_at, place=new_place, **more)
    if is_moved:
        _ask_again(Place.rows.filter(occurrence=row))
    _send_anew(meeting, by, at)
    return tell(event, changes=told)


@command("meeting.arrange")
def add_occurrence(
    *,
    code: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> events.OccurrenceAdded:
    """One more occasion of a series. Refused: cancelled, a time gone by or already taken by the series."""
    meeting = load(code, "meeting.arrange", by)
    check_open(meeting)
    check_span(starts_at, ends_at, at)
    if not meeting.repeat:
        raise Refused(_("Cuộc họp này không lặp lại. Hãy triệu tập cuộc họp mới."))
    rows = Occurrence.rows.filter(meeting=meeting)
    there = rows.filter(original_at=starts_at).first()
    if there is not None:
        if there.is_added and there.state == "PLANNED" and there.ends_at == ends_at:
            nothing_changed()
            return events.OccurrenceAdded(**labels(meeting), number=there.number, starts=_iso(starts_at))
        raise Refused(_("Chuỗi họp đã có một buổi bắt đầu lúc ấy."))
    last = rows.order_by("-number").values_list("number", flat=True)[0]
    _raise_sequence(meeting, version, {})
    row = Occurrence.rows.create(
        meeting=meeting,
        number=last + 1,
        original_at=starts_at,
        starts_at=starts_at,
        ends_at=ends_at,
        place=one_line(place, 300),
        is_added=True,
        asked_sequence=meeting.sequence,
    )
    post = Post(meeting, by, at, "meeting.arrange")
    seat_everybody([row], post.attendees)
    post.adds(row)
    post.send()
    return tell(events.OccurrenceAdded(**labels(meeting), number=row.number, starts=_iso(starts_at)))


@command("meeting.arrange")
def cancel_occurrence(
    *, code: str, number: int, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.OccurrenceCancelled:
    """Calls one occasion of a series off. Refused: without a reason, held, the last one that is left."""
    meeting = load(code, "meeting.arrange", by)
    check_open(meeting)
    reason = reason_of(reason)
    row = occurrence_of(meeting, number)
    event = events.OccurrenceCancelled(**labels(meeting), number=number, reason=reason)
    if row.state == "CANCELLED" and row.cancel_reason == reason:
        nothing_changed()
        return event
    row = _planned(meeting, number)
    if not Occurrence.rows.filter(meeting=meeting, state="PLANNED").exclude(pk=row.pk).exists():
        raise Refused(_("Đây là buổi cuối còn lại. Hãy hủy cả cuộc họp."))
    _raise_sequence(meeting, version, {})
    change(row, state="CANCELLED", cancel_reason=reason)
    post = Post(meeting, by, at, "meeting.arrange")
    post.cancels(post.attendees, reason, row)
    post.send()
    return tell(event)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _planned(meeting: Meeting, number: int) -> Occurrence:
    row = occurrence_of(meeting, number)
    if row.state != "PLANNED":
        raise Refused(
            _("Buổi %(number)s của cuộc họp %(code)s đã họp hoặc đã hủy.") % {"number": number, "code": meeting.code}
        )
    return row


def _raise_sequence(meeting: Meeting, version: int | None, values: dict[str, Any]) -> None:
    """Every change that goes out carries the next number; while nobody is invited there is nothing to number."""
    more: dict[str, Any] = {"sequence": meeting.sequence + 1} if meeting.state == "INVITED" else {}
    if not values and not more:
        more = {"title": meeting.title}
    change(meeting, version=version, **values, **more)


def _check_shift(meeting: Meeting, before: datetime, after: datetime) -> None:
    rows = Occurrence.rows.filter(meeting=meeting)
    if rows.exclude(state="PLANNED").filter(state="HELD").exists():
        raise Refused(_("Cuộc họp đã họp ít nhất một buổi. Hãy dời riêng từng buổi còn lại."))
    if meeting.repeat and timezone.localtime(before).date() != timezone.localtime(after).date():
        raise Refused(_("Chuỗi họp chỉ đổi được giờ. Muốn đổi ngày, hãy dời riêng từng buổi."))


def _shift(meeting: Meeting, before: tuple[datetime, datetime], after: tuple[datetime, datetime]) -> None:
    """The occasions move along with the series; one that had a time of its own follows by as much."""
    by, end_by = after[0] - before[0], after[1] - before[1]
    rows = Occurrence.rows.filter(meeting=meeting).order_by("-number" if by.total_seconds() > 0 else "number")
    for row in rows:
        values: dict[str, Any] = {"original_at": row.original_at + by}
        change(
            row,
            **values,
            starts_at=row.starts_at + by,
            ends_at=row.ends_at + end_by,
            asked_sequence=meeting.sequence,
        )
    _ask_again(Place.rows.filter(occurrence__meeting=meeting))


def _ask_again(places: Any) -> None:
    """An answer was about a time: at another one it has to be given anew, by whom the unit sends if it sends one."""
    sent = places.filter(state="DELEGATED")
    sent.update(delegate_state="NEEDS-ACTION", version=F("version") + 1)
    places.exclude(state__in=("NEEDS-ACTION", "DELEGATED")).update(state="NEEDS-ACTION", version=F("version") + 1)


def _send_anew(meeting: Meeting, by: Actor, at: datetime) -> None:
    if meeting.state == "INVITED":
        Attendee.rows.filter(meeting=meeting).update(asked_again=None)
        post = Post(meeting, by, at, "meeting.arrange")
        post.requests(post.attendees)
        post.send()


def _changed(meeting: Meeting, *, is_moved: bool) -> events.MeetingChanged:
    return events.MeetingChanged(
        **labels(meeting), sequence=meeting.sequence, starts=_iso(meeting.starts_at), is_moved=is_moved
    )


def _occurrence_changed(meeting: Meeting, number: int, starts: datetime) -> events.OccurrenceChanged:
    return events.OccurrenceChanged(**labels(meeting), number=number, starts=_iso(starts))


def _iso(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat()
