"""phoihop serve: everything under one supervisor."""

from __future__ import annotations

import argparse

from phoihop.site.commandline import Out
from phoihop.site.options import options as site_options
from phoihop.site.serve import serve

HELP = "serve everything: web, listeners and clock under one supervisor"
NEEDS_DJANGO = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, metavar="N", help="port instead of PHOIHOP_PORT")


def run(options: argparse.Namespace, out: Out) -> int:
    return serve(site_options(), port=options.port or site_options().port, out=out)
