"""The bad night, in short: a backup under load, everything wiped, restored, proven, every page as it was.

The long form, over a province, is `benchmarks/backup.py`; this is the same drill over the sample programme.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from benchmarks.backup import drill
from phoihop.site.options import options
from tests.browser.served import Served

pytestmark = [pytest.mark.slow]

SERVER = os.environ.get("PHOIHOP_DATABASE_URL", "")


def queue_a_mail(house: Served) -> None:
    """A mail that waits, past every room: what matters is that it was waiting when the backup was made."""
    house.run_python(
        """
from datetime import timedelta
from phoihop.ground import clock
from phoihop.mail.models import OutMail
at = clock.now()
OutMail.rows.create(key="trial", token="t" * 32, message_id="<trial@localhost>", to_address="a@example.org",
    message=b"Subject: trial\\n\\nwords\\n", due_at=at, give_up_at=at + timedelta(days=3), queued_at=at)
"""
    )


class House(Served):
    def run_python(self, text: str) -> str:
        environment = {**self.environment, "DJANGO_SETTINGS_MODULE": "phoihop.site.settings"}
        words = [sys.executable, "-c", f"import django; django.setup()\n{text}"]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample programme once, on SQLite, whatever the other tests run on."""
    house = House(tmp_path_factory.mktemp("seeded") / "data")
    house.seed("sample")
    queue_a_mail(house)
    return house.data


@pytest.fixture
def data(seeded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(seeded, tmp_path / "data")


@pytest.mark.once
@pytest.mark.parametrize("is_sealed", [False, True])
def test_the_bad_night(data: Path, tmp_path: Path, is_sealed: bool) -> None:
    seen = drill(data, tmp_path, writers=2, acts_first=4, pages=30, is_sealed=is_sealed)
    assert seen.acts_before >= 4
    assert seen.missing == ()
    assert seen.differing == ()
    assert seen.pages >= 15
    assert seen.ledger_is_sound
    assert seen.restore["sessions_ended"] >= 2


@pytest.mark.once
def test_no_mail_leaves_after_a_restore_until_somebody_says_so(data: Path, tmp_path: Path) -> None:
    House(data).run("backup", str(tmp_path / "backups"), "--keys-beside")
    other = House(tmp_path / "other")
    assert other.ask("restore", str(tmp_path / "backups"))["mails_waiting"] == 1
    other.run("mail", "send")
    other.run("attend", "--once")
    assert not list(other.data.glob("mail/*"))
    findings = json.loads(other.run("check", "--json", code=1))
    said = [row["finding"] for row in findings if row["check"] == "backup" and not row["ok"]]
    assert said == ["no mail leaves since the restore; phoihop mail release [--drop]"]
    assert other.ask("mail", "release", "--drop") == {"dropped": 1}
    assert other.ask("mail", "queue")["FAILED"] == 1
    other.run("mail", "release", code=2)
    assert other.ask("ledger", "verify")["sound"] is True


@pytest.mark.once
def test_a_backup_that_is_not_whole_restores_nothing(data: Path, tmp_path: Path) -> None:
    house = House(data)
    words = ("backup", str(tmp_path / "backups"), "--keys", str(tmp_path / "keys"), "--name", "whole")
    house.run(*words)
    assert "choose another --name" in house_says(house, *words)
    backup = tmp_path / "backups" / "whole"
    assert all(row["whole"] for row in house.ask("backup", "verify", str(backup), "--keys", str(tmp_path / "keys")))
    kept = (backup / "database.sqlite3.gz").read_bytes()
    (backup / "database.sqlite3.gz").write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    house.run("backup", "verify", str(backup), code=1)
    other = House(tmp_path / "other")
    assert "nothing was restored" in house_says(other, "restore", str(backup), "--keys", str(tmp_path / "keys"))
    assert not other.data.exists() or not list(other.data.glob("phoihop.sqlite3"))
    (backup / "database.sqlite3.gz").write_bytes(kept)

    # A master key of another installation would be read instead of the backup's.
    (tmp_path / "master").write_bytes(b"m" * 32)
    named = House(tmp_path / "other", more={"PHOIHOP_MASTER_KEY_FILE": str(tmp_path / "master")})
    said = house_says(named, "restore", str(backup), "--keys", str(tmp_path / "keys"))
    assert "PHOIHOP_MASTER_KEY_FILE" in said
    assert "Nothing was changed" in said
    assert not named.data.exists() or not list(named.data.glob("restoring.json"))

    # Not empty, no keys, a newer version, another kind of database: refused in sentences.
    assert "is not empty" in house_says(house, "restore", str(backup), "--keys", str(tmp_path / "keys"))
    assert "--without-keys" in house_says(other, "restore", str(backup))
    told = json.loads((backup / "manifest.json").read_text())
    (backup / "manifest.json").write_text(json.dumps(told | {"version": "99.0.0"}))
    assert "99.0.0" in house_says(other, "restore", str(backup), "--keys", str(tmp_path / "keys"))
    (backup / "manifest.json").write_text(json.dumps(told | {"engine": "postgresql"}))
    assert "is of postgresql" in house_says(other, "restore", str(backup), "--keys", str(tmp_path / "keys"))


@pytest.mark.once
def test_a_restore_cut_short_goes_on_and_keeps_others_out(data: Path, tmp_path: Path) -> None:
    house = House(data)
    house.run("backup", str(tmp_path / "backups"), "--keys-beside")
    other = House(tmp_path / "other")
    other.run("restore", str(tmp_path / "backups"))
    with closing(sqlite3.connect(other.data / "phoihop.sqlite3")) as database:
        database.execute("SELECT count(*) FROM ledger_entry")
    # As if the power had gone after the database was loaded.
    name = next(path.name for path in (tmp_path / "backups").iterdir() if (path / "manifest.json").exists())
    (other.data / "restoring.json").write_text(json.dumps({"backup": name}))
    assert "a restore has not ended here" in house_says(other, "ledger", "verify")
    assert "has not ended" in house_says(other, "backup", str(tmp_path / "more"), "--keys-beside")
    other.run("restore", str(tmp_path / "backups"))
    assert other.ask("ledger", "verify")["sound"] is True
    assert (other.data / "keys").stat().st_mode & 0o077 == 0
    assert (other.data / "secret-key").read_text() == (data / "secret-key").read_text()


def house_says(house: House, *words: str) -> str:
    """What a refused command says: exit 2, the reason on standard output as JSON."""
    return " ".join(error["reason"] for error in json.loads(house.run(*words, "--json", code=2))["errors"])


@pytest.fixture
def databases(db: None) -> Iterator[list[str]]:
    """Two empty databases on the server that the tests run on."""
    if options().is_embedded:
        pytest.skip("of PostgreSQL alone")
    names = ["phoihop_backup_from", "phoihop_backup_to"]
    _apart(*(f"DROP DATABASE IF EXISTS {name}" for name in names))
    _apart(*(f"CREATE DATABASE {name} TEMPLATE template0" for name in names))
    yield [urlsplit(SERVER)._replace(path=f"/{name}").geturl() for name in names]
    _apart(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in names))


def _apart(*statements: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


def test_postgresql_comes_back_too(databases: list[str], tmp_path: Path) -> None:
    house = House(tmp_path / "data", more={"PHOIHOP_DATABASE_URL": databases[0]})
    house.seed("sample")
    queue_a_mail(house)
    made = house.ask("backup", str(tmp_path / "backups"), "--keys", str(tmp_path / "keys"))
    assert all(row["whole"] for row in house.ask("backup", "verify", str(tmp_path / "backups")))
    refused = House(tmp_path / "full", more={"PHOIHOP_DATABASE_URL": databases[0]})
    assert "database of PHOIHOP_DATABASE_URL is not empty" in house_says(
        refused, "restore", str(tmp_path / "backups"), "--keys", str(tmp_path / "keys")
    )
    other = House(tmp_path / "other", more={"PHOIHOP_DATABASE_URL": databases[1]})
    found = other.ask("restore", str(tmp_path / "backups"), "--keys", str(tmp_path / "keys"))
    assert (found["head"], found["entries"], found["mails_waiting"]) == (made["head"], made["entries"], 1)
    assert other.ask("ledger", "verify", "--head", str(made["head"]))["sound"] is True
    assert other.ask("due") == house.ask("due")
