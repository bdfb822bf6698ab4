"""Keeping the index: it follows the ledger, builds again what an entry is about, and begins anew when it is lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils import translation

from phoihop.ground.sheet import Finder, FoundRow, finders
from phoihop.ledger import queries as ledger
from phoihop.organizations.queries import heirs_of
from phoihop.search import outside
from phoihop.search.outside import Busy, Entry, Stored, Writer
from phoihop.search.rules.cursor import Cursor
from phoihop.search.rules.words import LONGEST_TEXT, shadow, words_of

__all__ = ["Busy", "Indexer", "ask_to_rebuild"]

BATCH = 500
OVERLAP = 2000  # entries before a rebuild that are heard again after it: some of their acts may not have been over
UNIT = "unit"  # the kind whose names stand in other rows


class Indexer:
    """The one writer of this node's index. Refused with Busy while another process is it.

    Hearing an entry twice is harmless; an index that is lost, of another schema, or of another ledger begins anew.
    """

    def __init__(self) -> None:
        self._writer = Writer()
        cursor = self._writer.cursor
        if cursor.last and not _is_same_ledger(cursor):
            self._writer.wipe()

    def step(self, *, at: datetime) -> int:
        """One batch of whatever is to be done; returns how many codes and entries it took, 0 when all is done."""
        if self._writer.is_asked_to_rebuild():
            self._writer.wipe()
        with translation.override(settings.LANGUAGE_CODE):
            if self._writer.cursor.rebuild is not None:
                return self._rebuild(self._writer.cursor)
            return self._follow(self._writer.cursor, at)

    def run(self, *, at: datetime) -> int:
        """Steps until all is done."""
        done = 0
        while taken := self.step(at=at):
            done += taken
        return done

    def begin_anew(self) -> None:
        """Throws the index away; the next steps build it from the database."""
        self._writer.wipe()

    def close(self) -> None:
        """Lets another process be the writer."""
        self._writer.close()

    def _rebuild(self, cursor: Cursor) -> int:
        """The next batch of all codes of all finders, in the order of kinds and codes."""
        kind, after = cursor.rebuild or ("", "")
        if not kind:
            newest = ledger.last_touch()
            start = ledger.last_touch(max(1, newest.id - OVERLAP)) if newest else None
            cursor = replace(cursor, last=start.id if start else 0, last_at=start.at.isoformat() if start else "")
        rest = sorted((finder for finder in finders() if finder.kind >= kind), key=lambda finder: finder.kind)
        for finder in rest:
            codes = finder.codes(after, BATCH)
            if codes:
                self._writer.put(codes, _entries(finder.build(codes)))
                self._writer.commit(replace(cursor, rebuild=(finder.kind, codes[-1])))
                return len(codes)
            after = ""
        self._writer.commit(replace(cursor, rebuild=None))
        self._writer.drop_other_versions()
        return 1

    def _follow(self, cursor: Cursor, at: datetime) -> int:
        """The next entries of the ledger, and the next codes that wait to be built again."""
        touches = ledger.touches(cursor.last, [(first, last) for first, last, _ in cursor.gaps], limit=BATCH)
        waiting, left = cursor.waiting[:BATCH], cursor.waiting[BATCH:]
        if not touches and not waiting:
            return 0
        codes = {code for touch in touches for code in (touch.code, touch.dossier) if code} | set(waiting)
        newest = max(touches, key=lambda touch: touch.id, default=None)
        last_at = newest.at.isoformat() if newest is not None and newest.id > cursor.last else ""
        cursor = cursor.passed((touch.id for touch in touches), last_at, at.timestamp())
        renamed: set[int] = set()
        is_changed = False
        for finder, own in _by_owner(codes).items():
            rows = finder.build(own)
            before = self._writer.stored(own) if finder.kind == UNIT else {}
            renamed |= {unit_id for row in rows for unit_id in _renamed(before.get(row.code), row)}
            known = {row.code for row in rows}
            is_changed = True
            self._writer.put(sorted({*own, *known}), _entries(rows))
        again = sorted({*left, *self._writer.codes_under(renamed)} - codes) if renamed else left
        cursor = replace(cursor, waiting=tuple(again))
        if is_changed:
            self._writer.commit(cursor)
        else:
            self._writer.note(cursor)
        return len(touches) + len(waiting)


def ask_to_rebuild() -> None:
    """Lets whoever writes this node's index begin anew at its next step."""
    outside.ask_to_rebuild()


def _is_same_ledger(cursor: Cursor) -> bool:
    touch = ledger.last_touch(cursor.last)
    return touch is not None and touch.at.isoformat() == cursor.last_at


def _by_owner(codes: Iterable[str]) -> dict[Finder, list[str]]:
    """The codes under the finder that owns their prefix, the longest first; an empty prefix owns all the rest."""
    prefixes = sorted(
        ((prefix, finder) for finder in finders() for prefix in finder.prefixes), key=lambda pair: -len(pair[0])
    )
    found: dict[Finder, list[str]] = {}
    for code in sorted(codes):
        owner = next((finder for prefix, finder in prefixes if code.startswith(prefix)), None)
        if owner is not None:
            found.setdefault(owner, []).append(code)
    return found


def _renamed(before: Stored | None, row: FoundRow) -> set[int]:
    """Units whose other rows no longer say their names right."""
    if before is None or (before.unit_names, before.unit_ids) == (row.unit_names, row.unit_ids):
        return set()
    return {*before.unit_ids, *row.unit_ids}


def _entries(rows: Collection[FoundRow]) -> list[Entry]:
    heirs = heirs_of({unit_id for row in rows for unit_id in row.unit_ids})
    return [_entry(row, heirs) for row in rows]


def _entry(row: FoundRow, heirs: dict[int, tuple[int, ...]]) -> Entry:
    text = row.text[:LONGEST_TEXT]
    under = dict.fromkeys(row.unit_ids)
    for unit_id in row.unit_ids:
        under.update(dict.fromkeys(heirs.get(unit_id, ())))
    return Entry(
        stored=Stored(
            code=row.code,
            kind=row.kind,
            title=row.title,
            url=row.url,
            text=text,
            shade=shadow(text),
            unit_ids=tuple(row.unit_ids),
            unit_names=tuple(row.unit_names),
            numbers=tuple(row.numbers),
            date=row.date,
            type=row.type,
            is_illustration=row.is_illustration,
        ),
        words=words_of(row.code, row.title, text, row.numbers, row.unit_names),
        tokens=row.tokens,
        found_under=tuple(under),
    )
