"""A reorganisation of everything in the synthetic province, one JSON line per figure.

    ./run --data DIR --empty sample build --scale 1      # once: the synthetic province
    PHOIHOP_DATA=COPY-OF-DIR .venv/bin/python -m benchmarks.restructure

Every coordinating body of the province ends, and two by two they go over to one heir, as when one half of it were
merged with the other: each open row of the province moves. What it changes is real, so run it on a copy; with --undo
it is taken back and timed too. The budget of 10 s is for the dry run and carrying it out (SQLite, all of SF1 moving).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from datetime import date, datetime, timedelta
from typing import Any

BUDGET_S = 10.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--undo", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django

    django.setup()
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.organizations import commands, queries
    from phoihop.organizations.rules.restructure import read_document

    at = clock.now()
    by = Actor.system("administrator-console")
    raw = document(clock.local_date(at))
    figures: dict[str, float] = {}
    with timed(figures, "propose"):
        code = commands.propose_batch(document=raw, by=by, at=at).code
    with timed(figures, "dry run"):
        dry = queries.dry_run(read_document(raw))
    if dry.open_questions:
        raise SystemExit(f"it asks: {[one.key for one in dry.open_questions][:3]}")
    approve(code, at)
    with timed(figures, "apply"):
        done = commands.apply_batch(code=code, by=by, at=at + timedelta(days=1))
    total = figures["dry run"] + figures["apply"]
    if options.undo:
        with timed(figures, "undo"):
            commands.undo_batch(code=code, reason="benchmark", by=by, at=at + timedelta(days=1))
    for name, seconds in figures.items():
        print(json.dumps({"figure": name, "seconds": round(seconds, 2)}))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    units = sum(len(step["merge"]["from"]) for step in raw["steps"])
    cpu = figures["dry run, processor"] + figures["apply, processor"]
    told: dict[str, object] = {"cpu_seconds": round(cpu, 2), "units": units, "changes": done.count}
    told |= {"peak_mb": peak, "budget_s": BUDGET_S}
    told |= {"is_within": total <= BUDGET_S}
    print(json.dumps({"figure": "dry run + apply", "seconds": round(total, 2), **told}))
    return 0


class timed:  # noqa: N801 - reads as a word
    """Wall time of a block, and the processor's."""

    def __init__(self, figures: dict[str, float], name: str) -> None:
        self.figures, self.name = figures, name

    def __enter__(self) -> None:
        self.start, self.cpu = time.perf_counter(), time.process_time()

    def __exit__(self, *trouble: object) -> None:
        self.figures[self.name] = time.perf_counter() - self.start
        self.figures[f"{self.name}, processor"] = time.process_time() - self.cpu


def document(today: date) -> dict[str, Any]:
    """Two by two, the units that any obligation names; an odd one is renamed."""
    from phoihop.obligations.models import Obligation
    from phoihop.organizations.models import Post, Unit

    named = Obligation.rows.filter(closed_at__isnull=True)
    ids = set(named.values_list("lead_id", flat=True)) | set(named.values_list("entitled_id", flat=True))
    rows = list(Unit.rows.filter(pk__in=ids, valid_to__isnull=True).select_related("territory").order_by("pk"))
    upper = Unit.rows.filter(parent__isnull=True, valid_to__isnull=True).exclude(pk__in=ids).first()
    heads = set(Post.rows.filter(is_head=True, unit__in=ids).values_list("unit_id", flat=True))
    parent = f"{upper.territory.slug}/{upper.key}" if upper else None
    created: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    answers: dict[str, str] = {}
    for number, start in enumerate(range(0, len(rows), 2)):
        pair, slug = rows[start : start + 2], rows[start].territory.slug
        key, refs = f"hop-nhat-{number}", [f"{row.territory.slug}/{row.key}" for row in pair]
        made = {"territory": slug, "key": key, "name": f"Cơ quan hợp nhất {number}", "kind": pair[0].kind}
        created.append({**made, "level": pair[0].level, "parent": parent})
        steps.append({"merge": {"from": refs, "to": f"{slug}/{key}"}})
        with_head = [ref for ref, row in zip(refs, pair, strict=True) if row.pk in heads]
        if len(with_head) > 1:
            answers[f"head:{slug}/{key}"] = with_head[0]
    day = (today + timedelta(days=1)).isoformat()
    head = {"key": "benchmark", "title": "Hợp nhất", "date": day, "legal_basis": "benchmark"}
    return {"batch": head, "create": created, "steps": steps, "answers": answers}


def approve(code: str, at: datetime) -> None:
    """Two people stand by it; how long people take is not measured."""
    from phoihop.organizations.models import Account, Approval, Batch

    row = Batch.rows.get(code=code)
    for account in Account.rows.order_by("pk")[:2]:
        Approval.rows.get_or_create(batch=row, account=account, digest=row.digest, defaults={"post": "", "at": at})


if __name__ == "__main__":
    raise SystemExit(main())
