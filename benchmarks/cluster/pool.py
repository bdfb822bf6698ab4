"""pgbouncer in transaction mode before one PostgreSQL."""

from __future__ import annotations

import urllib.parse
from pathlib import Path

from benchmarks.cluster.pair import answers
from benchmarks.cluster.processes import Process, as_other, free_port, give, need, program, wait

SETTINGS = """
[databases]
{name} = host={host} port={port} dbname={name}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 200
server_reset_query_always = 0
"""


class Pool:
    """`url` leads through the pooler to where `behind` leads. Few sessions, so that they are really shared."""

    def __init__(self, folder: Path, behind: str, *, size: int = 5) -> None:
        need("pgbouncer")
        folder.mkdir()
        self.folder, self.port = folder, free_port()
        parts = urllib.parse.urlsplit(behind)
        self.url = behind.replace(f"{parts.hostname}:{parts.port}", f"127.0.0.1:{self.port}")
        settings = SETTINGS.format(
            name=parts.path.lstrip("/"), host=parts.hostname, port=parts.port, own=self.port, folder=folder, size=size
        )
        (folder / "pgbouncer.ini").write_text(settings)
        (folder / "users.txt").write_text(f'"{parts.username}" "{parts.password}"\n')
        give(folder)
        self.process = Process("pgbouncer", as_other(program("pgbouncer"), folder / "pgbouncer.ini"), folder / "log")

    def start(self) -> None:
        self.process.log.touch()
        self.process.start()
        wait("the pooler", lambda: answers(self.url), within=15, told=self.process.tail)

    def stop(self) -> None:
        self.process.stop()
