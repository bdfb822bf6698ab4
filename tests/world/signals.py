"""Early warning laid on the world: the lead's office watches what is written about health in Vĩnh Thanh."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from phoihop.ground.actor import Actor
from phoihop.signals import commands, queries
from phoihop.signals.models import Alarm, Alert, Count
from phoihop.signals.rules.days import monday
from tests.world import concerns as concern_layer
from tests.world.build import World

CLOCK = Actor.system("deadline-clock")
PLACE = concern_layer.PLACE
QUIET = (6, 5, 7, 6, 4, 6, 5, 6, 7, 5)
ONE = timedelta(days=1)


def actor(world: World, username: str, at: datetime | None = None) -> Actor:
    return world.person(username).actor_at(at or world.at)


def counted(
    numbers: Iterable[tuple[date, int]],
    *,
    source: str = "CONCERNS",
    topic: str = "",
    category: str = "y-te",
    place: str = PLACE,
) -> None:
    """Days as they were counted, and the weeks they lie in."""
    found = [(day, number) for day, number in numbers if number]
    cell = {"source": source, "topic": topic, "category": category, "place": place}
    Count.rows.bulk_create(Count(span="DAY", first=day, number=number, **cell) for day, number in found)
    there = Count.rows.filter(span="WEEK", first__in={monday(day) for day, _number in found}, **cell)
    weeks = dict(there.values_list("first", "number"))
    there.delete()
    for day, number in found:
        weeks[monday(day)] = weeks.get(monday(day), 0) + number
    Count.rows.bulk_create(Count(span="WEEK", first=week, number=number, **cell) for week, number in weeks.items())


def quiet_until(world: World, last: date, *, days: int = 60, **cell: Any) -> None:
    """Quiet working days and quieter weekends up to `last`."""
    first = last - (days - 1) * ONE
    span = [first + n * ONE for n in range(days)]
    counted([(day, QUIET[n % 10] if day.weekday() < 5 else 2) for n, day in enumerate(span)], **cell)


def watched(world: World, by: str = "an", at: datetime | None = None, **given: Any) -> str:
    """An alarm of the lead's office; the code."""
    if not queries.categories_to_watch(world.territory):
        concern_layer.desk(world)
    who = actor(world, by, at)
    values: dict[str, Any] = {"unit_id": who.unit_id, "source": "CONCERNS", "category": "y-te", "place": PLACE}
    return commands.set_alarm(**{**values, **given}, by=who, at=at or world.at).code


def alarmed(world: World, *, number: int = 30, told: Iterable[str] = ("so-yte",), **given: Any) -> str:
    """An alert opened by the clock on Tuesday morning for Monday the 2nd; the code."""
    day = world.at.date()
    quiet_until(world, day - ONE, topic=given.get("topic", ""))
    told_ids = [world.unit(key) for key in told]
    watched(world, told_ids=told_ids, **given)
    counted([(day, number)], topic=given.get("topic", ""))
    (code,) = commands.open_alerts(tested=[day], by=CLOCK, at=world.at + ONE)
    return code


def row(code: str) -> Alert:
    return Alert.rows.get(code=code)


def alarm_row(code: str) -> Alarm:
    return Alarm.rows.get(code=code)


def doors(world: World) -> tuple[str, dict[str, dict[str, object]]]:
    """An alert to which Chi's office is invited, and the code that stands in the places of doors to settings."""
    code = alarmed(world)
    alarm = row(code).alarm.code
    names = ("alarm", "change-alarm", "stop-alarm", "start-alarm")
    return code, {f"signals:{name}": {"code": alarm} for name in names}
