"""What every calendar that leaves the house has in common: its head, its zone, its text. No framework."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, TimezoneStandard

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def calendar(product: str) -> Calendar:
    """A calendar with nothing in it but who made it."""
    made = Calendar()
    made.add("prodid", product)
    made.add("version", "2.0")
    return made


def zone() -> Timezone:
    """Vietnam has kept one time, seven hours before UTC, since 1975; nobody meets before."""
    made, standard = Timezone(), TimezoneStandard()
    made.add("tzid", ZONE.key)
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001  # local by definition
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    made.add_component(standard)
    return made


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZONE)


def text_of(calendar: Calendar) -> str:
    text: str = calendar.to_ical(sorted=False).decode("utf-8")
    return text
