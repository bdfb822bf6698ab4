"""What search knows of units: their names with those of the offices they came from, and who came after them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.urls import reverse

from phoihop.ground.actor import Actor
from phoihop.ground.powers import tokens_of
from phoihop.ground.sheet import FoundRow
from phoihop.organizations.models import Succession, Unit
from phoihop.organizations.queries.editions import edition
from phoihop.organizations.queries.units import unit_names


def search_names(unit_ids: Iterable[int | None]) -> tuple[str, ...]:
    """All names that find these units: of each its name, its short name and the names it had before. First things
    first: the first unit's present name leads. Few queries, remembered until something changes here."""
    return search_names_of({0: unit_ids})[0]


def search_names_of(units: Mapping[int, Iterable[int | None]]) -> dict[int, tuple[str, ...]]:
    """`search_names` of many things at once, by their numbers, in the queries of one."""
    ids = {key: [pk for pk in of_one if pk is not None] for key, of_one in units.items()}
    before = _before(edition())
    every = {pk for of_one in ids.values() for pk in of_one}
    known = unit_names([*every, *(old for pk in every for old in before.get(pk, ()))])
    found: dict[int, tuple[str, ...]] = {}
    for key, of_one in ids.items():
        named = [known[one] for pk in of_one for one in (pk, *before.get(pk, ())) if one in known]
        found[key] = tuple(dict.fromkeys(text for one in named for text in (one.name, one.short)))
    return found


def heirs_of(unit_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Of each unit those that came after it, however many steps later."""
    after = _after(edition())
    return {pk: after[pk] for pk in unit_ids if pk in after}


def found_units(codes: Collection[str], kind_words: Mapping[str, Any]) -> list[FoundRow]:
    """The rows that search keeps of units. A unit's heirs stand among its units: what names it is found under them."""
    rows = list(Unit.rows.filter(code__in=codes).select_related("territory", "parent"))
    tokens = tokens_of("unit.see", rows)
    heirs = heirs_of([row.pk for row in rows])
    return [
        FoundRow(
            code=row.code,
            kind="unit",
            title=row.name,
            url=reverse("organizations:unit", args=[row.code]),
            tokens=tokens[row.pk],
            text=" · ".join(filter(None, (row.short, row.territory.name, row.parent.name if row.parent else ""))),
            numbers=(row.key,),
            unit_ids=(row.pk, *heirs.get(row.pk, ())),
            unit_names=search_names([row.pk]),
            type=str(kind_words[row.kind]),
            is_illustration=row.is_illustration,
        )
        for row in rows
    ]


def unit_codes(after: str, limit: int) -> list[str]:
    """All codes in ascending order."""
    return list(Unit.rows.filter(code__gt=after).order_by("code").values_list("code", flat=True)[:limit])


def visible_units(actor: Actor, codes: Collection[str]) -> set[str]:
    return set(Unit.objects.visible_to(actor).filter(code__in=codes).values_list("code", flat=True))


@lru_cache(maxsize=2)
def _after(now: str) -> dict[int, tuple[int, ...]]:
    """Unit -> all that came after it. One query while nothing changes here."""
    next_of: dict[int, list[int]] = {}
    for old, new in Succession.rows.filter(to_unit__isnull=False).values_list("from_unit_id", "to_unit_id"):
        next_of.setdefault(old, []).append(new or 0)
    return {old: tuple(_reached(old, next_of)) for old in next_of}


@lru_cache(maxsize=2)
def _before(now: str) -> dict[int, tuple[int, ...]]:
    """Unit -> all that it came from."""
    found: dict[int, list[int]] = {}
    for old, heirs in sorted(_after(now).items()):
        for heir in heirs:
            found.setdefault(heir, []).append(old)
    return {heir: tuple(olds) for heir, olds in found.items()}


def _reached(start: int, next_of: Mapping[int, list[int]]) -> list[int]:
    """Everything after `start`; a circle (a name taken back) ends where it began."""
    found: dict[int, None] = {}
    waiting = list(next_of.get(start, ()))
    while waiting:
        one = waiting.pop(0)
        if one != start and one not in found:
            found[one] = None
            waiting += next_of.get(one, ())
    return list(found)
