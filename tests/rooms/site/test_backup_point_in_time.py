"""To any second: a base, PostgreSQL's own log, and a moment. As `docs/backup.md` says it, on a server of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tests.browser.served import Served
from tests.world.postgresql import NoServer, Server

pytestmark = [pytest.mark.slow, pytest.mark.once]

# An act through its command: the record and the row, as any other.
ACT = """
import sys
import django
django.setup()
from phoihop.ground import clock
from phoihop.ground.actor import Actor
from phoihop.publications.commands import PortalNote, write_note
note = PortalNote(territory="kg", headline=sys.argv[1], programme="Chương trình")
write_note(note=note, by=Actor.system("loader"), at=clock.now())
"""
MAIL = """
from datetime import timedelta
import django
django.setup()
from phoihop.ground import clock
from phoihop.mail.models import OutMail
at = clock.now()
OutMail.rows.create(key="trial", token="t" * 32, message_id="<trial@localhost>", to_address="a@example.org",
    message=b"Subject: trial\\n\\nwords\\n", due_at=at, give_up_at=at + timedelta(days=3), queued_at=at)
"""
READ = """
import django
django.setup()
from phoihop.publications.models import Notebook
from json import loads
kept = [loads(text) for text in Notebook.rows.values_list("text", flat=True)]
print(*(word for word in ("Trước giờ ấy", "Sau giờ ấy") if word in str(kept)), sep=",")
"""


@pytest.fixture
def server() -> Iterator[Server]:
    """In a folder of its own: pytest's are for their owner alone, and PostgreSQL is another account."""
    folder = Path(tempfile.mkdtemp(prefix="phoihop-postgresql-"))
    wal = folder / "wal"
    wal.mkdir()
    try:
        one = Server(
            folder,
            settings=(
                "wal_level = replica\narchive_mode = on\narchive_timeout = 60\n"
                f"archive_command = 'test ! -f {wal}/%f && cp %p {wal}/%f'\n"
            ),
        )
    except NoServer as missing:
        pytest.skip(str(missing))
    one.start()
    yield one
    one.stop(mode="immediate")
    shutil.rmtree(folder)


def run(house: Served, program: str, *words: str) -> str:
    environment = {**house.environment, "DJANGO_SETTINGS_MODULE": "phoihop.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_came_before_the_moment_is_there_and_what_came_after_is_not(server: Server, tmp_path: Path) -> None:
    house = Served(tmp_path / "data", more={"PHOIHOP_DATABASE_URL": server.url()})
    house.seed("empty")
    base = server.folder / "base"
    server.run("pg_basebackup", "-D", base, "-X", "none", "-c", "fast", "-d", server.url())

    run(house, MAIL)
    run(house, ACT, "Trước giờ ấy")
    head = json.loads(house.run("ledger", "verify", "--json"))["head"]
    time.sleep(1.1)
    moment = datetime.now(UTC)
    time.sleep(1.1)
    run(house, ACT, "Sau giờ ấy")
    house.run("ledger", "verify")
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("SELECT pg_switch_wal()")
        # The last segment is in the archive when the archiver says so.
        for _attempt in range(200):
            waiting = connection.execute(
                "SELECT last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 16777216) FROM pg_stat_archiver"
            ).fetchone()
            if waiting and waiting[0]:
                break
            time.sleep(0.1)
    server.stop()

    shutil.rmtree(server.data)
    base.rename(server.data)
    server.write_settings(
        f"restore_command = 'cp {server.folder / 'wal'}/%f %p'\n"
        f"recovery_target_time = '{moment:%Y-%m-%d %H:%M:%S.%f}+00'\n"
        "recovery_target_action = 'promote'\n"
    )
    (server.data / "recovery.signal").touch()
    server.own(server.data)
    server.start()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        for _attempt in range(200):
            row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
            if row == (False,):
                break
            time.sleep(0.1)
        assert row == (False,)
    assert run(house, READ).strip() == "Trước giờ ấy"
    verdict = json.loads(house.run("ledger", "verify", "--head", head, "--json"))
    assert verdict["sound"] is True

    # Noted, it is a restore like any other: on the record, and no mail leaves until somebody says so.
    noted = json.loads(house.run("restore", "--note", f"{moment:%Y-%m-%d %H:%M}", "--json"))
    assert (noted["mails_waiting"], noted["head"]) == (1, head)
    house.run("mail", "send")
    assert not list(house.data.glob("mail/*"))
    findings = json.loads(house.run("check", "--json", code=1))
    assert "no mail leaves since the restore" in str([row for row in findings if row["check"] == "backup"])
    assert json.loads(house.run("mail", "release", "--drop", "--json")) == {"dropped": 1}
    run(house, ACT, "Và đi tiếp")  # it writes again
    assert json.loads(house.run("ledger", "verify", "--json"))["sound"] is True
