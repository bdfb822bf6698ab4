"""The index in its folder: its fields, the one writer, the readers."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from tantivy import Query

from phoihop.search.rules import cursor as cursors
from phoihop.search.rules.cursor import Cursor
from phoihop.search.rules.words import Words

SCHEMA = 1  # raise it when a field or the way words are made changes: every node then builds its index anew
WRITER_MEMORY = 40_000_000
_ENGINE = ".".join(version("tantivy").split(".")[:2])
FIELDS = (
    tantivy.SchemaBuilder()
    .add_text_field("code", tokenizer_name="raw", index_option="basic")
    .add_text_field("title_exact", tokenizer_name="blank", index_option="position")
    .add_text_field("title_fold", tokenizer_name="blank", index_option="position")
    .add_text_field("all_exact", tokenizer_name="blank", index_option="position")
    .add_text_field("all_fold", tokenizer_name="blank", index_option="position")
    .add_text_field("numbers", tokenizer_name="blank", index_option="basic")
    .add_text_field("token", tokenizer_name="raw", index_option="basic")
    .add_text_field("kind", fast=True, tokenizer_name="raw", index_option="basic")
    .add_text_field("unit", fast=True, tokenizer_name="raw", index_option="basic")
    .add_text_field("year", fast=True, tokenizer_name="raw", index_option="basic")
    .add_text_field("type", fast=True, tokenizer_name="raw", index_option="basic")
    .add_integer_field("day", indexed=True, fast=True)
    .add_bytes_field("row", stored=True)
    .build()
)


class NoIndex(Exception):
    """There is no index on this node yet, or none this version can read."""


class Busy(Exception):
    """Another process of this node writes the index."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the index keeps of a thing to show it: `shade` and `title_shade` are the shadows of text and title."""

    code: str
    kind: str
    title: str
    url: str
    text: str
    shade: str
    unit_ids: tuple[int, ...]
    unit_names: tuple[str, ...]
    numbers: tuple[str, ...]
    date: str
    type: str
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing on its way into the index. `found_under` are all units whose filter shows it."""

    stored: Stored
    words: Words
    tokens: frozenset[str]
    found_under: tuple[int, ...]


def folder() -> Path:
    """Where this version of the product keeps the index; another version or engine takes another folder."""
    return Path(settings.PHOIHOP_DATA) / "search" / f"v{SCHEMA}-{_ENGINE}"


def ask_to_rebuild(place: Path | None = None) -> None:
    """Leaves word for the process that writes: at its next step it starts anew."""
    place = place or folder()
    place.mkdir(parents=True, exist_ok=True)
    (place / "rebuild").touch()


def read_cursor(place: Path | None = None) -> Cursor | None:
    try:
        return cursors.read(((place or folder()) / "cursor.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────


class Writer:
    """The one process of this node that writes. Refused with Busy while another does. An index that cannot be opened
    is thrown away and begun anew: nothing is lost with it."""

    def __init__(self, place: Path | None = None) -> None:
        self.place = place or folder()
        self.place.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except _Locked as locked:
            raise Busy(str(locked)) from locked
        except (ValueError, OSError):
            self.wipe()

    def _open(self) -> None:
        index_folder = self.place / "index"
        index_folder.mkdir(exist_ok=True)
        self._index: Any = tantivy.Index(FIELDS, path=str(index_folder), reuse=True)
        self._index.register_tokenizer("blank", _blank())
        try:
            self._writer: Any = self._index.writer(heap_size=WRITER_MEMORY, num_threads=1)
        except ValueError as error:
            if "LockBusy" in str(error):
                raise _Locked(str(error)) from error
            raise
        self.cursor = read_cursor(self.place) or Cursor()
        if self.cursor == Cursor() and self._searcher().num_docs:
            self._writer.delete_all_documents()
            self._writer.commit()

    def wipe(self) -> None:
        """Begins anew with nothing."""
        self._let_go()
        shutil.rmtree(self.place / "index", ignore_errors=True)
        (self.place / "cursor.json").unlink(missing_ok=True)
        (self.place / "rebuild").unlink(missing_ok=True)
        self._open()

    def is_asked_to_rebuild(self) -> bool:
        return (self.place / "rebuild").exists()

    def put(self, codes: Iterable[str], entries: Iterable[Entry]) -> None:
        """Takes these codes out and these things in, with the next commit."""
        for code in codes:
            self._writer.delete_documents_by_term("code", code)
        for entry in entries:
            self._writer.add_document(_document(entry))

    def commit(self, cursor: Cursor) -> None:
        """Makes it found, then writes down how far it is: killed in between, the same is done once more."""
        self._writer.commit()
        self.note(cursor)

    def note(self, cursor: Cursor) -> None:
        fresh = self.place / "cursor.json.new"
        fresh.write_text(cursors.write(cursor), encoding="utf-8")
        fresh.replace(self.place / "cursor.json")
        self.cursor = cursor

    def stored(self, codes: Iterable[str]) -> dict[str, Stored]:
        """What the index keeps of these codes."""
        searcher = self._searcher()
        query = Query.term_set_query(FIELDS, "code", sorted(codes))
        hits = searcher.search(query, limit=max(1, searcher.num_docs), count=False).hits
        rows = (read_row(searcher.doc(address)) for _score, address in hits)
        return {row.code: row for row in rows}

    def codes_under(self, unit_ids: Collection[int], *, limit: int = 1_000_000) -> list[str]:
        """The codes of everything that hangs on one of these units."""
        searcher = self._searcher()
        query = Query.term_set_query(FIELDS, "unit", [str(unit_id) for unit_id in unit_ids])
        hits = searcher.search(query, limit=max(1, min(limit, searcher.num_docs)), count=False).hits
        return [read_row(searcher.doc(address)).code for _score, address in hits]

    def drop_other_versions(self) -> None:
        """Folders of other schemas and engines."""
        for other in self.place.parent.glob("v*"):
            if other != self.place and other.is_dir():
                shutil.rmtree(other, ignore_errors=True)

    def close(self) -> None:
        """Lets go of the lock once the engine's own tidying is finished."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
        self._let_go()

    def _let_go(self) -> None:
        self._writer = self._index = None

    def _searcher(self) -> Any:
        self._index.reload()
        return self._index.searcher()


class _Locked(Exception):
    pass


def _blank() -> Any:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _document(entry: Entry) -> Any:
    stored, words = entry.stored, entry.words
    document = tantivy.Document()
    document.add_text("code", stored.code)
    document.add_text("kind", stored.kind)
    for name in ("title_exact", "title_fold", "all_exact", "all_fold"):
        document.add_text(name, getattr(words, name))
    document.add_text("numbers", " ".join(words.numbers))
    for token in sorted(entry.tokens):
        document.add_text("token", token)
    for unit_id in entry.found_under:
        document.add_text("unit", str(unit_id))
    if stored.date:
        document.add_text("year", stored.date[:4])
    if stored.type:
        document.add_text("type", stored.type)
    document.add_integer("day", day_number(stored.date))
    document.add_bytes("row", json.dumps(asdict(stored), ensure_ascii=False).encode())
    return document


def day_number(date: str) -> int:
    """2021-08-02 as 20210802; a year alone is its beginning; no date is 0."""
    digits = date[:10].replace("-", "")
    return int(digits.ljust(8, "0")) if digits.isdigit() else 0


def read_row(document: Any) -> Stored:
    row = json.loads(bytes(document.get_first("row")))
    for name in ("unit_ids", "unit_names", "numbers"):
        row[name] = tuple(row[name])
    return Stored(**row)


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────


class Reader:
    """The index as this process reads it; looks whether it was written since, and at the cost of one `stat`."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._meta = place / "index" / "meta.json"
        self._seen: tuple[int, int] = (0, 0)
        self._index: Any = None
        self._lock = threading.Lock()
        self._cursor: tuple[int, Cursor | None] = (0, None)

    def is_complete(self) -> bool:
        """Whether everything is in it: no rebuild is under way."""
        try:
            now = (self.place / "cursor.json").stat().st_mtime_ns
        except OSError:
            return False
        if now != self._cursor[0]:
            self._cursor = (now, read_cursor(self.place))
        cursor = self._cursor[1]
        return cursor is not None and cursor.rebuild is None

    def searcher(self) -> Any:
        """The index as it is now. Refused with NoIndex."""
        try:
            stat = os.stat(self._meta)  # noqa: PTH116  (called for every search)
        except OSError as error:
            raise NoIndex(str(error)) from error
        now = (stat.st_ino, stat.st_mtime_ns)
        with self._lock:
            if now != self._seen or self._index is None:
                try:
                    self._index = tantivy.Index.open(str(self.place / "index"))
                    self._index.register_tokenizer("blank", _blank())
                    self._index.config_reader("manual")
                    self._index.reload()
                except (ValueError, OSError) as error:  # being written anew at this moment
                    self._index = None
                    raise NoIndex(str(error)) from error
                self._seen = now
            return self._index.searcher()


_readers: dict[Path, Reader] = {}


def reader() -> Reader:
    place = folder()
    if place not in _readers:
        _readers[place] = Reader(place)
    return _readers[place]
