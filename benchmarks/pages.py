"""Server time, CPU and query count of the pages that a budget names, one JSON line per figure.

    ./run --data DIR --empty sample build --scale 1      # once: the synthetic province
    PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.pages [--requests N]

Requests run in this process through Django's whole middleware stack: wall time is server time, process time its CPU.
Nothing is loosened for the measurement: settings, indexes and durability are those that `serve` uses. The hand-ins it
makes are real, so measure on a copy of the folder if that matters.
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
from typing import Any

# What DESIGN section 6 asks of the embedded database: server time p95, CPU, both in milliseconds.
BUDGETS = {"page": {"p95_ms": 50, "cpu_ms": 12}, "write": {"p95_ms": 40, "cpu_ms": 10}}
WARM_UP = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=50)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django

    django.setup()
    from django.db import connection

    print(json.dumps({"figure": "database", "vendor": connection.vendor, **_rows()}))
    for name, figures in measure(options.requests):
        print(json.dumps({"figure": name, **figures}), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"figure": "memory", "peak_mb": peak, "budget_mb": 200, "is_within": peak <= 200}))
    return 0


def measure(requests: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages for each reader, then the durable write."""
    from phoihop.site.country.build import names

    people = names()
    clients = {role: _client(username) for role, username in people.items()}
    plan, topic, owed = things(people["lead"])
    pages = {
        "today": "/lam-viec/",
        "board": "/lam-viec/nghia-vu/",
        "board late": "/lam-viec/nghia-vu/?status=late",
        "board by plan": f"/lam-viec/nghia-vu/?source={plan}",
        "board by text": "/lam-viec/nghia-vu/?q=hạn+mặn",
        "dossier": f"/lam-viec/van-de/{topic}/",
        "plan matrix": f"/lam-viec/ke-hoach/{plan}/",
        "programme": "/lam-viec/chuong-trinh/",
        "obligation": f"/lam-viec/nghia-vu/{owed[0]}/",
        "inbox": "/lam-viec/hop-thu/",
        "calendar": "/lam-viec/lich/?ai=all",
        "agenda": "/lam-viec/lich/?ai=all&xem=agenda",
        "clashes": "/lam-viec/lich/trung/",
        "look-ahead": "/lam-viec/lich/sap-toi/?so=90&ai=all",
    }
    for role in ("lead", "partner", "auditor"):
        for name, path in pages.items():
            if role == "partner" and name in ("dossier", "plan matrix", "obligation", "board by plan"):
                continue  # another office's
            client = clients[role]
            yield f"{name} ({role})", _figures(lambda c=client, p=path: _get(c, p), requests, "page")
    codes = iter(owed)
    yield (
        "hand in, durable (lead)",
        _figures(lambda: hand_in(clients["lead"], next(codes)), min(requests, 60), "write"),
    )


def _figures(act: Callable[[], None], requests: int, kind: str) -> dict[str, Any]:
    from django.db import connection

    for _ in range(WARM_UP):
        act()
    queries = []
    with connection.execute_wrapper(lambda execute, *args: (queries.append(args[0]), execute(*args))[1]):
        act()
    walls, cpus = [], []
    for _ in range(requests):
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        cpus.append((time.process_time() - cpu) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
    walls.sort()
    p95 = walls[min(len(walls) - 1, round(len(walls) * 0.95))]
    cpu = statistics.median(cpus)
    budget = BUDGETS[kind]
    return {
        "p50_ms": round(statistics.median(walls), 1),
        "p95_ms": round(p95, 1),
        "cpu_ms": round(cpu, 1),
        "queries": len(queries),
        "budget": budget,
        "is_within": p95 <= budget["p95_ms"] and cpu <= budget["cpu_ms"],
    }


def _get(client: Any, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path}: {response.status_code}")


def hand_in(client: Any, code: str) -> None:
    response = client.post(
        f"/lam-viec/nghia-vu/{code}/nop/",
        {"statement": "Đã thực hiện.", "reference": "12/BC-BTG", "missing_reason": "Gửi bản giấy", "version": ""},
    )
    if response.status_code != 302:
        raise SystemExit(f"{code}: {response.status_code}")


def _client(username: str) -> Any:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(get_user_model()._default_manager.get(username=username))
    return client


def things(lead: str) -> tuple[str, str, list[str]]:
    """A plan and a topic of the lead officer's office, and obligations that it owes and has not handed in."""
    from phoihop.ground.clock import now
    from phoihop.obligations import queries as obligations
    from phoihop.organizations import queries as organizations
    from phoihop.plans import queries as plans

    actor = organizations.actor_of(organizations.account_ids([lead])[lead], None, now())
    plan = plans.plans(actor, now().date()).lines[0].code
    topic = plans.topics(actor, now().date()).lines[0].code
    owed: list[str] = []
    after = ""
    while len(owed) < 80:
        page = obligations.board(actor, obligations.BoardFilter(status="plan"), now().date(), after)
        owed += [row.code for row in page.rows if row.lead_id == actor.unit_id]
        after = page.next
        if not after:
            break
    return plan, topic, owed


def _rows() -> dict[str, int]:
    from django.apps import apps

    tables = {
        "plans": "plans.Plan",
        "topics": "plans.Topic",
        "obligations": "obligations.Obligation",
        "entries": "ledger.Entry",
    }
    return {name: apps.get_model(label)._base_manager.count() for name, label in tables.items()}


if __name__ == "__main__":
    sys.exit(main())
