"""phoihop web: the web server alone."""

from __future__ import annotations

import argparse
import os
from importlib import import_module

from phoihop.site.commandline import OK, Out
from phoihop.site.family import CHILD, leave_with_parent
from phoihop.site.options import options as site_options
from phoihop.site.options import url_of

HELP = "serve web pages only"
NEEDS_DJANGO = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, metavar="N", help="port instead of PHOIHOP_PORT")


def run(options: argparse.Namespace, out: Out) -> int:
    return run_server("phoihop.site.wsgi", options.port, out)


def run_server(module: str, port: int | None, out: Out) -> int:
    """Serves the application of this module until told to stop."""
    from granian.constants import Interfaces, Loops
    from granian.log import LogLevels
    from granian.server import Server

    site = site_options()
    port = port or site.port
    if CHILD not in os.environ:
        out.say(f"web: {url_of(site, port)}")
    leave_with_parent()
    os.environ[CHILD] = str(os.getpid())  # for the workers
    _load_once(module)
    server = Server(
        f"{module}:in_worker",
        factory=True,
        address=site.address.strip("[]"),
        port=port,
        interface=Interfaces.WSGI,
        loop=Loops.asyncio,
        workers=site.workers,
        blocking_threads=site.threads,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=10,
    )
    server.serve()
    return OK


def _load_once(module: str) -> None:
    """Loads the application before the workers are forked from this process: once for all, in shared memory."""
    from django.db import connections

    import_module(module)
    connections.close_all()
