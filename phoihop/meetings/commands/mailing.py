"""Invitations as mails: one for each unit, with its own organiser's address, so that an answer proves whose it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import on_record
from phoihop.ground.parts import words
from phoihop.mail.commands import Outgoing, issue_link, queue_mails, revoke_links
from phoihop.mail.queries import reply_address_of, states_of
from phoihop.meetings.models import Attendee, Meeting, Occurrence, Place
from phoihop.meetings.rules import writing


@dataclass
class Post:
    """The mails that follow from one act, collected and queued at once."""

    meeting: Meeting
    by: Actor
    at: datetime
    power: str
    mails: list[Outgoing] = field(default_factory=list)

    def __post_init__(self) -> None:
        maker = Actor.system("postman") if self.by.kind == "office" else self.by
        self.maker = maker.through(self.power)
        self.attendees = list(Attendee.rows.filter(meeting=self.meeting).order_by("pk"))
        self.invitation = invitation_of(self.meeting, self.attendees, self.at)
        self.known = set(states_of([key_of(self.meeting, one.unit_id) for one in self.attendees]))

    def requests(self, attendees: Iterable[Attendee], sign: str = "") -> None:
        """The whole invitation to these units and to whom they send. `sign` tells apart what one sequence sends."""
        attendees = [one for one in attendees if one.address]
        delegates = delegates_of(attendees)
        for one in attendees:
            self._to(one, one.address, "REQUEST", writing.request(self._for(one)), sign, link=True)
            for address in delegates.get(one.pk, ()):
                self._to(one, address, "REQUEST", writing.request(self._for(one)), sign)

    def request_to(self, attendee: Attendee, address: str, sign: str) -> None:
        self._to(attendee, address, "REQUEST", writing.request(self._for(attendee)), sign)

    def adds(self, occurrence: Occurrence) -> None:
        for one in self.attendees:
            if one.address:
                ics = writing.add(self._for(one), occurrence.starts_at, occurrence.ends_at, occurrence.place)
                self._to(one, one.address, "ADD", ics, f"them/{occurrence.number}")

    def cancels(
        self, attendees: Sequence[Attendee], reason: str, occurrence: Occurrence | None = None, sign: str = "huy"
    ) -> None:
        """To units that need not come any more: to all (`occurrence` only), or to those that are taken off."""
        occasions: Sequence[tuple[datetime, datetime]] = ()
        if occurrence is not None:
            occasions, sign = [(occurrence.original_at, occurrence.starts_at)], f"{sign}/{occurrence.number}"
        delegates = delegates_of(attendees)
        for one in attendees:
            addresses = [one.address, *delegates.get(one.pk, ())] if one.address else delegates.get(one.pk, ())
            for address in addresses:
                guest = writing.Guest(one.unit_name, address, one.is_required)
                ics = writing.cancel(self._for(one), [guest], reason, occasions)
                self._to(one, address, "CANCEL", ics, sign, said=reason)

    def declines(self, attendee: Attendee, answer: str, original: datetime | None, sign: str) -> None:
        if attendee.address:
            ics = writing.decline_counter(self._for(attendee), answer, original)
            self._to(attendee, attendee.address, "DECLINECOUNTER", ics, sign, said=answer)

    def send(self) -> None:
        if self.mails:
            queue_mails(mails=self.mails, by=self.maker, at=self.at)

    # ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────

    def _for(self, attendee: Attendee) -> writing.Invitation:
        return replace(self.invitation, organiser=organiser_address(self.meeting, attendee.unit_id))

    def _to(
        self, one: Attendee, address: str, method: str, ics: str, sign: str, *, said: str = "", link: bool = False
    ) -> None:
        base = key_of(self.meeting, one.unit_id)
        whose = hashlib.sha256(address.encode()).hexdigest()[:8]
        key = base if base not in self.known else f"{base}/{self.meeting.sequence}/{method}/{whose}/{sign}".rstrip("/")
        self.known.add(base)
        text = _text(self.meeting, method, said)
        if link:
            text = f"{text}\n\n{self._link(one)}".rstrip()
        self.mails.append(
            Outgoing(
                key=key,
                to_address=address,
                subject=f"{_subject(method)}: {self.meeting.title}",
                text=text,
                calendar=(method, ics),
                in_reply_to="" if key == base else base,
                about=self.meeting.code,
                unit_id=one.unit_id,
                # A calendar program looks for its owner's answer only in mail that a person seems to have sent.
                headers={"Auto-Submitted": "no"},
            )
        )

    def _link(self, one: Attendee) -> str:
        """The way to answer for an office without an account; the one before it stops working."""
        given: dict[str, Any] = {"code": self.meeting.code, "act": "meeting.answer", "unit_id": one.unit_id}
        revoke_links(**given, reason=on_record(_("Đã gửi giấy mời mới.")), by=self.maker, at=self.at)
        last = Occurrence.rows.filter(meeting=self.meeting, state="PLANNED").order_by("-starts_at").first()
        if last is None or last.starts_at <= self.at:
            return ""  # there is nothing left to answer
        link = issue_link(**given, address=one.address, until=last.starts_at, by=self.maker, at=self.at)
        return on_record(_("Trả lời không cần tài khoản: %(url)s"), url=f"{settings.PHOIHOP_SITE_URL}{link.url_path}")


def key_of(meeting: Meeting, unit_id: int) -> str:
    """The key of the first mail to a unit: its token is in the organiser's address of all that follow."""
    return f"{meeting.code}/{unit_id}"


def organiser_address(meeting: Meeting, unit_id: int) -> str:
    return reply_address_of(key_of(meeting, unit_id))


def delegates_of(attendees: Sequence[Attendee]) -> dict[int, list[str]]:
    """The addresses of those whom these units send to occasions that are still to come."""
    rows = Place.rows.filter(
        attendee__in=[one.pk for one in attendees], state="DELEGATED", occurrence__state="PLANNED"
    ).exclude(delegate_address="")
    found: dict[int, list[str]] = {}
    for attendee_id, address in rows.order_by("pk").values_list("attendee_id", "delegate_address"):
        if address not in found.setdefault(attendee_id, []):
            found[attendee_id].append(address)
    return found


def invitation_of(meeting: Meeting, attendees: Sequence[Attendee], at: datetime) -> writing.Invitation:
    """The meeting as it stands, for a calendar; the organiser's address is each unit's own and comes later."""
    occurrences = list(Occurrence.rows.filter(meeting=meeting).order_by("number"))
    is_series = bool(meeting.repeat) or len(occurrences) > 1
    moved = tuple(
        writing.Moved(one.original_at, one.starts_at, one.ends_at, one.place or meeting.place)
        for one in occurrences
        if is_series and one.state != "CANCELLED" and (one.starts_at != one.original_at or one.place)
    )
    return writing.Invitation(
        uid=meeting.uid,
        sequence=meeting.sequence,
        stamp=at,
        organiser="",
        organiser_name=meeting.organiser_name,
        title=meeting.title,
        text=_text(meeting, "REQUEST", ""),
        place=meeting.place,
        video_url=meeting.video_url,
        url=f"{settings.PHOIHOP_SITE_URL}{reverse('meetings:meeting', args=[meeting.code])}",
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        guests=tuple(_guests(meeting, attendees)),
        repeat=meeting.repeat,
        added=tuple(one.original_at for one in occurrences if one.is_added and one.state != "CANCELLED"),
        dropped=tuple(one.original_at for one in occurrences if not one.is_added and one.state == "CANCELLED"),
        moved=moved,
    )


def _guests(meeting: Meeting, attendees: Sequence[Attendee]) -> list[writing.Guest]:
    """The units, each behind it whom it sends, with what they answered for the nearest occasion."""
    rows = Place.rows.filter(occurrence__meeting=meeting, occurrence__state="PLANNED").order_by(
        "-occurrence__starts_at"
    )
    nearest = {row.attendee_id: row for row in rows}
    guests: list[writing.Guest] = []
    for one in attendees:
        if not one.address:
            continue
        place = nearest.get(one.pk)
        state = place.state if place is not None else "NEEDS-ACTION"
        sent = place.delegate_address if place is not None and state == "DELEGATED" else ""
        guests.append(writing.Guest(one.unit_name, one.address, one.is_required, state, delegated_to=sent))
        if place is not None and sent:
            shown = place.delegate_state or "NEEDS-ACTION"
            guests.append(writing.Guest(place.delegate, sent, one.is_required, shown, delegated_from=one.address))
    return guests


SUBJECTS = {
    "REQUEST": _("Giấy mời họp"),
    "ADD": _("Giấy mời họp, thêm một buổi"),
    "CANCEL": _("Hủy họp"),
    "DECLINECOUNTER": _("Giữ nguyên giờ họp"),
}


def _subject(method: str) -> str:
    return on_record(SUBJECTS[method])


def _text(meeting: Meeting, method: str, said: str) -> str:
    when = words.moment(timezone.localtime(meeting.starts_at))
    lines = [
        on_record(_("%(unit)s: %(title)s"), unit=meeting.organiser_name, title=meeting.title),
        on_record(_("Bắt đầu: %(when)s (giờ Việt Nam)"), when=when),
    ]
    if meeting.place:
        lines.append(on_record(_("Địa điểm: %(place)s"), place=meeting.place))
    if meeting.video_url:
        lines.append(on_record(_("Họp trực tuyến: %(url)s"), url=meeting.video_url))
    if said:
        lines.append(said)
    elif method == "REQUEST" and meeting.text:
        lines += ["", meeting.text]
    return "\n".join(lines)
