"""Reports of a province: the yearly report of each lead and of the whole province, compiled and printed.

    PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.reports [--leads N] [--profile]

DIR is a data folder that holds a synthetic province (`./run --data DIR --empty sample build --scale 1`); the reports
it compiles stay there, so take a copy. One JSON line per figure. A report is drawn for its lead's office, which sees
its own plans only; the whole province is therefore drawn as its auditor sees it: every plan of the year, every
obligation under them, in one paper. It is larger than any report the house is asked for.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

BUDGET_SECONDS = 2.0  # the yearly review of a province as DOCX


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=20)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phoihop.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    scopes = _scopes(options.leads)
    _timed(scopes[0])  # libraries and typefaces are read once a process
    each = [_timed(scope) for scope in scopes]
    _say("yearly report of one lead", each, len(scopes[0].plans))
    whole = _whole(scopes)
    province = [_read_by_all(whole) for _turn in range(5)]
    _say("yearly report of a whole province", province, len(whole.plans), goal=BUDGET_SECONDS)
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(_read_by_all, whole)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(35)
    return 0


def _scopes(leads: int) -> list[Any]:
    """The programmes of the first leads of the fullest year."""
    from phoihop.ground.actor import Actor
    from phoihop.plans.models import Round
    from phoihop.plans.queries import report_scope

    console = Actor.system("administrator-console")
    codes = Round.rows.order_by("-year", "pk").values_list("code", flat=True)[:leads]
    return [report_scope(console, code) for code in codes]


def _whole(scopes: list[Any]) -> Any:
    """All plans of that year as one programme."""
    from phoihop.plans.models import Plan

    year = scopes[0].year
    plans = list(Plan.rows.filter(year=year).order_by("code").values_list("code", "partner_id"))
    units = dict.fromkeys([scopes[0].lead_id, *(partner for _code, partner in plans)])
    return replace(scopes[0], plans=tuple(code for code, _partner in plans), unit_ids=tuple(units), dossiers=())


def _read_by_all(scope: Any) -> dict[str, float]:
    """The sections of all these plans as an auditor of the country reads them, written down and printed."""
    from phoihop.ground import clock, sheet
    from phoihop.ground.actor import EVERYWHERE, Actor, Role
    from phoihop.reporting import queries
    from phoihop.reporting.commands.reports import blocks_of, printed
    from phoihop.reporting.outside import report_docx, report_pdf
    from phoihop.reporting.rules import reports

    reader = Actor(kind="person", roles=frozenset({Role.AUDITOR}), audits=frozenset({EVERYWHERE}), unit_id=0)
    period = queries.period_of(str(scope.year))
    on = max(period.first, min(period.last, clock.local_date(clock.now())))
    begun, cpu = time.perf_counter(), time.process_time()
    whole = replace(scope, dossiers=sheet.filed_under(reader, scope.plans))
    built = [section.build(reader, whole, period, on) for section in sheet.sections()]
    value = reports.Report(
        head=reports.Head(system="STATE", organ="UBND TỈNH", symbol="UBND"),
        scope=whole,
        period=period,
        on=on,
        title="Kết quả phối hợp của cả tỉnh",
        sections=tuple(section for section in built if section is not None),
    )
    text = reports.canonical(value)
    drawn, drawn_cpu = time.perf_counter() - begun, time.process_time() - cpu
    page = queries.layout_of(None, "STATE")
    said = printed(value, is_illustration=True)
    begun, cpu = time.perf_counter(), time.process_time()
    paper = report_docx.docx(said, page, blocks_of(value, "BC-kg-2021-benchmark"))
    docx, docx_cpu = time.perf_counter() - begun, time.process_time() - cpu
    begun = time.perf_counter()
    report_pdf.pdf(said, page, blocks_of(value, "BC-kg-2021-benchmark"))
    return {
        "compile": drawn,
        "compile cpu": drawn_cpu,
        "docx": docx,
        "docx cpu": docx_cpu,
        "docx kB": len(paper) / 1000,
        "pdf": time.perf_counter() - begun,
        "rows": sum(len(figure.rows) for figure in value.figures()),
        "value kB": len(text) / 1000,
        "whole": drawn + docx,
    }


def _timed(scope: Any) -> dict[str, float]:
    from phoihop.ground import clock
    from phoihop.ground.actor import Actor
    from phoihop.reporting import commands, queries
    from phoihop.reporting.rules import reports

    console = Actor.system("administrator-console")
    at = clock.now()
    period = queries.period_of(str(scope.year))
    on = min(period.last, clock.local_date(at))
    found: dict[str, float] = {}

    def clocked(name: str, do: Callable[[], Any]) -> Any:
        begun, cpu = time.perf_counter(), time.process_time()
        made = do()
        found[name], found[f"{name} cpu"] = time.perf_counter() - begun, time.process_time() - cpu
        return made

    told = clocked(
        "compile",
        lambda: commands.compile_report(
            scope=scope,
            period=period,
            on=max(on, period.first),
            title=f"Kết quả phối hợp năm {scope.year}",
            key=f"benchmark/{uuid.uuid4().hex}",
            by=console,
            at=at,
        ),
    )
    for kind in ("docx", "pdf"):
        made = clocked(kind, lambda kind=kind: commands.render_report(code=told.code, kind=kind, by=console, at=at))
        found[f"{kind} kB"] = len(made) / 1000
    value = queries.report_value(console, told.code).report
    found["rows"] = sum(len(figure.rows) for figure in value.figures())
    found["value kB"] = len(reports.canonical(value)) / 1000
    found["whole"] = found["compile"] + found["docx"]
    return found


def _say(figure: str, found: list[dict[str, float]], plans: int, goal: float | None = None) -> None:
    ranked = sorted(found, key=lambda one: one["whole"])
    worst, middle = ranked[min(len(ranked) - 1, round(len(ranked) * 0.95))], ranked[len(ranked) // 2]
    line = {
        "figure": figure,
        "plans": plans,
        "compile_and_docx_p95_seconds": round(worst["whole"], 3),
        "median": {name: round(value, 3) for name, value in middle.items()},
        "reports": len(found),
        "goal_seconds": goal,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
