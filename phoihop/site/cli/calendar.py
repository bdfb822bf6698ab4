"""phoihop calendar: the calendar of a person as a file for calendar programs."""

from __future__ import annotations

import argparse
from pathlib import Path

from phoihop.site.acting import person_or_console
from phoihop.site.commandline import OK, Out, WrongInput

HELP = "the calendar of a person as a file for calendar programs, as his feed shows it now"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", metavar="USER")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE.ics", help="written whole or not at all"
    )
    parser.add_argument(
        "--what", default="mine", choices=["mine", "unit", "all"], help="mine: what his offices have to do"
    )


def run(options: argparse.Namespace, out: Out) -> int:
    from phoihop.desk import queries
    from phoihop.ground import clock

    actor = person_or_console(options.username)
    if actor.account_id is None:
        raise WrongInput([f"{options.username}: người này không giữ vị trí nào còn hiệu lực"])
    text = queries.feed_text(actor.account_id, options.what, unit_id=actor.unit_id, at=clock.now())
    path: Path = options.output
    draft = path.with_name(f"{path.name}.new")
    try:
        draft.write_bytes(text.encode())
        draft.replace(path)
    except OSError as trouble:
        raise WrongInput([f"{path}: không ghi được ({trouble.strerror})"]) from None
    entries = text.count("BEGIN:VEVENT")
    out.data({"file": str(path), "entries": entries}, f"{path}: {entries} mục")
    return OK
