"""phoihop load: a programme file in, all or nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from phoihop.site.commandline import HELD, OK, Out, WrongInput
from phoihop.site.commandline import Problem as Complaint

HELP = "take a programme file (YAML or XLSX) in, all or nothing; what it would change is shown first"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--dry-run", action="store_true", help="only say what it would change")
    parser.add_argument("--yes", action="store_true", help="agree to changes of what is loaded already")


def run(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ground import clock
    from phoihop.site.programme.loading import load
    from phoihop.site.programme.reading import BrokenFile

    try:
        done = load(options.file, at=clock.now(), is_dry=options.dry_run, is_agreed=options.yes)
        if done.is_held and sys.stdin.isatty() and not out.is_json:
            for line in lines(done.changes):
                out.say(line)
            out.say("Tệp này thay đổi dữ liệu đã nạp. Gõ “dong y” để nạp:")
            if sys.stdin.readline().strip().casefold() in ("dong y", "đồng ý"):
                done = load(options.file, at=clock.now(), is_agreed=True)
    except BrokenFile as broken:
        raise WrongInput([Complaint(str(p.place), p.sentence) for p in broken.problems]) from broken
    kinds = ("added", "changed", "unchanged", "removed-from-file")
    value = {
        "file": str(options.file),
        "loaded": not (options.dry_run or done.is_held),
        "counts": {kind: done.count(kind) for kind in kinds},
        "changes": [
            {
                "section": change.section,
                "key": change.key,
                "kind": change.kind,
                "fields": [{"name": f.name, "old": f.old, "new": f.new} for f in change.fields],
            }
            for change in done.changes
            if change.kind != "unchanged"
        ],
    }
    out.data(value, [*lines(done.changes), ", ".join(f"{kind} {done.count(kind)}" for kind in kinds)])
    if done.is_held:
        out.say("Chưa nạp: tệp thay đổi dữ liệu đã có. Xem các dòng trên rồi chạy lại với --yes.")
        return HELD
    return OK


def lines(changes: tuple[object, ...]) -> Iterator[str]:
    """What would change, a line each; what is the same is not said."""
    from phoihop.site.programme.difference import Change

    signs = {"added": "+", "changed": "~", "removed-from-file": "-"}
    for change in changes:
        if isinstance(change, Change) and change.kind in signs:
            fields = (
                "; ".join(f"{f.name}: {f.old} → {f.new}" for f in change.fields) if change.kind == "changed" else ""
            )
            yield f"{signs[change.kind]} {change.section} {change.key}{' ' + fields if fields else ''}"
