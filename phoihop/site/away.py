"""Telling a database that is away for a while from a fault of ours.

Away is what passes by itself: the leader died and another takes its place, a connection broke, a lock was not given in
time, the disk is full. Whoever hears it may try again, and is told so; everything else stays an error.
"""

from __future__ import annotations

import logging

from django.db import DatabaseError, InterfaceError, OperationalError, connections

log = logging.getLogger(__name__)

AGAIN_SECONDS = 2.0  # until a loop of ours asks again
RETRY_AFTER = 15  # seconds a reader is asked to wait: a failover takes about as long

# SQLite calls a missing table an operational error too; these alone pass.
_PASSES = ("locked", "full", "disk i/o", "unable to open", "readonly")


def is_away(error: BaseException | None) -> bool:
    """Whether this is the database being away, and no fault of the house."""
    if isinstance(error, InterfaceError):
        return True
    if isinstance(error, OperationalError):
        return not _is_sqlite(error) or any(word in str(error).lower() for word in _PASSES)
    # A leader that was set down answers reads and refuses writes: 25006, read_only_sql_transaction.
    return isinstance(error, DatabaseError) and getattr(error.__cause__, "sqlstate", "") == "25006"


def rest(error: BaseException) -> float:
    """For a loop of ours that stumbled: says so in one line and gives the seconds until it may go on. Raises again what
    is not the database being away."""
    if not is_away(error):
        raise error
    log.warning("the database is away (%s); trying again in %g s", " ".join(str(error).split())[:200], AGAIN_SECONDS)
    let_go()
    return AGAIN_SECONDS


def let_go() -> None:
    """Gives up this thread's connections, so that the next question looks for the leader anew. Outside transactions."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def _is_sqlite(error: BaseException) -> bool:
    return type(error.__cause__).__module__ == "sqlite3"
