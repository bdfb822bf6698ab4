"""How the whole house stands: each room's numbers, and what only the site knows. For metrics and for the status page.

A look costs some twenty bounded queries, whatever the size of the house, and is kept for some seconds.
"""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from phoihop.documents.events import FileHeld, FileRefused
from phoihop.intake import queries as intake
from phoihop.ledger import queries as ledger
from phoihop.ledger.queries import Beat
from phoihop.mail import queries as mail
from phoihop.mail.events import MailFailed
from phoihop.press import queries as press
from phoihop.search import queries as search
from phoihop.site.backups import state as backups
from phoihop.site.options import options
from phoihop.site.watching import health

KEPT_SECONDS = 5.0
GUARD = {FileRefused.kind(): "refused", FileHeld.kind(): "held"}
FAILED = MailFailed.kind()


@dataclass(frozen=True, slots=True)
class House:
    """Everything at one moment; what is of this node alone: index, disk, backup."""

    at: datetime
    ledger: ledger.LedgerWatch
    mail: mail.MailWatch
    intake: intake.IntakeWatch
    press: press.PressWatch
    index: search.IndexWatch
    guard: dict[str, int]  # verdicts of the last day
    mails_failed: int  # in the last day
    free: int
    size: int
    backup: backups.State
    backup_age: float | None  # seconds, by the real clock; None: none is noted on this node
    connections: int  # of the database, by all who use it; 0: not counted there
    most_connections: int
    pending_migrations: int

    def beat_age(self, beat: Beat) -> float:
        """Seconds since this process last said that it lives."""
        return max(0.0, (self.at - beat.seen_at).total_seconds())

    @property
    def clock_age(self) -> float | None:
        """Seconds since a clock last went through all rooms, on any node: reminders may be that late. None: never."""
        ages = [self.beat_age(beat) for beat in self.ledger.beats if beat.kind == "tick"]
        return min(ages, default=None)


_kept: tuple[float, House] | None = None
_lock = threading.Lock()


def look(at: datetime) -> House:
    """The state now, looked up."""
    record = ledger.watched(at)
    told = ledger.told_since([*GUARD, FAILED], at - timedelta(days=1))
    disk = shutil.disk_usage(settings.PHOIHOP_DATA)
    backup = backups.read(options().data)
    hours = backup.age_hours(datetime.now(UTC))
    connections, most = _connections()
    return House(
        at=at,
        ledger=record,
        mail=mail.watched(at),
        intake=intake.watched(at),
        press=press.watched(at),
        index=search.watched(record.newest_id, at),
        guard={word: told[kind] for kind, word in GUARD.items()},
        mails_failed=told[FAILED],
        free=disk.free,
        size=disk.total,
        backup=backup,
        backup_age=None if hours is None else hours * 3600,
        connections=connections,
        most_connections=most,
        pending_migrations=health.pending(),
    )


def lately(at: datetime) -> House:
    """The state now or some seconds ago, however many ask."""
    global _kept  # noqa: PLW0603  (one for the process)
    with _lock:
        if _kept is None or time.monotonic() - _kept[0] > KEPT_SECONDS:
            _kept = (time.monotonic(), look(at))
        return _kept[1]


def _connections() -> tuple[int, int]:
    if connection.vendor != "postgresql":
        return 0, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), current_setting('max_connections')::int FROM pg_stat_activity"
            " WHERE datname = current_database()"
        )
        used, most = cursor.fetchone()
    return int(used), int(most)
