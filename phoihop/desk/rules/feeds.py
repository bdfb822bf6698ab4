"""A feed for calendar programs: RFC 5545, with what RFC 7986 says of the calendar itself.

Days by which something is due are all-day events that keep nobody busy, not tasks (VTODO): programs that subscribe to a
feed leave its tasks out, or cannot show them. Phases are all-day events over their days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Event

from phoihop.ground import ics

PRODUCT = "-//Phoi Hop//Lich//VI"
REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One event. Without moments it takes whole days; `alarm` is how long before its beginning the program reminds."""

    uid: str
    sequence: int
    stamp: datetime
    title: str
    category: str
    url: str
    first: date
    last: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    alarm: timedelta | None = None
    is_cancelled: bool = False


def write(name: str, text: str, entries: Iterable[FeedEntry]) -> str:
    """The calendar called `name`, described by `text`. The same entries give the same bytes."""
    calendar = ics.calendar(PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("description", text)
    calendar.add("x-wr-caldesc", text)
    calendar.add("x-wr-timezone", ics.ZONE.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(ics.zone())
    for entry in entries:
        calendar.add_component(_event(entry))
    return ics.text_of(calendar)


def _event(entry: FeedEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    if entry.starts_at is not None and entry.ends_at is not None:
        event.add("dtstart", ics.local(entry.starts_at))
        event.add("dtend", ics.local(entry.ends_at))
    else:
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + timedelta(days=1))  # the day on which it is over
    if entry.place:
        event.add("location", entry.place)
    event.add("categories", [entry.category])
    event.add("url", entry.url)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    is_busy = entry.starts_at is not None and not entry.is_cancelled
    event.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")
    if entry.alarm is not None:
        event.add_component(_alarm(entry.title, entry.alarm))
    return event


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm
