"""Whom an internal bulletin is for: units named, levels, territories. Pure: facts of units in, numbers out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

LEVELS = ("central", "province", "district", "commune")


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit in force: its number, its level and the slug of its territory (kg, kg.vinhthanh)."""

    id: int
    level: str
    territory: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Units named one by one, and those at one of the levels within one of the territories.

    Levels alone mean these levels of the issuer's own territory; territories alone mean every level there.
    """

    unit_ids: frozenset[int] = frozenset()
    levels: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.unit_ids or self.levels or self.territories)


def resolve(audience: Audience, units: Iterable[UnitFacts], *, issuer_id: int, home: str) -> list[int]:
    """The numbers of the units reached, ascending, without the issuer. `home`: the issuer's territory."""
    by_place = bool(audience.levels or audience.territories)
    places = audience.territories or {home}
    levels = audience.levels or set(LEVELS)
    return sorted(
        unit.id
        for unit in units
        if unit.id != issuer_id
        and (unit.id in audience.unit_ids or (by_place and unit.level in levels and lies_in(unit.territory, places)))
    )


def lies_in(territory: str, places: Collection[str]) -> bool:
    """A commune lies in its province: kg.vinhthanh in kg. The centre (vn) holds only what is its own."""
    return any(territory == place or territory.startswith(f"{place}.") for place in places)


def reminder_day(days_left: int) -> str:
    """Which reminder is due so many days before the last: "SOON" one day before, "LATE" once it is over."""
    if days_left < 0:
        return "LATE"
    return "SOON" if days_left <= 1 else ""
