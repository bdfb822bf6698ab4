"""Programs of this machine as children: started, asked to stop, killed by their own numbers and no others."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OTHER = "postgres"  # PostgreSQL refuses to run as root: then this user runs it
PACKAGES = {
    "postgres": "postgresql",
    "patroni": "patroni",
    "etcd": "etcd-server",
    "haproxy": "haproxy",
    "pgbouncer": "pgbouncer",
}


class Missing(Exception):
    """A program is not on this machine. The message says what to type."""


def need(*names: str) -> None:
    """Refused: Missing, with all packages at once."""
    gone = [PACKAGES[name] for name in names if not program(name)]
    if gone:
        raise Missing(f"not on this machine; type: sudo apt-get install {' '.join(gone)}")


def program(name: str) -> str:
    """Where a program is, or nothing."""
    if name in {"postgres", "initdb", "pg_ctl", "pg_basebackup", "pg_dump", "pg_restore"}:
        found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        return str(found[-1]) if found else shutil.which(name) or ""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin") or ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_other(*words: object) -> list[str]:
    plain = [str(word) for word in words]
    if os.geteuid() != 0:
        return plain
    return ["setpriv", "--reuid", OTHER, "--regid", OTHER, "--clear-groups", "--", *plain]


def give(folder: Path) -> None:
    """The folder to the user that runs PostgreSQL."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, OTHER, OTHER)


def run(*words: object, environment: dict[str, str] | None = None, within: float = 180) -> str:
    """A program to its end; its standard output."""
    plain = [str(word) for word in words]
    done = subprocess.run(plain, env=environment, capture_output=True, text=True, check=False, timeout=within, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{' '.join(plain)}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return done.stdout


class Process:
    """One program as a child with a session, a log and an end of its own."""

    def __init__(self, name: str, words: list[str], log: Path, environment: dict[str, str] | None = None) -> None:
        self.name, self.words, self.log, self.environment = name, words, log, environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.words,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd="/",
            )

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self, number: signal.Signals = signal.SIGTERM, *, within: float = 20) -> None:
        if self._process is None:
            return
        if self.runs:
            self._process.send_signal(number)
        try:
            self._process.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self, *others: int) -> None:
        """SIGKILL to it and to all that came of it, and to `others` with theirs: nobody says goodbye."""
        if self._process is None:
            return
        heads = [*others, self._process.pid]
        family = [*heads, *(child for pid in heads for child in children_of(pid))]
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def tail(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:]


def children_of(pid: int) -> list[int]:
    """Those that this process started and theirs; whoever made a session of his own is among them."""
    parents: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):  # it has ended while we looked
                stat = Path(entry.path, "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(stat[1]), []).append(int(entry.name))
    found, left = [], [pid]
    while left:
        own = parents.get(left.pop(), [])
        found += own
        left += own
    return found


def wait(what: str, is_so: Callable[[], bool], *, within: float, told: Callable[[], str] = str) -> float:
    """Until it is so; the seconds it took."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > within:
            raise TimeoutError(f"{what}: not within {within:g} s\n{told()}")
        time.sleep(0.1)
    return time.monotonic() - began
