"""Communication plans: the eight channels as data, the lives of plans, lines and outputs, and what a line must say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

PLAN = {
    "DRAFT": {"present": "PRESENTED", "drop": "DROPPED"},
    "PRESENTED": {"approve": "APPROVED", "return": "DRAFT", "take_back": "DRAFT"},
    "APPROVED": {"revise": "DRAFT", "close": "CLOSED"},
    "CLOSED": {},
    "DROPPED": {},
}
LINE = {
    "DRAFT": {"approve": "APPROVED", "drop": "DROPPED"},
    "APPROVED": {"drop": "DROPPED"},
    "DROPPED": {},
}
OUTPUT = {
    "DRAFT": {"send": "SENT", "drop": "DROPPED", "miss": "NOT_DONE", "accept": "DONE"},
    "SENT": {
        "approve": "APPROVED",
        "return": "DRAFT",
        "take_back": "DRAFT",
        "miss": "NOT_DONE",
        "accept": "DONE",
    },
    "APPROVED": {"schedule": "SCHEDULED", "finish": "DONE", "miss": "NOT_DONE", "accept": "DONE"},
    "SCHEDULED": {"schedule": "SCHEDULED", "finish": "DONE", "miss": "NOT_DONE", "accept": "DONE"},
    "DONE": {},
    "NOT_DONE": {},
    "DROPPED": {},
}
OUTPUT_OPEN = ("DRAFT", "SENT", "APPROVED", "SCHEDULED")

ROLES = ("EVIDENCE", "MATERIAL", "PROOF")  # of a paper: what the plan rests on, what is made, what shows it was done
KINDS = ("DOCUMENT", "LINK", "LOG", "STATEMENT")
FLAGGED = ("audience", "message", "channel", "owner", "dates", "cost", "details")  # what may be marked on a line
PLAN_FLAGGED = ("title", "goal", "clause", "evidence")  # and on the plan as a whole

LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINE = 300, 4000, 300
MOST_LINES, MOST_PAPERS, MOST_OUTPUTS, MOST_ENTRIES = 200, 60, 40, 60
HIGHEST = 10**12  # cost in đồng, reach in persons

_HOURS = re.compile(r"^(\d{1,2})[:hg](\d{2})?\s*[-–]\s*(\d{1,2})[:hg](\d{2})?$")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a channel asks for. `kind`: "line", "lines" (one each), "number", "hours" (one span a line)."""

    key: str
    kind: str = "line"
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach people. `products`: prefixes of the codes in the house that an output of it may be."""

    key: str
    is_offline: bool
    fields: tuple[Field, ...]
    products: tuple[str, ...] = ()


# `places` and `hours` mean the same in every channel: they are what clashes are found by.
CHANNELS: Mapping[str, Channel] = {
    one.key: one
    for one in (
        Channel("VISUAL", True, (Field("form", is_needed=True), Field("quantity", "number"), Field("places", "lines"))),
        Channel("PRESS", False, (Field("outlets", "lines", is_needed=True), Field("form")), ("TC-",)),
        Channel("CONFERENCE", True, (Field("places", "lines"), Field("hours", "hours")), ("HB-", "TC-")),
        Channel(
            "RADIO_TV",
            True,
            (Field("outlets", "lines", is_needed=True), Field("hours", "hours"), Field("minutes", "number")),
        ),
        Channel(
            "ORAL",
            True,
            (
                Field("speakers", "lines", is_needed=True),
                Field("groups", "lines"),
                Field("places", "lines", is_needed=True),
            ),
        ),
        Channel(
            "LOUDSPEAKER",
            True,
            (
                Field("places", "lines", is_needed=True),
                Field("hours", "hours", is_needed=True),
                Field("times", "number"),
            ),
        ),
        Channel("SOCIAL", False, (Field("pages", "lines", is_needed=True), Field("form")), ("TT-", "TC-")),
        Channel("WEB", False, (Field("sites", "lines", is_needed=True), Field("section")), ("TT-", "TC-")),
    )
}


class BadDetails(Exception):
    """What a channel asks for is missing or cannot be read: `field`, and why ("needed", "number", "hours", "long")."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why = field, why


def after(table: Mapping[str, Mapping[str, str]], state: str, act: str) -> str | None:
    """The state that `act` leads to, or None where the table refuses it."""
    return table[state].get(act)


def read_details(channel: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a channel's own fields, cleaned; others are left out. Raises BadDetails."""
    found: dict[str, Any] = {}
    for field in CHANNELS[channel].fields:
        value = _read(field, given.get(field.key))
        if value in (None, "", ()):
            if field.is_needed:
                raise BadDetails(field.key, "needed")
            continue
        found[field.key] = list(value) if isinstance(value, tuple) else value
    return found


def _read(field: Field, given: Any) -> Any:
    if field.kind == "number":
        return _number(field.key, given)
    if field.kind == "line":
        text = " ".join(str(given or "").split())
        if len(text) > LONGEST_LINE:
            raise BadDetails(field.key, "long")
        return text
    entries = tuple(dict.fromkeys(entries_of(given)))
    if len(entries) > MOST_ENTRIES or any(len(one) > LONGEST_LINE for one in entries):
        raise BadDetails(field.key, "long")
    if field.kind == "hours":
        for one in entries:
            if span_of_hours(one) is None:
                raise BadDetails(field.key, "hours")
    return entries


def _number(key: str, given: Any) -> int | None:
    if given in (None, ""):
        return None
    text = str(given).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadDetails(key, "number")
    return int(text)


def entries_of(given: Any) -> list[str]:
    """One entry a line, without empty ones; a list stays one."""
    pieces: Iterable[Any] = given.splitlines() if isinstance(given, str) else (given or ())
    return [entry for entry in (" ".join(str(piece).split()) for piece in pieces) if entry]


def span_of_hours(text: str) -> tuple[int, int] | None:
    """05:00-05:30 as minutes of the day; None where it cannot be read or ends before it begins."""
    found = _HOURS.match(text.strip())
    if found is None:
        return None
    first, first_m, last, last_m = (int(piece or 0) for piece in found.groups())
    begins, ends = first * 60 + first_m, last * 60 + last_m
    return (begins, ends) if first_m < 60 and last_m < 60 and begins < ends <= 24 * 60 else None


def text_of(value: Any) -> str:
    """A kept detail as a form shows it."""
    return "\n".join(value) if isinstance(value, list) else str(value)


def is_product(channel: str, code: str) -> bool:
    """Whether an output of this channel may be the thing of this code."""
    return code.startswith(CHANNELS[channel].products) if CHANNELS[channel].products else False


def stands(state: str, last: date, today: date, outputs: Sequence[str], *, is_handed_in: bool = False) -> str:
    """How a line stands on a day, from the states of its outputs: dropped, draft, done, missed (said so, with why),
    handed (in at its obligation, not yet taken), gap (its day is over and nothing is done), working or planned."""
    if state == "DROPPED":
        return "dropped"
    if state == "DRAFT":
        return "draft"
    left = [one for one in outputs if one != "DROPPED"]
    is_open = any(one in OUTPUT_OPEN for one in left)
    if "DONE" in left and (not is_open or last >= today):
        return "done" if not is_open else "working"
    if "DONE" in left:
        return "gap"
    if is_handed_in:
        return "handed"
    if left and not is_open:
        return "missed"
    if last < today:
        return "gap"
    return "working" if left else "planned"
