"""What runs without a reader: the clock with nothing and with much due, deliveries, the index.

Each is undone where it can be: the clock and the deliveries run in a transaction that is rolled back. The first
clock and the hand-ins are real, so measure on a copy of the data where that matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from benchmarks.everything.measuring import count_queries, once

MUCH_DUE = timedelta(days=21)  # no clock for three weeks: everything that fell due in them at once


def figures(*, with_index: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    from phoihop.ground import clock
    from phoihop.ledger.commands import deliver

    now = clock.now()
    yield "clock, first time", _measured(lambda: _clock(now), undone=False)
    yield "clock, nothing due", _measured(lambda: _clock(now))
    for room in _rooms():
        yield f"clock, three weeks due: {room}", _measured(lambda r=room: _tick(r, now + MUCH_DUE))
    yield "deliver 200", _measured(lambda: deliver(at=clock.now, limit=200))
    if with_index:
        yield "index, one step", _index(now)


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


def _index(at: datetime) -> dict[str, Any]:
    from phoihop.search.commands import Indexer

    indexer = Indexer()
    try:
        wall, cpu = once(lambda: indexer.run(at=at))
        step = once(lambda: indexer.step(at=at))
    finally:
        indexer.close()
    return {
        "wall_ms": round(step[0], 1),
        "cpu_ms": round(step[1], 1),
        "caught_up_ms": round(wall, 1),
        "caught_up_cpu_ms": round(cpu, 1),
    }
