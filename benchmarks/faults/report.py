"""What the record of many rounds says: progress, the sum, and the table of docs/reliability.md."""

from __future__ import annotations

import json
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.faults.house import ROOT

PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- rounds: begin -->", "<!-- rounds: end -->"

Line = dict[str, Any]


def lines(paths: Iterable[Path]) -> Iterator[Line]:
    for path in paths:
        if path.exists():
            for text in path.read_text(encoding="utf-8").splitlines():
                yield json.loads(text)


def progress(number: int, of: int, line: Line) -> str:
    recovery = "never" if line["recovery"] is None else f"{line['recovery']} s"
    said = f"{number}/{of} {line['database']} seed {line['seed']}: {', '.join(line['faults'])}; "
    said += f"{line['acknowledged']} acknowledged, {line['mails']} mails, acknowledging again after {recovery}, "
    return said + f"{line['seconds']} s" + "".join(f"\n    FOUND {one}" for one in line["findings"])


def sum_up(record: Sequence[Line]) -> int:
    print(json.dumps(_total(record), ensure_ascii=False))
    return int(any(line["findings"] for line in record))


def write(paths: Sequence[Path]) -> int:
    """Puts the table between its marks in docs/reliability.md. Refused: no page, no marks."""
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        print(f"{PAGE.name} has no place for the table: {BEGIN} … {END}", file=sys.stderr)
        return 2
    PAGE.write_text(f"{before}{BEGIN}\n{table(list(lines(paths)))}\n{END}{after}", encoding="utf-8")
    return 0


def table(record: Sequence[Line]) -> str:
    """Rounds by fault (a round with two faults stands under both), then the sums of each database."""
    rows = [
        "| fault | rounds | acknowledged | lost | doubled | by half | mails | twice | again after (s) | found |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    names = sorted({name for line in record for name in line["faults"]})
    rows += [_row(name, [line for line in record if name in line["faults"]]) for name in names]
    for database in ("sqlite", "postgresql"):
        own = [line for line in record if line["database"] == database]
        if own:
            rows.append(_row(f"**all on {'SQLite' if database == 'sqlite' else 'PostgreSQL'}**", own))
    rows.append(_row("**all**", record))
    acts = Counter(kind for line in record for kind, count in line["acts"].items() for _ in range(count))
    said = ", ".join(f"{kind.replace('_', ' ')} {count:,}" for kind, count in acts.most_common())
    return "\n".join([*rows, "", f"Acknowledged acts by kind: {said}."])


def _row(name: str, own: Sequence[Line]) -> str:
    total = _total(own)
    cells = (
        name, total["rounds"], f"{total['acknowledged']:,}", total["lost"], total["doubled"], total["halved"],
        f"{total['mails']:,}", total["mails_twice"], f"{total['recovery_median']} / {total['recovery_longest']}",
        total["findings"],
    )  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


def _total(own: Sequence[Line]) -> dict[str, Any]:
    waits = [line["recovery"] for line in own if line["recovery"] is not None]
    sums = {
        name: sum(line[name] for line in own)
        for name in ("acknowledged", "due", "there", "lost", "doubled", "halved", "mails", "mails_twice")
    }
    return {
        "rounds": len(own),
        **sums,
        "recovery_median": round(statistics.median(waits), 2) if waits else "–",
        "recovery_longest": max(waits, default="–"),
        "findings": sum(len(line["findings"]) for line in own),
    }
