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
DRAWN = (
    ("desk:today", "lead"),
    ("obligations:board", "lead"),
    ("obligations:board", "auditor"),
    ("plans:topic", "lead"),
    ("plans:plan", "lead"),
    ("desk:programme", "auditor"),
    ("concerns:list", "lead"),
    ("desk:search", "auditor"),
)
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

    @property
    def name(self) -> str:
        database = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[self.machine["database"]]
        return f"SF{self.machine['scale']:g} {database}"

    @property
    def total(self) -> int:
        return sum(value for key, value in self.rows.items() if "." in key)


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
        run=by_what["run"][0],
    )


def growth(found: Sequence[Measured]) -> dict[str, list[tuple[float, float]]]:
    """Of the database with the most scales: p95 by rows. Fewer than two scales draw nothing."""
    by_database: dict[str, list[Measured]] = defaultdict(list)
    for one in found:
        by_database[one.machine["database"]].append(one)
    most = sorted(max(by_database.values(), key=len), key=lambda one: one.total)
    if len(most) < 2:
        return {}
    lines = {}
    for door, reader in DRAWN:
        points = [(float(m.total), m.pages[door, reader]["p95_ms"]) for m in most if (door, reader) in m.pages]
        if len(points) > 1:
            lines[f"{door} ({reader})"] = points
    return lines


def page(found: Sequence[Measured], lines: dict[str, list[tuple[float, float]]], curve: str, note: str = "") -> str:
    parts = [INTRODUCTION, *_machines(found), *([note] if note else []), *_verdict(found)]
    if lines:
        parts += ["## Growth", f"![Server time p95 by rows of the database]({curve})", _growth_table(found, lines)]
    for kind, title in KINDS:
        rows = sorted({key for one in found for key, line in one.pages.items() if line["kind"] == kind})
        if rows:
            parts += [f"## {title}", _table(found, rows)]
    parts += ["## Jobs", _jobs(found), "## Sizes and memory", *_sizes(found), "## Left out", _left_out(found)]
    return "\n\n".join(parts) + "\n"


INTRODUCTION = """# Performance

How fast the product is with a province (SF1) and with the country (SF34) in it: every page that a reader can come to by
links, for four readers, search, papers, jobs, the durable write. Made by `benchmarks/everything`, never by hand:

```sh
PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.everything.loading --scale 1
PHOIHOP_DATA=DIR .venv/bin/python -m phoihop sample rooms --scale 1 --bodies 1
PHOIHOP_DATA=DIR .venv/bin/python -m benchmarks.everything --scale 1 --out sf1.jsonl
.venv/bin/python -m benchmarks.everything.report sf1.jsonl …
```

Requests run in one process through Django's whole middleware stack, warm, nothing kept; figures are medians of runs.
Budgets are those of the design: a page 50 ms p95 (60 at SF34) and 12 ms CPU, search 40 ms (60), a public page 5 ms CPU
without the page cache, a paper 2 s (5), a durable write 40 ms and 10 ms CPU. CPU is the figure that survives a busy
machine; **bold** is over its budget. A cell: p95 ms / CPU ms, queries."""


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


def _verdict(found: Sequence[Measured]) -> list[str]:
    lines = ["| | measured | within both budgets | p95 within | CPU within |", "|---|---|---|---|---|"]
    for one in found:
        rows = list(one.pages.values())
        lines.append(
            f"| {one.name} | {len(rows)} | {sum(r['is_within'] for r in rows)} |"
            f" {sum(r['p95_ms'] <= r['budget_p95_ms'] for r in rows)} |"
            f" {sum(r['cpu_ms'] <= r['budget_cpu_ms'] for r in rows)} |"
        )
    return ["## In short", "\n".join(lines)]


def _growth_table(found: Sequence[Measured], lines: dict[str, list[tuple[float, float]]]) -> str:
    scales = sorted({x for points in lines.values() for x, _y in points})
    head = f"| p95, ms, at rows | {' | '.join(f'{x:,.0f}' for x in scales)} |"
    rows = [head, "|---|" + "---|" * len(scales)]
    for name, points in lines.items():
        by_x = dict(points)
        rows.append(f"| {name} | {' | '.join(str(by_x.get(x, '')) for x in scales)} |")
    return "\n".join(rows)


def _table(found: Sequence[Measured], keys: Iterable[tuple[str, str]]) -> str:
    lines = [f"| door | reader | {' | '.join(one.name for one in found)} |", "|---|---|" + "---|" * len(found)]
    for door, reader in keys:
        cells = [_cell(one.pages.get((door, reader))) for one in found]
        lines.append(f"| `{door}` | {reader} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(line: Line | None) -> str:
    if line is None:
        return ""
    p95, cpu = (
        f"**{line[name]:g}**" if line[name] > line[f"budget_{name}"] else f"{line[name]:g}"
        for name in ("p95_ms", "cpu_ms")
    )
    return f"{p95} / {cpu}, {line['queries']}"


def _jobs(found: Sequence[Measured]) -> str:
    names = list(dict.fromkeys(name for one in found for name in one.jobs))
    lines = [
        "Once each, undone afterwards. A cell: ms / CPU ms, queries, things done.",
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
        "share of what several hold together. Budget: 200 a worker at SF1, 250 at SF34.",
        "",
        f"| process | {' | '.join(one.name for one in found)} |",
        "|---|" + "---|" * len(found),
    ]
    for name in names:
        cells = [
            next((f"{m['started_mb']} / {m['rss_mb']}, {m['pss_mb']}" for m in one.memory if m["process"] == name), "")
            for one in found
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


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
