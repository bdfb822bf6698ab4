"""Calendar messages as the organiser sends them: RFC 5546 (iTIP) in the form of RFC 5545."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress, vRecur

from phoihop.ground import ics

PRODUCT = "-//Phoi Hop//Cuoc hop//VI"


@dataclass(frozen=True, slots=True)
class Guest:
    """An attendee as others see it. `state` is a PARTSTAT."""

    name: str
    address: str
    is_required: bool = True
    state: str = "NEEDS-ACTION"
    delegated_to: str = ""
    delegated_from: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """An occasion of a series at another time than the rule says, or in another place."""

    original: datetime
    starts: datetime
    ends: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A meeting as it goes into a calendar. `organiser` is the address that answers come back to."""

    uid: str
    sequence: int
    stamp: datetime
    organiser: str
    organiser_name: str
    title: str
    text: str
    place: str
    video_url: str
    url: str
    starts: datetime
    ends: datetime
    guests: tuple[Guest, ...]
    repeat: str = ""
    added: tuple[datetime, ...] = ()
    dropped: tuple[datetime, ...] = ()
    moved: tuple[Moved, ...] = ()


def request(invitation: Invitation) -> str:
    """The whole meeting: the series and the occasions that differ from it."""
    calendar = _calendar("REQUEST")
    master = _event(invitation)
    _times(master, invitation.starts, invitation.ends)
    if invitation.repeat:
        master.add("rrule", vRecur.from_ical(invitation.repeat))
    for name, moments in (("rdate", invitation.added), ("exdate", invitation.dropped)):
        if moments:
            master.add(name, [ics.local(one) for one in moments])
    calendar.add_component(master)
    for moved in invitation.moved:
        one = _event(invitation, moved.place)
        one.add("recurrence-id", ics.local(moved.original))
        _times(one, moved.starts, moved.ends)
        calendar.add_component(one)
    return ics.text_of(calendar)


def add(invitation: Invitation, starts: datetime, ends: datetime, place: str) -> str:
    """One more occasion of a series."""
    calendar = _calendar("ADD")
    event = _event(invitation, place)
    _times(event, starts, ends)
    calendar.add_component(event)
    return ics.text_of(calendar)


def cancel(
    invitation: Invitation, guests: Sequence[Guest], reason: str, occasions: Sequence[tuple[datetime, datetime]] = ()
) -> str:
    """The meeting, or only some `occasions` of it (original start, start), will not take place for these guests."""
    calendar = _calendar("CANCEL")
    for original, starts in occasions or ((None, invitation.starts),):
        event = _head(invitation)
        for guest in guests:
            event.add("attendee", _guest(guest), encode=False)
        event.add("summary", invitation.title)
        event.add("status", "CANCELLED")
        if reason:
            event.add("comment", reason)
        event.add("dtstart", ics.local(starts))
        if original is not None:
            event.add("recurrence-id", ics.local(original))
        calendar.add_component(event)
    return ics.text_of(calendar)


def decline_counter(invitation: Invitation, answer: str, original: datetime | None = None) -> str:
    """The organiser keeps the time that he had set. Programs know whom it is for by the mail; no more may be said."""
    calendar = _calendar("DECLINECOUNTER")
    event = _head(invitation, with_sequence=False)
    if answer:
        event.add("comment", answer)
    if original is not None:
        event.add("recurrence-id", ics.local(original))
    calendar.add_component(event)
    return ics.text_of(calendar)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _calendar(method: str) -> Calendar:
    calendar = ics.calendar(PRODUCT)
    calendar.add("method", method)
    calendar.add_component(ics.zone())
    return calendar


def _head(invitation: Invitation, *, with_sequence: bool = True) -> Event:
    event = Event()
    event.add("uid", invitation.uid)
    event.add("dtstamp", invitation.stamp.astimezone(UTC))
    if with_sequence:
        event.add("sequence", invitation.sequence)
    organiser = vCalAddress(f"mailto:{invitation.organiser}")
    organiser.params["CN"] = _name(invitation.organiser_name)
    event.add("organizer", organiser, encode=False)
    return event


def _event(invitation: Invitation, place: str = "") -> Event:
    event = _head(invitation)
    for guest in invitation.guests:
        event.add("attendee", _guest(guest), encode=False)
    event.add("summary", invitation.title)
    where = place or invitation.place or invitation.video_url
    if where:
        event.add("location", where)
    if invitation.text:
        event.add("description", invitation.text)
    if invitation.video_url or invitation.url:
        event.add("url", invitation.video_url or invitation.url)
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    return event


def _times(event: Event, starts: datetime, ends: datetime) -> None:
    event.add("dtstart", ics.local(starts))
    event.add("dtend", ics.local(ends))


def _guest(guest: Guest) -> vCalAddress:
    address = vCalAddress(f"mailto:{guest.address}")
    address.params["CN"] = _name(guest.name)
    address.params["CUTYPE"] = "INDIVIDUAL" if guest.delegated_from else "GROUP"
    address.params["ROLE"] = "REQ-PARTICIPANT" if guest.is_required else "OPT-PARTICIPANT"
    address.params["PARTSTAT"] = guest.state
    address.params["RSVP"] = "TRUE" if guest.state == "NEEDS-ACTION" else "FALSE"
    if guest.delegated_to:
        address.params["DELEGATED-TO"] = [f"mailto:{guest.delegated_to}"]
    if guest.delegated_from:
        address.params["DELEGATED-FROM"] = [f"mailto:{guest.delegated_from}"]
    return address


def _name(text: str) -> str:
    """A parameter's value can hold no double quote and no control character, even quoted."""
    return "".join(char for char in text.replace('"', "'") if char.isprintable())
