"""The portal's own small index: in the memory of each process, taken up by the number of the edition.

Nothing is stored in it but codes: what is shown of a find is read from the publications at that moment.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Occur, Query

from phoihop.portal.rules import finding
from phoihop.portal.rules.finding import Asked
from phoihop.publications import queries

WRITER_MEMORY = 15_000_000  # the least the engine takes
STEP = 1000
# How much more a find counts: a word in the title; with its marks as typed; so in the title.
TITLE, EXACT, EXACT_TITLE = 4.0, 1.0, 4.0
FIELDS = (
    tantivy.SchemaBuilder()
    .add_text_field("code", stored=True, tokenizer_name="raw", index_option="basic")
    .add_text_field("kind", fast=True, tokenizer_name="raw", index_option="basic")
    .add_text_field("title_fold", tokenizer_name="blank", index_option="freq")
    .add_text_field("title_exact", tokenizer_name="blank", index_option="freq")
    .add_text_field("all_fold", tokenizer_name="blank", index_option="freq")
    .add_text_field("all_exact", tokenizer_name="blank", index_option="freq")
    .build()
)


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of codes, how many there are in all, and how many of each kind."""

    codes: tuple[str, ...]
    total: int
    kinds: dict[str, int]


class PortalIndex:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._mark, self._serial = "", 0
        self._index: Any = tantivy.Index(FIELDS)
        blank = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("blank", blank)
        self._writer: Any = self._index.writer(heap_size=WRITER_MEMORY, num_threads=1)

    def take_up(self) -> None:
        """Whatever changed since the edition it knows; the same edition costs one look."""
        mark = queries.edition_mark()
        if mark == self._mark:
            return
        with self._lock:
            if queries.edition() < self._serial:  # a copy was restored: what is known is of another past
                self._begin()
            self._catch_up()
            if self._searcher().num_docs != sum(queries.counts().values()):
                self._begin()
                self._catch_up()
            self._mark = mark

    def _catch_up(self) -> None:
        while rows := queries.changed_since(self._serial, STEP):
            for row in rows:
                self._writer.delete_documents_by_term("code", row["code"])
                if row["state"] == "PUBLISHED":
                    self._writer.add_document(_document(row))
            self._serial = rows[-1]["serial"]
            self._writer.commit()
            self._index.reload()

    def _searcher(self) -> Any:
        return self._index.searcher()

    def find(self, asked: Asked, *, kind: str = "", offset: int = 0, limit: int = 20) -> Hits:
        """Everything that has all of the words, titles first; of one kind if named. Counts by kind are of all kinds."""
        if asked.is_empty:
            return Hits((), 0, {})
        self.take_up()
        searcher = self._searcher()
        must = [(Occur.Must, _term("all_fold", word)) for word in asked.folded]
        liked = [(Occur.Should, _liked("title_fold", word, TITLE)) for word in asked.folded]
        for word in asked.exact:
            liked.append((Occur.Should, _liked("all_exact", word, EXACT)))
            liked.append((Occur.Should, _liked("title_exact", word, EXACT_TITLE)))
        everything = Query.boolean_query(must)
        gate = [(Occur.Must, Query.const_score_query(_term("kind", kind), 0.0))] if kind else []
        result = searcher.search(Query.boolean_query([*must, *gate, *liked]), limit=limit, offset=offset, count=True)
        codes = tuple(searcher.doc(address)["code"][0] for _score, address in result.hits)
        return Hits(codes, int(result.count), _kinds(searcher, everything))


def _document(row: dict[str, Any]) -> Any:
    document = tantivy.Document()
    document.add_text("code", row["code"])
    document.add_text("kind", row["kind"])
    document.add_text("title_fold", " ".join(finding.folded(row["title"])))
    document.add_text("title_exact", " ".join(finding.exact(row["title"])))
    document.add_text("all_fold", " ".join(finding.folded(row["words"])))
    document.add_text("all_exact", " ".join(finding.exact(row["words"])))
    return document


def _term(field: str, word: str) -> Any:
    return Query.term_query(FIELDS, field, word, "basic")


def _liked(field: str, word: str, much: float) -> Any:
    return Query.boost_query(Query.term_query(FIELDS, field, word, "freq"), much)


def _kinds(searcher: Any, matching: Any) -> dict[str, int]:
    asked = {"kind": {"terms": {"field": "kind", "size": 40}}}
    buckets = searcher.aggregate(matching, asked)["kind"]["buckets"]
    return {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets}


_INDEX: list[PortalIndex] = []
_MAKING = threading.Lock()


def index() -> PortalIndex:
    """This process's index, made when it is first asked."""
    with _MAKING:
        if not _INDEX:
            _INDEX.append(PortalIndex())
        return _INDEX[0]


def forget() -> None:
    """Begins anew with the next asking."""
    with _MAKING:
        _INDEX.clear()
