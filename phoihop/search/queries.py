"""Searching: what is asked for among what the reader may see. The engine filters, the rooms confirm what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from phoihop.ground.actor import Actor
from phoihop.ground.powers import tokens_held
from phoihop.ground.sheet import finders
from phoihop.ledger import queries as ledger
from phoihop.search import outside
from phoihop.search.outside import Filters, NoIndex, Stored
from phoihop.search.rules import asking, snippets
from phoihop.search.rules.asking import Asked
from phoihop.search.rules.snippets import Segment
from phoihop.search.rules.words import shadow

__all__ = [
    "ON_A_PAGE",
    "Filters",
    "Found",
    "FoundThing",
    "IndexWatch",
    "Segment",
    "Suggestion",
    "find",
    "kinds",
    "suggest",
    "watched",
]

ON_A_PAGE = 20
LAST_OFFSET = 1000  # further on nobody reads: the words are to be made narrower
MOST_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class FoundThing:
    """One thing found, confirmed by its room. `title` and `snippet` are pieces that say which are marked."""

    code: str
    kind: str
    title: tuple[Segment, ...]
    snippet: tuple[Segment, ...]
    url: str
    unit: str
    date: str
    type: str
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`is_loose`: nothing had all the words, or a whole sentence was asked: these have most.
    `is_complete`: the index is not being rebuilt.
    `facets` counts by kind, unit, year and type; `next` is the offset of the following page, None on the last."""

    total: int = 0
    things: tuple[FoundThing, ...] = ()
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    next: int | None = None
    is_loose: bool = False
    is_complete: bool = True
    is_empty_query: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    code: str
    kind: str
    title: str
    url: str


def find(
    actor: Actor,
    text: str,
    filters: Filters | None = None,
    *,
    offset: int = 0,
    limit: int = ON_A_PAGE,
    is_newest_first: bool = False,
) -> Found:
    """A page of what the reader may see. Nothing typed is wrong; one query for each kind of thing on the page."""
    asked, filters = asking.asked(text), filters or Filters()
    reader = outside.reader()
    if asked.is_empty and filters.is_empty:
        return Found(is_complete=reader.is_complete(), is_empty_query=True)
    try:
        searcher = reader.searcher()
    except NoIndex:
        return Found(is_complete=False)
    tokens = tokens_held(actor)
    offset = max(0, min(offset, LAST_OFFSET))
    order: dict[str, Any] = {"offset": offset, "limit": limit, "is_newest_first": is_newest_first}
    is_loose = asked.is_sentence
    hits = outside.find(searcher, asked, tokens, filters, is_loose=is_loose, **order)
    if not hits.total and asked.is_loosenable and not is_loose:
        is_loose = True
        hits = outside.find(searcher, asked, tokens, filters, is_loose=True, **order)
    confirmed = _confirmed(actor, hits.rows)
    further = offset + limit
    return Found(
        total=hits.total - (len(hits.rows) - len(confirmed)),
        things=tuple(_thing(row, asked) for row in confirmed),
        facets=hits.facets,
        next=further if further < hits.total and further <= LAST_OFFSET else None,
        is_loose=is_loose and bool(confirmed),
        is_complete=reader.is_complete(),
    )


def suggest(actor: Actor, text: str) -> list[Suggestion]:
    """Titles that begin as what is being typed; few, confirmed by their rooms."""
    asked, beginning = asking.last_as_prefix(text)
    try:
        searcher = outside.reader().searcher()
    except NoIndex:
        return []
    rows = outside.suggest(searcher, asked, beginning, tokens_held(actor), limit=MOST_SUGGESTED)
    return [Suggestion(row.code, row.kind, row.title, row.url) for row in _confirmed(actor, rows)]


def kinds() -> dict[str, str]:
    """The kinds of things that can be found, with their words for the reader."""
    return {finder.kind: str(finder.words) for finder in finders()}


def _confirmed(actor: Actor, rows: Sequence[Stored]) -> list[Stored]:
    """Those that the room which keeps them shows to this reader at this moment."""
    codes: dict[str, list[str]] = {}
    for row in rows:
        codes.setdefault(row.kind, []).append(row.code)
    owners = {finder.kind: finder for finder in finders()}
    seen = {(kind, code) for kind, own in codes.items() if kind in owners for code in owners[kind].visible(actor, own)}
    return [row for row in rows if (row.kind, row.code) in seen]


def _thing(row: Stored, asked: Asked) -> FoundThing:
    words, exact = asked.words, asked.exact_words if asked.is_marked else frozenset()
    return FoundThing(
        code=row.code,
        kind=row.kind,
        title=snippets.marked(row.title, shadow(row.title), words),
        snippet=snippets.snippet(row.text, row.shade, words, exact) or snippets.beginning(row.text),
        url=row.url,
        unit=row.unit_names[0] if row.unit_names else "",
        date=row.date,
        type=row.type,
        is_illustration=row.is_illustration,
    )


@dataclass(frozen=True, slots=True)
class IndexWatch:
    """How far this node's index follows the ledger. `has_index` is false where nothing keeps one."""

    has_index: bool
    is_complete: bool
    behind: int
    behind_seconds: float


def watched(newest_id: int, at: datetime) -> IndexWatch:
    """Of this node alone; `newest_id` is the number of the ledger's newest entry."""
    cursor = outside.read_cursor()
    if cursor is None:
        return IndexWatch(False, False, newest_id, 0.0)
    behind = max(0, newest_id - cursor.last)
    seconds = ledger.entry_age(cursor.last, at) if behind else 0.0
    return IndexWatch(True, cursor.rebuild is None, behind, seconds)
