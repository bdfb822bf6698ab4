"""Pure arithmetic of the calendar: where a reader is in it, what collides, how a feed is written."""

from phoihop.desk.rules.asking import (
    CLASH_DAYS,
    MOST_UNITS,
    SPANS,
    VIEWS,
    WHOSE,
    Asked,
    ahead_in,
    day_in,
    known_day,
    numbers_in,
    two_weeks,
)
from phoihop.desk.rules.clashes import Slot, overlapping
from phoihop.desk.rules.feeds import FeedEntry, write

__all__ = [
    "CLASH_DAYS",
    "MOST_UNITS",
    "SPANS",
    "VIEWS",
    "WHOSE",
    "Asked",
    "FeedEntry",
    "Slot",
    "ahead_in",
    "day_in",
    "known_day",
    "numbers_in",
    "overlapping",
    "two_weeks",
    "write",
]
