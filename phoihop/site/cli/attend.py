"""phoihop attend: the listeners hear what the ledger holds for them, and the search index of this node follows it."""

from __future__ import annotations

import argparse
import logging
import signal
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from phoihop.site.commandline import NO, OK, Out
from phoihop.site.family import Ending, leave_with_parent

HELP = "let the listeners hear new ledger entries and keep the search index, until stopped"
IDLE_SECONDS = 1.0
AT_ONCE = 50  # deliveries between two looks at the index: a change is to be found within two seconds
AGAIN_SECONDS = 30.0  # until the index is tried again, when another process had it or the disk would not take it

log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--once", action="store_true", help="empty the queue and bring the index up to date, then leave"
    )


def run(options: argparse.Namespace, out: Out) -> int:
    if options.once:
        return _attend(options, out, lambda: None)
    from phoihop.site.watching.staying import stay

    with stay("attend") as pulse:
        return _attend(options, out, pulse.step)


def _attend(options: argparse.Namespace, out: Out, beat: Callable[[], None]) -> int:
    from django.db import Error, close_old_connections

    from phoihop.ground import clock
    from phoihop.ledger.commands import deliver
    from phoihop.site import away
    from phoihop.site.postman import Postman, send_all

    ending = Ending() if options.once else Ending(signal.SIGTERM, signal.SIGINT)
    leave_with_parent()
    index, postman = Index(out), Postman()
    heard = indexed = 0
    if not options.once:
        postman.start()
    try:
        while not ending.is_told:
            close_old_connections()
            beat()
            try:
                taken = deliver(at=clock.now, limit=AT_ONCE)
                brought = index.step(clock.now())
            except Error as trouble:  # what was claimed is taken up again when its lease ends
                if options.once:
                    raise
                ending.wait(away.rest(trouble))
                continue
            heard, indexed = heard + taken, indexed + brought
            if not taken and not brought:
                if options.once:
                    break
                ending.wait(IDLE_SECONDS)
    finally:
        index.close()
        postman.stop()
    sent = send_all() if options.once else 0
    if options.once or out.is_json:
        out.data({"heard": heard, "indexed": indexed, "sent": sent}, f"{heard} {indexed} {sent}")
    return NO if options.once and index.has_failed else OK


class Index:
    """The index as this process keeps it: what goes wrong there is told, tried again later, and stops nothing else.
    Only what the database says is raised."""

    def __init__(self, out: Out) -> None:
        self._out = out
        self._indexer: Any = None
        self._not_before = 0.0
        self.has_failed = False

    def step(self, at: datetime) -> int:
        from django.db import Error

        from phoihop.search.commands import Busy, Indexer

        if time.monotonic() < self._not_before:
            return 0
        try:
            if self._indexer is None:
                self._indexer = Indexer()
            return int(self._indexer.step(at=at))
        except Busy:
            if not self._not_before:
                self._out.say(
                    "phoihop: tiến trình khác trên máy này đang giữ chỉ mục tìm kiếm; ở đây chỉ giao việc sổ."
                )
        except Error:
            raise
        except Exception:  # what the engine says of a full disk or a damaged file; what a room did not foresee
            log.exception("the search index could not be written; nothing but search is late; trying again")
            self._indexer, self.has_failed = None, True
        self._not_before = time.monotonic() + AGAIN_SECONDS
        return 0

    def close(self) -> None:
        if self._indexer is not None:
            self._indexer.close()
