"""Counts are taken: every morning for the last days, since late arrivals, merged ones and complaints change them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from phoihop.concerns import queries as concerns
from phoihop.ground.actor import Actor
from phoihop.ground.command import command, tell
from phoihop.ground.powers import ask
from phoihop.press import queries as press
from phoihop.signals import events
from phoihop.signals.models import Count
from phoihop.signals.queries.names import known_places, root_of
from phoihop.signals.queries.series import WHOLE_COUNTRY
from phoihop.signals.rules import days
from phoihop.signals.rules.watching import coarse

BATCH = 2000


@command("counts.take")
def take_counts(*, first: date, last: date, by: Actor, at: datetime) -> events.CountsTaken:
    """Counts these days anew, and the weeks they lie in. Twice is harmless: the same rows come out."""
    ask(by, "counts.take")
    cells = replace_days("CONCERNS", concerns.counts_by_day(first, last), first, last)
    cells += replace_days("PRESS", press.counts_by_day(first, last), first, last)
    add_up_weeks(first, last)
    return tell(events.CountsTaken(code=last.isoformat(), first=first.isoformat(), last=last.isoformat(), cells=cells))


def replace_days(source: str, found: Iterable[Any], first: date, last: date) -> int:
    """The day's rows of one source, places no finer than communes."""
    counts = list(found)
    known = known_places(root_of(one.place) for one in counts if one.place)
    sums: dict[tuple[date, str, str, str], int] = defaultdict(int)
    for one in counts:
        place = coarse(one.place, known, root_of(one.place) or WHOLE_COUNTRY)
        sums[one.day, one.topic[:80], one.category[:40], place[:40]] += one.number
    Count.rows.filter(span="DAY", source=source, first__gte=first, first__lte=last).delete()
    Count.rows.bulk_create(
        (
            Count(span="DAY", first=day, source=source, topic=topic, category=category, place=place, number=number)
            for (day, topic, category, place), number in sums.items()
            if number > 0
        ),
        batch_size=BATCH,
    )
    return len(sums)


def add_up_weeks(first: date, last: date) -> None:
    """The weeks that these days lie in, added up from days."""
    begin, end = days.monday(first), days.monday(last) + timedelta(days=6)
    sums: dict[tuple[Any, ...], int] = defaultdict(int)
    columns = ("first", "source", "topic", "category", "place", "number")
    rows = Count.rows.filter(span="DAY", first__gte=begin, first__lte=end).values_list(*columns)
    for day, source, topic, category, place, number in rows.iterator(chunk_size=5000):
        sums[days.monday(day), source, topic, category, place] += number
    Count.rows.filter(span="WEEK", first__gte=begin, first__lte=end).delete()
    Count.rows.bulk_create(
        (
            Count(span="WEEK", first=week, source=source, topic=topic, category=category, place=place, number=number)
            for (week, source, topic, category, place), number in sums.items()
        ),
        batch_size=BATCH,
    )
