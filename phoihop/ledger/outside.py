"""The ledger's table as PostgreSQL keeps it when it is parted by year. Django's models know nothing of it.

The table is parted by number, and from the turn of a year on numbers begin with the year (`rules.first_number`). So
every part's bounds are known before a row is in it: parts are made a year ahead, the sequence jumps at the turn, and
nothing is ever moved, taken off or copied. The rows of before lie in the first part, which is the old table itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from phoihop.ledger import rules

TABLE = "ledger_entry"
SEQUENCE = "ledger_entry_id_seq"
_AHEAD = 1  # years whose part is there before they begin
_BOUNDS = re.compile(r"FOR VALUES FROM \((?:MINVALUE|'?(\d+)'?)\) TO \('?(\d+)'?\)")


class NoParts(Exception):
    """This ledger cannot be parted. The message says why, and that nothing was changed."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the ledger: numbers from `first` up to, not with, `end`."""

    table: str
    first: int
    end: int


def parts() -> list[Part]:
    """The parts, oldest first; none where the table is whole (SQLite's always is)."""
    if connection.vendor != "postgresql":
        return []
    rows = _ask(
        "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
        "WHERE i.inhparent = %s::regclass",
        TABLE,
    )
    found = [(str(name), _BOUNDS.fullmatch(str(bounds))) for name, bounds in rows]
    ours = [Part(name, int(match[1] or 0), int(match[2])) for name, match in found if match is not None]
    return sorted(ours, key=lambda part: part.first)


def part(year: int) -> list[Part]:
    """Makes the whole table the first part, up to the end of `year`, and the next year's part beside it. What is parted
    already is left so, and what a run that was cut off had still to check is checked. Writers wait for the middle step
    alone, which copies and reads no rows.

    Refused: SQLite; numbers beyond the year's already.
    """
    if connection.vendor != "postgresql":
        raise NoParts("the ledger lies in SQLite, which has no partitions and needs none; nothing was changed")
    _run("SET statement_timeout = 0")  # it reads the whole ledger
    if parts():
        _finish()
        return parts()
    end = rules.first_number(year + 1)
    (newest,) = _ask("SELECT coalesce(max(id), 0)::bigint FROM ledger_entry")[0]
    if newest >= end:
        raise NoParts(f"entry {newest} has a number beyond {year}'s (below {end}); nothing was changed. Is it {year}?")
    _promise(end)
    with transaction.atomic():
        _make_first_part(year, end)
        _add(year + 1)
    _finish()
    return parts()


def _finish() -> None:
    """What reads rows, while others write; a run that was cut off left it undone. PostgreSQL 15 then calls a key valid,
    and its echo on the first part still not. The new table is never analysed by itself."""
    for table, name in _ask(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated "
        "AND confrelid = %s::regclass AND conparentid = 0 ORDER BY 1, 2",
        TABLE,
    ):
        _run(f'ALTER TABLE {table} VALIDATE CONSTRAINT "{name}"')
    _run(f"ANALYZE {TABLE}")


def open_year(year: int) -> bool:
    """At the turn of the year: numbers begin with it from now on; and the part of the year after is there. Twice is
    harmless, and whatever was missed is done later. False: there was nothing to do.

    Writers are held for an instant, after those under way have ended: whoever sees a number of the new year has seen
    every one of the old, which the seals count on.
    """
    found = parts()
    if not found or year < rules.year_of(found[-1].first) - 1:
        return False
    (last,) = _ask("SELECT last_value FROM ledger_entry_id_seq")[0]
    is_turned = last >= rules.first_number(year) or year == rules.year_of(found[0].end - 1)
    missing = range(rules.year_of(found[-1].end), year + _AHEAD + 1)
    if is_turned and not missing:
        return False
    with transaction.atomic():
        _run("SET LOCAL lock_timeout = '2s'")  # everybody waits behind this one: rather again at the next tick
        _run(f"LOCK TABLE {TABLE} IN SHARE ROW EXCLUSIVE MODE")
        for new in missing:
            _add(new)
        if not is_turned:
            number = rules.first_number(year)
            _ask("SELECT setval(%s, greatest(%s, nextval(%s)), false)", SEQUENCE, number, SEQUENCE)
    return True


def _promise(end: int) -> None:
    """A constraint checked beforehand, so that the table becomes a part without being read while it is locked."""
    name = f"{TABLE}_numbers"
    _run(f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {name}")
    _run(f"ALTER TABLE {TABLE} ADD CONSTRAINT {name} CHECK (id < {end}) NOT VALID")
    _run(f"ALTER TABLE {TABLE} VALIDATE CONSTRAINT {name}")


def _make_first_part(year: int, end: int) -> None:
    """The old table under another name, and above it a new one of the old name with all that hung on it."""
    references = _references()
    others = ", ".join(sorted({table for table, _name, _definition in references}))
    _run(f"LOCK TABLE {TABLE}, {others} IN ACCESS EXCLUSIVE MODE")
    first = f"{TABLE}_to_{year}"
    indexes = [
        (str(name), str(definition), bool(is_key))
        for name, definition, is_key in _ask(
            "SELECT c.relname, pg_get_indexdef(c.oid), i.indisprimary FROM pg_index i "
            "JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = %s::regclass ORDER BY c.relname",
            TABLE,
        )
    ]
    grants = [*_grants(TABLE), *_grants(SEQUENCE)]
    (last, is_used) = _ask("SELECT last_value, is_called FROM ledger_entry_id_seq")[0]
    for table, name, _definition in references:
        _run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    _run(f"ALTER TABLE {TABLE} RENAME TO {first}")
    for name, _definition, _is_key in indexes:
        _run(f'ALTER INDEX "{name}" RENAME TO "{first}_{name.removeprefix(f"{TABLE}_")}"')
    _run(f"ALTER TABLE {first} ALTER COLUMN id DROP IDENTITY")
    _run(f"DROP TRIGGER {TABLE}_written_once ON {first}")  # comes again from above; that on TRUNCATE stays

    _run(f"CREATE TABLE {TABLE} (LIKE {first} INCLUDING DEFAULTS) PARTITION BY RANGE (id)")
    start = last + 1 if is_used else last
    _run(f"ALTER TABLE {TABLE} ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (START WITH {start})")
    for name, definition, is_key in indexes:
        _run(f'ALTER TABLE {TABLE} ADD CONSTRAINT "{name}" PRIMARY KEY (id)' if is_key else definition)
    _run(f"ALTER TABLE {TABLE} ATTACH PARTITION {first} FOR VALUES FROM (MINVALUE) TO ({end})")
    _run(
        f"CREATE TRIGGER {TABLE}_written_once BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_written_once()"
    )
    _let_nobody_empty(TABLE)
    for table, name, definition in references:
        _run(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition} NOT VALID')
    for right, role in grants:
        _run(f"GRANT {right} TO {role}")
    for role in {role for _right, role in grants}:
        _run(f"REVOKE ALL ON {first} FROM {role}")  # the way in is the table of the old name alone


def _add(year: int) -> None:
    """The part of one year. Triggers on rows, indexes and keys come from above; that on TRUNCATE does not."""
    table, first, end = f"{TABLE}_{year}", rules.first_number(year), rules.first_number(year + 1)
    _run(f"CREATE TABLE {table} PARTITION OF {TABLE} FOR VALUES FROM ({first}) TO ({end})")
    _let_nobody_empty(table)


def _let_nobody_empty(table: str) -> None:
    _run(
        f"CREATE TRIGGER {TABLE}_not_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_written_once()"
    )


def _references() -> list[tuple[str, str, str]]:
    """Foreign keys to the ledger: table, name, definition; those of the tables themselves, not of parts."""
    rows = _ask(
        "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND confrelid = %s::regclass AND conparentid = 0 ORDER BY 1, 2",
        TABLE,
    )
    return [(str(table), str(name), str(text).removesuffix(" NOT VALID")) for table, name, text in rows]


def _grants(relation: str) -> Iterator[tuple[str, str]]:
    """What others may do with a table, its columns, or a sequence: the right as it is granted, and the role."""
    rows = _ask(
        "SELECT g.grantee::regrole::text, g.privilege_type, NULL, c.relkind FROM pg_class c, aclexplode(c.relacl) g "
        "WHERE c.oid = %s::regclass AND g.grantee NOT IN (0, c.relowner) UNION ALL "
        "SELECT g.grantee::regrole::text, g.privilege_type, a.attname, c.relkind FROM pg_class c "
        "JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl) g "
        "WHERE c.oid = %s::regclass AND g.grantee NOT IN (0, c.relowner)",
        relation,
        relation,
    )
    for role, right, column, kind in rows:
        what = f'{right} ("{column}")' if column else str(right)
        yield f"{what} ON {'SEQUENCE ' if kind == 'S' else ''}{relation}", str(role)


def _ask(sql: str, *values: str | int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, None)
