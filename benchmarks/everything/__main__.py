"""Measures every page, search, paper and job of the product on a data folder, into a file of JSON lines.

    PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.everything.loading --scale 1
    ./run --data DIR sample rooms --scale 1
    PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.everything.readers
    ./run --data DIR search --rebuild
    PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.everything --scale 1 --out sf1-sqlite.jsonl [--runs 3]
    PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.everything --scale 1 --only jobs --out jobs.jsonl
    PHOIHOP_DATA=DIR PHOIHOP_DATABASE_URL=… .venv/bin/python -m benchmarks.everything --scale 34 --out sf34.jsonl

Requests run in this process through Django's whole middleware stack: wall time is server time, process time its CPU.
Readers: the lead's officer, an officer of a partner, the auditor, and of the other roles whom the data has (`readers`);
nobody for the portal. The median of the runs is written, of jobs too. `benchmarks.everything.report` makes
docs/performance.md of such files; jobs measured alone may be appended to the file of the pages, and stand for its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

JOBS = "jobs"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, required=True, help="what the folder was built with")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--without-index",
        action="store_true",
        help="build no search index (an hour for a country), measure no search",
    )
    parser.add_argument("--only", default="", help="`jobs` alone; or doors that begin like this")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django

    django.setup()
    began = time.process_time()
    with options.out.open("w", encoding="utf-8") as out:
        for line in measure(options.scale, options.runs, options.only, with_index=not options.without_index):
            _say(out, line)
        _say(out, {"what": "run", "cpu_s": round(time.process_time() - began, 1), "runs": options.runs})
    return 0


def measure(scale: float, runs: int, only: str, *, with_index: bool) -> Iterator[dict[str, Any]]:
    from benchmarks.everything import jobs, sizes

    yield {"what": "machine", "scale": scale, **_machine()}
    yield {"what": "rows", "scale": scale, **sizes.rows()}
    yield {"what": "bodies", **sizes.bodies()}
    yield from sizes.load()
    if only != JOBS:
        yield from _everything_read(scale, runs, only, with_index=with_index)
    yield {"what": "sizes", **sizes.sizes()}
    if only in ("", JOBS):
        for name, figures in jobs.figures(runs, with_index=with_index):
            yield {"what": "job", "name": name, **figures}


def _everything_read(scale: float, runs: int, only: str, *, with_index: bool) -> Iterator[dict[str, Any]]:
    """Pages by every reader, the durable write, and the memory of the processes that served them."""
    from benchmarks.everything import processes
    from benchmarks.everything.readers import readers

    if with_index:
        _refuse_incomplete_index()
    urls: dict[str, None] = {}
    clients: dict[str, Any] = {}
    for reader in readers():
        if reader.client is None:
            yield {"what": "no reader", "reader": reader.name, "why": reader.why}
            continue
        clients[reader.name] = reader.client
        for line in _pages(reader.name, reader.client, scale, runs, only, with_search=with_index):
            urls |= {line["url"]: None} if line["what"] == "page" else {}
            yield line
    if only:
        return
    yield from _write(clients["lead"], scale, runs)
    cookies = {
        role: "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        for role, client in clients.items()
    }
    for line in processes.memory(cookies, list(urls)):
        yield {"what": "memory", **line}


def _refuse_incomplete_index() -> None:
    """A search of half an index is no measure of it."""
    from phoihop.search import outside

    if not outside.reader().is_complete():
        raise SystemExit("the search index is not built: phoihop search --rebuild, or --without-index")


def _pages(
    role: str, client: Any, scale: float, runs: int, only: str, *, with_search: bool
) -> Iterator[dict[str, Any]]:
    """Runs go round all pages, one after the other, so that a busy minute of the machine falls on one run of each."""
    from benchmarks.everything import doors, measuring

    found, left = doors.pages(client, is_public=role == "nobody")
    if not with_search:
        left = [one for one in left if doors.door_of(one.door) not in doors.RESULTS]
        left += [
            doors.LeftOut(door, "no search index was built") for door in doors.searches(is_public=role == "nobody")
        ]
        found = [page for page in found if page.kind != "search"]
    found = [page for page in found if page.door.startswith(only)]
    queries = {page.door: measuring.count_queries(lambda p=page: _get(client, p.url)) for page in found}
    done: dict[str, list[dict[str, float]]] = {page.door: [] for page in found}
    for _run in range(runs):
        for page in found:
            done[page.door].append(measuring.run(lambda p=page: _get(client, p.url)))
    for page in found:
        figures = measuring.median_of(done[page.door])
        yield {
            "what": "page",
            "door": page.door,
            "reader": role,
            "url": page.url,
            "queries": queries[page.door],
            **measuring.judged(figures, page.kind, scale),
        }
    for one in left:
        if one.door.startswith(only):
            yield {"what": "left out", "door": one.door, "reader": role, "why": one.why}


def _write(client: Any, scale: float, runs: int) -> Iterator[dict[str, Any]]:
    """Handing in an obligation, durable, as the lead officer does it."""
    from benchmarks import pages
    from benchmarks.everything import measuring
    from phoihop.site.country.build import names

    _plan, _topic, owed = pages.things(names()["lead"])
    codes = iter(owed)
    queries = measuring.count_queries(lambda: pages.hand_in(client, next(codes)))
    times = max(3, (len(owed) - 2) // runs)
    found = []
    for _run in range(runs):
        both = sorted(measuring.once(lambda: pages.hand_in(client, next(codes))) for _each in range(min(times, 20)))
        found.append(
            {
                "p50_ms": both[len(both) // 2][0],
                "p95_ms": both[round(0.95 * (len(both) - 1))][0],
                "cpu_ms": sorted(cpu for _wall, cpu in both)[len(both) // 2],
            }
        )
    figures = measuring.judged(measuring.median_of(found), "write", scale)
    yield {"what": "page", "door": "hand in, durable", "reader": "lead", "url": "", "queries": queries, **figures}


def _get(client: Any, url: str) -> None:
    response = client.get(url)
    if response.streaming:
        b"".join(response.streaming_content)
    if response.status_code != 200:
        raise SystemExit(f"{url}: {response.status_code}")


def _machine() -> dict[str, Any]:
    from django.db import connection

    from benchmarks.everything import measuring

    memory = Path("/proc/meminfo").read_text().split()[1]
    return {
        "database": connection.vendor,
        "cores": os.cpu_count(),
        "memory_gb": round(int(memory) / 2**20, 1),
        "processor": next(
            (line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").open() if line.startswith("model name")),
            platform.machine(),
        ),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        "yardstick_ms": measuring.yardstick(),
        "day": time.strftime("%Y-%m-%d"),
    }


def _say(out: TextIO, line: dict[str, Any]) -> None:
    out.write(json.dumps(line, ensure_ascii=False) + "\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
