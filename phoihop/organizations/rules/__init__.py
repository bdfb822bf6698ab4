"""Kinds, keys, validity and what a deputy stands in for. No framework."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date, timedelta

LEVELS = ("central", "province", "district", "commune")

UNIT_KINDS = (
    "party_committee",
    "party_commission",
    "party_office",
    "elected_body",
    "executive",
    "judicial",
    "department",
    "media",
    "association",
    "health_facility",
    "other",
)

SUCCESSION_KINDS = ("rename", "merge", "split", "absorb", "dissolve", "function_transfer")

ROLES = ("drafter", "approver", "focal", "clerk", "editor", "auditor", "administrator")

# What a deputy may be given of the roles of the post. An approver also signs, so signing is no kind of its own.
DEPUTY_KINDS = {
    "approve": frozenset({"approver"}),
    "work": frozenset({"drafter", "focal", "clerk", "editor"}),
    "all": frozenset(ROLES),
}

# Why somebody is away. Not all of it is the business of other offices.
ABSENCE_REASONS = ("leave", "sick", "travel", "study", "maternity", "other")
LONGEST_ABSENCE = 366  # days
LONGEST_ROTA = 92  # days set at once
MOST_ON_DUTY = 10  # a day

# What a calendar feed shows: what one's offices have to do, all of an office, of a topic, of a kind of date.
FEEDS = ("mine", "unit", "topic", "kind")
FEEDS_ABOUT = ("topic", "kind")
MOST_FEEDS = 20  # open ones of an account
READS_WITHIN = timedelta(hours=1)
MOST_READS = 60  # of one feed within that time: programs come once an hour, or every quarter

LANGUAGES = ("vi", "en")

_SLUG = re.compile(r"[a-z][a-z0-9]*(\.[a-z0-9]+)?")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_USERNAME = re.compile(r"[a-z0-9]+([.\-][a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """`kg` for a province, `kg.rachgia` for a place inside it. No hyphen: codes are split at hyphens."""
    return len(text) <= 40 and _SLUG.fullmatch(text) is not None


def feed_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_key(text: str) -> bool:
    return len(text) <= 60 and _KEY.fullmatch(text) is not None


def is_username(text: str) -> bool:
    return len(text) <= 60 and _USERNAME.fullmatch(text) is not None


def unit_code(territory: str, key: str) -> str:
    return f"DV-{territory}-{key}"


def above(slug: str) -> tuple[str, ...]:
    """The territory and those it lies in: kg.rachgia -> (kg, kg.rachgia)."""
    parts = slug.split(".")
    return tuple(".".join(parts[: n + 1]) for n in range(len(parts)))


def is_in_force(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Whether `day` lies in the span. Both ends are included; an open end reaches as far as one likes."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def stands_in(kinds: Iterable[str], roles: Iterable[str]) -> frozenset[str]:
    """Of the roles of a post, those that a deputy with these kinds of power takes over."""
    given: frozenset[str] = frozenset().union(*(DEPUTY_KINDS[kind] for kind in kinds))
    return given.intersection(roles)


def is_below(path: str, other: str) -> bool:
    """Whether the unit at `path` is the one at `other` or lies under it."""
    return path.startswith(other)
