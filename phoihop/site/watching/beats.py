"""The sign of life of a process: a row of the database, written over twice a minute."""

from __future__ import annotations

import logging
import threading
import time

from django.db import DatabaseError, connection

import phoihop
from phoihop.ground import clock
from phoihop.ledger.commands import beat
from phoihop.site.options import options
from phoihop.site.watching import kinds

SECONDS = 30.0

log = logging.getLogger(__name__)


class Pulse:
    """Beats when called and half a minute has gone by: from the loop of a process, so that one that hangs is missed."""

    def __init__(self) -> None:
        self._started = clock.now()
        self._next = 0.0

    def step(self) -> None:
        """A database that cannot be reached costs one beat and a line of the log."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + SECONDS
        try:
            beat(
                node=options().node,
                kind=kinds.kind(),
                version=phoihop.__version__,
                started_at=self._started,
                at=clock.now(),
            )
        except DatabaseError as fault:
            log.warning("the sign of life could not be written: %s", fault)


def beat_in_thread() -> None:
    """For a worker of the web server, whose loop is the server's own."""
    pulse = Pulse()

    def work() -> None:
        while True:
            pulse.step()
            connection.close()
            time.sleep(SECONDS)

    threading.Thread(target=work, name="beat", daemon=True).start()
