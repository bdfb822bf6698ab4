"""Calendar messages as they come in from whatever program: what they say, in plain values. Nothing here trusts them."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar.error import GloballyUniqueTZIDGuessed

LARGEST = 1_000_000  # characters
METHODS = ("REPLY", "COUNTER", "REFRESH")
ANSWERS = ("ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED", "NEEDS-ACTION")
HOME = ZoneInfo("Asia/Ho_Chi_Minh")
_MAILTO = re.compile(r"\s*<?(?:mailto:)?\s*([^<>\s\"]+@[^<>\s\"]+?)>?\s*", re.IGNORECASE)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_MAILBOX = re.compile(rf"[a-z0-9!#$%&'*+/=?^_`{{|}}~.-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")
# What the library raises over text that is no calendar; anything else is our own fault.
_WRONG = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)


class Unreadable(ValueError):
    """No calendar message about a meeting."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One ATTENDEE line."""

    address: str
    name: str
    state: str
    delegated_to: str
    delegated_from: str


@dataclass(frozen=True, slots=True)
class Said:
    """One VEVENT of a message. A date without a time gives None."""

    method: str
    uid: str
    organiser: str
    voices: tuple[Voice, ...]
    sequence: int
    stamp: datetime | None
    is_of_one: bool  # names one occasion of a series
    original: datetime | None
    starts: datetime | None
    ends: datetime | None
    comment: str

    def digest(self) -> str:
        """The same words give the same digest, however they were folded."""
        stamp = self.stamp.isoformat() if self.stamp else ""
        parts = (self.method, self.sequence, stamp, self.original, self.starts, self.ends, self.comment, self.voices)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def read(method: str, ics: str | bytes) -> list[Said]:
    """What a message of this method says about each of its events. Refused: what is no calendar, or too large."""
    text = ics.decode("utf-8", "replace") if isinstance(ics, bytes) else ics
    if len(text) > LARGEST:
        raise Unreadable
    try:
        calendar = _calendar(text.lstrip("\ufeff \r\n\t"))
        said = [_said(method, event) for event in calendar.walk("VEVENT")]
        own = str(calendar.get("method", "")).upper()
    except _WRONG as problem:
        raise Unreadable from problem
    if not said or (own and own != method.upper()):
        raise Unreadable
    return said


def address_in(text: object) -> str:
    """The mail address of a calendar address, compared in lower case; "" if it is none."""
    found = _MAILTO.fullmatch(str(text))
    return found[1].lower() if found else ""


def mailbox(text: object) -> str:
    """The address if mail can be sent to it, else ""."""
    found = address_in(text)
    is_good = len(found) <= 254 and _MAILBOX.fullmatch(found) and ".." not in found and not found.startswith(".")
    return found if is_good and ".@" not in found else ""


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _calendar(text: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)  # a zone after a vendor's name is that zone
        return Calendar.from_ical(text)


def _said(method: str, event: Any) -> Said:
    original = event.get("recurrence-id")
    starts = _moment(_first(event.get("dtstart")))
    return Said(
        method=method.upper(),
        uid=str(_first(event.get("uid")) or ""),
        organiser=_address(_first(event.get("organizer"))),
        voices=tuple(_voice(one) for one in _each(event.get("attendee"))),
        sequence=_number(_first(event.get("sequence"))),
        stamp=_moment(_first(event.get("dtstamp"))),
        is_of_one=original is not None,
        original=_moment(_first(original)),
        starts=starts,
        ends=_end(event, starts),
        comment="\n".join(str(one) for one in _each(event.get("comment")))[:2000],
    )


def _each(value: Any) -> Iterator[Any]:
    if value is not None:
        yield from value if isinstance(value, list) else [value]


def _first(value: Any) -> Any:
    return next(_each(value), None)


def _voice(line: Any) -> Voice:
    params = getattr(line, "params", {})
    state = str(_first(params.get("PARTSTAT")) or "NEEDS-ACTION").upper()
    return Voice(
        address=_address(line),
        name=str(_first(params.get("CN")) or "").strip()[:200],
        state=state if state in ANSWERS else "NEEDS-ACTION",
        delegated_to=address_in(_first(params.get("DELEGATED-TO")) or ""),
        delegated_from=address_in(_first(params.get("DELEGATED-FROM")) or ""),
    )


def _address(line: Any) -> str:
    """Some programs write a path or a number instead of an address, and the address beside it."""
    if line is None:
        return ""
    return address_in(line) or address_in(_first(getattr(line, "params", {}).get("EMAIL")) or "")


def _number(value: Any) -> int:
    try:
        return max(int(value), 0) if value is not None else 0
    except (ValueError, TypeError):
        return 0


def _moment(value: Any) -> datetime | None:
    """The instant. A time without a zone is meant where the meeting is."""
    moment = getattr(value, "dt", None)
    if not isinstance(moment, datetime):
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=HOME)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _end(event: Any, starts: datetime | None) -> datetime | None:
    ends = _moment(_first(event.get("dtend")))
    if ends is not None or starts is None:
        return ends
    span = getattr(_first(event.get("duration")), "dt", None)
    if span is None or isinstance(span, date):
        return None
    try:
        ends = starts + span
        return ends if isinstance(ends, datetime) else None
    except OverflowError:
        return None
