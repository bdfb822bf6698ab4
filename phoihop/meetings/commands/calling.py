"""Preparing, calling and cancelling a meeting; who is invited."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.documents.queries import documents_of
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.mail.commands import revoke_links
from phoihop.mail.queries import addresses_of
from phoihop.meetings import events, rules, states
from phoihop.meetings.commands.basics import (
    check_open,
    check_span,
    labels,
    load,
    long_text,
    one_line,
    post_of,
    reason_of,
    seat_everybody,
    unit_labels,
    upcoming,
)
from phoihop.meetings.commands.mailing import Post
from phoihop.meetings.models import AgendaItem, Attendee, Counter, Meeting, Occurrence, Paper, Place
from phoihop.meetings.rules import recurring
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import UnitName, unit_names, units_in_force

MOST_AGENDA = 50


@command("meeting.call")
def draft_meeting(
    *,
    organiser_id: int,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    required_ids: Collection[int],
    optional_ids: Collection[int] = (),
    text: str = "",
    place: str = "",
    video_url: str = "",
    repeat: str = "",
    quorum_percent: int = 0,
    agenda: Sequence[str] = (),
    about: str = "",
    dossier: str = "",
    is_illustration: bool = False,
    key: str = "",
    by: Actor,
    at: datetime,
) -> events.MeetingDrafted:
    """Prepares a meeting; nobody is told yet. `key` names the act: twice prepares once.

    Refused: no title, no unit, a time gone by, neither place nor link, a rule without end, a unit not in force.
    """
    ask(by, "meeting.call", unit_id=organiser_id)
    key = key or uuid.uuid4().hex
    known = Meeting.rows.filter(key=key, organiser_id=organiser_id).first()
    if known is not None:
        nothing_changed()
        return events.MeetingDrafted(**labels(known))
    title, place, video_url = one_line(title, 301), one_line(place, 300), one_line(video_url, 500)
    _check_text(title, place, video_url, quorum_percent)
    check_span(starts_at, ends_at, at)
    starts = _occasions(starts_at, repeat)
    units = _check_units(organiser_id, [*required_ids, *optional_ids], at)
    organiser = units.pop(organiser_id)
    series = rules.series(organiser.territory, local_date(at).year)
    code = rules.code(series, take_numbers(series, 1)[0])
    meeting = Meeting.rows.create(
        code=code,
        key=key,
        uid=f"{uuid.uuid4()}@{settings.PHOIHOP_MAIL_FROM[1].rpartition('@')[2]}",
        territory=organiser.territory,
        state="DRAFT",
        organiser_id=organiser_id,
        organiser_name=organiser.name,
        organiser_post=post_of(by),
        title=title,
        text=long_text(text),
        place=place,
        video_url=video_url,
        starts_at=starts_at,
        ends_at=ends_at,
        repeat=recurring.read(repeat) if repeat else "",
        quorum_percent=quorum_percent,
        about=one_line(about, 80),
        dossier=dossier,
        created_at=at,
        is_illustration=is_illustration,
    )
    length = ends_at - starts_at
    occurrences = Occurrence.rows.bulk_create(
        Occurrence(meeting=meeting, number=number, original_at=start, starts_at=start, ends_at=start + length)
        for number, start in enumerate(starts, 1)
    )
    attendees = _add(meeting, units.values(), set(required_ids))
    seat_everybody(occurrences, attendees)
    _put_agenda(meeting, agenda)
    return tell(events.MeetingDrafted(**labels(meeting)))


@command("meeting.arrange")
def call_meeting(*, code: str, version: int | None = None, by: Actor, at: datetime) -> events.MeetingCalled:
    """Invites the units of a prepared meeting. Twice is harmless. Refused: cancelled, its time gone by."""
    meeting = load(code, "meeting.arrange", by)
    units = list(Attendee.rows.filter(meeting=meeting).order_by("pk"))
    event = events.MeetingCalled(
        **labels(meeting),
        unit_ids=tuple(one.unit_id for one in units),
        starts=timezone.localtime(meeting.starts_at).isoformat(),
    )
    if meeting.state == "INVITED":
        nothing_changed()
        return event
    if "invite" not in states.MEETING[meeting.state]:
        check_open(meeting)
    check_span(meeting.starts_at, meeting.ends_at, at)
    change(meeting, version=version, state="INVITED", invited_at=at)
    _address(units)
    post = Post(meeting, by, at, "meeting.arrange")
    post.requests(post.attendees)
    post.send()
    return tell(event)


@command("meeting.arrange")
def cancel_meeting(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.MeetingCancelled:
    """Calls the meeting off. Refused: without a reason, twice with another one, when every occasion was held."""
    meeting = load(code, "meeting.arrange", by)
    reason = reason_of(reason)
    event = events.MeetingCancelled(**labels(meeting), reason=reason)
    if meeting.state == "CANCELLED" and meeting.cancel_reason == reason:
        nothing_changed()
        return event
    if "cancel" not in states.MEETING[meeting.state]:
        check_open(meeting)
    open_ones = Occurrence.rows.filter(meeting=meeting, state="PLANNED")
    if not open_ones.exists():
        raise Refused(_("Mọi buổi của cuộc họp %(code)s đã họp xong: không còn gì để hủy.") % {"code": code})
    was_invited = meeting.state == "INVITED"
    more: dict[str, Any] = {"sequence": meeting.sequence + 1} if was_invited else {}
    change(meeting, version=version, state="CANCELLED", cancelled_at=at, cancel_reason=reason, **more)
    if was_invited:
        post = Post(meeting, by, at, "meeting.arrange")
        post.cancels(post.attendees, reason)
        post.send()
        revoke_links(code=code, reason=reason[:300], by=post.maker, at=at)
    open_ones.update(state="CANCELLED", cancel_reason=reason)
    return tell(event)


@command("meeting.arrange")
def add_unit(
    *, code: str, unit_id: int, is_required: bool, version: int | None = None, by: Actor, at: datetime
) -> events.MeetingJoined:
    """Invites one more unit. Refused: cancelled, everything held, a unit not in force."""
    meeting = load(code, "meeting.arrange", by)
    there = Attendee.rows.filter(meeting=meeting, unit_id=unit_id).first()
    if there is not None and there.is_required == is_required:
        nothing_changed()
        return events.MeetingJoined(**unit_labels(meeting, there))
    if meeting.state != "DRAFT":
        check_open(meeting)
        if not upcoming(meeting, at):
            raise Refused(_("Cuộc họp %(code)s không còn buổi nào sắp tới.") % {"code": code})
    change(meeting, version=version, title=meeting.title)
    if there is not None:
        Attendee.rows.filter(pk=there.pk).update(is_required=is_required)
        return tell(events.MeetingJoined(**unit_labels(meeting, there)))
    units = _check_units(meeting.organiser_id, [unit_id], at)
    fresh = _add(meeting, [units[unit_id]], {unit_id} if is_required else set())
    seat_everybody(Occurrence.rows.filter(meeting=meeting, state="PLANNED"), fresh)
    if meeting.state == "INVITED":
        _address(fresh)
        post = Post(meeting, by, at, "meeting.arrange")
        post.requests(fresh, sign=f"moi/{meeting.version}")
        post.send()
    return tell(events.MeetingJoined(**unit_labels(meeting, fresh[0])))


@command("meeting.arrange")
def remove_unit(*, code: str, unit_id: int, version: int | None = None, by: Actor, at: datetime) -> events.MeetingLeft:
    """Takes a unit off the roll and calls its invitation off. Refused: the last one, one that has been present."""
    meeting = load(code, "meeting.arrange", by)
    attendee = Attendee.rows.filter(meeting=meeting, unit_id=unit_id).first()
    if attendee is None:
        raise NotVisible
    if Place.rows.filter(Q(present_at__isnull=False) | Q(occurrence__state="HELD"), attendee=attendee).exists():
        raise Refused(_("%(unit)s đã có tên ở một buổi họp: không bỏ được.") % {"unit": attendee.unit_name})
    if Attendee.rows.filter(meeting=meeting).count() == 1:
        raise Refused(_("Cuộc họp cần ít nhất một cơ quan được mời. Hãy hủy cuộc họp nếu không họp nữa."))
    change(meeting, version=version, title=meeting.title)
    if meeting.state == "INVITED":
        post = Post(meeting, by, at, "meeting.arrange")
        post.cancels([attendee], "", sign=f"thoi-moi/{meeting.version}")
        post.send()
        revoke_links(code=code, unit_id=unit_id, reason=_("Không còn được mời họp."), by=post.maker, at=at)
    event = events.MeetingLeft(**unit_labels(meeting, attendee))
    for rows in (Place.rows, Counter.rows):
        rows.filter(attendee=attendee).delete()
    attendee.delete()
    return tell(event)


@command("meeting.arrange")
def attach_paper(*, code: str, document: str, by: Actor, at: datetime) -> events.PaperAttached:
    """Puts a document of the register on the table. Refused: one the actor cannot open."""
    meeting = load(code, "meeting.arrange", by)
    document = one_line(document, 80)
    if document not in documents_of(by, [document]):
        raise Refused(_("Không có văn bản %(code)s mà bạn mở được trong sổ văn bản.") % {"code": document})
    _paper, is_new = Paper.rows.get_or_create(meeting=meeting, document=document)
    event = events.PaperAttached(**labels(meeting), document=document)
    if not is_new:
        nothing_changed()
        return event
    return tell(event)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _check_text(title: str, place: str, video_url: str, quorum_percent: int) -> None:
    if not title:
        raise Refused(_("Cuộc họp cần nội dung ngắn gọn."))
    if len(title) > rules.LONGEST_TITLE:
        raise Refused(_("Nội dung ngắn gọn dài quá %(most)s ký tự.") % {"most": rules.LONGEST_TITLE})
    if not place and not video_url:
        raise Refused(_("Cuộc họp cần địa điểm hoặc địa chỉ họp trực tuyến."))
    if video_url and not video_url.startswith(("https://", "http://")):
        raise Refused(_("Địa chỉ họp trực tuyến bắt đầu bằng https://."))
    if not 0 <= quorum_percent <= 100:
        raise Refused(_("Tỷ lệ có mặt tối thiểu từ 0 đến 100 phần trăm."))


def _occasions(first: datetime, repeat: str) -> list[datetime]:
    try:
        return recurring.starts_of(first.astimezone(timezone.get_default_timezone()), repeat)
    except recurring.WrongRule as problem:
        sentences = {
            "unreadable": _("Không đọc được quy tắc lặp. Ví dụ đúng: FREQ=WEEKLY;COUNT=10."),
            "endless": _("Chuỗi họp cần số buổi hoặc ngày cuối."),
            "many": _("Chuỗi họp không quá %(most)s buổi.") % {"most": recurring.MOST},
            "first": _("Buổi đầu không rơi vào ngày mà quy tắc lặp nêu."),
        }
        raise Refused(sentences[problem.why]) from None


def _check_units(organiser_id: int, invited: Sequence[int], at: datetime) -> dict[int, UnitName]:
    ids = list(dict.fromkeys([organiser_id, *invited]))
    if organiser_id in invited:
        raise Refused(_("Cơ quan triệu tập dự họp rồi, không cần tự mời mình."))
    if len(ids) == 1:
        raise Refused(_("Cuộc họp cần ít nhất một cơ quan được mời."))
    if len(ids) > rules.MOST_UNITS:
        raise Refused(_("Một cuộc họp mời không quá %(most)s cơ quan.") % {"most": rules.MOST_UNITS})
    names = unit_names(ids)
    in_force = units_in_force(ids, at)
    gone = [names[one].name if one in names else str(one) for one in ids if one not in in_force]
    if gone:
        raise Refused(
            _("Không mời được: %(units)s không có hiệu lực vào ngày %(day)s.")
            % {"units": ", ".join(gone), "day": words.day(local_date(at))}
        )
    return {one: names[one] for one in ids}


def _add(meeting: Meeting, units: Collection[UnitName], required: set[int]) -> list[Attendee]:
    return Attendee.rows.bulk_create(
        Attendee(meeting=meeting, unit_id=unit.id, unit_name=unit.name, is_required=unit.id in required)
        for unit in units
    )


def _address(attendees: Sequence[Attendee]) -> None:
    """Where each invitation goes is settled when it goes out."""
    known = addresses_of([one.unit_id for one in attendees])
    for one in attendees:
        one.address = known.get(one.unit_id, "").lower()
    Attendee.rows.bulk_update(attendees, ["address"])


def _put_agenda(meeting: Meeting, agenda: Sequence[str]) -> None:
    lines = [line for line in (one_line(one, 300) for one in agenda) if line]
    if len(lines) > MOST_AGENDA:
        raise Refused(_("Chương trình họp không quá %(most)s mục.") % {"most": MOST_AGENDA})
    AgendaItem.rows.bulk_create(
        AgendaItem(meeting=meeting, number=number, title=line) for number, line in enumerate(lines, 1)
    )
