"""Occasions of meetings as the calendar shows them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import State
from phoihop.ground.sheet import DatedRow
from phoihop.meetings.models import Attendee, Occurrence, Place
from phoihop.meetings.queries.lines import seen_by


def meetings_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The occasions that touch these days, of meetings that the reader may see. Three queries."""
    since, until = _midnight(first), _midnight(last + timedelta(days=1))
    rows = Occurrence.rows.filter(meeting__in=seen_by(actor), starts_at__lt=until, ends_at__gt=since)
    found = list(rows.select_related("meeting").order_by("starts_at", "pk")[:most])
    if not found:
        return []
    invited = Attendee.rows.filter(meeting__in={row.meeting_id for row in found}).order_by("pk")
    guests: dict[int, list[tuple[int, bool]]] = {}
    for meeting_id, unit_id, is_required in invited.values_list("meeting_id", "unit_id", "is_required"):
        guests.setdefault(meeting_id, []).append((unit_id, is_required))
    own = Place.rows.filter(occurrence__in=[row.pk for row in found], attendee__unit_id=actor.unit_id or 0)
    answers = dict(own.values_list("occurrence_id", "state"))
    return [_occasion(row, guests.get(row.meeting_id, []), answers.get(row.pk, ""), at) for row in found]


def _occasion(row: Occurrence, guests: list[tuple[int, bool]], own: str, at: datetime) -> DatedRow:
    meeting = row.meeting
    state, word = _shown(row, own, at)
    needed = [unit_id for unit_id, is_required in guests if is_required]
    ends = timezone.localtime(row.ends_at) - timedelta(microseconds=1)  # what ends at midnight ends that evening
    return DatedRow(
        kind="meeting",
        code=f"{meeting.code}/{row.number}",
        title=meeting.title,
        url=reverse("meetings:meeting", args=[meeting.code]),
        first=local_date(row.starts_at),
        last=ends.date(),
        state=state.value,
        stamp=max(filter(None, (meeting.created_at, meeting.invited_at, meeting.cancelled_at))),
        word=word,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place or meeting.place or meeting.video_url,
        doer_ids=tuple(dict.fromkeys([meeting.organiser_id, *needed])),
        other_ids=tuple(unit_id for unit_id, is_required in guests if not is_required),
        dossier=meeting.dossier,
        sequence=meeting.sequence + row.version,
        is_open=row.state == "PLANNED" and meeting.state != "CANCELLED" and row.ends_at > at,
        is_illustration=meeting.is_illustration,
    )


def _shown(row: Occurrence, own: str, at: datetime) -> tuple[State, str]:
    if row.state == "CANCELLED" or row.meeting.state == "CANCELLED":
        return State.HELD, _("Đã hủy")
    if row.ends_at <= at or row.state == "HELD":
        return State.DONE, _("Đã họp")
    if row.meeting.state == "DRAFT":
        return State.PLAN, _("Đang chuẩn bị")
    if own == "NEEDS-ACTION":
        return State.WAIT, _("Chờ cơ quan trả lời")
    if own == "DECLINED":
        return State.HELD, _("Cơ quan không dự")
    return State.PLAN, _("Sắp họp")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
