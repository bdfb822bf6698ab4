"""Two plain PostgreSQL nodes: a primary, and a replica that follows it by streaming. Who leads is decided by hand."""

from __future__ import annotations

import secrets
import signal
from pathlib import Path

import psycopg

from benchmarks.cluster.processes import Process, as_other, free_port, give, need, program, run, wait

SETTINGS = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 60
shared_buffers = 64MB
wal_level = replica
max_wal_senders = 8
hot_standby = on
"""  # what makes a commit durable (fsync, synchronous_commit, full_page_writes) stays as it comes: on


class Node:
    """One server over its folder."""

    def __init__(self, name: str, home: Path) -> None:
        self.name, self.home, self.port = name, home, free_port()
        words = as_other(program("postgres"), "-D", home / "data")
        self.process = Process(name, words, home.parent / f"{name}.log")

    def start(self) -> None:
        self.process.start()

    def ask(self, url: str, sql: str) -> object:
        with psycopg.connect(url, connect_timeout=3, autocommit=True) as connection:
            answer = connection.execute(sql.encode())
            row = answer.fetchone() if answer.description else None
        return row[0] if row else None


class Pair:
    """`url` leads to whichever of the two takes writes; `replica_url` to the second alone."""

    def __init__(self, folder: Path) -> None:
        need("postgres")
        self.folder = folder
        self.password = secrets.token_hex(12)
        self.primary, self.replica = Node("primary", folder / "primary"), Node("replica", folder / "replica")

    def _url(self, *nodes: Node, more: str = "") -> str:
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in nodes)
        return f"postgresql://phoihop:{self.password}@{hosts}/phoihop{more}"

    @property
    def url(self) -> str:
        return self._url(self.primary, self.replica, more="?target_session_attrs=read-write")

    @property
    def primary_url(self) -> str:
        return self._url(self.primary)

    @property
    def replica_url(self) -> str:
        return self._url(self.replica)

    def start(self) -> None:
        primary = self.primary
        password = self.folder / "password"
        password.write_text(f"{self.password}\n")
        primary.home.mkdir()
        give(self.folder)
        run(*as_other(program("initdb"), "-D", primary.home / "data", "-U", "phoihop", f"--pwfile={password}",
                      "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"))  # fmt: skip
        with (primary.home / "data" / "postgresql.conf").open("a") as file:
            file.write(SETTINGS.format(port=primary.port))
        with (primary.home / "data" / "pg_hba.conf").open("a") as file:
            file.write("host replication all 127.0.0.1/32 scram-sha-256\n")
        primary.start()
        maintenance = self.primary_url.removesuffix("/phoihop") + "/postgres"
        wait("the primary", lambda: answers(maintenance), within=40, told=primary.process.tail)
        primary.ask(maintenance, "CREATE DATABASE phoihop")
        self._follow(maintenance)

    def _follow(self, maintenance: str) -> None:
        """The replica as a copy of the primary; from now on a commit waits until the replica has it on disk."""
        replica = self.replica
        replica.home.mkdir()
        give(replica.home)
        source = (
            f"host=127.0.0.1 port={self.primary.port} user=phoihop password={self.password} application_name=replica"
        )
        run(*as_other(program("pg_basebackup"), "-D", replica.home / "data", "-d", source, "-R", "-C", "-S", "replica",
                      "--checkpoint=fast", "--no-sync"))  # fmt: skip
        with (replica.home / "data" / "postgresql.conf").open("a") as file:
            file.write(f"port = {replica.port}\n")
        replica.start()
        wait("the replica", lambda: answers(self.replica_url), within=40, told=replica.process.tail)
        self.primary.ask(maintenance, "ALTER SYSTEM SET synchronous_standby_names = 'replica'")
        self.primary.ask(maintenance, "SELECT pg_reload_conf()")
        synchronous = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        wait("a synchronous replica", lambda: self.primary.ask(maintenance, synchronous) == 1, within=20)

    def promote(self) -> None:
        """The replica becomes the primary. It waits for nobody: there is no second node any more."""
        run(*as_other(program("pg_ctl"), "-D", self.replica.home / "data", "promote", "-w"))

    def stop(self) -> None:
        for node in (self.replica, self.primary):
            node.process.stop(signal.SIGINT)


def answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True
