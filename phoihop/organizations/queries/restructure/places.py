"""Territories through time: slugs of before lead on, and an official code means a place on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.db.models import Exists, OuterRef

from phoihop.organizations import rules
from phoihop.organizations.models import OfficialCode, Territory, TerritoryHeir
from phoihop.organizations.queries.editions import edition
from phoihop.organizations.queries.spans import valid_on


def place_now(slug: str, day: date) -> str:
    """The slug of the place that this one has become part of by `day`; itself while it exists."""
    for _old, new in heirs_of_place(slug, day):
        slug = new
    return slug


def heirs_of_place(slug: str, day: date) -> list[tuple[str, str]]:
    """The steps by which a place became part of others."""
    steps: list[tuple[str, str]] = []
    links = _links(edition())
    while slug in links and links[slug][1] <= day and len(steps) < len(links):
        steps.append((slug, links[slug][0]))
        slug = links[slug][0]
    return steps


def merged_into(slugs: Iterable[str], day: date, now: str = "") -> set[str]:
    """The places that by `day` have become part of these, however many steps ago. `now`: the edition, if known."""
    found, links = set(slugs), _links(now or edition())
    while more := {old for old, (new, since) in links.items() if new in found and since <= day} - found:
        found |= more
    return found


def places_over(slug: str, day: date) -> set[str]:
    """The places that a place lies in, with those that any of them became part of by `day`."""
    found: set[str] = set()
    waiting = list(rules.above(slug))
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            for _old, new in heirs_of_place(here, day):
                waiting += rules.above(new)
    return found


def territory_of_code(code: str, day: date) -> str:
    """The slug of the place that bears this official code on that day, or nothing: codes are given again."""
    dated = OfficialCode.rows.filter(code=code).filter(valid_on(day)).values_list("territory__slug", flat=True).first()
    if dated is not None:
        return dated
    undated = ~Exists(OfficialCode.rows.filter(territory=OuterRef("pk")))
    rows = Territory.rows.filter(undated, official_code=code).filter(valid_on(day))
    return rows.values_list("slug", flat=True).first() or ""


@lru_cache(maxsize=2)
def _links(now: str) -> dict[str, tuple[str, date]]:
    """Slug -> the place it became part of, and since when. One query while nothing changes here."""
    rows = TerritoryHeir.rows.values_list("from_territory__slug", "to_territory__slug", "on_date")
    return {old: (new, since) for old, new, since in rows}
