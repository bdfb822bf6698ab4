"""Pages of the public may be read from a replica; everything else, and every write, belongs to the primary.

Only rows of the publications, only while a page of the portal or the open API is answered to a GET. The replica is
asked once a second how far it has come: it is read from while it has every public change that the primary has. Behind,
or away, the primary answers as if there were none. Is the primary away, the replica answers as far as it has come.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import Error, connections
from django.http import HttpRequest, HttpResponse

ALIAS = "replica"
ROOM = "publications"
DOORS = ("phoihop.portal.", "phoihop.api.")
LOOK_SECONDS = 1.0

log = logging.getLogger(__name__)
_is_reading: ContextVar[bool] = ContextVar("is_reading_from_replica", default=False)


class PublicPages:
    """Django's router: which database is asked for what."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return ALIAS if _is_reading.get() and model._meta.app_label == ROOM else None

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"


class PublicReads:
    """Lets the portal and the open API read where the choice says, for as long as one GET lasts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _is_reading.set(False)
        try:
            return self.get_response(request)
        finally:
            _is_reading.reset(token)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method in ("GET", "HEAD") and view.__module__.startswith(DOORS):
            _is_reading.set(choice.may_read())


class Choice:
    """Whether the replica may be read now. `here` and `there` tell the edition of the replica and of the primary, and
    raise a database error when they cannot."""

    def __init__(
        self, here: Callable[[], int], there: Callable[[], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._here, self._there, self._clock = here, there, clock
        self._may, self._looked = False, float("-inf")
        self._lock = threading.Lock()

    def may_read(self) -> bool:
        """As it was at most a second ago."""
        if self._clock() - self._looked >= LOOK_SECONDS and self._lock.acquire(blocking=False):
            try:
                was, self._may = self._may, self._look()
                self._looked = self._clock()
            finally:
                self._lock.release()
            if was != self._may:
                log.warning("public pages are read from the %s", "replica" if self._may else "primary")
        return self._may

    def _look(self) -> bool:
        try:
            here = self._here()
        except Error:
            return False
        try:
            return here >= self._there()
        except Error:
            return True


def _edition(*, is_reading: bool) -> int:
    from phoihop.publications.queries import edition

    token = _is_reading.set(is_reading)
    try:
        return edition()
    except Error:
        connections[ALIAS if is_reading else "default"].close()  # to be opened anew at the next look
        raise
    finally:
        _is_reading.reset(token)


choice = Choice(lambda: _edition(is_reading=True), lambda: _edition(is_reading=False))


@contextmanager
def public_reading() -> Iterator[None]:
    """Reads as a public page does, for what is asked outside of a request."""
    token = _is_reading.set(ALIAS in settings.DATABASES and choice.may_read())
    try:
        yield
    finally:
        _is_reading.reset(token)
