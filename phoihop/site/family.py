"""Parent and child processes: none is left behind when its parent is gone. Knows nothing of Django."""

from __future__ import annotations

import os
import signal
import threading
import time

CHILD = "PHOIHOP_CHILD"  # for a process that must not outlive the one that started it: that one's number
WATCH_SECONDS = 1.0


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
