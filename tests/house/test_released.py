"""Every version that was released can be brought to the present with its data, and reads as it did."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

import phoihop
from phoihop.site.options import ROOT
from tests.world.postgresql import NoServer, programs
from tools.freeze_release import RELEASED, SECRET

SERVER = os.environ.get("PHOIHOP_DATABASE_URL", "")
VERSIONS = sorted(path.name for path in RELEASED.iterdir() if path.is_dir())

# Run over the migrated data: pages of people, for as many persons as the sample has accounts.
READ = """
import json
import django
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client
from django.core.management import call_command
call_command("migrate", check_unapplied=True, verbosity=0)
seen = {}
for account in get_user_model()._default_manager.filter(is_active=True).order_by("username"):
    client = Client(headers={"host": "localhost"})
    client.force_login(account, backend="phoihop.site.backends.Accounts")
    for path in ("/", *("/lam-viec/" + page for page in ("", "nghia-vu/", "ke-hoach/", "hop-thu/", "lich/"))):
        seen[f"{account.username} {path}"] = client.get(path).status_code
print(json.dumps(seen))
"""


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def test_the_version_is_said_once() -> None:
    told = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert told is not None
    assert told[1] == phoihop.__version__


def test_every_version_before_this_one_is_frozen() -> None:
    """A raised version needs the state of the one before: freeze it, then raise. What was released is in the history
    of changes."""
    released = {path.name for path in (ROOT / "changes").glob("[0-9]*.[0-9]*.[0-9]*") if path.is_dir()}
    assert VERSIONS, "nothing is frozen"
    newest = max(VERSIONS, key=numbers)
    assert numbers(newest) <= numbers(phoihop.__version__)
    assert released <= {*VERSIONS, phoihop.__version__}
    here, last = numbers(phoihop.__version__), numbers(newest)
    is_next = here == last or any(
        here == (*last[:place], last[place] + 1, *[0] * (len(last) - place - 1)) for place in range(len(last))
    )
    assert is_next, (
        f"{phoihop.__version__} does not follow {newest}: run tools.freeze_release before raising the version"
    )
    for version in VERSIONS:
        assert {path.name for path in (RELEASED / version).iterdir()} >= {
            "database.sqlite3.sql.gz",
            "database.postgresql.sql.gz",
            "files.json.gz",
            "files.postgresql.json.gz",
        }


@pytest.fixture
def place(request: pytest.FixtureRequest, db: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a data folder in which the database of that version was loaded as it was."""
    frozen = RELEASED / request.param
    given = {"PHOIHOP_DATA": str(tmp_path / "data"), "PHOIHOP_SECRET_KEY": SECRET}
    _lay(frozen / ("files.postgresql.json.gz" if SERVER else "files.json.gz"), tmp_path / "data")
    if not SERVER:
        with closing(sqlite3.connect(tmp_path / "data" / "phoihop.sqlite3")) as database:
            database.executescript(gzip.decompress((frozen / "database.sqlite3.sql.gz").read_bytes()).decode())
        yield given
        return
    name = f"phoihop_released_{request.param.replace('.', '_')}"
    _apart(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE template0")
    url = urlsplit(SERVER)._replace(path=f"/{name}").geturl()
    dump = tmp_path / "dump.sql"
    dump.write_bytes(gzip.decompress((frozen / "database.postgresql.sql.gz").read_bytes()))
    try:
        psql = str(programs() / "psql")
    except NoServer as missing:
        pytest.skip(str(missing))
    subprocess.run([psql, "-q", "-v", "ON_ERROR_STOP=1", "-f", str(dump), url], check=True, capture_output=True)
    yield {**given, "PHOIHOP_DATABASE_URL": url}
    _apart(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _lay(frozen: Path, data: Path) -> None:
    for name, content in json.loads(gzip.decompress(frozen.read_bytes())).items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(content))
    (data / "prepared.json").write_text('{"seed": "done"}')


def _apart(*statements: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


@pytest.mark.slow
@pytest.mark.parametrize("place", VERSIONS, indirect=True)
def test_a_released_state_comes_to_the_present(place: dict[str, str]) -> None:
    before = json.loads(_phoihop(place, "prepare", "--empty", "--json"))
    assert "migrations" in before["done"]
    assert "seed" not in before["done"]
    verdict = json.loads(_phoihop(place, "ledger", "verify", "--json"))
    assert verdict["sound"] is True
    assert verdict["entries"] > 500
    found = {row["check"]: row["ok"] for row in json.loads(_phoihop(place, "check", "--json", is_asked=True))}
    assert found["database"] is True
    assert found["house"] is True
    seen = json.loads(_run([sys.executable, "-c", READ], place))
    assert len(seen) > 20
    assert {path: status for path, status in seen.items() if status != 200} == {}
    _phoihop(place, "tick")
    _phoihop(place, "attend", "--once")
    assert json.loads(_phoihop(place, "ledger", "verify", "--json"))["sound"] is True


def _phoihop(place: dict[str, str], *words: str, is_asked: bool = False) -> str:
    return _run([sys.executable, "-m", "phoihop", *words], place, codes=(0, 1) if is_asked else (0,))


def _run(words: list[str], place: dict[str, str], codes: tuple[int, ...] = (0,)) -> str:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("PHOIHOP_", "DJANGO_"))}
    environment = {**bare, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "phoihop.site.settings", **place}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in codes, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout
