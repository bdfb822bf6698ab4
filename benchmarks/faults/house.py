"""A prepared house, its copies, and the processes that serve a copy: started, kept alive, killed, frozen."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.faults import kernel
from benchmarks.faults.cluster import Cluster

ROOT = Path(__file__).resolve().parents[2]
OWN = ("PHOIHOP_", "DJANGO_", "PYTEST_")  # what whoever starts this must not hand down
AGAIN_SECONDS = 0.3  # after which whoever keeps the machine starts a process again
STOP_SECONDS = 60
START_SECONDS = 300  # nothing here is a measure of speed: the machine may be busy
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')


@dataclass
class Place:
    """One data folder and, on PostgreSQL, its server. `facts` are what was known of it when it was prepared."""

    folder: Path
    database: str  # sqlite or postgresql
    smtp_port: int = 0
    cluster: Cluster | None = None
    more: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads((self.folder / "facts.json").read_text(encoding="utf-8"))
        return facts

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
        return clean | {
            "PHOIHOP_DATA": str(self.data),
            "PHOIHOP_WORKERS": "2" if self.database == "sqlite" else "1",
            "PHOIHOP_TICK_SECONDS": "1",
            "PHOIHOP_PROXIES": "127.0.0.1",
            "PHOIHOP_LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
            **({"PHOIHOP_SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}"} if self.smtp_port else {}),
            **({"PHOIHOP_DATABASE_URL": self.cluster.url} if self.cluster else {}),
            **self.more,
        }

    def run(self, *words: str, given: str = "", within: float = 1800) -> str:
        """A program of Python over this place; its standard output."""
        done = subprocess.run(
            [sys.executable, *words], env=self.environment, input=given, capture_output=True, text=True, check=False,
            timeout=within, cwd=ROOT,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        return done.stdout

    def copy_to(self, folder: Path) -> Place:
        """As it lies there. What runs over it has been stopped or frozen."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
        shutil.copytree(self.data, folder / "data", ignore=shutil.ignore_patterns("*.log"), symlinks=True)
        shutil.copy(self.folder / "facts.json", folder / "facts.json")
        cluster = self.cluster.copy_to(folder / "cluster") if self.cluster else None
        return Place(folder, self.database, self.smtp_port, cluster, dict(self.more))

    def move_clock(self, by: timedelta) -> None:
        """The demonstration clock goes on from another moment."""
        simulated, real = (self.data / "clock").read_text(encoding="ascii").split()
        now = datetime.now(UTC)
        moment = datetime.fromisoformat(simulated) + (now - datetime.fromisoformat(real)) + by
        fresh = self.data / "clock.new"
        fresh.write_text(f"{moment.isoformat()}\n{now.isoformat()}\n", encoding="ascii")
        fresh.replace(self.data / "clock")


def prepare(folder: Path, database: str) -> Place:
    """The sample programme, offices reached by mail alone: half a minute, once a run."""
    folder.mkdir(parents=True)
    folder.chmod(0o711)
    place = Place(folder, database)
    if database == "postgresql":
        place.cluster = Cluster(folder / "cluster")
        place.cluster.make()
    place.run("-m", "phoihop", "prepare")
    facts = json.loads(place.run("-m", "benchmarks.faults.seeding"))
    (folder / "facts.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    if place.cluster:
        place.cluster.stop()
    return place


@dataclass
class Kept:
    """One process of the house and how it is started."""

    name: str
    words: tuple[str, ...]
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


class House:
    """The processes over one place. On SQLite one supervisor, on PostgreSQL two web nodes, two listeners, one clock.

    While `is_kept` somebody starts again whatever ended, as systemd would.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self.kept: list[Kept] = []
        if place.database == "sqlite":
            self.kept.append(Kept("serve", ("serve",), kernel.free_port()))
        else:
            self.kept += [Kept(f"web-{number}", ("web",), kernel.free_port()) for number in (1, 2)]
            self.kept += [Kept(f"attend-{number}", ("attend",), 0) for number in (1, 2)]
            self.kept.append(Kept("tick-1", ("tick", "--every", "1"), 0))
        self.is_kept = False
        self._keeper: threading.Thread | None = None
        self._lock = threading.RLock()

    @property
    def ports(self) -> list[int]:
        return [kept.port for kept in self.kept if kept.port]

    def start(self, *, only: tuple[str, ...] = ()) -> None:
        """Starts what belongs to the house, or these commands alone, and waits until pages come."""
        if only:
            self.kept = [Kept(word, (word,), kernel.free_port() if word == "web" else 0) for word in only]
        for kept in self.kept:
            self._begin(kept)
        until = time.monotonic() + START_SECONDS
        while not all(answers(port) for port in self.ports):
            if time.monotonic() > until or not all(kept.runs for kept in self.kept):
                raise RuntimeError(self.log()[-4000:])
            time.sleep(0.05)

    def let_in(self, people: Sequence[str], password: str) -> dict[str, dict[str, str]]:
        """Everybody signs in: the cookies of each. Anew in each round, for nobody stays signed in over a long run."""
        return {name: _signed_in(self.ports[0], name, password) for name in people}

    def keep(self) -> None:
        self.is_kept = True
        self._keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._keeper.start()

    def pids(self) -> list[int]:
        """All of the family, from the top."""
        with self._lock:
            found = []
            for kept in self.kept:
                if kept.runs:
                    found += [kept.pid, *kernel.children_of(kept.pid)]
        return found

    def those(self, what: str) -> list[int]:
        """Processes by what they do: worker, parent (of the workers), attend, tick, serve."""
        with self._lock:
            parents = [kept for kept in self.kept if kept.runs]
            if what == "serve":
                return [kept.pid for kept in parents if kept.name == "serve"]
            family = [(pid, kernel.words_of(pid)) for pid in self.pids()]
            if what in ("attend", "tick"):
                return [pid for pid, words in family if f"phoihop {what}" in words]
            webs = [pid for pid, words in family if "phoihop web" in words]
            heads = [pid for pid in webs if set(kernel.children_of(pid))]
            return heads if what == "parent" else [child for pid in heads for child in kernel.children_of(pid)]

    def kill(self) -> None:
        """Every process at once; nobody says goodbye."""
        self.leave_alone()
        pids = self.pids()
        kernel.tell(pids, signal.SIGKILL)
        for kept in self.kept:
            if kept.process is not None:
                kept.process.wait()
        kernel.are_gone(pids, within=10)

    def stop(self) -> list[str]:
        """Asks all to stop and waits; what would not stop is ended hard, and named."""
        self.leave_alone()
        pids = self.pids()
        for kept in self.kept:
            if kept.runs and kept.process is not None:
                kept.process.terminate()
        until, late = time.monotonic() + STOP_SECONDS, []
        for kept in self.kept:
            if kept.process is None:
                continue
            try:
                kept.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                late.append(f"{kept.name} did not stop within {STOP_SECONDS} s")
        kernel.are_gone(pids, within=3)
        kernel.tell(pids, signal.SIGKILL)
        for kept in self.kept:
            if kept.process is not None:
                kept.process.wait()
        return late

    def log(self) -> str:
        path = self.place.folder / "house.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def _begin(self, kept: Kept) -> None:
        environment = self.place.environment | {"PHOIHOP_PORT": str(kept.port or 8000)}
        with (self.place.folder / "house.log").open("ab") as log:
            kept.process = subprocess.Popen(
                [sys.executable, "-m", "phoihop", *kept.words], env=environment, cwd=ROOT,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log,  # what serve prints holds passwords
                start_new_session=True,
            )  # fmt: skip

    def _keep(self) -> None:
        while self.is_kept:
            with self._lock:
                for kept in self.kept:
                    if self.is_kept and not kept.runs and not (kept.port and answers(kept.port)):
                        self._begin(kept)
            time.sleep(AGAIN_SECONDS)

    def leave_alone(self) -> None:
        """From now on nobody starts again what ends."""
        self.is_kept = False
        if self._keeper is not None:
            self._keeper.join()
            self._keeper = None


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _signed_in(port: int, username: str, password: str) -> dict[str, str]:
    """The cookies of whoever has signed in."""
    jar = SimpleCookie()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(method: str, body: str | None = None) -> tuple[int, str]:
        head = {"Host": "localhost", "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())}
        if body:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, "/dang-nhap/", body, head)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            jar.load(line)
        return answer.status, answer.read().decode()

    token = _CSRF.search(ask("GET")[1])
    if token is None:
        raise RuntimeError("the page of the sign-in has no token")
    typed = {"username": username, "password": password, "csrfmiddlewaretoken": token[1]}
    status, text = ask("POST", urlencode(typed))
    connection.close()
    if status != 302:
        raise RuntimeError(f"{username} could not sign in: {status} {text[:300]}")
    return {name: morsel.value for name, morsel in jar.items()}
