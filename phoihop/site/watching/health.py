"""Live: this process answers. Ready: it can serve, now: database, migrations, static files, room on the disk, and
nobody has told it to stop."""

from __future__ import annotations

import mmap
import shutil
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

LEAST_FREE = 100 * 2**20  # bytes: below, not even what is acknowledged could be kept

# One byte that the web server's processes share: made before they are forked, set by their parent when it must stop.
_leaving = mmap.mmap(-1, 1)
_known_to_be_migrated: list[bool] = []  # once true it stays so: a process starts anew with its code


@dataclass(frozen=True, slots=True)
class Readiness:
    """Each part by name: "ok", or what is wrong."""

    parts: dict[str, str]

    @property
    def is_ready(self) -> bool:
        return all(word == "ok" for word in self.parts.values())


def leave() -> None:
    """From now on no process of this server is ready."""
    _leaving[0] = 1


def is_leaving() -> bool:
    return bool(_leaving[0])


def readiness() -> Readiness:
    """Asks the database once or twice; nothing is repaired, and nothing is told of the data."""
    database, migrations = _database()
    parts = {
        "stopping": "this process was told to stop" if is_leaving() else "ok",
        "database": database,
        "migrations": migrations,
        "static": "ok" if _has_static() else "no static files: run phoihop prepare",
        "disk": "ok" if shutil.disk_usage(settings.PHOIHOP_DATA).free >= LEAST_FREE else "the disk is full",
    }
    return Readiness(parts)


def _database() -> tuple[str, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _known_to_be_migrated and (not _sees_migrations() or is_migrated()):
            _known_to_be_migrated.append(True)
    except DatabaseError:
        return "not reached", "not known"
    return "ok", "ok" if _known_to_be_migrated else "some are waiting: run phoihop prepare"


def _sees_migrations() -> bool:
    """The public process's database role does not; the desk's processes look for it."""
    return bool(settings.ROOT_URLCONF == "phoihop.site.urls")


def is_migrated() -> bool:
    """Whether the database has every migration that this code has."""
    return _newest() <= set(MigrationRecorder(connection).applied_migrations())


def pending() -> int:
    """How many of the last migrations of the rooms the database lacks."""
    return len(_newest() - set(MigrationRecorder(connection).applied_migrations()))


@cache
def _newest() -> frozenset[tuple[str, str]]:
    """The last migration of every app, from the files alone."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def _has_static() -> bool:
    """Whether names of static files can be found; a storage that needs no list has it."""
    return not hasattr(staticfiles_storage, "manifest_name") or bool(getattr(staticfiles_storage, "hashed_files", {}))
