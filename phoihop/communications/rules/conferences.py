"""Press conferences: the invitation as a calendar message, and the rhythm a body sets itself. No framework.

The rhythm is data of the body, with a start value; it is shown as a reminder and is no statement of law.
"""

from __future__ import annotations

import calendar as months
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from icalendar import Calendar, Event, vCalAddress

from phoihop.ground import ics

PRODUCT = "-//Phoi Hop//Hop bao//VI"
LONGEST_TITLE, LONGEST_NAME, LONGEST_TEXT, LONGEST_NOTE, LONGEST_RECORD = 300, 200, 4_000, 1_000, 30_000
MOST_GUESTS, MOST_MATERIALS, MOST_PREPARATIONS, MOST_ABOUT, MOST_QUESTIONS = 200, 30, 20, 10, 200
ANSWERS = ("ASKED", "COMES", "STAYS_AWAY")

_MAIL = re.compile(r"[^@\s<>\",;]+@[^@\s<>\",;.]+(\.[^@\s<>\",;.]+)+")
_PERSON = re.compile(
    r"^\s*(?:phóng viên|nhà báo|pv|ông|bà|anh|chị|tài khoản|facebook của)\s|^@|profile\.php", re.IGNORECASE
)


def is_address(text: str) -> bool:
    """Whether a mail can be written to it."""
    return _MAIL.fullmatch(text) is not None


def is_a_person(text: str) -> bool:
    """Words that name a person or an account of one where a paper, a station or a site is meant."""
    return _PERSON.search(text) is not None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a body meets and informs the press, in months, and how soon it speaks of a sudden event, in hours.
    Nought: it has set no such reminder."""

    conference_months: int = 3
    information_months: int = 1
    sudden_hours: int = 24


def next_by(last: date, every: int) -> date:
    """The day so many months later; the last of its month where that has no such day."""
    count = last.month - 1 + every
    year, month = last.year + count // 12, count % 12 + 1
    return date(year, month, min(last.day, months.monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Invitation:
    """A conference as it goes into a calendar. `organiser` is the address that answers come back to."""

    uid: str
    sequence: int
    stamp: datetime
    organiser: str
    organiser_name: str
    title: str
    text: str
    place: str
    starts: datetime
    ends: datetime
    guest: str
    address: str


def request(invitation: Invitation) -> str:
    """The invitation, or what has changed of it."""
    return _written(invitation, "REQUEST", "CONFIRMED")


def cancel(invitation: Invitation) -> str:
    """It will not take place."""
    return _written(invitation, "CANCEL", "CANCELLED")


def _written(invitation: Invitation, method: str, status: str) -> str:
    made: Calendar = ics.calendar(PRODUCT)
    made.add("method", method)
    made.add_component(ics.zone())
    event = Event()
    event.add("uid", invitation.uid)
    event.add("dtstamp", invitation.stamp.astimezone(UTC))
    event.add("sequence", invitation.sequence)
    event.add("organizer", _address(invitation.organiser, invitation.organiser_name), encode=False)
    guest = _address(invitation.address, invitation.guest)
    guest.params["CUTYPE"] = "GROUP"
    guest.params["ROLE"] = "REQ-PARTICIPANT"
    guest.params["PARTSTAT"] = "NEEDS-ACTION"
    guest.params["RSVP"] = "TRUE" if method == "REQUEST" else "FALSE"
    event.add("attendee", guest, encode=False)
    event.add("summary", invitation.title)
    event.add("location", invitation.place)
    event.add("description", invitation.text)
    event.add("status", status)
    event.add("dtstart", ics.local(invitation.starts))
    event.add("dtend", ics.local(invitation.ends))
    made.add_component(event)
    return ics.text_of(made)


def _address(address: str, name: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{address}")
    # A parameter's value can hold no double quote and no control character, even quoted.
    made.params["CN"] = "".join(char for char in name.replace('"', "'") if char.isprintable())
    return made
