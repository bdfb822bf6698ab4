"""How large it is: rows, tables and indexes of both databases, the search index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MOST_TABLES = 25
WHOLE_FILE = "the whole file"


def sizes() -> dict[str, Any]:
    from django.conf import settings
    from django.db import connection

    tables = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    largest = sorted(tables, key=lambda one: -(one["table_mb"] + one["index_mb"]))[:MOST_TABLES]
    if connection.vendor == "sqlite":
        largest = [{**one, "rows": _count(one["name"])} for one in largest]
    return {
        "database": connection.vendor,
        "total_mb": round(sum(one["table_mb"] + one["index_mb"] for one in tables), 1),
        "index_mb": round(sum(one["index_mb"] for one in tables), 1),
        "tables": largest,
        "search_index_mb": _folder_mb(Path(settings.PHOIHOP_DATA) / "search"),
    }


def load() -> Iterator[dict[str, Any]]:
    """What building this folder took, where `loading` built it."""
    from django.conf import settings

    told = Path(settings.PHOIHOP_DATA) / "load.json"
    if told.exists():
        yield {"what": "load", **json.loads(told.read_text(encoding="utf-8"))}


def rows() -> dict[str, int]:
    """Rows of each room's own things."""
    from django.apps import apps
    from django.conf import settings

    counted = {}
    for room in settings.ROOMS:
        for model in apps.get_app_config(room).get_models() if apps.is_installed(f"phoihop.{room}") else ():
            if count := model._base_manager.count():
                counted[f"{room}.{model.__name__}"] = count
    return counted


def bodies() -> dict[str, Any]:
    """Coordinating bodies that were built, and those of them for which `sample rooms` filled the other rooms: it gives
    each a unit that receives concerns, first of all. Which rooms it fills is its own list."""
    from phoihop.concerns.models import Desk
    from phoihop.plans.models import Plan
    from phoihop.site.country import making

    return {
        "built": Plan.rows.values("lead").distinct().count(),
        "filled": Desk.rows.count(),
        "rooms": list(making.ROOMS),
    }


def _postgresql() -> list[dict[str, Any]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, greatest(c.reltuples, 0)::bigint, pg_table_size(c.oid), pg_indexes_size(c.oid)"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema()"
        )
        return [_table(name, rows, table, index) for name, rows, table, index in cursor.fetchall()]


def _sqlite() -> list[dict[str, Any]]:
    """By page counts of the built-in `dbstat`; where SQLite was built without it, the file's size alone."""
    from django.db import OperationalError, connection

    with connection.cursor() as cursor:
        try:
            cursor.execute(
                "SELECT m.tbl_name, m.type, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name"
                " GROUP BY m.tbl_name, m.type"
            )
        except OperationalError:
            file = Path(connection.settings_dict["NAME"])
            return [_table(WHOLE_FILE, 0, file.stat().st_size, 0)]
        found: dict[str, dict[str, int]] = {}
        for name, kind, size in cursor.fetchall():
            found.setdefault(name, {})[kind] = size
        return [_table(name, 0, one.get("table", 0), one.get("index", 0)) for name, one in found.items()]


def _count(name: str) -> int:
    """Of a table as SQLite names it; where only the whole file is known, of all tables."""
    from django.db import connection

    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        counts = [
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(one)}").fetchone()[0]
            for one in ([name] if name != WHOLE_FILE else tables)
        ]
    return sum(counts)


def _table(name: str, count: int, table: int, index: int) -> dict[str, Any]:
    return {"name": name, "rows": count, "table_mb": round(table / 2**20, 1), "index_mb": round(index / 2**20, 1)}


def _folder_mb(folder: Path) -> float:
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20, 1)
