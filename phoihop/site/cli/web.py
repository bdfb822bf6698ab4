"""phoihop web: the web server alone."""

from __future__ import annotations

import argparse
import os
import threading
from importlib import import_module
from typing import Any

from phoihop.site.commandline import OK, Out, no_garbage
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

    from phoihop.site.watching import numbers
    from phoihop.site.watching.logs import server_logging

    site = site_options()
    numbers.begin("web" if module == "phoihop.site.wsgi" else "portal", site.data)
    port = port or site.port
    if CHILD not in os.environ:
        out.say(f"web: {url_of(site, port)}")
    leave_with_parent()
    os.environ[CHILD] = str(os.getpid())  # for the workers
    _load_once(module)
    server = _gentle(Server, site.drain_seconds)(
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
        log_dictconfig=server_logging(site),
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=10,
    )
    server.serve()
    return OK


def _load_once(module: str) -> None:
    """Loads the application before the workers are forked from this process: once for all, in shared memory."""
    from django.db import connections

    with no_garbage():
        import_module(module)
    connections.close_all()


def _gentle(server: type[Any], seconds: int) -> type[Any]:
    """The server, that says first it is not ready any more, and goes on answering for so many seconds."""
    from phoihop.site.watching import health

    class Gentle(server):  # type: ignore[misc]
        def signal_handler_interrupt(self, *signal: Any) -> None:
            was_told = health.is_leaving()
            health.leave()
            if was_told or not seconds:  # told twice: at once
                super().signal_handler_interrupt(*signal)
            else:
                timer = threading.Timer(seconds, super().signal_handler_interrupt, signal)
                timer.daemon = True
                timer.start()

    return Gentle
