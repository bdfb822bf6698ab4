"""How many stories were about what, day by day: numbers only, for whoever watches them rise."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from phoihop.ground.clock import local_date
from phoihop.ground.figures import DayCount
from phoihop.press.models import Item, Match
from phoihop.press.states.matching import ABOUT


def counts_by_day(first: date, last: date) -> tuple[DayCount, ...]:
    """Stories by the day they were first seen, by topic, kind of source and place (the commune its first article about
    the topic names, else the topic's territory). A story counts once for a topic, however many articles and queries;
    hidden ones and those that somebody judged to be about something else do not. Two queries."""
    here = timezone.get_default_timezone()
    since = datetime.combine(first, time(), here)
    until = datetime.combine(last + timedelta(days=1), time(), here)
    rows = (
        Match.rows.filter(
            state__in=ABOUT,
            item__story__state="SHOWN",
            item__story__first_at__gte=since,
            item__story__first_at__lt=until,
        )
        .order_by("item__seen_at", "item_id", "pk")
        .values_list("item__story_id", "item__story__first_at", "topic__code", "place")
    )
    once: dict[tuple[int, str], tuple[date, str]] = {}
    for story, seen_at, topic, place in rows:
        once.setdefault((story, topic), (local_date(seen_at), place))
    kinds = _kinds(since, until)
    counted = Counter((day, topic, kinds.get(story, ""), place) for (story, topic), (day, place) in once.items())
    return tuple(DayCount(*cell, number) for cell, number in sorted(counted.items()))


def _kinds(since: datetime, until: datetime) -> dict[int, str]:
    """Of each story the kind of source of its first article."""
    rows = Item.rows.filter(story__first_at__gte=since, story__first_at__lt=until, story__state="SHOWN")
    found: dict[int, str] = {}
    for story, kind in rows.order_by("seen_at", "pk").values_list("story_id", "source__kind"):
        found.setdefault(story, kind or "")
    return found
