"""A PostgreSQL of one's own on loopback, for what starts, stops or loses a whole server; never the machine's own."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
from pathlib import Path

ACCOUNT = "postgres"  # PostgreSQL refuses root


class NoServer(Exception):
    """The programs are not on this machine; the message names the package."""


def programs() -> Path:
    """The folder of initdb and its like. Refused: NoServer."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    if initdb is None:
        raise NoServer("PostgreSQL's server is missing. Type: sudo apt-get install postgresql")
    return Path(initdb).resolve().parent


class Server:
    """One server with its data in `folder`; stopped by its own number."""

    def __init__(self, folder: Path, *, settings: str = "", superuser: str = "phoihop") -> None:
        self.folder, self.data = folder, folder / "data"
        self.bin, self.password = programs(), secrets.token_hex(16)
        self.port = free_port()
        self.is_root = os.geteuid() == 0
        folder.mkdir(parents=True, exist_ok=True)
        if self.is_root:
            open_the_way_to(folder)
        word = folder / "password"
        word.write_text(self.password, encoding="ascii")
        self.own(folder)
        self.run("initdb", "-D", self.data, "-U", superuser, f"--pwfile={word}", "--auth=scram-sha-256",
                 "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        self.write_settings(settings)

    def write_settings(self, more: str, *, data: Path | None = None) -> None:
        """Loopback, a free port, no fsync: what is tried here need not survive a power cut."""
        with ((data or self.data) / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(
                f"\nlisten_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = '{self.folder}'\n"
                f"fsync = off\nmax_connections = 40\n{more}\n"
            )

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://phoihop:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self.run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "-t", "60", "start")

    def stop(self, *, mode: str = "fast") -> None:
        if (self.data / "postmaster.pid").exists():
            self.run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-m", mode, "stop")

    def run(self, program: str, *words: object) -> str:
        """One of PostgreSQL's programs, as the account that owns the data; its output."""
        command = [str(self.bin / program), *map(str, words)]
        if self.is_root:
            command = ["setpriv", "--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups", "--", *command]
        log = self.folder / f"{program}.log"
        environment = {**os.environ, "PGPASSWORD": self.password}
        with log.open("w") as told:  # a file, no pipe: the server would keep the pipe open
            code = subprocess.run(command, cwd="/", env=environment, stdout=told, stderr=told, check=False).returncode
        said = log.read_text(encoding="utf-8", errors="replace")
        if code != 0:
            raise RuntimeError(f"{program} ended with {code}:\n{said[-3000:]}")
        return said

    def own(self, path: Path) -> None:
        """Gives a path to the account that runs the server."""
        if self.is_root:
            account = pwd.getpwnam(ACCOUNT)
            for one in [path, *path.rglob("*")]:
                os.chown(one, account.pw_uid, account.pw_gid)


def open_the_way_to(folder: Path) -> None:
    """Lets another account pass through the folders of ours that lead there, without letting it look around."""
    for parent in folder.parents:
        if parent.stat().st_uid == os.geteuid() and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
