"""phoihop prepare: bring translations, static files and database up to date; a new data folder gets the sample."""

from __future__ import annotations

import argparse

from phoihop.site.commandline import OK, Out
from phoihop.site.options import options as site_options
from phoihop.site.prepare import prepare

HELP = "bring the data folder up to date; a new one gets the sample programme unless --empty"
NEEDS_DJANGO = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--empty", action="store_true", help="no sample programme in a new data folder")


def run(options: argparse.Namespace, out: Out) -> int:
    done = prepare(site_options(), is_empty=options.empty, out=out)
    out.data({"done": done})
    return OK
