"""phoihop ledger: the record proves itself, and leaves the house as a file that proves itself anywhere. On
PostgreSQL its table can be parted by year."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from phoihop.site.checks import proof
from phoihop.site.commandline import NO, OK, Out, Problem, WrongInput
from phoihop.site.options import options as site_options

HELP = "verify the ledger or an export of it, export it, or part its table by year"
LONGEST_LINE = 16_000_000
DIGEST = re.compile(r"[0-9a-f]{64}")


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="verify|export|partition", required=True)
    verify = acts.add_parser("verify", help="exit 1 if anything was changed, removed, inserted or reordered")
    verify.add_argument("file", nargs="?", metavar="FILE", help="an export; without it the ledger in the database")
    verify.add_argument("--head", metavar="HASH", default="", help="a head kept elsewhere that the chain must hold")
    export = acts.add_parser("export", help="seal, then write all entries and seals as lines of JSON")
    export.add_argument("file", metavar="FILE", help="where to; - for standard output")
    acts.add_parser("partition", help="part the table by year (PostgreSQL); what is parted already stays as it is")


def run(options: argparse.Namespace, out: Out) -> int:
    match options.act:
        case "verify":
            return _verify(options, out)
        case "export":
            return _export(options.file, out)
    return _partition(out)


def _verify(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ledger import queries

    head = options.head.strip().lower()
    if head and not DIGEST.fullmatch(head):
        raise WrongInput([Problem("--head", "expected 64 hexadecimal digits")])
    if options.file:
        with _opened(options.file) as file:
            verdict = queries.verify_lines(_lines(file), head=head)
    else:
        _seal()
        verdict = queries.verify_stored(head=head)
        proof.note(site_options().data, is_sound=verdict.is_sound, entries=verdict.entries, head=verdict.head)
    answer = {
        "sound": verdict.is_sound,
        "entries": verdict.entries,
        "seals": verdict.seals,
        "head": verdict.head,
        "seals_after_head": verdict.after_head if head else None,
        "findings": [{"place": f.place, "what": f.what} for f in verdict.findings],
    }
    text = [f"{f.place}: {f.what}" for f in verdict.findings]
    word = "sound" if verdict.is_sound else "NOT SOUND"
    out.data(answer, [*text, f"{word}: {verdict.entries} entries, {verdict.seals} seals, head {verdict.head}"])
    return OK if verdict.is_sound else NO


def _export(name: str, out: Out) -> int:
    """Whole or not at all: the file appears when its last line is written."""
    from phoihop.ledger.queries import export_lines

    _seal()
    if name == "-":
        end = _write(sys.stdout, export_lines())
        out.say(f"head {end['head']}")
        return OK
    path = Path(name)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="\n") as file:
            end = _write(file, export_lines())
        part.replace(path)
    except OSError as error:
        raise WrongInput([Problem(name, error.strerror or str(error))]) from None
    finally:
        part.unlink(missing_ok=True)
    out.data({"file": name, **end}, f"{end['entries']} entries, {end['seals']} seals, head {end['head']}")
    return OK


def _partition(out: Out) -> int:
    """Parts the table, or only says how it is parted."""
    from phoihop.ground import clock
    from phoihop.ledger import outside

    try:
        parts = outside.part(clock.local_date(clock.now()).year)
    except outside.NoParts as reason:
        raise WrongInput([Problem("ledger", str(reason))]) from None
    rows = [{"table": part.table, "first": part.first, "end": part.end} for part in parts]
    out.table(rows, {"table": "table", "first": "first number", "end": "below"})
    return OK


def _write(file: TextIO, lines: Iterator[str]) -> dict[str, Any]:
    """Writes the lines; gives what the last one says of the whole."""
    line = ""
    for line in lines:
        file.write(f"{line}\n")
    end: dict[str, Any] = json.loads(line)["end"]
    return end


def _opened(name: str) -> TextIO:
    try:
        return Path(name).open(encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise WrongInput([Problem(name, error.strerror or str(error))]) from None


def _lines(file: TextIO) -> Iterator[str]:
    """Line by line; a line beyond all measure comes in pieces, none of which is a row."""
    while line := file.readline(LONGEST_LINE):
        yield line


def _seal() -> None:
    from phoihop.ground import clock
    from phoihop.ledger.commands import seal

    seal(at=clock.now())
