"""How a thing is measured: wall time, CPU of this process and queries, warm, so often as its cost allows."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

# DESIGN section 6: server time p95 and CPU, in milliseconds. A paper is a DOCX, PDF, CSV or picture made at once.
BUDGETS = {
    "page": {"p95_ms": 50, "cpu_ms": 12},
    "search": {"p95_ms": 40, "cpu_ms": 12},
    "public": {"p95_ms": 50, "cpu_ms": 5},
    "paper": {"p95_ms": 2000, "cpu_ms": 2000},
    "write": {"p95_ms": 40, "cpu_ms": 10},
}
BUDGETS_SF34 = {
    **BUDGETS,
    "page": {"p95_ms": 60, "cpu_ms": 12},
    "search": {"p95_ms": 60, "cpu_ms": 12},
    "paper": {"p95_ms": 5000, "cpu_ms": 5000},
}
CPU_A_RUN = 0.12  # seconds that one thing may take in one run
FEWEST, MOST = 3, 20


def yardstick() -> int:
    """CPU milliseconds of a million additions by the interpreter, the median of nine: what this processor is worth
    today. On a shared machine the same page may cost three times as much at noon as at night."""

    def add() -> None:
        total = 0
        for number in range(1_000_000):
            total += number

    return round(statistics.median(once(add)[1] for _each in range(9)))


def count_queries(act: Callable[[], object]) -> int:
    from django.db import connection

    asked: list[str] = []
    with connection.execute_wrapper(lambda execute, *args: (asked.append(args[0]), execute(*args))[1]):
        act()
    return len(asked)


def once(act: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU milliseconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def run(act: Callable[[], object]) -> dict[str, float]:
    """One run: as many times as CPU_A_RUN allows, at least three."""
    first = once(act)
    times = max(FEWEST, min(MOST, int(CPU_A_RUN * 1000 / max(first[1], 0.1))))
    both = [once(act) for _each in range(times)]
    walls = sorted(wall for wall, _cpu in both)
    return {
        "p50_ms": statistics.median(walls),
        "p95_ms": walls[min(len(walls) - 1, round(len(walls) * 0.95))],
        "cpu_ms": statistics.median(cpu for _wall, cpu in both),
        "times": times,
    }


def median_of(runs: list[dict[str, float]]) -> dict[str, float]:
    """The median of each figure over the runs."""
    return {name: round(statistics.median(one[name] for one in runs), 1) for name in runs[0]}


def judged(figures: dict[str, Any], kind: str, scale: float) -> dict[str, Any]:
    budget = (BUDGETS_SF34 if scale > 1 else BUDGETS)[kind]
    within = figures["p95_ms"] <= budget["p95_ms"] and figures["cpu_ms"] <= budget["cpu_ms"]
    return {**figures, "kind": kind, **{f"budget_{name}": value for name, value in budget.items()}, "is_within": within}
