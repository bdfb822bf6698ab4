"""Search: latency and CPU of queries and of the page, time from a change to its find, time of a rebuild.

    ./run --data DIR --empty sample build --scale 1      # once: the synthetic province
    PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.search [--requests N] [--rebuild]

Nothing else may write the index meanwhile (`attend`). One JSON line per figure. `query` is the engine and the rooms'
confirmation without the page; `page` goes through Django's whole middleware stack and the templates. The letter it
sends to measure how soon a change is found is real, so measure on a copy of the folder if that matters.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

BUDGET_P95_MS, BUDGET_CPU_MS, BUDGET_FOUND_S = 40, 12, 2.0
# What people type: with marks, without, numbers, phrases, a word that nearly everything has, one that nothing has.
QUERIES = {
    "two words": "phòng chống",
    "two words folded": "phong chong",
    "place": "Kiên Giang",
    "five words": "kế hoạch thông tin vấn đề",
    "five words folded": "ke hoach thong tin van de",
    "phrase": '"sơ kết, tổng kết"',
    "exclusion": "tài liệu -báo cáo",
    "abbreviation": "UBND tỉnh",
    "number": "238-QĐ/TW",
    "code": "VD-kg-2021-0001",
    "common word": "thông",
    "nothing has all": "phòng chống zzzzz",
}
BEGINNINGS = ("ph", "phòng ch", "ke hoach th", "so")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=30)
    parser.add_argument("--rebuild", action="store_true", help="build the index anew first, and say how long it took")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django

    django.setup()
    from phoihop.ground import clock
    from phoihop.search.commands import Indexer

    indexer = Indexer()
    if options.rebuild:
        indexer.begin_anew()
    wall, cpu = time.perf_counter(), time.process_time()
    done = indexer.run(at=clock.now())
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    say("index", rows=_rows(), taken=done, seconds=round(wall, 1), cpu_seconds=round(cpu, 1), megabytes=_megabytes())
    for name, figures in measure(options.requests):
        say(name, **figures)
    say("change to find", **_found_after(indexer))
    indexer.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say("memory", peak_mb=peak)
    return 0


def say(figure: str, **values: Any) -> None:
    print(json.dumps({"figure": figure, **values}, ensure_ascii=False), flush=True)


def measure(requests: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each query for each reader, then the page, then suggestions."""
    from django.test import Client

    from phoihop.ground import clock
    from phoihop.organizations.queries import account_ids, actor_of
    from phoihop.search.queries import find, suggest
    from phoihop.site.country.build import names

    for role, username in names().items():
        account_id = account_ids([username])[username]
        actor = actor_of(account_id, None, clock.now())
        walls: list[float] = []
        cpus: list[float] = []
        for name, text in QUERIES.items():
            found = find(actor, text)
            times = _times(partial(find, actor, text), requests)
            walls += times[0]
            cpus += times[1]
            yield f"query, {role}, {name}", {"hits": found.total, **_figures(*times)}
        yield f"query, {role}, all", {**_figures(walls, cpus), "budget_p95_ms": BUDGET_P95_MS}
        for beginning in BEGINNINGS:
            times = _times(partial(suggest, actor, beginning), requests)
            yield f"suggestion, {role}, {beginning}", _figures(*times)
        client = Client(headers={"host": "localhost"})
        client.force_login(_account(account_id))
        for name in ("two words", "place", "five words folded", "code", "common word"):
            times = _times(partial(_get, client, QUERIES[name]), requests)
            yield (
                f"page, {role}, {name}",
                {
                    **_figures(*times),
                    "budget_p95_ms": BUDGET_P95_MS,
                    "budget_cpu_ms": BUDGET_CPU_MS,
                },
            )


def _get(client: Any, text: str) -> None:
    response = client.get("/lam-viec/tim/", {"q": text})
    if response.status_code != 200:
        raise RuntimeError(f"search answered {response.status_code}")


def _account(account_id: int) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.get(pk=account_id)


def _times(act: Callable[[], object], count: int) -> tuple[list[float], list[float]]:
    for _ in range(3):
        act()
    walls, cpus = [], []
    for _ in range(count):
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return walls, cpus


def _figures(walls: list[float], cpus: list[float]) -> dict[str, float]:
    return {
        "p50_ms": round(statistics.median(walls), 1),
        "p95_ms": round(sorted(walls)[max(0, int(len(walls) * 0.95) - 1)], 1),
        "cpu_ms": round(statistics.median(cpus), 1),
    }


def _found_after(indexer: Any) -> dict[str, Any]:
    """From the end of an act to the moment its words are found, the listeners' second of rest not counted."""
    from phoihop.dispatches.commands import send_dispatch
    from phoihop.ground import clock
    from phoihop.organizations.queries import account_ids, actor_of, units
    from phoihop.search.queries import find
    from phoihop.site.country.build import names

    username = names()["lead"]
    actor = actor_of(account_ids([username])[username], None, clock.now())
    others = [line.id for line in units(actor, clock.now(), text="") if line.id != actor.unit_id][:1]
    seconds = []
    for number in range(5):
        word = f"benchmark{time.time_ns()}"
        send_dispatch(
            sender_id=actor.unit_id or 0,
            recipient_ids=others,
            purpose="INFORM",
            subject=f"{word} {number}",
            body="",
            about="",
            dossier="",
            by=actor,
            at=clock.now(),
        )
        start = time.perf_counter()
        indexer.step(at=clock.now())
        if not find(actor, word).total:
            raise RuntimeError("the change was not found after a step")
        seconds.append(time.perf_counter() - start)
    return {"p50_s": round(statistics.median(seconds), 3), "most_s": round(max(seconds), 3), "budget_s": BUDGET_FOUND_S}


def _rows() -> int:
    from phoihop.search import outside

    return int(outside.reader().searcher().num_docs)


def _megabytes() -> int:
    from phoihop.search import outside

    return sum(path.stat().st_size for path in outside.folder().rglob("*") if path.is_file()) // 2**20


if __name__ == "__main__":
    sys.exit(main())
