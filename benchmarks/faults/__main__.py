"""The command of `benchmarks.faults`: plays rounds, one line of JSON each, or writes the table of them."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.faults import report
from benchmarks.faults.house import Place, prepare
from benchmarks.faults.playing import play_apart
from benchmarks.faults.striking import for_round


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="in all, of each database half of them with `both`")
    parser.add_argument("--seed", type=int, default=1, help="of the first round; each further round has the next")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE.jsonl", help="goes on where it ends")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keeps the prepared houses for a run that goes on")
    parser.add_argument(
        "--write-docs", type=Path, nargs="+", metavar="FILE.jsonl", help="the table of docs/reliability.md"
    )
    options = parser.parse_args()
    if options.write_docs:
        return report.write(options.write_docs)
    if options.output is None:
        parser.error("-o FILE.jsonl is needed")
    with tempfile.TemporaryDirectory(prefix="phoihop-faults-") as own:
        work = (options.work or Path(own)).absolute()
        work.mkdir(parents=True, exist_ok=True)
        work.chmod(0o711)  # PostgreSQL's user must go through
        return play(options, work)


def play(options: argparse.Namespace, work: Path) -> int:
    """Plays what the record does not have yet. 1 when any round of the record found something."""
    databases = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    done = {(line["seed"], line["database"]) for line in report.lines([options.output])}
    templates: dict[str, Place] = {}
    for number in range(options.rounds):
        seed = options.seed + number // len(databases)
        database = databases[number % len(databases)]
        if (seed, database) in done:
            continue
        if database not in templates:
            templates[database] = _template(work, database)
        line = play_apart(templates[database], seed=seed, faults=list(for_round(seed, database)), work=work)
        with options.output.open("a", encoding="utf-8") as record:
            record.write(json.dumps(line, ensure_ascii=False) + "\n")
        print(report.progress(number + 1, options.rounds, line), file=sys.stderr, flush=True)
    return report.sum_up(list(report.lines([options.output])))


def _template(work: Path, database: str) -> Place:
    """Prepared once: whole, or begun anew."""
    folder = work / f"prepared-{database}"
    if (folder / "facts.json").exists():
        return _found(folder, database)
    half = Path(tempfile.mkdtemp(prefix=f"half-{database}-", dir=work))
    half.chmod(0o711)
    print(f"preparing a house on {database} …", file=sys.stderr, flush=True)
    prepare(half / "house", database)
    (half / "house").rename(folder)
    half.rmdir()
    return _found(folder, database)


def _found(folder: Path, database: str) -> Place:
    from benchmarks.faults.cluster import Cluster

    return Place(folder, database, cluster=Cluster(folder / "cluster") if database == "postgresql" else None)


if __name__ == "__main__":
    sys.exit(main())
