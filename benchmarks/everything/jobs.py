"""What runs without a reader: the clock with nothing and with much due, deliveries, the index.

Each is undone where it can be: the clock and the deliveries run in a transaction that is rolled back. The first
clock and the hand-ins are real, so measure on a copy of the data where that matters.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from benchmarks.everything.measuring import count_queries, once

MUCH_DUE = timedelta(days=21)  # no clock for three weeks: everything that fell due in them at once


def figures(runs: int, *, with_index: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """The first clock is real and comes once. Of all others the median of the runs, which go round: a busy minute of
    the machine falls on one run of each."""
    from phoihop.ground import clock
    from phoihop.ledger.commands import deliver

    now = clock.now()
    yield "clock, first time", {**_measured(lambda: _clock(now), undone=False), "runs": 1}
    acts: dict[str, Callable[[], object]] = {"clock, nothing due": lambda: _clock(now)}
    acts |= {f"clock, three weeks due: {room}": lambda r=room: _tick(r, now + MUCH_DUE) for room in _rooms()}
    acts["deliver 200"] = lambda: deliver(at=clock.now, limit=200)
    done: dict[str, list[dict[str, Any]]] = {name: [] for name in acts}
    for _run in range(runs):
        for name, act in acts.items():
            done[name].append(_measured(act))
    for name, found in done.items():
        yield name, _median_of(found)
    if with_index:
        yield "index, one step", _index(now, runs)


def _median_of(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the times; what was done and asked is the same each time, for each was undone."""
    times = {name: round(statistics.median(one[name] for one in found), 1) for name in ("wall_ms", "cpu_ms")}
    return {**found[-1], **times, "runs": len(found)}


def _measured(act: Callable[[], object], *, undone: bool = True) -> dict[str, Any]:
    told: list[object] = []
    counted = [0]

    def counting() -> None:
        counted[0] = count_queries(lambda: told.append(act()))

    with _undone() if undone else transaction.atomic():
        wall, cpu = once(counting)
    done = told[0] if isinstance(told[0], int) else None
    return {"wall_ms": round(wall, 1), "cpu_ms": round(cpu, 1), "queries": counted[0], "done": done}


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _rooms() -> list[str]:
    from importlib import import_module
    from importlib.util import find_spec

    from django.conf import settings

    with_commands = [room for room in settings.ROOMS if find_spec(f"phoihop.{room}.commands")]
    return [room for room in with_commands if hasattr(import_module(f"phoihop.{room}.commands"), "tick")]


def _tick(room: str, at: datetime) -> int:
    from importlib import import_module

    from phoihop.ground.actor import Actor

    return int(import_module(f"phoihop.{room}.commands").tick(by=Actor.system("deadline-clock"), at=at))


def _clock(at: datetime) -> int:
    from phoihop.ledger.commands import seal

    return sum(_tick(room, at) for room in _rooms()) + seal(at=at)


def _index(at: datetime, runs: int) -> dict[str, Any]:
    from phoihop.search.commands import Indexer

    indexer = Indexer()
    try:
        wall, cpu = once(lambda: indexer.run(at=at))
        steps = [once(lambda: indexer.step(at=at)) for _run in range(runs)]
    finally:
        indexer.close()
    return {
        "wall_ms": round(statistics.median(wall for wall, _cpu in steps), 1),
        "cpu_ms": round(statistics.median(cpu for _wall, cpu in steps), 1),
        "caught_up_ms": round(wall, 1),
        "caught_up_cpu_ms": round(cpu, 1),
        "runs": runs,
    }
