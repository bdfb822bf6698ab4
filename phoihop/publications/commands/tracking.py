"""What a concern's code opens on the portal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, tell
from phoihop.ground.powers import ask
from phoihop.publications.commands.editions import next_edition
from phoihop.publications.events import PortalArranged
from phoihop.publications.models import Tracking
from phoihop.publications.rules.prose import html_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened to a concern, in words for its raiser."""

    at: datetime
    state: str
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingCopy:
    """How a concern stands. No field for whoever raised it, nor for what was written in."""

    code: str
    territory: str
    service: str
    place: str = ""
    state: str
    state_words: str
    title: str = ""
    unit_name: str
    other_units: Sequence[str] = ()
    received_at: datetime
    due_date: date | None = None
    due_why: Sequence[tuple[str, str]] = ()
    answered_at: datetime | None = None
    steps: Sequence[Step] = ()
    answer: str = ""  # in the marks of public prose
    answer_number: int = 0
    reopen_until: date | None = None
    asks: str = ""
    rating: int | None = None
    merged_into: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_public: bool = False
    is_illustration: bool = False


@command("publication.publish")
def track(*, copy: TrackingCopy, by: Actor, at: datetime) -> PortalArranged:
    """Shows how a concern stands now, to whoever has its code."""
    ask(by, "publication.publish")
    values = {
        "territory": copy.territory,
        "service": copy.service,
        "place": copy.place,
        "state": copy.state,
        "state_words": copy.state_words,
        "title": copy.title,
        "unit_name": copy.unit_name,
        "other_units": json.dumps(list(copy.other_units), ensure_ascii=False),
        "received_at": copy.received_at,
        "due_date": copy.due_date,
        "due_why": json.dumps([list(pair) for pair in copy.due_why], ensure_ascii=False),
        "answered_at": copy.answered_at,
        "steps": json.dumps([[s.at.isoformat(), s.state, s.words, s.more] for s in copy.steps], ensure_ascii=False),
        "answer": html_of(copy.answer) if copy.answer else "",
        "answer_number": copy.answer_number,
        "reopen_until": copy.reopen_until,
        "asks": copy.asks,
        "rating": copy.rating,
        "merged_into": copy.merged_into,
        "latitude": None if copy.latitude is None else round(copy.latitude, 3),
        "longitude": None if copy.longitude is None else round(copy.longitude, 3),
        "is_public": copy.is_public,
        "is_illustration": copy.is_illustration,
    }
    Tracking.rows.update_or_create(code=copy.code, defaults={**values, "changed_at": at, "serial": next_edition()})
    return tell(PortalArranged(code=copy.code, part="tracking"))
