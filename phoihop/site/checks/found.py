"""What the database and the stores say when they are asked: each look is bounded, and tells nobody's data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, connection

from phoihop.documents.outside.shelves import site_bucket
from phoihop.documents.outside.spool import NoRoom, Unreachable
from phoihop.ground import clock
from phoihop.ledger import queries as ledger
from phoihop.site.checks import proof
from phoihop.site.checks.given import is_near, serves_others
from phoihop.site.checks.levels import Finding, missing, note, unsafe
from phoihop.site.options import Options, database

SKEW_NOTED, SKEW_WRONG = 2.0, 30.0  # seconds between this machine's clock and the database's
LATE_SECONDS = 600.0  # after which a delivery that waits says that nobody hears
UNSEALED_SECONDS = 86_400.0
GONE_SECONDS = 600.0  # without a beat, which each process writes every minute
PROOF_DAYS = 8.0
LEAST_INODES = 10_000
SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def postgresql(given: Options) -> Iterator[Finding]:
    """How the server keeps what it acknowledged, as whom we come in, and what time it has."""
    if connection.vendor != "postgresql":
        return
    for name, value in sorted(_settings(*SAFE, "max_connections", "server_encoding").items()):
        if name in {"fsync", "full_page_writes"} and value != "on":
            yield unsafe(
                f"PostgreSQL runs with {name}={value}: acknowledged acts are lost in a power cut", f"set {name} to on"
            )
        if name == "synchronous_commit" and value in {"off", "local"}:
            level = unsafe if value == "off" else note
            yield level(f"synchronous_commit is {value}: an acknowledged act may be lost", "set it to on")
        if name == "server_encoding" and value != "UTF8":
            yield unsafe(f"the database is kept in {value}: names lose signs", "make it anew with ENCODING 'UTF8'")
        if name == "max_connections" and int(value) < _connections(given):
            yield note(
                f"PostgreSQL takes {value} connections, this machine alone may ask for {_connections(given)}",
                "raise max_connections, lower PHOIHOP_WORKERS or PHOIHOP_THREADS, or put pgbouncer between",
            )
    is_superuser, is_encrypted, now = _session()
    if is_superuser and serves_others(given):
        yield unsafe(
            "the house comes to PostgreSQL as a superuser: who breaks in owns the server, and triggers of the ledger "
            "do not bind him",
            "make a role of its own that owns only its database",
        )
    if not is_encrypted and _is_far(given):
        yield unsafe("this connection to the database has no TLS", "add ?sslmode=verify-full to PHOIHOP_DATABASE_URL")
    skew = abs((datetime.now(UTC) - now).total_seconds())
    if skew > SKEW_NOTED:
        level = unsafe if skew > SKEW_WRONG else note
        yield level(
            f"this machine's clock and the database's are {skew:.0f} seconds apart: dates and leases go wrong",
            "let both follow the same time server",
        )


def processes(given: Options) -> Iterator[Finding]:
    """Whether somebody hears the ledger, seals it and keeps the clock."""
    now = clock.now()
    seen = ledger.watched(now)
    late = max((line for line in seen.queue), key=lambda line: line.oldest_seconds, default=None)
    if late is not None and late.oldest_seconds > LATE_SECONDS:
        yield missing(
            f"{late.listener} is to hear what was told {late.oldest_seconds / 60:.0f} minutes ago, and did not",
            "start phoihop attend (part of phoihop serve), or look into its log",
        )
    if seen.unsealed_seconds > UNSEALED_SECONDS:
        yield missing(
            f"the ledger is not sealed since {seen.unsealed_seconds / 3600:.0f} hours",
            "start phoihop tick --every 60 (part of phoihop serve)",
        )
    if not serves_others(given) or not seen.newest_id:
        return
    lives = {beat.kind for beat in seen.beats if abs((now - beat.seen_at).total_seconds()) < GONE_SECONDS}
    for kind, what in (("attend", "nobody hears the ledger and no mail leaves"), ("tick", "no deadline is watched")):
        if seen.beats and kind not in lives:
            yield missing(f"no phoihop {kind} has shown itself for ten minutes: {what}", f"start phoihop {kind}")


def last_proof(given: Options) -> Iterator[Finding]:
    """Whether the ledger proved itself lately."""
    found = proof.read(given.data)
    if found is None:
        if serves_others(given) and ledger.last_touch() is not None:
            yield note("the ledger was never asked to prove itself here", "run phoihop ledger verify each week")
        return
    age = found.age_days(datetime.now(UTC))
    if not found.is_sound:
        yield unsafe(
            f"the ledger did not prove itself {age:.0f} days ago", "run phoihop ledger verify; see docs/backup.md"
        )
    elif age > PROOF_DAYS:
        yield note(f"the ledger last proved itself {age:.0f} days ago", "run phoihop ledger verify each week")


def object_store(_given: Options) -> Iterator[Finding]:
    """Whether the bucket answers, and who else may read it."""
    bucket = site_bucket()
    if bucket is None:
        return
    try:
        next(iter(bucket.keys("documents/00/")), None)
        if bucket.is_open_to_all():
            yield unsafe("anybody may list the bucket of files", "take away the policy or access list that allows it")
        if bucket.is_versioned():
            yield note(
                "the bucket keeps versions: what the house deletes at the end of its days stays there",
                "turn versioning off, or let a rule end old versions after some days",
            )
    except (Unreachable, NoRoom) as refusal:
        yield missing(
            f"the object store does not answer or does not let us in: {refusal}",
            "see the log for its code; check PHOIHOP_OBJECTS_URL, the bucket's name and its keys",
        )


def disk(given: Options) -> Iterator[Finding]:
    """Room for names, beside room for bytes."""
    left = os.statvfs(given.data)
    if left.f_files and left.f_favail < LEAST_INODES:
        yield missing(
            f"the disk has {left.f_favail} names of files left, {LEAST_INODES} is the least", "delete files, or grow it"
        )
    total, _used, free = shutil.disk_usage(given.data)
    if free < total // 20:
        yield note(f"the disk of the data folder is {100 - 100 * free // total} % full", "make room before it is")


LOOKS: dict[str, Callable[[Options], Iterator[Finding]]] = {
    "PostgreSQL": postgresql,
    "processes": processes,
    "proof": last_proof,
    "object store": object_store,
    "room": disk,
}


def look(name: str, given: Options) -> Iterator[Finding]:
    """One of the looks; a database that does not answer is said once, by the check named database."""
    try:
        yield from LOOKS[name](given)
    except DatabaseError as error:
        yield missing(f"the database did not answer this: {str(error).strip()}", "see the check named database")


def _settings(*names: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(names)])
        return {str(name): str(value) for name, value in cursor.fetchall()}


def _session() -> tuple[bool, bool, datetime]:
    """Superuser or not, TLS or not, and the server's clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
            " coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false), clock_timestamp()"
        )
        row: tuple[Any, ...] = cursor.fetchone()
    return bool(row[0]), bool(row[1]), row[2]


def _connections(given: Options) -> int:
    """Web threads, the listeners, the clock, and one by hand."""
    return given.workers * given.threads + 4


def _is_far(given: Options) -> bool:
    return any(not is_near(host) for host in str(database(given)["HOST"]).split(","))
