"""The public side as a process of its own: on PostgreSQL with a role that sees the two hatches and nothing else."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from phoihop.site.options import ROOT, options

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PUBLISH = """
import django; django.setup()
from datetime import datetime, UTC
from phoihop.ground.actor import Actor
from phoihop.publications import commands as out
by, at = Actor.system("loader"), datetime(2021, 8, 2, 2, tzinfo=UTC)
out.write_note(note=out.PortalNote(territory="kg", headline="Ba cơ quan", programme="Chương trình"), by=by, at=at)
out.publish(copy=out.Copy(code="TT-kg-2021-0001", territory="kg", title="Một lịch đăng ký", text="Hạn **31/8**.",
    unit_name="Sở NN", published_at=at, details=out.ArticleDetails()), by=by, at=at)
"""
RECEIVE = """
import django; django.setup()
from datetime import datetime, UTC
from phoihop.ground.actor import Actor
from phoihop.intake.commands import allow, receive
from datetime import timedelta
at = datetime(2021, 8, 2, 2, tzinfo=UTC)
assert allow(bucket="form:203.0.113.7", most=3, per=timedelta(hours=1), at=at)
receipt = receive(what="CONCERN", channel="form", territory="kg", payload={"text": "Cống tắc"}, photos=[b"anh"],
    nonce="n" * 32, by=Actor.system("portal"), at=at)
again = receive(what="CONCERN", channel="form", territory="kg", payload={"text": "Cống tắc"}, nonce="n" * 32,
    by=Actor.system("portal"), at=at)
assert again.code == receipt.code and again.key == receipt.key and again.is_repeat
from phoihop.intake.queries import holds_key, input_line
assert holds_key(receipt.code, receipt.key) and input_line(receipt.code).state == "WAITING"
print(receipt.code)
"""
READ_INPUT = """
import django; django.setup()
from phoihop.intake.models import Input
print(list(Input.rows.values_list("sealed", flat=True)))
"""


class Installation:
    """A desk's data folder with one published article, and the environment of its public process."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("PHOIHOP_", "DJANGO_"))}
        self.desk = {
            **bare,
            "PHOIHOP_DATA": str(folder / "desk"),
            "PHOIHOP_SECRET_KEY": "the-desk",
            "PHOIHOP_WORKERS": "1",
            "DJANGO_SETTINGS_MODULE": "phoihop.site.settings",
            "PYTHONPATH": str(ROOT),
        }
        self.public = dict(self.desk)
        self.folder = folder
        self.drop: Callable[[], None] = lambda: None

    def run(self, environment: dict[str, str], *words: str, code: int = 0) -> str:
        done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def use_role(self) -> None:
        """A scratch database of the test's server, and a role for the public process with a data folder of its own."""
        import psycopg

        given = urllib.parse.urlsplit(options().database_url)
        self.base = f"phoihop_public_{secrets.token_hex(4)}"
        self.role, password = f"{self.base}_role", secrets.token_hex(8)
        self.server = options().database_url

        def admin(*statements: str) -> None:
            with psycopg.connect(self.server, autocommit=True) as connection:
                for statement in statements:
                    connection.execute(statement)  # type: ignore[call-overload]

        admin(f"CREATE DATABASE {self.base}", f"CREATE ROLE {self.role} LOGIN PASSWORD '{password}'")
        self.drop = lambda: admin(f"DROP DATABASE {self.base} WITH (FORCE)", f"DROP ROLE {self.role}")
        place = f"{given.hostname}:{given.port}/{self.base}"
        self.desk["PHOIHOP_DATABASE_URL"] = given._replace(path=f"/{self.base}").geturl()
        self.public |= {
            "PHOIHOP_DATA": str(self.folder / "public"),
            "PHOIHOP_SECRET_KEY": "not-the-desk",
            "PHOIHOP_PUBLIC_SECRET": "forms",
            "PHOIHOP_DATABASE_URL": f"postgresql://{self.role}:{password}@{place}",
        }

    def get(self, path: str, heads: dict[str, str] | None = None) -> tuple[int, str, dict[str, str]]:
        try:
            asked = urllib.request.Request(self.url + path, headers=heads or {})
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return answer.status, answer.read().decode(), dict(answer.headers)
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode(errors="replace"), dict(refused.headers)


def _is_up(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    built = Installation(tmp_path)
    if not options().is_embedded:
        built.use_role()
    server: subprocess.Popen[bytes] | None = None
    try:
        built.run(built.desk, "-m", "phoihop", "prepare", "--empty")
        built.run(built.desk, "-c", PUBLISH)
        if not options().is_embedded:
            told = json.loads(built.run(built.desk, "-m", "phoihop", "portal", "--grant", built.role, "--json"))
            assert any("publications_publication" in statement for statement in told)
            key = json.loads(built.run(built.desk, "-m", "phoihop", "portal", "--key", "--json"))["key"]
            built.public["PHOIHOP_INTAKE_KEY"] = key
            static = built.folder / "public" / "static"
            static.parent.mkdir()
            static.symlink_to(built.folder / "desk" / "static")
        server = subprocess.Popen(
            [sys.executable, "-m", "phoihop", "portal", "--port", str(built.port)],
            env=built.public,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 30
        while time.monotonic() < until and not _is_up(built.port):
            time.sleep(0.1)
        yield built
    finally:
        if server is not None:
            server.terminate()
            server.wait(20)
        built.drop()


def test_the_public_side_alone(installation: Installation) -> None:
    status, page, heads = installation.get("/tin/TT-kg-2021-0001/")
    assert status == 200
    assert "<strong>31/8</strong>" in page
    assert "Set-Cookie" not in heads
    assert installation.get("/en/tin/TT-kg-2021-0001/")[0] == 200
    assert installation.get("/")[0] == 200
    assert installation.get("/healthz")[0] == 200
    for path in ("/lam-viec/", "/dang-nhap/", "/lam-viec/so-cai/"):
        assert installation.get(path)[0] == 404, path
    # A monitor on this machine learns how quick the portal is, nothing of the desk; whom a proxy relays, not even that.
    status, numbers, _heads = installation.get("/metrics")
    assert status == 200
    assert "phoihop_request_seconds" in numbers
    assert "phoihop_dead_letters" not in numbers
    assert installation.get("/metrics", {"X-Forwarded-For": "198.51.100.7"})[0] == 404

    code = installation.run(installation.public, "-c", RECEIVE).strip()
    assert code == "PA-kg-2021-000001"
    if options().is_embedded:
        return

    denied = installation.run(installation.public, "-c", READ_INPUT, code=1)
    assert denied == ""
    _only_the_hatches(installation)
    opened = installation.run(installation.desk, "-c", READ_INPUT)
    assert "Cống tắc".encode() not in opened.encode()


def _only_the_hatches(installation: Installation) -> None:
    """Every table of every room: what the role may read is publications, and of intake what is named."""
    import psycopg

    url = installation.public["PHOIHOP_DATABASE_URL"]
    told: dict[str, set[str]] = {"read": set(), "changed": set(), "deleted": set()}
    tables: list[tuple[str, Any]] = [(m._meta.app_label, m._meta.db_table) for m in apps.get_models()]
    with psycopg.connect(url, autocommit=True) as connection:
        for room, table in tables:
            for what, statement in (
                ("read", f"SELECT * FROM {table} LIMIT 1"),
                ("changed", f"UPDATE {table} SET id = id WHERE false"),
                ("deleted", f"DELETE FROM {table} WHERE false"),
            ):
                try:
                    connection.execute(statement)  # type: ignore[call-overload]
                    told[what].add(room if what == "read" else table)
                except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedColumn):
                    continue
    assert told == {
        "read": {"publications", "intake"},
        "changed": {"intake_series", "intake_throttle"},
        "deleted": set(),
    }


def test_roles_are_postgresql_s(tmp_path: Path) -> None:
    if not options().is_embedded:
        pytest.skip("there are roles here")
    built = Installation(tmp_path)
    told = built.run(built.desk, "-m", "phoihop", "portal", "--grant", "somebody", "--json", code=2)
    assert "PostgreSQL" in told
