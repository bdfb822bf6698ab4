"""Asking the web politely: robots.txt obeyed, one request of a machine at a time and a pause after it.

What is known of a machine stands in the database, so that the clock and a command line beside it do not both ask.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db.models import Q

import phoihop
from phoihop.press.models import Host
from phoihop.press.outside.fetching import USUAL, Bounds, CannotFetch, Fetched, Way, fetch
from phoihop.press.outside.reader import Reader
from phoihop.press.rules import reading_robots as robots
from phoihop.press.rules.reading_terms import LONGEST_ASKED
from phoihop.press.rules.reading_urls import host_of, path_of, readable

PAUSE = timedelta(seconds=1)
LEASE = timedelta(seconds=60)  # longer than any request may take
LONGEST_WAIT = 3.0  # seconds that we stand at a door; else it is for the next time
KNOWN_FOR = timedelta(days=1)
CLOSED_FOR = timedelta(hours=1)  # a robots.txt that could not be read closes the machine
_ROBOTS = Bounds(connect=5, read=5, total=10, bytes=500 * 2**10)


def way_out() -> Way:
    """As whom we go, and where to."""
    return Way(
        agent=f"{robots.AGENT}/{phoihop.__version__} (+{settings.PHOIHOP_SITE_URL}/; press desk of public bodies)",
        allowed=tuple(settings.PHOIHOP_PRESS_NETWORKS),
    )


class Trip:
    """One round to the web, of so many seconds, with a reading child; use it by `with`."""

    def __init__(
        self,
        *,
        at: datetime,
        seconds: float,
        way: Way | None = None,
        pause: timedelta = PAUSE,
        bounds: Bounds = USUAL,
        reader: Reader | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.reader = reader or Reader()
        self._at, self._seconds, self._pause, self._bounds, self._sleep = at, seconds, pause, bounds, sleep
        self._way = way or way_out()
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, one: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.reader.close()

    @property
    def is_over(self) -> bool:
        return self.left <= 0

    @property
    def left(self) -> float:
        return self._seconds - (time.monotonic() - self._begun)

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "", accept: str = "*/*") -> Fetched:
        """Raises CannotFetch, also where the machine's robots.txt says no or somebody else is asking it."""
        if not readable(url):
            raise CannotFetch("scheme", url=url)
        delay = self._may(url)
        row = self._host(url)
        bounds = Bounds(
            self._bounds.connect, self._bounds.read, max(1.0, min(self._bounds.total, self.left)), self._bounds.bytes
        )
        return self._ask(
            row,
            delay,
            lambda: fetch(
                url,
                way=self._way,
                bounds=bounds,
                etag=etag,
                last_modified=last_modified,
                accept=accept,
                passes=self._may,
            ),
        )

    def _may(self, url: str) -> timedelta:
        """How long the machine wants us to pause; refused where it lets nobody in."""
        row = self._host(url)
        if row.robots_until is None or row.robots_until <= self._now():
            self._read_robots(row)
        if row.robots_state == "CLOSED":
            raise CannotFetch("robots", url=url)
        rules = robots.read(row.robots)
        if not rules.allows(path_of(url)):
            raise CannotFetch("robots", url=url)
        return timedelta(seconds=rules.delay)

    def _read_robots(self, row: Host) -> None:
        """A page that is not there allows everything; a machine that cannot say forbids everything for an hour."""
        text, state, known = "", "NONE", KNOWN_FOR
        try:
            came = self._ask(row, timedelta(), lambda: fetch(f"{row.name}/robots.txt", way=self._way, bounds=_ROBOTS))
            text, state = came.body.decode("utf-8", "replace")[: robots.LONGEST].replace("\x00", ""), "READ"
        except CannotFetch as trouble:
            if trouble.why in ("kept", "address"):
                raise
            if not (trouble.why in ("hops", "scheme") or 400 <= trouble.status < 500) or trouble.status == 429:
                state, known = "CLOSED", CLOSED_FOR
        row.robots, row.robots_state, row.robots_until = text, state, self._now() + known
        Host.rows.filter(pk=row.pk).update(robots=text, robots_state=state, robots_until=row.robots_until)

    def _ask(self, row: Host, delay: timedelta, what: Callable[[], Fetched]) -> Fetched:
        """Nobody else asks this machine meanwhile, nor for a moment afterwards."""
        self._take(row)
        pause = max(self._pause, delay)
        try:
            return what()
        except CannotFetch as trouble:
            if trouble.why == "busy" and trouble.retry is not None:
                pause = max(pause, min(trouble.retry, LONGEST_ASKED))
            raise
        finally:
            Host.rows.filter(pk=row.pk).update(free_at=self._now() + pause)

    def _take(self, row: Host) -> None:
        for _attempt in range(3):
            now = self._now()
            free = Q(free_at=None) | Q(free_at__lte=now)
            if Host.rows.filter(free, pk=row.pk).update(free_at=now + LEASE):
                return
            free_at = Host.rows.filter(pk=row.pk).values_list("free_at", flat=True).first() or now
            wait = (free_at - now).total_seconds()
            if wait > min(LONGEST_WAIT, max(self.left, 0)):
                break
            self._sleep(max(wait, 0) + 0.005)
        raise CannotFetch("kept")

    def _host(self, url: str) -> Host:
        row, _is_new = Host.rows.get_or_create(name=host_of(url)[:300])
        return row

    def _now(self) -> datetime:
        """The time of the round, going on as the clock on the wall does."""
        return self._at + timedelta(seconds=time.monotonic() - self._begun)
