"""What two bodies of one variant teach: whatever differs between them must be replaced in a third.

A difference is explained by a number of one of their rows, by a form of their names, by a digest of something else that
is explained, or by chance that the product takes from the system. One that is not explained is refused with the place
where it stands: no row is stamped that nobody understands.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from phoihop.documents.outside import store
from phoihop.site.country.names import CODE, WORKED_OUT, Called
from phoihop.site.country.tables import Positions, Row, Table, numbered, read

Parts = tuple[str | int, ...]  # text, and numbers of the references that stand between
Votes = dict[str, set[str]]  # words before a number to the tables it may be of

_RUN = re.compile(r"([0-9a-f]{32,}|\d+)")
_DIGEST = re.compile(r"[0-9a-f]{32,}")
_LEDGER, _PERSONAL, _BLOBS = "ledger_entry", "ledger_personal", "documents_rendition"

# Where chance comes from the system, not from the seed: `stamping.MAKES` says how.
FRESH: dict[tuple[str, str], str] = {
    (_PERSONAL, "salt"): "salt",
    ("organizations_account", "password"): "password",
}


class Unlike(Exception):
    """Two bodies of one variant differ in a way that has no explanation: their room cannot be stamped yet."""


@dataclass(frozen=True, slots=True)
class Name:
    """A form of the body's names."""

    place: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number of a row: so many after where its table stood before the body, or before the body above it."""

    choices: tuple[tuple[bool, str, int], ...]  # is it above, table, how many after
    before: str = ""  # the words before it, where there are several choices


@dataclass(frozen=True, slots=True)
class Fresh:
    """Chance of the system's own, a new one for each body."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Digest:
    """SHA-256 of a text; `is_file`: the text is a file of the store and kept there."""

    parts: Parts
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of a text."""

    parts: Parts


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What one of `names.WORKED_OUT` makes of a text."""

    by: str
    parts: Parts


Reference = Name | Numbered | Fresh | Digest | Size | WorkedOut


@dataclass(frozen=True, slots=True)
class Sample:
    """A body that the commands made: how it is called, where its rows lie, and those of the body above it."""

    called: Called
    before: Positions
    after: Positions
    above_before: Positions
    above_after: Positions


@dataclass(frozen=True, slots=True)
class Learnt:
    """A body with holes: the cells of its rows by table, and what goes into the holes in order of need."""

    cells: dict[str, list[tuple[Parts | None, ...]]]
    references: list[Reference]
    taken: Positions  # how many numbers of each table a body of this variant takes


def learn(one: Sample, other: Sample, votes: Votes) -> Learnt:
    """Compares two bodies. Refused (Unlike): a difference without an explanation."""
    taken = {name: one.after[name] - one.before[name] for name in one.after}
    for name, count in taken.items():
        if count != other.after[name] - other.before[name]:
            raise Unlike(f"{numbered()[name].label}: {count} rows and {other.after[name] - other.before[name]}")
    learner = _Learner(one, other, votes)
    cells = {name: learner.table(numbered()[name]) for name, count in taken.items() if count}
    return Learnt(cells, learner.references, {name: count for name, count in taken.items() if count})


class _No(Exception):
    """This difference has not this explanation."""


@dataclass
class _Learner:
    one: Sample
    other: Sample
    votes: Votes
    references: list[Reference] = field(default_factory=list)
    _known: dict[Reference, int] = field(default_factory=dict)
    _digests: dict[tuple[str, str], int] = field(default_factory=dict)
    _salted: dict[tuple[str, str], tuple[int, str, str]] = field(default_factory=dict)
    _files: dict[tuple[str, str], tuple[Parts, int, int]] = field(default_factory=dict)
    _spans: list[tuple[bool, str, int, int, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for is_above, a0, a1, b0, b1 in (
            (False, self.one.before, self.one.after, self.other.before, self.other.after),
            (True, self.one.above_before, self.one.above_after, self.other.above_before, self.other.above_after),
        ):
            self._spans += [
                (is_above, name, a0[name], a1[name], b0[name], b1[name]) for name in a0 if a1[name] > a0[name]
            ]
        personal = numbered()[_PERSONAL]
        salt, value = personal.columns.index("salt"), personal.columns.index("value")
        for a, b in self._pairs(personal):
            salts, values = (str(a[salt]), str(b[salt])), (str(a[value]), str(b[value]))
            fresh = self._refer(Fresh("salt", len(self._salted)))
            self._digests[salts] = fresh
            digests = (_sha256(f"{salts[0]}\n{values[0]}"), _sha256(f"{salts[1]}\n{values[1]}"))
            self._salted[digests] = (fresh, *values)

    def table(self, table: Table) -> list[tuple[Parts | None, ...]]:
        return [self._row(table, a, b) for a, b in self._pairs(table)]

    def _pairs(self, table: Table) -> Iterator[tuple[Row, Row]]:
        name = table.name
        ours = read(table, self.one.before[name], self.one.after[name])
        theirs = read(table, self.other.before[name], self.other.after[name])
        if len(ours) != len(theirs):
            raise Unlike(f"{table.label}: {len(ours)} rows and {len(theirs)}")
        return zip(ours, theirs, strict=True)

    def _row(self, table: Table, a: Row, b: Row) -> tuple[Parts | None, ...]:
        return tuple(self._cell(table, place, a, b) for place in range(len(a)))

    def _cell(self, table: Table, place: int, a: Row, b: Row) -> Parts | None:
        ours, theirs, column = a[place], b[place], table.columns[place]
        if ours is None and theirs is None:
            return None
        if ours is None or theirs is None:
            raise Unlike(f"{table.label}.{column}: {ours!r} and {theirs!r}, row {a[0]}")
        try:
            if place == 0:
                return (self._number_of(table.name, ours, theirs),)
            if column in table.keys and ours != theirs:
                return (self._number_of(table.keys[column], ours, theirs),)
            if column == "size" and table.name == _BLOBS:
                return self._size(ours, theirs, a, b, table)
            if ours == theirs:
                return (ours,)
            if (kind := FRESH.get((table.name, column))) is not None:
                return (self._fresh(kind, ours, theirs),)
            return self._text_or_worked_out(f"{table.name}.{column} ", ours, theirs, a, b)
        except _No as why:
            raise Unlike(f"{table.label}.{column}, row {a[0]}: {why}") from None

    def _text_or_worked_out(self, where: str, ours: str, theirs: str, a: Row, b: Row) -> Parts:
        try:
            return self.text(where, ours, theirs)
        except _No:
            for by, work in WORKED_OUT.items():
                for source, other in zip(a, b, strict=True):
                    if source and other and source != ours and work(source) == ours and work(other) == theirs:
                        return (self._refer(WorkedOut(by, self.text(where, source, other))),)
            raise

    def text(self, where: str, ours: str, theirs: str) -> Parts:
        """Names first, then between them runs of digits, then all else, which must be the same."""
        a, b = self.one.called.split(ours), self.other.called.split(theirs)
        if len(a) != len(b):
            raise _No(f"{ours[:300]!r} and {theirs[:300]!r}")
        parts: list[str | int] = []
        for place, (left, right) in enumerate(zip(a, b, strict=True)):
            if place % 2:
                both = self.one.called.places_of(left) & self.other.called.places_of(right)
                if not both:
                    raise _No(f"{left!r} and {right!r} in {ours[:300]!r}")
                parts.append(self._refer(Name(min(both))))
            else:
                parts += self._between(where, left, right)
        return _joined(parts)

    def _between(self, where: str, ours: str, theirs: str) -> Iterator[str | int]:
        if ours == theirs:
            yield ours
            return
        a, b = _RUN.split(ours), _RUN.split(theirs)
        if len(a) != len(b):
            raise _No(f"{ours[:300]!r} and {theirs[:300]!r}")
        before = ""
        for place, (left, right) in enumerate(zip(a, b, strict=True)):
            if left == right:
                yield left
                before = left
            elif not place % 2:
                raise _No(f"{left[:300]!r} and {right[:300]!r}")
            elif _DIGEST.fullmatch(left) and _DIGEST.fullmatch(right):
                yield self._digest(left, right)
            else:
                yield self._number(where + before[-16:], left, right)

    def _number(self, before: str, ours: str, theirs: str) -> int:
        if (ours, theirs) == (self.one.called.forms[CODE], self.other.called.forms[CODE]):
            return self._refer(Name(CODE))
        if ours.startswith("0") or theirs.startswith("0"):
            raise _No(f"{ours} and {theirs} after {before!r}")
        a, b = int(ours), int(theirs)
        choices = tuple(
            (is_above, name, a - a0)
            for is_above, name, a0, a1, b0, b1 in self._spans
            if a0 < a <= a1 and b0 < b <= b1 and a - a0 == b - b0
        )
        if not choices:
            raise _No(f"{ours} and {theirs} after {before!r}")
        found = {name for _is_above, name, _after in choices}
        self.votes[before] = self.votes[before] & found if before in self.votes else found
        return self._refer(Numbered(choices, before if len(choices) > 1 else ""))

    def _number_of(self, name: str, ours: str, theirs: str) -> int:
        a, b = int(ours), int(theirs)
        for is_above, one, a0, a1, b0, b1 in self._spans:
            if one == name and a0 < a <= a1 and b0 < b <= b1 and a - a0 == b - b0:
                return self._refer(Numbered(((is_above, name, a - a0),)))
        raise _No(f"{ours} and {theirs} point to no rows of {name} that are alike")

    def _fresh(self, kind: str, ours: str, theirs: str) -> int:
        if (ours, theirs) not in self._digests:
            self._digests[ours, theirs] = self._refer(Fresh(kind, len(self.references)))
        return self._digests[ours, theirs]

    def _digest(self, ours: str, theirs: str) -> int:
        both = (ours, theirs)
        if both not in self._digests:
            if both in self._salted:
                salt, a, b = self._salted[both]
                self._digests[both] = self._refer(Digest((salt, "\n", *self.text("", a, b))))
            else:
                self._digests[both] = self._refer(Digest(self._file(ours, theirs)[0], is_file=True))
        return self._digests[both]

    def _file(self, ours: str, theirs: str) -> tuple[Parts, int, int]:
        both = (ours, theirs)
        if both not in self._files:
            if not (store.exists(ours) and store.exists(theirs)):
                raise _No(f"{ours} and {theirs} are digests of something unknown")
            a, b = store.read(ours), store.read(theirs)
            try:
                self._files[both] = (self.text("", a.decode(), b.decode()), len(a), len(b))
            except UnicodeDecodeError:
                raise _No(f"{ours} and {theirs} are files that hold no plain text") from None
        return self._files[both]

    def _size(self, ours: str, theirs: str, a: Row, b: Row, table: Table) -> Parts:
        place = table.columns.index("blob")
        if a[place] == b[place]:
            return (ours,)
        parts, left, right = self._file(str(a[place]), str(b[place]))
        if (int(ours), int(theirs)) != (left, right):
            raise _No(f"{ours} and {theirs} are not the sizes of the files")
        return (self._refer(Size(parts)),)

    def _refer(self, reference: Reference) -> int:
        if reference not in self._known:
            self._known[reference] = len(self.references)
            self.references.append(reference)
        return self._known[reference]


def _joined(parts: list[str | int]) -> Parts:
    """Without empty text, and with texts that meet put together."""
    joined: list[str | int] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return tuple(joined)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
