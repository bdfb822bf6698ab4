"""Turns measured files into docs/performance.md and docs/performance.svg.

    .venv/bin/python -m benchmarks.everything.report FILE… [--to docs/performance.md]

Give the files in the order in which their columns are to stand. Pages that two files share are compared; of several
files of one database the growth is drawn.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.everything.curve import drawn

Line = dict[str, Any]
# Door, reader, and the table that the page reads: where it did not grow with the country, nothing is drawn.
DRAWN = (
    ("desk:today", "lead", "obligations.Obligation"),
    ("obligations:board", "lead", "obligations.Obligation"),
    ("obligations:board", "auditor", "obligations.Obligation"),
    ("plans:topic", "lead", "plans.Topic"),
    ("plans:plan", "lead", "plans.Plan"),
    ("desk:programme", "auditor", "plans.Plan"),
    ("concerns:list", "lead", "concerns.Concern"),
    ("desk:search, two words", "auditor", "documents.Document"),
)
MAIN_TABLES = {
    "plans.Plan": "plans",
    "plans.Topic": "topics",
    "obligations.Obligation": "obligations",
    "documents.Document": "documents",
    "ledger.Entry": "ledger entries",
    "concerns.Concern": "concerns",
    "press.Item": "press articles",
    "dispatches.Dispatch": "letters",
    "meetings.Meeting": "meetings",
    "publications.Publication": "publications",
}
MOST_GROWTH = 50  # per cent of p95, from the smallest to the largest scale
# Megabytes: of one province the worker's own share of what processes hold together, of more all that is resident.
MEMORY_SMALL, MEMORY_LARGE = 200, 250
WORKER = "web, worker"
KINDS = (
    ("page", "Pages of the desk"),
    ("search", "Search"),
    ("public", "Public pages, without the page cache"),
    ("paper", "Papers and files"),
    ("write", "The durable write"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One file: a database at a scale."""

    machine: Line
    rows: Line
    pages: dict[tuple[str, str], Line]
    jobs: dict[str, Line]
    left: dict[tuple[str, str], str]
    memory: list[Line]
    sizes: Line
    load: Line
    run: Line = field(default_factory=dict)
    bodies: Line = field(default_factory=dict)
    nobody: dict[str, str] = field(default_factory=dict)  # readers that the data does not have, and why

    @property
    def name(self) -> str:
        database = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[self.machine["database"]]
        return f"SF{self.machine['scale']:g} {database}"

    @property
    def total(self) -> int:
        return sum(value for key, value in self.rows.items() if "." in key)

    @property
    def doors(self) -> tuple[int, int]:
        """Measured by at least one reader, and all."""
        measured = {_door_of(door) for (door, _reader), line in self.pages.items() if line["kind"] != "write"}
        return len(measured), len(measured | {_door_of(door) for door, _reader in self.left})

    def worker(self) -> tuple[float, int] | None:
        """What the budget is about, and the budget. None: memory was not measured."""
        line = next((one for one in self.memory if one["process"] == WORKER), None)
        if line is None:
            return None
        return (line["rss_mb"], MEMORY_LARGE) if self.machine["scale"] > 1 else (line["pss_mb"], MEMORY_SMALL)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--note", default="", help="what must be known of these runs; a paragraph below the machine")
    parser.add_argument("--to", type=Path, default=Path("docs/performance.md"))
    options = parser.parse_args()
    found = [read(path) for path in options.files]
    curve = options.to.with_suffix(".svg")
    lines = growth(found)
    if lines:
        curve.write_text(
            drawn("Server time p95 as the country grows", "rows in the database", "p95, ms", lines), encoding="utf-8"
        )
    options.to.write_text(page(found, lines, curve.name, options.note), encoding="utf-8")
    return 0


def read(path: Path) -> Measured:
    by_what: dict[str, list[Line]] = defaultdict(list)
    for text in path.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        by_what[line.pop("what")].append(line)
    if not by_what["run"]:
        raise SystemExit(f"{path}: the run did not come to its end; measure again")
    return Measured(
        machine=by_what["machine"][0],
        rows=by_what["rows"][0],
        pages={(line["door"], line["reader"]): line for line in by_what["page"]},
        jobs={line["name"]: line for line in by_what["job"]},
        left={(line["door"], line["reader"]): line["why"] for line in by_what["left out"]},
        memory=by_what["memory"],
        sizes=by_what["sizes"][0],
        load=by_what["load"][0] if by_what["load"] else {},
        run=_whole_run(by_what["run"]),
        bodies=by_what["bodies"][0] if by_what["bodies"] else {},
        nobody={line["reader"]: line["why"] for line in by_what["no reader"]},
    )


def _whole_run(pieces: Sequence[Line]) -> Line:
    """Jobs that were measured alone stand below the pages in one file."""
    cpu = [one["cpu_s"] for one in pieces]
    return {**pieces[0], "cpu_s": None if None in cpu else round(sum(cpu), 1)}


def _door_of(row: str) -> str:
    """Without what a search was asked."""
    return row.partition(", ")[0]


def growth(found: Sequence[Measured]) -> dict[str, list[tuple[float, float]]]:
    """Of the database with the most scales: p95 by rows. Fewer than two scales draw nothing."""
    most = _by_scale(found)
    if len(most) < 2:
        return {}
    lines = {}
    for door, reader, table in DRAWN:
        points = [(float(m.total), m.pages[door, reader]["p95_ms"]) for m in most if (door, reader) in m.pages]
        if len(points) > 1 and _has_grown(table, most):
            lines[f"{door} ({reader})"] = points
    return lines


def _by_scale(found: Sequence[Measured]) -> list[Measured]:
    """The files of the database with the most scales, one of each scale, the smallest first."""
    by_database: dict[str, dict[float, Measured]] = defaultdict(dict)
    for one in found:
        by_database[one.machine["database"]].setdefault(one.machine["scale"], one)
    return sorted(max(by_database.values(), key=len).values(), key=lambda one: one.total)


def _has_grown(table: str, most: Sequence[Measured]) -> bool:
    """At least half as much as all rows together."""
    first, last = most[0], most[-1]
    rows = first.rows.get(table, 0)
    return bool(rows) and last.rows.get(table, 0) / rows >= last.total / first.total / 2


def page(found: Sequence[Measured], lines: dict[str, list[tuple[float, float]]], curve: str, note: str = "") -> str:
    parts = [INTRODUCTION, *_machines(found), *([note] if note else []), *_contents(found), *_verdict(found)]
    if lines:
        parts += ["## Growth", f"![Server time p95 by rows of the database]({curve})", _growth_table(lines)]
        parts += [_not_drawn(found)]
    for kind, title in KINDS:
        rows = sorted({key for one in found for key, line in one.pages.items() if line["kind"] == kind})
        if rows:
            parts += [f"## {title}", *([SEARCHED] if kind == "search" else []), _table(found, rows)]
    parts += ["## Jobs", _jobs(found), "## Sizes and memory", *_sizes(found), "## Left out", _left_out(found)]
    return "\n\n".join(part for part in parts if part) + "\n"


INTRODUCTION = """# Performance

How fast the product is with a province (SF1) and with the country (SF34) in it: every page that a reader can come to by
links, for readers of several roles, search, papers, jobs, the durable write. Made by `benchmarks/everything`, never by
hand; the same for each scale:

```sh
PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.everything.loading --scale 1
PHOIHOP_DATA=DIR .venv/bin/python -m phoihop sample rooms --scale 1 --bodies 1
PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.everything.readers
PHOIHOP_DATA=DIR .venv/bin/python -m phoihop search --rebuild
PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.everything --scale 1 --out sf1.jsonl

export PHOIHOP_DATABASE_URL=postgresql://…
PHOIHOP_DATA=DIR34 .venv/bin/python -m benchmarks.everything.loading --scale 34
PHOIHOP_DATA=DIR34 .venv/bin/python -m phoihop sample rooms --scale 34 --bodies 1
PHOIHOP_DATA=DIR34 .venv/bin/python -m benchmarks.everything.readers
PHOIHOP_DATA=DIR34 .venv/bin/python -m phoihop search --rebuild
PHOIHOP_DATA=DIR34 .venv/bin/python -m benchmarks.everything --scale 34 --out sf34.jsonl

.venv/bin/python -m benchmarks.everything.report sf1.jsonl sf34.jsonl …
```

Requests run in one process through Django's whole middleware stack, warm, nothing kept; figures are medians of runs.
Budgets are those of the design: a page 50 ms p95 (60 at SF34) and 12 ms CPU, search 40 ms (60), a public page 5 ms CPU
without the page cache, a paper 2 s (5), a durable write 40 ms and 10 ms CPU; from SF1 to SF34 a p95 grows by less than
half; a serving worker holds 200 MB as its own share, at SF34 250 MB resident. CPU is the figure that survives a busy
machine; **bold** is over its budget. A cell: p95 ms / CPU ms, queries; the last column is the growth of p95."""
SEARCHED = (
    "Each row is one question, in the words of `benchmarks/search.py`; code and number are of things that are"
    " there. Where the answer showed no result to this reader, the cell is empty: nothing found is not fast."
)


def _machines(found: Sequence[Measured]) -> list[str]:
    lines = [
        "| | day | machine | load | yardstick | rows | runs | CPU of the run |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in found:
        m = one.machine
        machine = f"{m['cores']} cores, {m['processor']}, {m['memory_gb']} GB, Python {m['python']}"
        cpu = "not kept" if one.run["cpu_s"] is None else f"{one.run['cpu_s']:.0f} s"  # a run measured in pieces
        lines.append(
            f"| {one.name} | {m['day']} | {machine} | {m['load']} | {m['yardstick_ms']} ms | {one.total:,} |"
            f" {one.run['runs']} | {cpu} |"
        )
    yardstick = (
        "Yardstick: CPU of a million additions by the interpreter; a processor of one's own takes about 40 ms. On a"
        " shared machine it changes within the hour, and CPU figures grow with it."
    )
    return ["## The machine", "\n".join(lines), yardstick]


def _contents(found: Sequence[Measured]) -> list[str]:
    """Rows of the main tables, and for how many bodies the rooms were filled."""
    lines = [f"| rows | {' | '.join(one.name for one in found)} |", "|---|" + "---|" * len(found)]
    lines += [
        f"| {words} | {' | '.join(f'{one.rows.get(table, 0):,}' for one in found)} |"
        for table, words in MAIN_TABLES.items()
    ]
    filled: dict[str, list[str]] = defaultdict(list)
    for one in found:
        if one.bodies:
            of = f"{one.bodies['filled']:,} of {one.bodies['built']:,} bodies"
            filled[", ".join(one.bodies["rooms"])].append(f"{one.name} {of}")
    told = [f"What `sample rooms` fills ({rooms}) was filled for: {'; '.join(of)}." for rooms, of in filled.items()]
    if any(one.bodies and one.bodies["filled"] < one.bodies["built"] for one in found):
        told.append("Pages of these rooms hardly grow with the scale: their rows are those of the filled bodies.")
    return ["## What is in it", "\n".join(lines), " ".join(told)]


def _verdict(found: Sequence[Measured]) -> list[str]:
    lines = [
        "| | doors measured | rows | within both budgets | p95 within | CPU within | serving worker |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in found:
        rows = list(one.pages.values())
        measured, doors = one.doors
        lines.append(
            f"| {one.name} | {measured} of {doors} | {len(rows)} | {sum(r['is_within'] for r in rows)} |"
            f" {sum(r['p95_ms'] <= r['budget_p95_ms'] for r in rows)} |"
            f" {sum(r['cpu_ms'] <= r['budget_cpu_ms'] for r in rows)} | {_worker(one)} |"
        )
    return ["## In short", "\n".join(lines), _grown_in_short(found), _readers(found)]


def _worker(one: Measured) -> str:
    if (found := one.worker()) is None:
        return ""
    megabytes, budget = found
    return f"{_bold(megabytes, budget)} of {budget} MB"


def _bold(value: float, budget: float) -> str:
    return f"**{value:g}**" if value > budget else f"{value:g}"


def _grown_in_short(found: Sequence[Measured]) -> str:
    most = _by_scale(found)
    if len(most) < 2:
        return ""
    grown = [percent for key in most[0].pages if (percent := _growth_of(key, most)) is not None]
    kept = sum(percent <= MOST_GROWTH for percent in grown)
    return (
        f"From {most[0].name} to {most[-1].name} p95 grows by no more than half in {kept} of {len(grown)} rows, by"
        f" more in {len(grown) - kept}. Where a p95 is a few milliseconds, the noise of the machine is part of that."
    )


def _readers(found: Sequence[Measured]) -> str:
    """Who reads, and who would have and is not in the data."""
    there = list(dict.fromkeys(reader for one in found for _door, reader in one.pages))
    without = dict.fromkeys(f"{reader}: {why}" for one in found for reader, why in one.nobody.items())
    told = f"Readers: {', '.join(there)}." if there else ""
    return " ".join([told, *(["Left out: " + "; ".join(without) + "."] if without else [])]).strip()


def _growth_of(key: tuple[str, str], most: Sequence[Measured]) -> float | None:
    """Per cent of p95 from the smallest to the largest scale; None where one of them has no such row."""
    if len(most) < 2:
        return None
    first, last = most[0].pages.get(key), most[-1].pages.get(key)
    if first is None or last is None or not first["p95_ms"]:
        return None
    return float(100 * (last["p95_ms"] - first["p95_ms"]) / first["p95_ms"])


def _growth_cell(percent: float | None) -> str:
    if percent is None:
        return ""
    return f"**{percent:+.0f} %**" if percent > MOST_GROWTH else f"{percent:+.0f} %"


def _not_drawn(found: Sequence[Measured]) -> str:
    most = _by_scale(found)
    left = [
        f"`{door}` ({MAIN_TABLES[table]})"
        for door, reader, table in DRAWN
        if all((door, reader) in one.pages for one in most) and not _has_grown(table, most)
    ]
    return f"Not drawn, since their tables did not grow with the country: {', '.join(left)}." if left else ""


def _growth_table(lines: dict[str, list[tuple[float, float]]]) -> str:
    scales = sorted({x for points in lines.values() for x, _y in points})
    head = f"| p95, ms, at rows | {' | '.join(f'{x:,.0f}' for x in scales)} | growth |"
    rows = [head, "|---|" + "---|" * (len(scales) + 1)]
    for name, points in lines.items():
        by_x = dict(points)
        percent = 100 * (points[-1][1] - points[0][1]) / points[0][1] if points[0][1] else None
        cells = " | ".join(str(by_x.get(x, "")) for x in scales)
        rows.append(f"| {name} | {cells} | {_growth_cell(percent)} |")
    return "\n".join(rows)


def _table(found: Sequence[Measured], keys: Iterable[tuple[str, str]]) -> str:
    most = _by_scale(found)
    heads = [one.name for one in found] + (["growth"] if len(most) > 1 else [])
    lines = [f"| door | reader | {' | '.join(heads)} |", "|---|---|" + "---|" * len(heads)]
    for door, reader in keys:
        cells = [_cell(one.pages.get((door, reader))) for one in found]
        cells += [_growth_cell(_growth_of((door, reader), most))] if len(most) > 1 else []
        lines.append(f"| `{door}` | {reader} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(line: Line | None) -> str:
    if line is None:
        return ""
    p95, cpu = (_bold(line[name], line[f"budget_{name}"]) for name in ("p95_ms", "cpu_ms"))
    return f"{p95} / {cpu}, {line['queries']}"


def _jobs(found: Sequence[Measured]) -> str:
    names = list(dict.fromkeys(name for one in found for name in one.jobs))
    runs = (f"{one.name} {max(job.get('runs', 1) for job in one.jobs.values())}" for one in found if one.jobs)
    lines = [
        "Each undone afterwards, but for the first clock, which comes once; medians of runs, so many of each:",
        f"{', '.join(runs) or 'none'}. A cell: ms / CPU ms, queries, things done.",
        "",
        f"| job | {' | '.join(one.name for one in found)} |",
        "|---|" + "---|" * len(found),
    ]
    for name in names:
        cells = []
        for one in found:
            job = one.jobs.get(name)
            cells.append(
                f"{job['wall_ms']:g} / {job['cpu_ms']:g}, {job.get('queries', '')}, {job.get('done', '')}"
                if job
                else ""
            )
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _sizes(found: Sequence[Measured]) -> list[str]:
    parts = []
    for one in found:
        sizes = one.sizes
        head = (
            f"**{one.name}**: database {sizes['total_mb']:,} MB, of these indexes {sizes['index_mb']:,} MB; search"
            f" index {sizes['search_index_mb']:,} MB."
        )
        if one.load:
            head += (
                f" `sample build` took {one.load['wall_s'] / 60:.0f} minutes, {one.load['cpu_s'] / 60:.0f} of CPU"
                f" besides the database's, and {one.load['peak_mb']} MB at most."
            )
        rows = ["| table | rows | MB | indexes MB |", "|---|---|---|---|"]
        rows += [
            f"| `{t['name']}` | {t['rows']:,} | {t['table_mb']:,} | {t['index_mb']:,} |" for t in sizes["tables"][:15]
        ]
        parts += [head, "\n".join(rows)]
    return [*parts, _memory(found)]


def _memory(found: Sequence[Measured]) -> str:
    """Of the processes as they serve the folder."""
    names = list(dict.fromkeys(line["process"] for one in found for line in one.memory))
    lines = [
        "Memory of the processes as they run, in MB: after the start / after every page by every reader, and its own",
        f"share of what several hold together. Budget of the worker: {MEMORY_SMALL} as its own share at SF1, of more",
        f"{MEMORY_LARGE} resident.",
        "",
        f"| process | {' | '.join(one.name for one in found)} |",
        "|---|" + "---|" * len(found),
    ]
    for name in names:
        cells = [next((_memory_cell(m, one) for m in one.memory if m["process"] == name), "") for one in found]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _memory_cell(line: Line, one: Measured) -> str:
    rss, pss = f"{line['rss_mb']}", f"{line['pss_mb']}"
    if line["process"] == WORKER and one.machine["scale"] > 1:
        rss = _bold(line["rss_mb"], MEMORY_LARGE)
    elif line["process"] == WORKER:
        pss = _bold(line["pss_mb"], MEMORY_SMALL)
    return f"{line['started_mb']} / {rss}, {pss}"


def _left_out(found: Sequence[Measured]) -> str:
    """Doors that no reader of any file came to, by the reasons."""
    measured = {door for one in found for door, _reader in one.pages}
    why: dict[str, set[str]] = defaultdict(set)
    for one in found:
        for (door, reader), reason in one.left.items():
            if door not in measured:
                why[door].add(f"{reader}: {reason}")
    lines = ["Doors that no reader came to: they need a state that the sample has not, or another right.", ""]
    by_reasons: dict[str, list[str]] = defaultdict(list)
    for door, reasons in sorted(why.items()):
        by_reasons["; ".join(sorted(reasons))].append(f"`{door}`")
    lines += [f"- {', '.join(doors)}: {reasons}" for reasons, doors in sorted(by_reasons.items())]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
