"""A PostgreSQL server of one's own on loopback: made, started, stopped, killed, frozen and copied as it lies there."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from benchmarks.faults import kernel

MOST_CONNECTIONS = 40
SETTINGS = f"""
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = {MOST_CONNECTIONS}
shared_buffers = 32MB
min_wal_size = 4MB
max_wal_size = 64MB
timezone = 'UTC'
"""  # what makes a commit durable (fsync, synchronous_commit, full_page_writes) stays as it comes: on


class NoPostgres(Exception):
    """No PostgreSQL server is installed."""


def programs() -> Path:
    """Where `initdb` and `postgres` are. Refused: NoPostgres."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve()] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise NoPostgres("PostgreSQL's server is missing. Type: sudo apt-get install postgresql")
    return found[-1].parent


class Cluster:
    """One server over the folder `home/data`. `port` may differ at every start."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = kernel.free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self._url("phoihop")

    def _url(self, database: str) -> str:
        password = (self.home / "password").read_text().strip()
        return f"postgresql://phoihop:{password}@127.0.0.1:{self.port}/{database}"

    def make(self) -> None:
        self.home.mkdir(parents=True)
        (self.home / "password").write_text(f"{secrets.token_hex(16)}\n")
        (self.home / "password").chmod(0o644)  # until the server's own user has read it
        (self.home / "data").mkdir()
        self._give_away()
        words = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--wal-segsize=1", "--no-sync"]
        self._run(
            programs() / "initdb", "-D", self.home / "data", "-U", "phoihop", f"--pwfile={self.home}/password", *words
        )
        (self.home / "password").chmod(0o600)
        with (self.home / "data" / "postgresql.conf").open("a") as file:
            file.write(SETTINGS)
        self.start()
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE phoihop")

    def start(self, *, within: float = 180) -> None:
        """Starts it, again and again while the one before has not wholly gone, and waits until it answers."""
        until = time.monotonic() + within
        while True:
            if self.process is None or self.process.poll() is not None:
                with (self.home / "log").open("ab") as log:
                    words = [programs() / "postgres", "-D", self.home / "data", "-c", f"port={self.port}"]
                    self.process = subprocess.Popen(
                        _as_other(words), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                        cwd="/",
                    )  # fmt: skip
            if self._answers():
                return
            if time.monotonic() > until:
                raise RuntimeError((self.home / "log").read_text(errors="replace")[-3000:])
            time.sleep(0.05)

    def pids(self) -> list[int]:
        if self.process is None:
            return []
        return [self.process.pid, *kernel.children_of(self.process.pid)]

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # PostgreSQL's "fast"
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None

    def kill(self, *, only_parent: bool = False) -> None:
        """SIGKILL: of the postmaster alone, whose children then notice, or of all at once."""
        if self.process is None:
            return
        pids = self.pids()
        kernel.tell(pids[:1] if only_parent else pids, signal.SIGKILL)
        self.process.wait()
        self.process = None
        if not only_parent:
            kernel.are_gone(pids, within=10)

    def copy_to(self, home: Path) -> Cluster:
        """The folder as it lies there. Of a server that runs: freeze it first."""
        shutil.copytree(self.home, home, symlinks=True)
        other = Cluster(home)
        other._give_away()
        (home / "data" / "postmaster.pid").unlink(missing_ok=True)
        return other

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self._url("postgres"), connect_timeout=3) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _give_away(self) -> None:
        if os.geteuid() == 0:
            user = _other_user()
            for path in (self.home / "data", *(self.home / "data").rglob("*")):
                os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
            (self.home / "data").chmod(0o700)
            self.home.chmod(0o711)

    @staticmethod
    def _run(*words: object) -> None:
        done = subprocess.run(_as_other(words), capture_output=True, text=True, check=False, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{words[0]}: {done.stdout[-1500:]}{done.stderr[-1500:]}")


def _other_user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root: then another user of this machine runs it."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _as_other(words: object) -> list[str]:
    plain = [str(word) for word in words]  # type: ignore[attr-defined]
    if os.geteuid() != 0:
        return plain
    user = _other_user()
    return ["setpriv", "--reuid", user.pw_name, "--regid", str(user.pw_gid), "--clear-groups", "--", *plain]
