"""Answers to invitations as calendar programs write them: our words, their forms.

Each maker takes the invitation as it arrived and gives the raw mail that its program would send. `t` is the moment
of writing (DTSTAMP).
"""

from __future__ import annotations

import base64
import quopri
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.header import Header
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar

from tests.rooms.meetings.outgoing import Sent

UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Invited:
    """What a program keeps of an invitation."""

    uid: str
    organiser: str
    sequence: int
    summary: str
    starts: datetime
    ends: datetime
    me: str
    name: str = "Văn phòng"

    @classmethod
    def of(cls, sent: Sent, name: str = "Văn phòng") -> Invited:
        event = Calendar.from_ical(sent.ics).walk("VEVENT")[0]
        return cls(
            uid=str(event["UID"]),
            organiser=str(event["ORGANIZER"]).removeprefix("mailto:"),
            sequence=int(event["SEQUENCE"]),
            summary=str(event["SUMMARY"]),
            starts=event["DTSTART"].dt,
            ends=event["DTEND"].dt,
            me=sent.to,
            name=name,
        )


Writer = Callable[..., bytes]


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def local(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).strftime("%Y%m%dT%H%M%S")


def folded(lines: list[str], width: int = 75, fill: str = " ") -> str:
    """Lines broken after `width` octets, never inside a letter."""
    out: list[str] = []
    for line in lines:
        piece, size = "", 0
        for char in line:
            if size + len(char.encode()) > width:
                out.append(piece)
                piece, size = fill, len(fill)
            piece, size = piece + char, size + len(char.encode())
        out.append(piece)
    return "\r\n".join(out) + "\r\n"


def mail(
    it: Invited,
    subject: str,
    ics: str,
    t: datetime,
    *,
    method: str = "REPLY",
    coding: str = "base64",
    sender: str = "",
    as_file: bool = False,
    only_calendar: bool = False,
    extra: str = "",
    number: str = "",
) -> bytes:
    """A whole message with the calendar part in the coding the program uses."""
    raw = ics.encode()
    body = {
        "base64": base64.encodebytes(raw).replace(b"\n", b"\r\n"),
        "quoted-printable": quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n"),
        "8bit": raw,
    }[coding]
    head = (
        f"From: {Header(it.name, 'utf-8').encode()} <{sender or it.me}>\r\nTo: {it.organiser}\r\n"
        f"Subject: {Header(subject, 'utf-8').encode()}\r\nDate: {format_datetime(t)}\r\n"
        f"Message-ID: <{number or uuid.uuid4()}@{(sender or it.me).rpartition('@')[2]}>\r\nMIME-Version: 1.0\r\n{extra}"
    )
    part = f"Content-Type: text/calendar; charset=UTF-8; method={method}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n"
    if only_calendar:
        return (head + part).encode() + body
    border = "----=_Phan_0001"
    message = (
        f'{head}Content-Type: multipart/alternative; boundary="{border}"\r\n\r\n--{border}\r\n'
        "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{it.name} trả lời giấy mời.\r\n--{border}\r\n{part}"
    ).encode() + body
    if as_file:
        message += (
            f'\r\n--{border}\r\nContent-Type: application/ics; name="invite.ics"\r\n'
            'Content-Disposition: attachment; filename="invite.ics"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        ).encode() + base64.encodebytes(raw).replace(b"\n", b"\r\n")
    return message + f"\r\n--{border}--\r\n".encode()


def thunderbird(it: Invited, state: str, t: datetime, *, comment: str = "", number: str = "", **more: str) -> bytes:
    """Thunderbird: quoted-printable alone, its own zone file, parameters in order of its own."""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
        "VERSION:2.0",
        "METHOD:REPLY",
        *ZONE,
        "BEGIN:VEVENT",
        f"CREATED:{utc(t - timedelta(hours=3))}",
        f"LAST-MODIFIED:{utc(t)}",
        f"DTSTAMP:{more.get('stamp') or utc(t)}",
        f"UID:{it.uid}",
        f"SUMMARY:{it.summary}",
        f"STATUS:{'CONFIRMED'}",
        f"ORGANIZER;CN=Nơi triệu tập;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:{it.organiser}",
        f'ATTENDEE;CN="{it.name}";PARTSTAT={state};CUTYPE=GROUP;ROLE=REQ-PARTICIPANT:mailto:{it.me}',
        f"DTSTART;TZID=Asia/Ho_Chi_Minh:{local(it.starts)}",
        f"DTEND;TZID=Asia/Ho_Chi_Minh:{local(it.ends)}",
        f"SEQUENCE:{it.sequence}",
        "TRANSP:OPAQUE",
        "X-MOZ-SEND-INVITATIONS:TRUE",
        "X-MOZ-GENERATION:2",
        *([f"COMMENT:{comment}"] if comment else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    ics = folded(lines)
    extra = "User-Agent: Mozilla Thunderbird\r\n"
    return mail(it, f"Đã chấp nhận: {it.summary}", ics, t, coding="quoted-printable", extra=extra, number=number)


def thunderbird_counter(it: Invited, starts: datetime, t: datetime, comment: str = "Trùng họp khác") -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
        "VERSION:2.0",
        "METHOD:COUNTER",
        *ZONE,
        "BEGIN:VEVENT",
        f"DTSTAMP:{utc(t)}",
        f"UID:{it.uid}",
        f"SUMMARY:{it.summary}",
        f"ORGANIZER;CN=Nơi triệu tập:mailto:{it.organiser}",
        f"ATTENDEE;RSVP=TRUE;PARTSTAT=DECLINED;ROLE=REQ-PARTICIPANT:mailto:{it.me}",
        f"DTSTART;TZID=Asia/Ho_Chi_Minh:{local(starts)}",
        f"DTEND;TZID=Asia/Ho_Chi_Minh:{local(starts + (it.ends - it.starts))}",
        f"SEQUENCE:{it.sequence}",
        f"COMMENT:{comment}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return mail(it, "Đề nghị giờ khác", folded(lines), t, method="COUNTER", coding="8bit")


def evolution(
    it: Invited, state: str, t: datetime, *, comment: str = "", delegate: str = "", sent_name: str = ""
) -> bytes:
    """Evolution and libical: zone names with a prefix, X-EVOLUTION properties, tab folds, 8 bit."""
    to = f';DELEGATED-TO="mailto:{delegate}"' if delegate else ""
    lines = [
        "BEGIN:VCALENDAR",
        "CALSCALE:GREGORIAN",
        "PRODID:-//Ximian//NONSGML Evolution Calendar//EN",
        "VERSION:2.0",
        "METHOD:REPLY",
        "BEGIN:VTIMEZONE",
        "TZID:/freeassociation.sourceforge.net/Asia/Ho_Chi_Minh",
        "X-LIC-LOCATION:Asia/Ho_Chi_Minh",
        "BEGIN:STANDARD",
        "TZNAME:+07",
        "DTSTART:19750613T000000",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0700",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        f"UID:{it.uid}",
        f"DTSTAMP:{utc(t)}",
        f"DTSTART;TZID=/freeassociation.sourceforge.net/Asia/Ho_Chi_Minh:\r\n\t{local(it.starts)}",
        f"DTEND;TZID=/freeassociation.sourceforge.net/Asia/Ho_Chi_Minh:\r\n\t{local(it.ends)}",
        f"SUMMARY:{it.summary}",
        f"SEQUENCE:{it.sequence}",
        f"ORGANIZER;CN=Noi trieu tap:MAILTO:{it.organiser}",
        f"ATTENDEE;ROLE=REQ-PARTICIPANT{to};PARTSTAT={state};CN={it.name};LANGUAGE=vi:\r\n\tMAILTO:{it.me}",
    ]
    if delegate:
        lines.append(
            f'ATTENDEE;CUTYPE=INDIVIDUAL;DELEGATED-FROM="MAILTO:{it.me}";PARTSTAT=NEEDS-ACTION;'
            f"RSVP=TRUE;CN={sent_name}:\r\n\tMAILTO:{delegate}"
        )
    if comment:
        lines.append(f"COMMENT;LANGUAGE=vi:{comment}")
    lines += ["X-EVOLUTION-CALDAV-HREF:x", "CLASS:PUBLIC", "END:VEVENT", "END:VCALENDAR"]
    return mail(it, f"Re: {it.summary}", "\r\n".join(lines) + "\r\n", t, coding="8bit", as_file=True)


def google(it: Invited, state: str, t: datetime, *, comment: str = "", **more: str) -> bytes:
    """Google: base64, UTC times, X-NUM-GUESTS and X-RESPONSE-COMMENT among the parameters, a file beside."""
    spoken = f';X-RESPONSE-COMMENT="{comment}"' if comment else ""
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        f"METHOD:{more.get('method', 'REPLY')}",
        "BEGIN:VEVENT",
        f"DTSTART:{utc(more.get('starts') or it.starts)}",  # type: ignore[arg-type]
        f"DTEND:{utc(more.get('ends') or it.ends)}",  # type: ignore[arg-type]
        f"DTSTAMP:{utc(t)}",
        f"ORGANIZER;CN=Noi trieu tap:mailto:{it.organiser}",
        f"UID:{it.uid}",
        (
            f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={state};CN={it.me};X-NUM-GUESTS=0{spoken}"
            f":mailto:{it.me}"
        ),
        f"CREATED:{utc(t - timedelta(days=1))}",
        f"DESCRIPTION:{'Nội dung dài. ' * 12}",
        f"LAST-MODIFIED:{utc(t)}",
        "LOCATION:",
        f"SEQUENCE:{it.sequence}",
        "STATUS:CONFIRMED",
        f"SUMMARY:{it.summary}",
        *([f"COMMENT:{comment}"] if comment else []),
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    method = more.get("method", "REPLY")
    return mail(it, f"Accepted: {it.summary}", folded(lines), t, method=method, as_file=True)


def outlook(it: Invited, state: str, t: datetime, *, comment: str = "", starts: datetime | None = None) -> bytes:
    """Outlook: a zone by its Windows name, an upper-case MAILTO, the answer's priority, a long tail of X-MICROSOFT."""
    method = "COUNTER" if starts else "REPLY"
    first = starts or it.starts
    last = first + (it.ends - it.starts)
    lines = [
        "BEGIN:VCALENDAR",
        f"METHOD:{method}",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        "BEGIN:VTIMEZONE",
        "TZID:SE Asia Standard Time",
        "BEGIN:STANDARD",
        "DTSTART:16010101T000000",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:16010101T000000",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        f"ORGANIZER;CN=Noi trieu tap:MAILTO:{it.organiser}",
        f"ATTENDEE;PARTSTAT={state};CN={it.name}:MAILTO:{it.me}",
        f"COMMENT;LANGUAGE=vi-VN:{comment}\\n",
        f"UID:{it.uid}",
        f"SUMMARY;LANGUAGE=vi-VN:Accepted: {it.summary}",
        f"DTSTART;TZID=SE Asia Standard Time:{local(first)}",
        f"DTEND;TZID=SE Asia Standard Time:{local(last)}",
        "CLASS:PUBLIC",
        "PRIORITY:5",
        f"DTSTAMP:{utc(t)}",
        "TRANSP:OPAQUE",
        "STATUS:CONFIRMED",
        f"SEQUENCE:{it.sequence}",
        "LOCATION;LANGUAGE=vi-VN:",
        f"X-MICROSOFT-CDO-APPT-SEQUENCE:{it.sequence}",
        "X-MICROSOFT-CDO-OWNERAPPTID:2118732045",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
        "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE",
        "X-MICROSOFT-DISALLOW-COUNTER:FALSE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return mail(it, f"Accepted: {it.summary}", folded(lines), t, method=method, coding="base64")


def apple(it: Invited, state: str, t: datetime, *, comment: str = "") -> bytes:
    """Apple: an address of its own server with the mail address beside it, the calendar as the only part."""
    lines = [
        "BEGIN:VCALENDAR",
        "CALSCALE:GREGORIAN",
        "VERSION:2.0",
        "METHOD:REPLY",
        "PRODID:-//Apple Inc.//macOS 11.4//EN",
        "BEGIN:VEVENT",
        f"DTSTAMP:{utc(t)}",
        f"UID:{it.uid}",
        f"DTSTART;TZID=Asia/Bangkok:{local(it.starts)}",
        f"DTEND;TZID=Asia/Bangkok:{local(it.ends)}",
        f'ORGANIZER;CN="Noi trieu tap";EMAIL="{it.organiser}":mailto:{it.organiser}',
        (
            f'ATTENDEE;CN="{it.name}";CUTYPE=INDIVIDUAL;EMAIL="{it.me}";PARTSTAT={state};'
            "SCHEDULE-STATUS=1.2:/aMTIzNDU2/principal/"
        ),
        f"SEQUENCE:{it.sequence}",
        f"SUMMARY:{it.summary}",
        *([f"COMMENT:{comment}"] if comment else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return mail(it, it.summary, folded(lines), t, coding="quoted-printable", only_calendar=True)


ZONE = [
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Ho_Chi_Minh",
    "X-TZINFO:Asia/Ho_Chi_Minh[2021a]",
    "BEGIN:STANDARD",
    "TZOFFSETTO:+070000",
    "TZOFFSETFROM:+080000",
    "TZNAME:Asia/Ho_Chi_Minh(STD)",
    "DTSTART:19750613T000000",
    "END:STANDARD",
    "END:VTIMEZONE",
]


def ics_of(raw: bytes) -> str:
    """The calendar part of a raw mail."""
    mail_ = message_from_bytes(raw, policy=policy.default)
    part = next(one for one in mail_.walk() if one.get_content_type() == "text/calendar")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()
