"""phoihop guard: what the secrecy guard says of files. Nothing is kept, nothing is written."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from phoihop.site.commandline import HELD, OK, REFUSED, Out, Problem, WrongInput

HELP = "the secrecy guard's verdict on files; exit 3 when one is refused, 4 when one is held, 0 otherwise"
CODES = {"REFUSED": REFUSED, "HELD": HELD}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")


def run(options: argparse.Namespace, out: Out) -> int:
    check_files(options.files)
    rows = []
    for number, path in enumerate(options.files, start=1):
        out.progress(number - 1, len(options.files), path.name)
        rows.append(verdict_of(path))
    out.progress(len(rows), len(rows), "")
    lines = [f"{row['verdict']:<9} {row['file']}  {'; '.join(row['reasons'])}".rstrip() for row in rows]
    out.data(rows, lines)
    return gravest(row["verdict"] for row in rows)


def check_files(paths: list[Path]) -> None:
    """Every path that is no readable file is told at once; then nothing is done."""
    problems = []
    for path in paths:
        try:
            with path.open("rb"):
                pass
        except OSError as error:
            problems.append(Problem(str(path), error.strerror or "cannot be read"))
    if problems:
        raise WrongInput(problems)


def verdict_of(path: Path) -> dict[str, Any]:
    from phoihop.documents.commands import judge, spooled

    with path.open("rb") as file, spooled(file, name=path.name) as spool:
        verdict = judge(spool, name=path.name).verdict
    return {"file": str(path), **plain(verdict.decision, verdict.findings)}


def plain(decision: Any, findings: Any) -> dict[str, Any]:
    """A verdict as it is printed: the rules, where, and what to do."""
    from phoihop.documents.queries import place_in_words, rule_in_words

    return {
        "verdict": decision.name,
        "rules": [finding.rule for finding in findings],
        "places": [place_in_words(finding) for finding in findings],
        "reasons": list(dict.fromkeys(f"{finding.rule}: {rule_in_words(finding.rule)}" for finding in findings)),
    }


def gravest(verdicts: Any) -> int:
    """3 over 4 over 0."""
    codes = {CODES.get(verdict, OK) for verdict in verdicts}
    return next((code for code in (REFUSED, HELD) if code in codes), OK)
