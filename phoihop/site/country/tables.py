"""The tables as the database itself writes them down: where each stands, its rows as text, many rows at once.

Cells are text in the database's own spelling (None is NULL), bytes as `\\x` and hexadecimal digits, so that what was
read is written again without any room's model in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.apps import apps
from django.db import connection
from django.db.models import BinaryField, ForeignKey, Model

Cell = str | None
Row = tuple[Cell, ...]
Positions = dict[str, int]  # table to the last number it gave

_NULL = "\x00"
_CELL, _ROW = "\x1f", "\x1e"  # between cells and rows where the database has no text form of its own


@dataclass(frozen=True, slots=True)
class Table:
    """One table; its first column is its number."""

    name: str
    label: str  # of the model, for people
    columns: tuple[str, ...]
    keys: dict[str, str]  # column to the table it points to
    bytes: frozenset[str]

    def __hash__(self) -> int:
        return hash(self.name)


@cache
def numbered() -> dict[str, Table]:
    """Every table whose rows are numbered as they come."""
    return {table.name: table for model in _models() if (table := _table(model)) is not None}


@cache
def unnumbered() -> tuple[str, ...]:
    """Tables whose rows cannot be told apart by number: none of them may grow with a body."""
    return tuple(model._meta.db_table for model in _models() if _table(model) is None)


def positions() -> Positions:
    """The last number each table gave; numbers given to rows that were rolled back count too."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
        else:
            cursor.execute(
                "SELECT t.relname, coalesce(pg_sequence_last_value(s.oid), 0) FROM pg_class s"
                " JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')"
                " JOIN pg_class t ON t.oid = d.refobjid"
                " WHERE s.relkind = 'S' AND t.relnamespace = current_schema()::regnamespace"
            )
        given = dict(cursor.fetchall())
    return {name: given.get(name, 0) for name in numbered()}


def count_unnumbered() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for name in unnumbered():
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608  # names of models' own tables, here and below
            counts[name] = cursor.fetchone()[0]
    return counts


def read(table: Table, first: int, last: int) -> list[Row]:
    """The rows with numbers after `first` up to `last`, in order."""
    names = _quoted(table)
    where = f'FROM "{table.name}" WHERE "{table.columns[0]}" > {first:d} AND "{table.columns[0]}" <= {last:d}'
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # the plus keeps Python's driver from making values of what is written
            cursor.execute(f"SELECT {', '.join(f'+{name}' for name in names)} {where} ORDER BY 1")
            return [tuple(map(_as_text, row)) for row in cursor.fetchall()]
        selected = f"SELECT {', '.join(names)} {where} ORDER BY 1"
        with cursor.cursor.copy(f"COPY ({selected}) TO STDOUT") as copy:
            return [cast(Row, row) for row in copy.rows()]


def texts_of(name: str, column: str) -> set[str]:
    """What stands in one column of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{name}"')  # noqa: S608
        return {text for (text,) in cursor.fetchall()}


def separators() -> tuple[str, str, str]:
    """What stands between cells, after rows, and for NULL in the text that `write` takes."""
    return (_CELL, _ROW, _NULL) if connection.vendor == "sqlite" else ("\t", "\n", "\\N")


def escaped(text: str) -> str:
    """Text as it stands inside a cell of what `write` takes."""
    if connection.vendor == "sqlite":
        return text
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def write(table: Table, text: str) -> None:
    """Adds rows written as `separators` and `escaped` say. Numbers given afterwards: see `go_on_after`."""
    names = _quoted(table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["?"] * len(names))
            cursor.cursor.connection.executemany(
                f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({marks})',  # noqa: S608
                _values(table, text),
            )
        else:
            with cursor.cursor.copy(f'COPY "{table.name}" ({", ".join(names)}) FROM STDIN') as copy:
                copy.write(text)


def go_on_after(given: Iterable[tuple[str, int]]) -> None:
    """The next row of each table is numbered after that. SQLite goes on after the highest by itself."""
    wanted = list(given)
    if connection.vendor == "sqlite" or not wanted:
        return
    column = {name: numbered()[name].columns[0] for name, _last in wanted}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(quote_ident(one.name), one.pk), greatest(one.last, 1), one.last > 0)"
            " FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS one(name, pk, last)",
            [
                [name for name, _last in wanted],
                [column[name] for name, _last in wanted],
                [last for _name, last in wanted],
            ],
        )


def _values(table: Table, text: str) -> Iterator[list[Any]]:
    held = [place for place, column in enumerate(table.columns) if column in table.bytes]
    for line in text.split(_ROW)[:-1]:
        row: list[Any] = [None if cell == _NULL else cell for cell in line.split(_CELL)]
        for place in held:
            if row[place] is not None:
                row[place] = bytes.fromhex(row[place][2:])
        yield row


def _as_text(value: Any) -> Cell:
    if value is None or isinstance(value, str):
        return value
    return "\\x" + value.hex() if isinstance(value, bytes) else repr(value)


def _models() -> list[type[Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]


def _table(model: type[Model]) -> Table | None:
    meta = model._meta
    if meta.pk.get_internal_type() not in ("BigAutoField", "AutoField"):
        return None
    fields = [meta.pk, *(field for field in meta.concrete_fields if not field.primary_key)]
    return Table(
        name=meta.db_table,
        label=meta.label,
        columns=tuple(str(field.column) for field in fields),
        keys={
            str(field.column): field.target_field.model._meta.db_table
            for field in fields
            if isinstance(field, ForeignKey)
        },
        bytes=frozenset(str(field.column) for field in fields if isinstance(field, BinaryField)),
    )


def _quoted(table: Table) -> list[str]:
    return [f'"{column}"' for column in table.columns]
