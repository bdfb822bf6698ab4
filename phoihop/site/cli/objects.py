"""phoihop objects: whether every accepted file is kept and whole, and their way from the data folder to a bucket."""

from __future__ import annotations

import argparse
from collections import Counter

from phoihop.site.commandline import NO, OK, Out, Problem, WrongInput

HELP = "verify the accepted files that are kept, or move them between the data folder and the object store"


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="verify|move", required=True)
    verify = acts.add_parser("verify", help="exit 1 if a file that the register names is missing or damaged")
    verify.add_argument("--sample", type=int, default=0, metavar="N", help="read only so many of them, by chance")
    move = acts.add_parser("move", help="copy what is not there yet into the store of PHOIHOP_OBJECTS_URL")
    move.add_argument("--back", action="store_true", help="from the store into the data folder")


def run(options: argparse.Namespace, out: Out) -> int:
    return _verify(options.sample, out) if options.act == "verify" else _move(options.back, out)


def _verify(sample: int, out: Out) -> int:
    """Every byte is read: of 50,000 files from a bucket that takes some minutes."""
    from phoihop.documents import queries
    from phoihop.site.acting import person_or_console

    if sample < 0:
        raise WrongInput([Problem("--sample", "expected how many files to read")])
    by = person_or_console(None)
    names = queries.named_files(by)
    total = min(sample, len(names)) if sample else len(names)
    counts: Counter[str] = Counter()
    bad = []
    for number, found in enumerate(queries.check_kept(by, names, sample=sample), start=1):
        counts[found.state] += 1
        out.progress(number, total, "files")
        if found.state != "whole":
            bad.append({"file": found.name, "state": found.state})
    for found in queries.check_held(by):
        counts["held"] += found.state == "whole"
        if found.state != "whole":
            bad.append({"file": found.name, "state": found.state})
    left = queries.strays(by, names)
    answer = {"named": len(names), "read": total, "whole": counts["whole"], "held": counts["held"], "strays": left}
    lines = [f"{one['state']}: {one['file']}" for one in bad]
    word = "sound" if not bad else "NOT SOUND"
    lines.append(
        f"{word}: {len(names)} files named, {total} read, {counts['whole']} whole; {counts['held']} held; "
        f"{left} that nobody names"
    )
    out.data({"sound": not bad, **answer, "findings": bad}, lines)
    return OK if not bad else NO


def _move(is_back: bool, out: Out) -> int:
    from phoihop.documents.commands import move_files

    counts: Counter[str] = Counter()
    damaged = []
    for number, (name, fate) in enumerate(move_files(is_back=is_back), start=1):
        counts[fate] += 1
        if fate == "damaged":
            damaged.append(name)
        if number % 1000 == 0:
            out.say(f"{number} files: {counts['copied']} copied")
    lines = [f"damaged, not copied: {name}" for name in damaged]
    lines.append(
        f"{counts['copied']} copied, {counts['there']} were there, {len(damaged)} damaged; nothing was deleted"
    )
    out.data({"copied": counts["copied"], "there": counts["there"], "damaged": damaged}, lines)
    return OK if not damaged else NO
