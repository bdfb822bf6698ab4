"""phoihop attend: the listeners hear what the ledger holds for them."""

from __future__ import annotations

import argparse
import signal
import threading

from phoihop.site.commandline import OK, Out
from phoihop.site.family import leave_with_parent

HELP = "let the listeners hear new ledger entries, until stopped"
IDLE_SECONDS = 1.0


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="empty the queue once, then leave")


def run(options: argparse.Namespace, out: Out) -> int:
    from django.db import close_old_connections

    from phoihop.ground import clock
    from phoihop.ledger.commands import deliver

    stopped = threading.Event()
    if not options.once:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
    leave_with_parent()
    heard = 0
    while not stopped.is_set():
        close_old_connections()
        taken = deliver(at=clock.now)
        heard += taken
        if not taken:
            if options.once:
                break
            stopped.wait(IDLE_SECONDS)
    if options.once or out.is_json:
        out.data({"heard": heard}, f"{heard}")
    return OK
