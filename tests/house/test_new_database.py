"""A new database is made from the models at once; an old one is migrated step by step. Both end alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

SERVER = os.environ.get("PHOIHOP_DATABASE_URL", "")
ROOT = Path(__file__).resolve().parents[2]

# Run in a process of its own: it makes the tables one way and says what is there, as the database itself says it.
PROGRAM = """
import json, os, sys
sys.path.insert(0, sys.argv[2])
os.environ["DJANGO_SETTINGS_MODULE"] = "phoihop.site.settings"
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from phoihop.site.new_database import make_tables

if sys.argv[1] == "at once":
    assert make_tables()
    assert not make_tables()
call_command("migrate", interactive=False, verbosity=0)
with connection.cursor() as cursor:
    found = []
    for question in json.loads(sys.argv[3])[connection.vendor]:
        cursor.execute(question)
        found += [" ".join(map(str, row)) for row in cursor.fetchall()]
print(json.dumps(found))
"""
QUESTIONS = {
    "sqlite": ["SELECT type, name, sql FROM sqlite_master"],
    "postgresql": [
        (
            "SELECT 'column', table_name, column_name, data_type, character_maximum_length, is_nullable, "
            "column_default, collation_name, is_identity FROM information_schema.columns WHERE table_schema = 'public'"
        ),
        (
            "SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace"
        ),
        "SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    ],
}


@pytest.fixture
def places(db: None, tmp_path: Path) -> Iterator[dict[str, dict[str, str]]]:
    """Two databases in which there is nothing, of the kind that the tests run on."""
    ways = {"at once": "phoihop_at_once", "step by step": "phoihop_step_by_step"}
    yield {way: _place(tmp_path / name, name) for way, name in ways.items()}
    for name in ways.values():
        _apart(f"DROP DATABASE IF EXISTS {name}")


def _place(folder: Path, name: str) -> dict[str, str]:
    folder.mkdir()
    _apart(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    given = {"PHOIHOP_DATABASE_URL": urlsplit(SERVER)._replace(path=f"/{name}").geturl()} if SERVER else {}
    return {"PHOIHOP_DATA": str(folder), **given}


def _apart(*statements: str) -> None:
    """To the server, outside any transaction; SQLite has none."""
    if not SERVER:
        return
    with psycopg.connect(SERVER, autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


@pytest.mark.slow
def test_made_at_once_or_step_by_step_the_tables_are_the_same(places: dict[str, dict[str, str]]) -> None:
    at_once, step_by_step = (_made(way, place) for way, place in places.items())
    assert sum("trigger" in line for line in at_once) > 3
    assert sorted(at_once - step_by_step) == sorted(step_by_step - at_once)


def _made(way: str, place: dict[str, str]) -> set[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PHOIHOP_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, way, str(ROOT), json.dumps(QUESTIONS)],
        env={**inherited, **place},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # The link tables of Django's own rights, which nobody uses, get a wider number step by step than at once.
    return {_in_any_order(line) for line in json.loads(done.stdout) if "auth_" not in line}


def _in_any_order(line: str) -> str:
    """A table of SQLite with its columns and constraints sorted; they stand in the order in which they were added."""
    if "CREATE TABLE" not in line:
        return line
    head, _bracket, body = line.partition("(")
    parts, depth, part = [], 0, ""
    for letter in body.rpartition(")")[0]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts, part = [*parts, part.strip()], ""
        else:
            part += letter
    return f"{head}({', '.join(sorted([*parts, part.strip()]))})"
