"""One moment of the database, read while others write: SQLite by its online backup, PostgreSQL by pg_dump.

Both hold one reading transaction from beginning to end: what is dumped and what is asked here are the same moment, and
no writer waits for it.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from phoihop.site.backups.files import PIECE, SPARE, NoRoom, refuse_without_room

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FILE = {SQLITE: "database.sqlite3.gz", POSTGRESQL: "database.dump"}
STEP_PAGES = 2_000  # of 4 kB: a few milliseconds of reading between two breaths
OBJECTS = "SELECT blob FROM documents_rendition UNION SELECT scans FROM documents_content ORDER BY 1"

Row = tuple[Any, ...]


class CannotDump(Exception):
    """The database cannot be dumped or loaded. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The database at one moment. `pieces` gives what a backup keeps of it; `ask` reads that same moment."""

    engine: str
    server: str
    size: int  # bytes, about
    pieces: Callable[[], Iterator[bytes]]
    ask: Callable[[str], Iterator[Row]]


@contextmanager
def snapshot(settings: dict[str, Any], work: Path) -> Iterator[Snapshot]:
    """The database of these settings (Django's) as it is now. `work` is a private folder for what is in between.

    Refused: CannotDump, files.NoRoom.
    """
    way = _sqlite if settings["ENGINE"].endswith("sqlite3") else _postgresql
    with way(settings, work) as found:
        yield found


# ── SQLite ──────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _sqlite(settings: dict[str, Any], work: Path) -> Iterator[Snapshot]:
    copy = work / "database.sqlite3"
    try:
        size = _copy_sqlite(settings["NAME"], copy)
    except sqlite3.Error as wrong:
        if getattr(wrong, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise NoRoom(f"{work} is full, and the copy is removed. Make room, then begin again.") from wrong
        raise CannotDump(f"the database cannot be copied into {work}: {wrong}") from wrong
    check_sqlite(copy)
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as read:
        yield Snapshot(
            SQLITE, sqlite3.sqlite_version, size, lambda: _packed(copy), lambda question: iter(read.execute(question))
        )


def _copy_sqlite(name: str, copy: Path) -> int:
    """Gives its size. The copy lies on the disk that the house lives on, which must not be filled. Refused: NoRoom."""
    with closing(sqlite3.connect(name, timeout=20, isolation_level=None)) as source:
        source.execute("BEGIN")
        # From the first reading on this connection sees one moment: the copy never begins anew because others write.
        size = _one(source, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        refuse_without_room(copy.parent, size + SPARE)
        with closing(sqlite3.connect(copy, isolation_level=None)) as target:
            source.backup(target, pages=STEP_PAGES, sleep=0.002)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        source.execute("ROLLBACK")
    return size


def check_sqlite(path: Path) -> None:
    """SQLite's own look at every page and index. Refused: CannotDump."""
    with closing(sqlite3.connect(path)) as database:
        try:
            said = [row[0] for row in database.execute("PRAGMA integrity_check(10)")]
        except sqlite3.DatabaseError as wrong:
            said = [str(wrong)]
    if said != ["ok"]:
        raise CannotDump(f"the copy of the database is damaged, and no backup was made of it: {'; '.join(said)}")


def _one(database: sqlite3.Connection, question: str) -> int:
    return int(database.execute(question).fetchone()[0])


def _packed(path: Path) -> Iterator[bytes]:
    packer = zlib.compressobj(level=1, wbits=31)  # gzip
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield packer.compress(piece)
    yield packer.flush()


def unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Refused: CannotDump, when it ends too early or is no gzip."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for piece in pieces:
            yield unpacker.decompress(piece)
        yield unpacker.flush()
    except zlib.error as wrong:
        raise CannotDump(f"the database in the backup cannot be unpacked: {wrong}") from wrong
    if not unpacker.eof:
        raise CannotDump("the database in the backup ends too early")


# ── PostgreSQL ──────────────────────────────────────────────────────────────────────────────────────────────


def connect(settings: dict[str, Any]) -> psycopg.Connection[Row]:
    """A connection of our own: without the limits of time that a request has. Refused: CannotDump."""
    try:
        return psycopg.connect(_address(settings), password=settings["PASSWORD"] or None, autocommit=True)
    except psycopg.OperationalError as wrong:
        raise CannotDump(f"PostgreSQL cannot be reached: {str(wrong).strip()}") from wrong


@contextmanager
def _postgresql(settings: dict[str, Any], work: Path) -> Iterator[Snapshot]:
    with connect(settings) as connection:
        version = connection.info.server_version // 10_000
        program = program_for("pg_dump", version)
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        connection.execute("SET LOCAL statement_timeout = 0")
        name, size = _row(connection, "SELECT pg_export_snapshot(), pg_database_size(current_database())")

        def pieces() -> Iterator[bytes]:
            words = ["--format=custom", "--compress=1", "--no-owner", "--no-privileges", f"--snapshot={name}"]
            yield from _run([program, *words, f"--dbname={_address(settings)}"], settings, work)

        def ask(question: str) -> Iterator[Row]:
            with connection.cursor(name="backup") as cursor:
                cursor.itersize = 10_000
                yield from cursor.execute(question)

        yield Snapshot(POSTGRESQL, str(version), int(size), pieces, ask)


def load(settings: dict[str, Any], dump: Path) -> None:
    """Loads a dump into an empty database, all or nothing. Refused: CannotDump, with nothing loaded."""
    with connect(settings) as connection:
        version = connection.info.server_version // 10_000
    program = program_for("pg_restore", version)
    words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    for _piece in _run([program, *words, f"--dbname={_address(settings)}", str(dump)], settings, dump.parent):
        continue
    with connect(settings) as connection:
        connection.execute("ANALYZE")  # a dump brings no statistics, and plans without them are bad


def is_empty(settings: dict[str, Any]) -> bool:
    """Whether there is no table, view or sequence of ours."""
    if settings["ENGINE"].endswith("sqlite3"):
        path = Path(settings["NAME"])
        if not path.exists():
            return True
        with closing(sqlite3.connect(path)) as database:
            return _one(database, "SELECT count(*) FROM sqlite_master") == 0
    with connect(settings) as connection:
        (count,) = _row(
            connection,
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname NOT LIKE 'pg!_%' ESCAPE '!' "
            "AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'm', 'S')",
        )
    return bool(count == 0)


def program_for(name: str, server: int) -> str:
    """The oldest program of PostgreSQL on this machine that is not older than the server. Refused: CannotDump."""
    found: dict[int, str] = {}
    places = [*Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), *filter(None, [shutil.which(name)])]
    for path in places:
        said = subprocess.run([str(path), "--version"], capture_output=True, text=True, timeout=20, check=False).stdout  # noqa: S603
        if number := re.search(r" (\d+)", said):
            found.setdefault(int(number[1]), str(path))
    fitting = [version for version in sorted(found) if version >= server]
    if not fitting:
        has = f"this machine has {', '.join(map(str, sorted(found)))}" if found else "this machine has none"
        raise CannotDump(
            f"{name} {server} or newer is needed for this server, {has}. Type: sudo apt-get install "
            f"postgresql-client-{server}"
        )
    return found[fitting[0]]


def _run(words: list[str], settings: dict[str, Any], work: Path) -> Iterator[bytes]:
    """What the program writes. The password goes by the environment, which other users of the machine do not see."""
    environment = {**os.environ, "PGPASSWORD": settings["PASSWORD"]} if settings["PASSWORD"] else None
    with (
        tempfile.TemporaryFile(dir=work) as told,
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=told, env=environment) as program,  # noqa: S603
    ):
        try:
            if program.stdout is not None:
                while piece := program.stdout.read(PIECE):
                    yield piece
        except BaseException:
            program.kill()
            raise
        code = program.wait()
        told.seek(0)
        said = told.read().decode(errors="replace").strip()
    if code != 0:
        raise CannotDump(f"{Path(words[0]).name} ended with {code}: {said[-2000:]}")


def _address(settings: dict[str, Any]) -> str:
    """How to reach the server, for libpq: all that the setting says, but the password and the limits of a request."""
    own = {"options", "connect_timeout", "prepare_threshold", "pool"}
    extra = {name: value for name, value in settings.get("OPTIONS", {}).items() if name not in own}
    known = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "host": settings["HOST"],
        "port": str(settings["PORT"] or ""),
    }
    given = {name: str(value) for name, value in (known | extra).items() if value not in ("", None)}
    return make_conninfo(**given, connect_timeout="10")


def _row(connection: psycopg.Connection[Row], question: str) -> Row:
    row = connection.execute(question).fetchone()
    if row is None:
        raise CannotDump("PostgreSQL gave no answer")
    return row
