"""The occasions of a series, from its RRULE. Only rules that end, with occasions few enough for a roll each."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # it comes without types

MOST = 60
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PART = re.compile(r"(FREQ|INTERVAL|COUNT|UNTIL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[A-Z0-9,+-]+")


class WrongRule(ValueError):
    """`why` is one of: unreadable, endless, many, first."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read(text: str) -> str:
    """The rule as it is kept: upper case, no `RRULE:` before it. Refused: what no officer's calendar needs."""
    rule = text.strip().upper().removeprefix("RRULE:")
    parts = rule.split(";")
    if not all(_PART.fullmatch(part) for part in parts):
        raise WrongRule("unreadable")
    given = dict(part.split("=", 1) for part in parts)
    if len(given) != len(parts) or given.get("FREQ") not in FREQUENCIES:
        raise WrongRule("unreadable")
    if "COUNT" not in given and "UNTIL" not in given:
        raise WrongRule("endless")
    return rule


def starts_of(first: datetime, rule: str) -> list[datetime]:
    """When the occasions of the series begin, `first` being one of them. Without a rule it is alone."""
    if not rule:
        return [first]
    try:
        found = list(islice(rrulestr(read(rule), dtstart=first), MOST + 1))
    except WrongRule:
        raise
    except (ValueError, TypeError, OverflowError):
        raise WrongRule("unreadable") from None
    if len(found) > MOST:
        raise WrongRule("many")
    if not found or found[0] != first:
        raise WrongRule("first")
    return found
