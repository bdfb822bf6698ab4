"""Searching all rooms at once, as the desk shows it."""

from __future__ import annotations

from dataclasses import dataclass

from phoihop.ground.actor import Actor
from phoihop.organizations.queries import unit_names
from phoihop.search import queries as search_room
from phoihop.search.queries import Filters as SearchFilters
from phoihop.search.queries import Found, Suggestion


@dataclass(frozen=True, slots=True)
class SearchView:
    """What was found, and the names of the units in its facets and filters."""

    found: Found
    unit_names: dict[int, str]


def search(actor: Actor, text: str, filters: SearchFilters, *, page: int, is_newest_first: bool) -> SearchView:
    """Page `page`, counted from 1. Nothing the reader may not see is in it, nor in its counts."""
    offset = (max(1, page) - 1) * search_room.ON_A_PAGE
    found = search_room.find(actor, text, filters, offset=offset, is_newest_first=is_newest_first)
    ids = [int(value) for value, _count in found.facets.get("unit", ())]
    names = unit_names([*ids, filters.unit_id])
    return SearchView(found, {pk: name.name for pk, name in names.items()})


def search_suggestions(actor: Actor, text: str) -> list[Suggestion]:
    """Titles that begin as what is being typed."""
    return search_room.suggest(actor, text)


def search_kinds() -> dict[str, str]:
    """The kinds of things that can be found, in words."""
    return search_room.kinds()
