"""The outlets a body writes to, to whom a release was sent, and the rhythm the body wants to be reminded of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from phoihop.communications.models import Conference, Outlet, PressHabit, Release, ReleaseSending
from phoihop.communications.rules import conferences as rules
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.powers import NotVisible, may

_RELEASE = re.compile(r"(?<!\w)TC-[a-z0-9.]+-\d{4}-\d{4,}(?!\w)")


@dataclass(frozen=True, slots=True)
class OutletLine:
    id: int
    name: str
    mail: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """When a body last met or informed the press, and when it wants to again; `due` None: it never has."""

    kind: str  # "conference" or "information"
    months: int
    last: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class SendingLine:
    outlet: str
    mail: str
    number: int
    sent_at: datetime
    post: str


def outlets_of(unit_id: int | None) -> list[OutletLine]:
    """A body's distribution list, by name. One query."""
    rows = Outlet.rows.filter(unit_id=unit_id or 0).order_by("fold", "pk")
    return [OutletLine(*one) for one in rows.values_list("pk", "name", "mail")]


def sendings_of(actor: Actor, code: str) -> list[SendingLine]:
    """To whom a release of the reader's units was sent. Two queries."""
    row = Release.objects.visible_to(actor).filter(code=code).first()
    if row is None or row.unit_id not in actor.units(with_inherited=True):
        raise NotVisible
    rows = ReleaseSending.rows.filter(release=row).order_by("-pk")
    return [SendingLine(*one) for one in rows.values_list("outlet", "mail", "number", "sent_at", "sent_post")]


def may_distribute(actor: Actor, code: str) -> bool:
    row = Release.objects.visible_to(actor).filter(code=code, state="PUBLISHED").first()
    return row is not None and may(actor, "release.distribute", row)


def rhythm_of(unit_id: int | None) -> rules.Rhythm:
    kept = PressHabit.rows.filter(unit_id=unit_id or 0)
    found = kept.values_list("conference_months", "information_months", "sudden_hours").first()
    return rules.Rhythm(*found) if found is not None else rules.Rhythm()


def press_reminders(unit_id: int | None, at: datetime) -> list[Reminder]:
    """What the body's own rhythm says of its last press conference and its last word to the press. Three queries."""
    rhythm = rhythm_of(unit_id)
    held = Conference.rows.filter(unit_id=unit_id or 0, state="HELD").order_by("-starts_at")
    met = held.values_list("starts_at", flat=True).first()
    out = Release.rows.filter(unit_id=unit_id or 0, published_at__lte=at).order_by("-published_at")
    told = max(filter(None, (met, out.values_list("published_at", flat=True).first())), default=None)
    found = []
    for kind, every, last in (
        ("conference", rhythm.conference_months, met),
        ("information", rhythm.information_months, told),
    ):
        if every:
            day = local_date(last) if last is not None else None
            found.append(Reminder(kind, every, day, rules.next_by(day, every) if day is not None else None))
    return found


def releases_named(text: str) -> tuple[str, ...]:
    """Codes of releases that a text cites."""
    return tuple(dict.fromkeys(_RELEASE.findall(text)))
