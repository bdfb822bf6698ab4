"""The real programme, served: a data folder of its own, a demonstration clock, and the children that serve it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

# Nothing in it; the sample's agreements and rules with nothing of 2021 done yet; the sample as `./run` makes it.
What = Literal["empty", "unplayed", "sample"]
ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "phoihop" / "sample" / "kien-giang-2021"
BEGINNING = "2021-07-05T08:00:00+07:00"  # a Monday, before anything of the year has happened
OWN = ("PHOIHOP_", "DJANGO_", "PYTEST_")  # what a developer's shell, or pytest, must not hand down
CHROMIUM = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """The browser of this machine, or nothing."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""


def made_once(what: What) -> Path:
    """A data folder to be copied, made by whichever worker of this run asks first; the others wait for it."""
    whole_run = Path(os.environ["PHOIHOP_TEST_FOLDER"])
    folder = whole_run / what
    with (whole_run / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half = Served(whole_run / f"{what}.half")
            half.make(what)
            half.data.rename(folder)
    return folder


def rules_without_a_past() -> str:
    """`example-rules.yaml` as far as it sets rules; its topics and events are what the story itself is to make."""
    text = (SAMPLE / "example-rules.yaml").read_text(encoding="utf-8")
    return text.partition("\ntopics:")[0] + "\n"


class Served:
    """One data folder and the processes over it, which are ended by their numbers and no others."""

    def __init__(self, data: Path, *, workers: int = 1, more: dict[str, str] | None = None) -> None:
        self.data = data
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.children: list[subprocess.Popen[bytes]] = []
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(OWN)} | {
            "PHOIHOP_DATA": str(data),
            "PHOIHOP_WORKERS": str(workers),
            "PYTHONPATH": str(ROOT),
            **(more or {}),
        }

    # ── its data ────────────────────────────────────────────────────────────────────────────────────────────

    def run(self, *words: str, code: int = 0) -> str:
        """`phoihop WORDS` over this data folder; its standard output."""
        done = subprocess.run(
            [sys.executable, "-m", "phoihop", *words], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode != code:
            raise AssertionError(f"phoihop {' '.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def seed(self, what: What) -> None:
        """A copy of one of the three, if it is to be embedded; on a database server it is made there."""
        if "PHOIHOP_DATABASE_URL" in self.environment:
            self.make(what)
        else:
            shutil.copytree(made_once(what), self.data, dirs_exist_ok=True)

    def make(self, what: What) -> None:
        if what == "sample":
            self.run("prepare")
        elif what == "empty":
            self.run("prepare", "--empty")
            return
        else:
            self.seed("empty")
            self.set_clock(BEGINNING)
            rules = self.data / "rules.yaml"
            rules.write_text(rules_without_a_past(), encoding="utf-8")
            self.run("load", str(SAMPLE / "programme.yaml"))
            self.run("load", str(rules))
            self.run("user", "sample")
        self.run("tick")
        self.run("attend", "--once")  # what the loading told is heard before anybody waits for news

    def set_clock(self, moment: str) -> None:
        """From now on the house lives at this moment."""
        fresh = self.data / "clock.new"
        fresh.write_text(f"{moment}\n{datetime.now(UTC).isoformat()}\n", encoding="ascii")
        fresh.replace(self.data / "clock")

    @property
    def password(self) -> str:
        accounts: list[dict[str, str]] = json.loads((self.data / "sample-accounts.json").read_text(encoding="utf-8"))
        return accounts[0]["password"]

    def ask(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))

    # ── its processes ───────────────────────────────────────────────────────────────────────────────────────

    def start(self, *commands: tuple[str, ...]) -> None:
        """Starts these commands as children (by default all of the house) and waits until pages come."""
        log = (self.data / "served.log").open("ab")
        for words in commands or (("serve",),):
            port = {"PHOIHOP_PORT": str(self.port)}
            self.children.append(
                subprocess.Popen(
                    [sys.executable, "-m", "phoihop", *words],
                    env=self.environment | port,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )
        log.close()
        until = time.monotonic() + 60
        while not self._answers():
            if any(child.poll() is not None for child in self.children) or time.monotonic() > until:
                raise AssertionError((self.data / "served.log").read_text(encoding="utf-8")[-4000:])
            time.sleep(0.05)

    def stop(self) -> None:
        for child in self.children:
            if child.poll() is None:
                child.terminate()
        for child in self.children:
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.children.clear()

    def kill(self) -> None:
        """Ends every process of every child's session at once, as a power cut would: no child may say goodbye."""
        for child in self.children:
            os.killpg(child.pid, signal.SIGKILL)  # start_new_session: the group is this child's own
            child.wait()
        self.children.clear()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
