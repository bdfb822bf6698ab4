"""Where sessions are kept: Django's own store over a table that also says whose they are and from where.

The key that a browser holds is kept as a digest alone, so a copy of the table lets nobody in. A session is over after
`PHOIHOP_SESSION_IDLE_MINUTES` without a request, and in any case twelve hours after it began. Times are those of the
machine, also in a demonstration. A request writes only if the last sign of life is minutes old.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Store
from django.utils import timezone

from phoihop.organizations.queries import BEGUN, CAME_BY, session_key_of

SEEN_EVERY = timedelta(minutes=5)


class SessionStore(Store):
    @classmethod
    def get_model_class(cls) -> Any:
        return apps.get_model("organizations", "Session")

    def load(self) -> dict[str, Any]:
        now = timezone.now()
        living = self._rows().filter(expire_date__gt=now, last_at__gt=now - idle())
        row = living.filter(session_key=session_key_of(self.session_key)).first()
        if row is None:
            self._session_key = None
            return {}
        if row.last_at < now - min(SEEN_EVERY, idle() / 4):
            self._rows().filter(session_key=row.session_key, last_at=row.last_at).update(last_at=now)
        return self.decode(row.session_data)

    def exists(self, session_key: str | None) -> bool:
        return bool(self._rows().filter(session_key=session_key_of(session_key)).exists())

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self._rows().filter(session_key=session_key_of(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        now = timezone.now()
        begun = datetime.fromtimestamp(data.setdefault(BEGUN, int(now.timestamp())), UTC)
        row: Any = super().create_model_instance(data)
        row.session_key = session_key_of(row.session_key)
        row.begun_at, row.last_at = begun, now
        row.expire_date = begun + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        row.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        for name, value in data.get(CAME_BY, {}).items():
            setattr(row, name, value)
        return row

    @classmethod
    def clear_expired(cls) -> None:
        cls._rows().filter(expire_date__lt=timezone.now()).delete()

    @classmethod
    def _rows(cls) -> Any:
        return cls.get_model_class().rows


def idle() -> timedelta:
    return timedelta(minutes=settings.PHOIHOP_SESSION_IDLE_MINUTES)
