"""The register: lists, one line of it, what search and the calendar know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.events import Event
from phoihop.ground.parts import State
from phoihop.ground.powers import NotVisible, may, tokens_of, why
from phoihop.ground.sheet import DatedRow, FoundRow
from phoihop.ground.text import fold
from phoihop.organizations.queries import search_names, unit_names
from phoihop.press import states
from phoihop.press.models import Spokesperson

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class SpokespersonLine:
    code: str
    unit_id: int
    unit: str
    kind: str
    name: str
    post: str
    phone: str
    email: str
    announced_by: str
    first: date
    last: date | None
    stands: str
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class SpokespersonList:
    lines: tuple[SpokespersonLine, ...]
    next: str
    may_name: bool


@dataclass(frozen=True, slots=True)
class SpokespersonValue:
    line: SpokespersonLine
    end_reason: str
    is_shown: bool
    version: int
    may_amend: bool
    may_end: bool
    why: str


def spokespersons(
    actor: Actor, today: date, *, show: str = "", text: str = "", after: str = "", limit: int = MOST_SHOWN
) -> SpokespersonList:
    """Who speaks now, by unit and name; `show`: "own" (all of the reader's unit) or "ended". Three queries."""
    rows = Spokesperson.objects.visible_to(actor)
    if show == "ended":
        rows = rows.filter(to_date__lt=today)
    elif show == "own":
        rows = rows.filter(unit_id=actor.unit_id or 0)
    else:
        rows = rows.filter(Q(to_date=None) | Q(to_date__gte=today))
    for word in fold(text).split():
        rows = rows.filter(fold__contains=word)
    if after:
        last = Spokesperson.rows.filter(code=after).values_list("sort_key", "pk").first()
        if last is not None:
            rows = rows.filter(Q(sort_key__gt=last[0]) | Q(sort_key=last[0], pk__gt=last[1]))
    found = list(rows.order_by("sort_key", "pk")[: limit + 1])
    shown = found[:limit]
    return SpokespersonList(
        lines=tuple(_lines(shown, today)),
        next=shown[-1].code if len(found) > limit else "",
        may_name=may(actor, "spokesperson.name", unit_id=actor.unit_id),
    )


def spokesperson_value(actor: Actor, code: str, today: date) -> SpokespersonValue:
    row = Spokesperson.objects.visible_to(actor).filter(code=code).first()
    if row is None:
        raise NotVisible
    is_open = row.to_date is None or row.to_date >= today
    return SpokespersonValue(
        line=_lines([row], today)[0],
        end_reason=row.end_reason,
        is_shown=row.is_shown,
        version=row.version,
        may_amend=is_open and may(actor, "spokesperson.amend", row),
        may_end=is_open and may(actor, "spokesperson.end", row),
        why=why(actor, row),
    )


def choices_of(actor: Actor, unit_id: int, today: date) -> list[tuple[str, str]]:
    """Who speaks for a unit on a day, for a list to choose from. One query."""
    rows = Spokesperson.objects.visible_to(actor).filter(unit_id=unit_id, from_date__lte=today)
    rows = rows.filter(Q(to_date=None) | Q(to_date__gte=today)).order_by("sort_key", "pk")
    return [(row.code, f"{row.name}, {row.post}") for row in rows]


def contact_of(code: str, today: date) -> str:
    """How to reach a spokesperson, as one public line; empty when nobody of this code speaks on that day."""
    row = Spokesperson.rows.filter(code=code).first()
    if row is None or states.stands(row.from_date, row.to_date, today) != "SPEAKING":
        return ""
    return ", ".join(filter(None, (row.name, row.post, row.phone, row.email)))


def spokesperson_row(event: Event) -> Spokesperson:
    return Spokesperson.rows.get(code=event.code)


def _lines(rows: Collection[Spokesperson], today: date) -> list[SpokespersonLine]:
    names = unit_names(row.unit_id for row in rows)
    return [
        SpokespersonLine(
            code=row.code,
            unit_id=row.unit_id,
            unit=names[row.unit_id].name,
            kind=row.kind,
            name=row.name,
            post=row.post,
            phone=row.phone,
            email=row.email,
            announced_by=row.announced_by,
            first=row.from_date,
            last=row.to_date,
            stands=states.stands(row.from_date, row.to_date, today),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


# ── search and the calendar ─────────────────────────────────────────────────────────────────────────────────


def found_spokespersons(codes: Collection[str]) -> list[FoundRow]:
    rows = list(Spokesperson.rows.filter(code__in=codes))
    tokens = tokens_of("spokesperson.see", rows)
    return [
        FoundRow(
            code=row.code,
            kind="spokesperson",
            title=row.name,
            url=reverse("press:spokesperson", args=[row.code]),
            tokens=tokens[row.pk],
            text=row.post,
            numbers=(row.announced_by,),
            unit_ids=(row.unit_id,),
            unit_names=search_names([row.unit_id]),
            date=row.from_date.isoformat(),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def spokesperson_codes(after: str, limit: int) -> list[str]:
    return list(Spokesperson.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_spokespersons(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Spokesperson.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


def days_between(actor: Actor, first: date, last: date, at: datetime, most: int) -> list[DatedRow]:
    """The last days of those who speak for the reader's own unit. Two queries."""
    rows = Spokesperson.objects.visible_to(actor).filter(
        unit_id=actor.unit_id or 0, to_date__gte=first, to_date__lte=last
    )
    found = list(rows.order_by("to_date", "pk")[:most])
    return [
        DatedRow(
            kind="spokesperson",
            code=row.code,
            title=_("Hết hạn phát ngôn: %(post)s") % {"post": row.post},
            url=reverse("press:spokesperson", args=[row.code]),
            first=row.to_date or last,
            last=row.to_date or last,
            state=State.PLAN.value,
            stamp=row.named_at,
            doer_ids=(row.unit_id,),
            sequence=row.version,
            is_illustration=row.is_illustration,
        )
        for row in found
    ]
