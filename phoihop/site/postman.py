"""Mail goes out and comes in beside the listeners, in threads of its own: a slow mail server holds up nobody."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from phoihop.site.mail_hold import held_since

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
AGAIN_SECONDS = 30.0  # after something unforeseen


class Postman:
    """Started and stopped with the process that attends; `send_all` works once, without threads."""

    def __init__(self) -> None:
        from django.conf import settings

        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._imap_seconds = float(settings.PHOIHOP_IMAP_SECONDS)
        self._reads = bool(settings.PHOIHOP_IMAP_URL)
        self._hands_in = bool(settings.PHOIHOP_LMTP_PORT)
        self._door: Any = None
        self._is_held = False

    def start(self) -> None:
        from phoihop.ground import clock
        from phoihop.mail.commands import Collector, Sender, lmtp_door
        from phoihop.site.letterbox import letterbox

        sender, letters = Sender(), letterbox()
        self._begin("mail-out", lambda: self._sent(sender, clock.now), IDLE_SECONDS, sender.close)
        if self._reads:
            collector = Collector(letterbox=letters)
            self._begin("mail-in", lambda: self._looked(collector, clock.now), self._imap_seconds)
        if self._hands_in:
            self._door = lmtp_door(at=clock.now, letterbox=letters)
            self._door.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._door is not None:
            self._door.stop()
        for thread in self._threads:
            thread.join(timeout=90)

    def _sent(self, sender: Any, at: Callable[[], datetime]) -> int:
        """What is due; nothing as long as mails are held back after a restore, which is said once."""
        is_held = held_since() is not None
        if is_held and not self._is_held:
            log.warning("mails are held back since the restore; phoihop mail release lets them leave")
        self._is_held = is_held
        return 0 if is_held else int(sender.step(at=at))

    def _looked(self, collector: Any, at: Callable[[], datetime]) -> int:
        collector.collect(at=at, is_stopped=self._stopped.is_set)
        return 0  # the next look is a while off, however many there were

    def _begin(self, name: str, step: Callable[[], int], pause: float, end: Callable[[], None] | None = None) -> None:
        def work() -> None:
            from django.db import close_old_connections, connection

            try:
                while not self._stopped.is_set():
                    close_old_connections()
                    try:
                        wait = 0.0 if step() else pause
                    except Exception:  # the thread goes on: what could not be done is still in the queue
                        log.exception("%s stumbled; trying again", name)
                        wait = AGAIN_SECONDS
                    self._stopped.wait(wait)
            finally:
                if end is not None:
                    end()
                connection.close()

        thread = threading.Thread(target=work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()


def send_all() -> int:
    """Sends what is due now; gives how many mails left. None while they are held back after a restore."""
    from phoihop.ground import clock
    from phoihop.mail.commands import Sender

    if held_since() is not None:
        log.warning("mails are held back since the restore; phoihop mail release lets them leave")
        return 0
    sender, count = Sender(), 0
    try:
        while taken := sender.step(at=clock.now):
            count += taken
    finally:
        sender.close()
    return count
