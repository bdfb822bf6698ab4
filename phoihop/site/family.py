"""Parent and child processes: how one is told to end, and that none is left behind when its parent is gone. Knows
nothing of Django."""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from types import FrameType

CHILD = "PHOIHOP_CHILD"  # for a process that must not outlive the one that started it: that one's number
WATCH_SECONDS = 1.0


class Ending:
    """Whether one of these signals has told this process to end; `wait` is over as soon as it has.

    Not an Event: the handler runs in the main thread, and where that is inside Event.wait with the lock of the event
    in its hand, Event.set waits for it for ever.
    """

    def __init__(self, *numbers: signal.Signals) -> None:
        self.is_told = False
        self._heard, self._said = os.pipe()
        for number in numbers:
            signal.signal(number, self._hear)

    def wait(self, seconds: float) -> None:
        poll = select.poll()
        poll.register(self._heard, select.POLLIN)
        poll.poll(max(0.0, seconds) * 1000)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        if not self.is_told:  # one word is enough, and the pipe never fills
            self.is_told = True
            os.write(self._said, b".")


def leave_with_parent() -> None:
    """From now on this process ends itself, cleanly, when the process named by CHILD has ended, or if it has already.

    Not named (started by hand): nobody is watched.
    """
    if CHILD not in os.environ:
        return
    parent = int(os.environ[CHILD])

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(15)
        os.kill(os.getpid(), signal.SIGKILL)  # it had its time to finish

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()
