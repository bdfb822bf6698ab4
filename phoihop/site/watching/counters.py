"""The counters and histograms of a process; named here and nowhere else."""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError
from prometheus_client import CollectorRegistry, Counter, Histogram

from phoihop.documents import events as papers
from phoihop.ground import watch
from phoihop.mail import events as mails
from phoihop.site.watching import kinds
from phoihop.site.watching.numbers import DIVISIONS, LONG_DIVISIONS

REGISTRY = CollectorRegistry()
VERDICTS = {
    papers.FileRefused.kind(): "refused",
    papers.FileHeld.kind(): "held",
    papers.FileReleased.kind(): "released",
    papers.FileDropped.kind(): "dropped",
    papers.DocumentTakenIn.kind(): "accepted",
}
MAILS = {mails.MailSent.kind(): "sent", mails.MailDelayed.kind(): "delayed", mails.MailFailed.kind(): "failed"}

REQUESTS = Counter(
    "phoihop_requests", "Requests answered, by door, method and status", ["door", "method", "status"], registry=REGISTRY
)
SECONDS = Histogram(
    "phoihop_request_seconds", "How long a request took, by door", ["door"], buckets=DIVISIONS, registry=REGISTRY
)
CPU = Counter("phoihop_request_cpu_seconds", "Processor time of requests, by door", ["door"], registry=REGISTRY)
QUERIES = Counter("phoihop_request_queries", "Queries of requests, by door", ["door"], registry=REGISTRY)
PAGES = Counter(
    "phoihop_page_cache", "Public pages handed out from memory (hit) or made (miss)", ["outcome"], registry=REGISTRY
)
STEPS = Histogram(
    "phoihop_step_seconds",
    "How long a listener, the clock in a room, a mail or the reading of a source took",
    ["kind", "name"],
    buckets=LONG_DIVISIONS,
    registry=REGISTRY,
)
FAILED = Counter(
    "phoihop_step_failures", "Steps that ended in a fault, by kind and name", ["kind", "name"], registry=REGISTRY
)
DATABASE = Counter(
    "phoihop_database_errors", "Faults of the database met, by kind of step", ["kind"], registry=REGISTRY
)
GUARD = Counter("phoihop_guard_verdicts", "Verdicts of the secrecy guard", ["verdict"], registry=REGISTRY)
MAIL = Counter("phoihop_mails", "What became of mails that went out", ["outcome"], registry=REGISTRY)


STARTS = Counter("phoihop_process_starts", "Processes begun, by kind", ["process"], registry=REGISTRY)


def start() -> None:
    """From now on steps and what happens are counted in this process, and those that are forked from it."""
    watch.look_on(_look)
    watch.note(_happened)


def begun() -> None:
    """This process is at its work: it is among those of the node, also while it has counted nothing."""
    STARTS.labels(kinds.kind()).inc()


@contextmanager
def _look(kind: str, name: str, facts: dict[str, str]) -> Iterator[Any]:
    if kind == "command":  # hundreds of names, and most are inside a request that is counted
        yield
        return
    begun = time.perf_counter()
    try:
        yield
    except Exception as fault:
        FAILED.labels(kind, name).inc()
        if isinstance(fault, DatabaseError):
            DATABASE.labels(kind).inc()
        raise
    finally:
        STEPS.labels(kind, name).observe(time.perf_counter() - begun)


def _happened(happened: Sequence[str]) -> None:
    for kind, number in Tally(happened).items():
        if kind in VERDICTS:
            GUARD.labels(VERDICTS[kind]).inc(number)
        elif kind in MAILS:
            MAIL.labels(MAILS[kind]).inc(number)
