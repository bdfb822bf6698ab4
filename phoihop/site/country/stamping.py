"""Writes a further body of a variant: the learnt cells, their holes filled for its names and its numbers."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from graphlib import TopologicalSorter

from django.contrib.auth.hashers import make_password

from phoihop.site.country.files import keep
from phoihop.site.country.learning import (
    Digest,
    Fresh,
    Learnt,
    Name,
    Numbered,
    Parts,
    Reference,
    Size,
    Unlike,
    Votes,
    WorkedOut,
)
from phoihop.site.country.names import WORKED_OUT, Called
from phoihop.site.country.tables import Positions, Table, escaped, go_on_after, numbered, separators, write

MAKES: dict[str, Callable[[], str]] = {
    "salt": lambda: secrets.token_hex(16),
    "password": lambda: make_password(None),
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The rows of one table as one text: what stands fast, and between each two pieces one hole."""

    table: Table
    fast: list[str]
    holes: list[int]


class Stamp:
    """Everything that is alike in the bodies of one variant, kept as text; `press` writes one more body."""

    def __init__(self, learnt: Learnt) -> None:
        self.taken = learnt.taken
        self._references = learnt.references
        self._sheets = [_sheet(table, learnt.cells[table.name]) for table in _lowest_first(learnt.cells)]

    def settle(self, votes: Votes) -> None:
        """When all is learnt: what other bodies said of numbers that may be of several tables."""
        self._references = [_settled(reference, votes) for reference in self._references]

    def press(self, called: Called, at: Positions, above: Positions) -> None:
        """Writes the body's rows after `at`, moves `at` on, and keeps the body's files. In the caller's transaction.

        Refused (Unlike): a number which may be of two tables that went different ways.
        """
        values: list[str] = []
        for reference in self._references:
            values.append(_value(reference, values, called, at, above))
        inside = [escaped(value) for value in values]
        for sheet in self._sheets:
            pieces = [""] * (len(sheet.fast) + len(sheet.holes))
            pieces[0::2] = sheet.fast
            pieces[1::2] = [inside[hole] for hole in sheet.holes]
            write(sheet.table, "".join(pieces))
        for name, count in self.taken.items():
            at[name] += count
        go_on_after((name, at[name]) for name in self.taken)


def _lowest_first(names: Iterable[str]) -> list[Table]:
    """What points to a row before the row: keys are compared at the end, and a text that is signed takes no words."""
    tables = [numbered()[name] for name in names]
    pointing = {table.name: {one.name for one in tables if table.name in one.keys.values()} for table in tables}
    order = TopologicalSorter({name: found - {name} for name, found in pointing.items()}).static_order()
    return [numbered()[name] for name in order]


def _value(reference: Reference, values: list[str], called: Called, at: Positions, above: Positions) -> str:
    match reference:
        case Numbered(choices=choices):
            is_above, table, after = choices[0]
            number = (above if is_above else at)[table] + after
            for is_above, table, after in choices[1:]:
                if (above if is_above else at)[table] + after != number:
                    names = ", ".join(numbered()[name].label for _, name, _ in choices)
                    raise Unlike(f"a number after {reference.before!r} may be of any of {names}")
            return str(number)
        case Name(place=place):
            return called.forms[place]
        case Fresh(kind=kind):
            return MAKES[kind]()
        case Digest(parts=parts, is_file=is_file):
            content = _composed(parts, values).encode()
            return keep(content) if is_file else hashlib.sha256(content).hexdigest()
        case Size(parts=parts):
            return str(len(_composed(parts, values).encode()))
        case WorkedOut(by=by, parts=parts):
            return WORKED_OUT[by](_composed(parts, values))


def _composed(parts: Parts, values: list[str]) -> str:
    return "".join([part if isinstance(part, str) else values[part] for part in parts])


def _settled(reference: Reference, votes: Votes) -> Reference:
    """With the tables that this place never meant struck out."""
    if not isinstance(reference, Numbered) or len(reference.choices) == 1:
        return reference
    meant = votes[reference.before]
    choices = tuple(choice for choice in reference.choices if choice[1] in meant)
    return Numbered(choices or reference.choices, reference.before)


def _sheet(table: Table, rows: list[tuple[Parts | None, ...]]) -> _Sheet:
    between, end, null = separators()
    fast, holes, last = [], [], []
    for row in rows:
        for place, cell in enumerate(row):
            for part in (null,) if cell is None else cell:
                if isinstance(part, str):
                    last.append(null if cell is None else escaped(part))
                else:
                    fast.append("".join(last))
                    holes.append(part)
                    last = []
            last.append(between if place < len(row) - 1 else end)
    return _Sheet(table, [*fast, "".join(last)], holes)
