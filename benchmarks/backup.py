"""The bad night: a backup taken while clients write, everything wiped, restored, proven, and every page as it was.

PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.backup [--writers N] [--pages N] [--seal]

Works on a copy of DIR (a folder of `sample build`, or of `./run`), and with PHOIHOP_DATABASE_URL on a copy of that
database: its user must be allowed to make one, and nobody be connected to the first. What the house acknowledged before
the backup began must be there after the restore; of a set of pages, read by an office and by the public, those that the
load did not change meanwhile must come back byte for byte, at the same clock, tokens and the inbox count aside.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from tests.browser.served import Served

FIELD = re.compile(r'name="(csrfmiddlewaretoken|version)"[^>]* value="([^"]*)"')
TOKEN = re.compile(
    r'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": ?"[^"]*"|nonce-[\w+/=-]+'
)
COUNT = re.compile(r'<b>\d+<span class="vh">[^<]*</span></b>')  # beside the inbox, in each page's frame
LINK = re.compile(r'href="(/[^"#?]*)"')
# What a restore changes by intent: the ledger has one line more, and a page of one's own sessions lists another one.
NOT_READ = ("/static/", "/lam-viec/so-cai/", "/lam-viec/cua-toi/an-toan/", "/ngon-ngu/", "/dang-xuat/")
PUBLIC = ("/", "/tin/", "/ke-hoach/", "/du-lieu-mo/")
BUDGET_SECONDS = 900

# Run over a data folder: who hands in, what he owes, and a session for each of two readers.
ASK = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from phoihop.obligations.models import Obligation
from phoihop.organizations.models import Seat
accounts = get_user_model()._default_manager.filter(is_active=True)
owed, places = {}, {}
for account in accounts.order_by("pk"):
    seats = Seat.rows.filter(account=account).values_list("post__unit_id", "post__unit__territory__slug")
    open_ones = Obligation.rows.filter(lead_id__in=[unit for unit, _place in seats], state="OPEN").order_by("code")
    owed[account.username] = list(open_ones.values_list("code", flat=True)[:2000])
    places[account.username] = {place for _unit, place in seats}
names = sorted(owed, key=lambda name: -len(owed[name]))
# The reader is of another place, so that little of what he sees is changed by the load.
elsewhere = [name for name in names if not places[name] & places[names[0]]]
apart = [name for name in names if not set(owed[name]) & set(owed[names[0]])]
named = sys.argv[1:] or [names[0], [*elsewhere, *apart, names[-1]][0]]
cookies = {}
for name in named:
    client = Client(headers={"host": "localhost"})
    client.force_login(accounts.get(username=name), backend="phoihop.site.backends.Accounts")
    cookies[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
print(json.dumps({"names": named, "owed": owed[named[0]], "cookie": settings.SESSION_COOKIE_NAME, "cookies": cookies}))
"""


class Client:
    """One connection, one request at a time, with a session."""

    def __init__(self, house: Served, cookie: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=60)
        self._cookies = cookie

    def close(self) -> None:
        self._connection.close()

    def ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> tuple[int, str]:
        head = {"Host": "localhost", "Cookie": self._cookies, "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, path, urlencode(typed) if typed else None, head)
        answer = self._connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            pair = line.partition(";")[0]
            kept = [one for one in self._cookies.split("; ") if one.partition("=")[0] != pair.partition("=")[0]]
            self._cookies = "; ".join([*filter(None, kept), pair])
        return answer.status, answer.read().decode()

    def hand_in(self, code: str) -> bool:
        item = f"/lam-viec/nghia-vu/{code}/"
        fields = dict(FIELD.findall(self.ask("GET", item)[1]))
        typed = {**fields, "statement": f"Đã làm: {code}", "reference": "1/BC"}
        return self.ask("POST", f"{item}nop/", typed)[0] == 302


@dataclass
class Load:
    """Writers that hand in one thing after another until told to stop; `done` is what the house acknowledged."""

    done: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self, house: Served, cookie: str, codes: list[str], *, writers: int) -> None:
        for number in range(writers):
            work = (Client(house, cookie), codes[number::writers])
            thread = threading.Thread(target=self._work, args=work, daemon=True)
            self.threads.append(thread)
            thread.start()

    def _work(self, client: Client, codes: list[str]) -> None:
        with closing(client):
            for code in codes:
                if self.stopped.is_set():
                    return
                if client.hand_in(code):
                    self.done.append(code)

    def stop(self) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join(60)


@dataclass(frozen=True)
class Drill:
    """What was seen. `differing` pages came back otherwise than they were; `missing` acts did not come back."""

    acts_before: int
    acts_meanwhile: int
    backup: dict[str, object]
    backup_seconds: float
    restore: dict[str, object]
    restore_seconds: float
    pages: int
    changed_by_load: int
    differing: tuple[str, ...]
    missing: tuple[str, ...]
    ledger_is_sound: bool


class Copied:
    """A copy of a PostgreSQL database on its own server, for one night."""

    def __init__(self, url: str) -> None:
        server, source = url.rsplit("/", 1)
        self._name = f"backup_drill_{os.getpid()}"
        self._server, self.url = f"{server}/postgres", f"{server}/{self._name}"
        self._do(f'CREATE DATABASE "{self._name}" TEMPLATE "{source}"')

    def wipe(self) -> None:
        """All of it is gone; what is restored comes into an empty one."""
        self.drop()
        self._do(f'CREATE DATABASE "{self._name}" TEMPLATE template0')

    def drop(self) -> None:
        self._do(f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)')

    def _do(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]  # names of our own, and that of the address


def drill(
    data: Path,
    work: Path,
    *,
    writers: int = 3,
    acts_first: int = 10,
    pages: int = 60,
    is_sealed: bool = False,
    database: Copied | None = None,
) -> Drill:
    """The whole night over `data`, which is wiped, and `database` with it. `work` is for backups and keys."""
    more = {"PHOIHOP_DATABASE_URL": database.url} if database else None
    house = Served(data, workers=2, more=more)
    house.run("tick")  # what a folder's first morning has to make up for is not the load meant here
    house.start()
    try:
        known = _known(house)
        writer, reader = known["names"]
        moment = _now(house)
        load = Load()
        load.start(house, _cookie(known, writer), known["owed"], writers=writers)
        until = time.monotonic() + 120
        while len(load.done) < acts_first:
            if time.monotonic() > until:
                raise SystemExit("too few acts in two minutes: nothing is proven like this")
            time.sleep(0.05)
        first = _pages(house, moment, _cookie(known, reader), pages, ())
        before = list(load.done)
        words = ["backup", str(work / "backups"), "--keys", str(work / "keys")]
        key: list[str] = []
        if is_sealed:
            public = house.ask("backup", "--new-key", str(work / "private"))["public_key"]
            words, key = [*words, "--encrypt-to", public], ["--key", str(work / "private")]
        began = time.monotonic()
        made = house.ask(*words)
        backup_seconds = time.monotonic() - began
        load.stop()
        second = _pages(house, moment, _cookie(known, reader), pages, tuple(first))
    finally:
        house.stop()

    shutil.rmtree(data)
    if database:
        database.wipe()
    port = house.port
    house = Served(data, workers=2, more=more)
    house.port, house.url = port, f"http://127.0.0.1:{port}"  # where it was: pages name their own address
    began = time.monotonic()
    found = house.ask("restore", str(work / "backups"), "--keys", str(work / "keys"), *key)
    restore_seconds = time.monotonic() - began
    house.start(("web",))
    try:
        known = _known(house, writer, reader)
        third = _pages(house, moment, _cookie(known, reader), pages, tuple(first))
        with closing(Client(house, _cookie(known, writer))) as mine:
            seen = {code: mine.ask("GET", f"/lam-viec/nghia-vu/{code}/")[1] for code in before}
        missing = [code for code in before if f"Đã làm: {code}" not in seen[code]]
    finally:
        house.stop()
    steady = [path for path in first if first[path] == second.get(path)]
    return Drill(
        acts_before=len(before),
        acts_meanwhile=len(load.done) - len(before),
        backup=made,
        backup_seconds=round(backup_seconds, 1),
        restore=found,
        restore_seconds=round(restore_seconds, 1),
        pages=len(steady),
        changed_by_load=len(first) - len(steady),
        differing=tuple(path for path in steady if third.get(path) != first[path]),
        missing=tuple(missing),
        ledger_is_sound=bool(house.ask("ledger", "verify", "--head", str(made["head"]))["sound"]),
    )


def _known(house: Served, *names: str) -> dict[str, object]:
    environment = {**house.environment, "DJANGO_SETTINGS_MODULE": "phoihop.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASK, *names], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def _cookie(known: dict[str, object], name: str) -> str:
    return f"{known['cookie']}={known['cookies'][name]}"


def _now(house: Served) -> str:
    """What the house takes for the time, to the minute."""
    code = "import django; django.setup(); from phoihop.ground import clock; print(clock.now().isoformat())"
    environment = {**house.environment, "DJANGO_SETTINGS_MODULE": "phoihop.site.settings"}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def _pages(house: Served, moment: str, cookie: str, most: int, paths: tuple[str, ...]) -> dict[str, str]:
    """Pages of the public and of the reader at this moment, tokens taken out: `paths`, or what links lead to."""
    house.set_clock(moment)
    found: dict[str, str] = {}
    queue = list(paths or (*PUBLIC, "/lam-viec/"))
    known = set(queue)
    with closing(Client(house, cookie)) as client:
        while queue and len(found) < most:
            path = queue.pop(0)
            status, text = client.ask("GET", path)
            if status != 200:
                continue
            found[path] = COUNT.sub("", TOKEN.sub("", text))
            if not paths:
                new = [link for link in LINK.findall(text) if link not in known and not link.startswith(NOT_READ)]
                known.update(new)
                queue += [link for link in dict.fromkeys(new) if "." not in link]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--writers", type=int, default=3)
    parser.add_argument("--seal", action="store_true", help="an encrypted backup")
    options = parser.parse_args()
    source = Path(os.environ["PHOIHOP_DATA"])
    with tempfile.TemporaryDirectory(prefix="phoihop-backup-") as folder:
        data = shutil.copytree(source, Path(folder) / "data")
        database = Copied(os.environ["PHOIHOP_DATABASE_URL"]) if os.environ.get("PHOIHOP_DATABASE_URL") else None
        try:
            seen = drill(
                data,
                Path(folder),
                writers=options.writers,
                pages=options.pages,
                is_sealed=options.seal,
                database=database,
            )
        finally:
            if database:
                database.drop()
    made, found = seen.backup, seen.restore
    figures: list[tuple[str, dict[str, object]]] = [
        ("acknowledged before the backup, back after it", {"acts": seen.acts_before, "missing": len(seen.missing)}),
        ("written while the backup was made", {"acts": seen.acts_meanwhile}),
        (
            "backup under load",
            {"seconds": seen.backup_seconds, "bytes": made["bytes"], "objects": made["objects"]},
        ),
        (
            "restore, with its proof",
            {"seconds": seen.restore_seconds, "entries": found["entries"], "budget": BUDGET_SECONDS},
        ),
        ("ledger sound, the backup's head in it", {"sound": seen.ledger_is_sound}),
        (
            "pages alike, byte for byte",
            {"pages": seen.pages, "differing": seen.differing, "changed_by_load": seen.changed_by_load},
        ),
    ]
    for name, values in figures:
        print(json.dumps({"figure": name, **values}, ensure_ascii=False), flush=True)
    is_well = not seen.missing and not seen.differing and seen.ledger_is_sound and seen.restore_seconds < BUDGET_SECONDS
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
