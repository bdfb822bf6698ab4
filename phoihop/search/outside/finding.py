"""Asking the engine: what has to be there, what makes a find better, who may see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import tantivy
from tantivy import Occur, Query

from phoihop.search.outside.index import FIELDS, Stored, read_row
from phoihop.search.rules.asking import Asked, Term
from phoihop.search.rules.words import leading_key, own_key

FACETS = ("kind", "unit", "year", "type")
FACET_SIZE = 40
# How much more a find counts, measured by benchmarks.search_quality: a word in the title, with its marks, with both;
# two words side by side; all near each other; all in the title; the number; all with their marks (before all others).
TITLE, EXACT, EXACT_TITLE, PAIR, NEAR, ALL_IN_TITLE = 0.3, 1.5, 0.3, 2.5, 4.0, 5.0
NUMBER, ALL_EXACT = 40.0, 100.0
STRETCH = 40  # words between which all are near
LOOSE = 0.5  # the share of the words that will do when nothing has all


@dataclass(frozen=True, slots=True)
class Filters:
    kind: str = ""
    unit_id: int | None = None
    year: str = ""
    type: str = ""
    from_day: int = 0  # 20210802
    to_day: int = 0

    @property
    def is_empty(self) -> bool:
        return self == Filters()


@dataclass(frozen=True, slots=True)
class Hits:
    total: int
    rows: tuple[Stored, ...]
    facets: dict[str, tuple[tuple[str, int], ...]]  # field -> value and count, the most first


def find(
    searcher: Any,
    asked: Asked,
    tokens: Collection[str],
    filters: Filters,
    *,
    offset: int = 0,
    limit: int = 20,
    is_loose: bool = False,
    is_newest_first: bool = False,
    with_facets: bool = True,
) -> Hits:
    """A page of what is asked for among what these tokens open. Counts and facets are of the same set.

    `is_loose`: most of the words will do.
    """
    if not tokens or (asked.is_empty and filters.is_empty):
        return Hits(0, (), {})
    gate = [_gate("token", sorted(tokens)), *_filters(filters)]
    matching = Query.boolean_query([(Occur.Must, q) for q in [*gate, *_wanted(asked, is_loose=is_loose)]] + _not(asked))
    ranked = matching
    if not is_newest_first:
        liked = _liked(asked)
        ranked = (
            Query.boolean_query([(Occur.Must, matching), *((Occur.Should, q) for q in liked)]) if liked else matching
        )
    order = {"order_by_field": "day"} if is_newest_first else {}
    result = searcher.search(ranked, limit=limit, offset=offset, count=True, **order)
    total = int(result.count)
    facets = _facets(searcher, matching) if with_facets and total else {}
    return Hits(total, tuple(read_row(searcher.doc(address)) for _score, address in result.hits), facets)


def suggest(searcher: Any, asked: Asked, beginning: str, tokens: Collection[str], *, limit: int) -> list[Stored]:
    """Things whose title has these words, and one that begins so."""
    if not tokens or not (beginning or asked.groups):
        return []
    must = [_gate("token", sorted(tokens))]
    for group in asked.groups:
        must += [_word("title_fold", word) for term in group[:1] for word in term.folded]
    if beginning:
        must.append(Query.boolean_query([(Occur.Should, q) for q in _beginnings(beginning)]))
    result = searcher.search(Query.boolean_query([(Occur.Must, q) for q in must]), limit=limit, count=False)
    return [read_row(searcher.doc(address)) for _score, address in result.hits]


def _beginnings(beginning: str) -> list[Any]:
    words = "".join(char if char.isalnum() else " " for char in beginning).split()
    if not words:
        return [Query.empty_query()]
    if len(words) > 1:
        return [Query.phrase_prefix_query(FIELDS, "title_fold", list(words))]
    return [_word("title_fold", words[0]), Query.regex_query(FIELDS, "title_fold", f"{words[0]}.*")]


def _gate(field: str, values: Sequence[str]) -> Any:
    """Must match one of the values; ranks nothing."""
    if len(values) == 1:
        found = Query.term_query(FIELDS, field, values[0], "basic")
    else:
        found = Query.term_set_query(FIELDS, field, list(values))
    return Query.const_score_query(found, 0.0)


def _filters(filters: Filters) -> list[Any]:
    values = {
        "kind": filters.kind,
        "unit": "" if filters.unit_id is None else str(filters.unit_id),
        "year": filters.year,
        "type": filters.type,
    }
    found = [_gate(field, [value]) for field, value in values.items() if value]
    if filters.from_day or filters.to_day:
        days = Query.range_query(
            FIELDS, "day", tantivy.FieldType.Integer, filters.from_day or 1, filters.to_day or 99_999_999
        )
        found.append(Query.const_score_query(days, 0.0))
    return found


def _wanted(asked: Asked, *, is_loose: bool) -> list[Any]:
    """What has to be there: one term of each group, or where `is_loose` of most."""
    groups = [_any([_term(term) for term in group]) for group in asked.groups]
    if not groups:
        return [Query.const_score_query(Query.all_query(), 0.0)]
    if not is_loose:
        return groups
    strict = [query for query, group in zip(groups, asked.groups, strict=True) if any(t.is_phrase for t in group)]
    loose = [query for query in groups if query not in strict]
    if not loose:
        return strict
    least = max(1, round(len(loose) * LOOSE))
    return [*strict, Query.boolean_query([(Occur.Should, query) for query in loose], minimum_number_should_match=least)]


def _not(asked: Asked) -> list[tuple[Any, Any]]:
    """Excluded as typed: with marks only what has those marks."""
    found = []
    for term in asked.without:
        field, words = ("all_exact", term.exact) if term.exact != term.folded else ("all_fold", term.folded)
        found.append((Occur.MustNot, _side_by_side(field, words)))
    return found


def _term(term: Term) -> Any:
    if term.number:
        whole = Query.boost_query(Query.term_query(FIELDS, "numbers", term.number, "basic"), NUMBER)
        return _any([whole, _side_by_side("all_fold", term.folded)])
    return _side_by_side("all_fold", term.folded)


def _liked(asked: Asked) -> list[Any]:
    """What makes a find better: in the title, with its marks, side by side, as the number it is known by."""
    found = []
    plain = [group[0] for group in asked.groups if len(group) == 1]
    for group in asked.groups:
        for term in group:
            is_one = len(term.folded) == 1  # phrases cost much to look up again; the last two below do it once
            if is_one:
                found.append(Query.boost_query(_side_by_side("title_fold", term.folded), TITLE))
            if is_one and asked.is_marked:
                found.append(Query.boost_query(_side_by_side("all_exact", term.exact), EXACT))
                found.append(Query.boost_query(_side_by_side("title_exact", term.exact), EXACT_TITLE))
            if term.number:
                own = Query.term_query(FIELDS, "numbers", own_key(term.number), "basic")
                found.append(Query.boost_query(own, 2 * NUMBER))
            if is_one and term.folded[0].isdigit() and len(term.folded[0]) < 10:
                known_by = Query.term_query(FIELDS, "numbers", leading_key(term.folded[0]), "basic")
                found.append(Query.boost_query(known_by, NUMBER))
    words = [(term.exact, term.folded) for term in plain if len(term.folded) == 1]
    field, form = ("all_exact", 0) if asked.is_marked else ("all_fold", 1)
    for first, second in pairwise(words):
        found.append(Query.boost_query(_side_by_side(field, (*first[form], *second[form])), PAIR))
    if 2 < len(words) == len(asked.groups) and not asked.is_sentence:
        near = Query.phrase_query(FIELDS, field, [word[form][0] for word in words], STRETCH)
        found.append(Query.boost_query(near, NEAR))
    if asked.groups:
        found.append(_all_of("title_fold", [[term.folded for term in group] for group in asked.groups], ALL_IN_TITLE))
    if asked.is_marked:
        found.append(_all_of("all_exact", [[term.exact for term in group] for group in asked.groups], ALL_EXACT))
    return found


def _all_of(field: str, groups: Sequence[Sequence[Sequence[str]]], score: float) -> Any:
    """So much for a field that has one of each group."""
    every = [(Occur.Must, _any([_side_by_side(field, words) for words in group])) for group in groups]
    return Query.const_score_query(Query.boolean_query(every), score)


def _side_by_side(field: str, words: Sequence[str]) -> Any:
    return _word(field, words[0]) if len(words) == 1 else Query.phrase_query(FIELDS, field, list(words))


def _word(field: str, word: str) -> Any:
    return Query.term_query(FIELDS, field, word)


def _any(queries: list[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def _facets(searcher: Any, query: Any) -> dict[str, tuple[tuple[str, int], ...]]:
    wanted = {name: {"terms": {"field": name, "size": FACET_SIZE}} for name in FACETS}
    found = searcher.aggregate(query, wanted)
    return {
        name: tuple((str(bucket["key"]), int(bucket["doc_count"])) for bucket in found[name]["buckets"])
        for name in FACETS
    }
