"""Tests that commit are swept by emptying the tables; the ledger lets nobody empty it. Here the sweep may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

written_once = import_module("phoihop.ledger.migrations.0002_nothing_is_rewritten")
texts_stay = import_module("phoihop.agreements.migrations.0002_a_proposed_text_stays")
TABLES = (*written_once.TABLES, *texts_stay.TABLES)


def let_the_sweep_through() -> None:
    """Wraps Django's list of sweeping statements: triggers off before it, on again after it."""
    plain: Callable[..., list[str]] = connection.ops.sql_flush

    def sweep(*args: Any, **kwargs: Any) -> list[str]:
        statements = plain(*args, **kwargs)
        return [*_off(), *statements, *_on()] if statements else []

    connection.ops.sql_flush = sweep  # type: ignore[method-assign]


@contextmanager
def without_triggers(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For a test that empties the tables inside its own transaction."""
    with connection.cursor() as cursor:
        _run_all(cursor, _off())
        yield
        if connection.vendor == "postgresql":  # it alters no table while a check waits for the end of the transaction
            _run_all(cursor, ["SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"])
        _run_all(cursor, _on())


def _run_all(cursor: Any, statements: list[str]) -> None:
    for statement in statements:
        cursor.execute(statement)


def _off() -> list[str]:
    if connection.vendor == "postgresql":
        return [*(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES), _of_parts("DISABLE")]
    ledger = [f"DROP TRIGGER {t}_no_{what}" for t in written_once.TABLES for what in ("update", "delete", "replace")]
    return ledger + [f"DROP TRIGGER {table}_no_{what}" for table, what in texts_stay.WHEN]


def _on() -> list[str]:
    if connection.vendor == "postgresql":
        return [*(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES), _of_parts("ENABLE")]
    return [*written_once._sqlite(), *texts_stay._sqlite()]


def _of_parts(what: str) -> str:
    """Where the ledger is parted by year, its parts have a trigger of their own."""
    return (
        "DO $$ DECLARE part regclass; BEGIN "
        "FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'ledger_entry'::regclass "
        f"LOOP EXECUTE 'ALTER TABLE ' || part || ' {what} TRIGGER USER'; END LOOP; END $$"
    )
