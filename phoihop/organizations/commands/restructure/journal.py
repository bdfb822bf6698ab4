"""What a batch changes, written down change by change, so that it can be taken back in the opposite order."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models import F, Model

from phoihop.ground.command import SomebodyWasFaster
from phoihop.ground.rehomes import Move, Rehome
from phoihop.organizations.models import Batch, Moved

AT_ONCE = 800  # SQLite binds at most 999 values on old builds, and a row's condition needs some itself
T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Changes:
    """The journal of one batch; the hooks of rooms see it as `ground.rehomes.Journal`."""

    def __init__(self, batch: Batch, at: datetime) -> None:
        self.batch, self._at = batch, at
        self.rows: list[tuple[Any, ...]] = []  # as they go into the table
        self.about = ""  # the kind that hooks act for

    @property
    def at(self) -> datetime:
        return self._at

    @property
    def day(self) -> date:
        return self.batch.on_date

    def put(self, model: str, pks: Collection[int], column: str, value: Any) -> None:
        """Sets a column of these rows; those that hold the value already are left alone."""
        self.put_all(model, pks, **{column: value})

    def put_all(self, model: str, pks: Collection[int], **values: Any) -> None:
        """Sets columns of these rows in one statement; rows that hold all the values already are left alone."""
        rows = apps.get_model(model)._base_manager
        wanted = tuple(values.values())
        for some in chunks(sorted(pks)):
            before = {row[0]: row[1:] for row in rows.filter(pk__in=some).values_list("pk", *values)}
            changed = [pk for pk in some if pk in before and before[pk] != wanted]
            if changed:
                rows.filter(pk__in=changed).update(**values, **rising(rows.model))
            for pk in changed:
                self._note(model, pk, values, before[pk], wanted)

    def make(self, row: Model) -> Model:
        """Writes a new row."""
        return self.make_all([row])[0]

    def make_all(self, rows: Sequence[M]) -> list[M]:
        """Writes new rows of one kind, in their order."""
        if not rows:
            return []
        made = list(type(rows[0])._base_manager.bulk_create(rows))
        for row in made:
            self._note(row._meta.label, row.pk, (), (), ())
        return made

    def move(self, rehome: Rehome, moves: Sequence[Move], targets: Mapping[int, int]) -> None:
        """The rows go over, if they are still where they were; `targets` give the numbers of heirs made just now."""
        heirs = [targets.get(move.to_id, move.to_id) for move in moves]
        swaps = [(move.pk, move.from_id, heir) for move, heir in zip(moves, heirs, strict=True)]
        if swap(apps.get_model(rehome.model), rehome.column, swaps) != len(moves):
            raise SomebodyWasFaster(self.batch.code)
        of_unit = rehome.of == "unit"
        for move, heir in zip(moves, heirs, strict=True):
            units = (move.from_id, heir) if of_unit else (None, None)
            what = (rehome.kind, move.code, rehome.model, move.pk, rehome.column)
            self.rows.append((self.batch.pk, len(self.rows), *what, f"[{move.from_id}]", f"[{heir}]", *units))

    def write(self) -> int:
        """The journal itself, once everything is done: many rows, so without the mapper."""
        columns = ("batch_id", "position", "kind", "code", "model", "row", "column", "before", "after")
        quoted = ", ".join(quote_column(Moved, name) for name in (*columns, "from_unit_id", "to_unit_id"))
        table, places = connection.ops.quote_name(Moved._meta.db_table), ", ".join(["%s"] * (len(columns) + 2))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", self.rows)  # noqa: S608 - our own names
        return len(self.rows)

    def _note(self, model: str, pk: int, columns: Iterable[str], before: Sequence[Any], after: Sequence[Any]) -> None:
        what = (self.about, "", model, pk, ",".join(columns), plain(before), plain(after))
        self.rows.append((self.batch.pk, len(self.rows), *what, None, None))


def swap(model: type[Model], column: str, swaps: Sequence[tuple[int, int, int]]) -> int:
    """Of each row (number, old, new) the new value for the old; gives how many held the old one. One prepared statement
    for all: the rows of a province are a hundred thousand."""
    if not swaps:
        return 0
    field, key = quote_column(model, column), quote_column(model, "id")
    rises = ", version = version + 1" if rising(model) else ""
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"UPDATE {table} SET {field} = %s{rises} WHERE {key} = %s AND {field} = %s"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(new, pk, old) for pk, old, new in swaps])
        return int(cursor.rowcount)


def quote_column(model: type[Model], column: str) -> str:
    return str(connection.ops.quote_name(str(_field(model, column).column)))


def _field(model: type[Model], column: str) -> Any:
    """A column of the table itself, by its name or that of its relation."""
    return model._meta.get_field(column)


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]


def plain(values: Sequence[Any]) -> str:
    """Values of columns as JSON; days and moments as ISO text, to the microsecond."""
    return json.dumps(list(values), ensure_ascii=False, default=lambda one: one.isoformat())


def back(model: type[Model], columns: str, text: str) -> dict[str, Any]:
    """The values that `plain` wrote, by their columns."""
    found = {}
    for column, value in zip(columns.split(","), json.loads(text), strict=True):
        found[column] = value if value is None else _field(model, column).to_python(value)
    return found


def rising(model: type[Model]) -> dict[str, Any]:
    """A reader who had the page open sees that something changed; numbers rise, on the way back too."""
    has = any(field.name == "version" for field in model._meta.concrete_fields)
    return {"version": F("version") + 1} if has else {}
