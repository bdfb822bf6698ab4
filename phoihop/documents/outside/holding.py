"""Stored files stay where they are while a backup is made: what its database names must still be there to copy.

On SQLite a lock file of the data folder, on PostgreSQL an advisory lock, since several machines share the database.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

_NUMBER = 7_406_310_827  # of the advisory lock; chosen once, used for nothing else


@contextmanager
def files_held() -> Iterator[None]:
    """Meanwhile nothing is deleted from the store. Several may hold at once; a process that dies lets go.

    The session must be ours: behind a pooler that lends sessions the lock would stay with one that others are given,
    so a backup refuses to begin there.
    """
    if connection.vendor == "sqlite":
        with _lock_file().open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield
        return
    own = connection.copy()  # a session of its own: it holds for minutes, outside any transaction
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [_NUMBER])
        yield
    finally:
        own.close()


@contextmanager
def leave_to_delete() -> Iterator[bool]:
    """Whether files may be deleted now. No backup begins before it ends, so let it be short."""
    if connection.vendor == "sqlite":
        with _lock_file().open("w") as lock:
            yield _is_mine(lock.fileno())
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_NUMBER])
        yield bool(cursor.fetchone()[0])


def _is_mine(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_file() -> Path:
    return Path(settings.PHOIHOP_DATA) / "documents.lock"
