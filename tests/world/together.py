"""Several people at once, each in a thread with a database connection of his own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def together(*works: Callable[[], Any]) -> list[Exception]:
    """Starts all of `works` at the same moment and waits for them; gives what they raised."""
    gate, raised = threading.Barrier(len(works)), []

    def run(work: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            work()
        except Exception as trouble:  # noqa: BLE001  (the caller looks at it)
            raised.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised
