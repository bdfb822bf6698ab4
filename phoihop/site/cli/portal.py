"""phoihop portal: the public side alone, as a process of its own with a database role of its own."""

from __future__ import annotations

import argparse

from phoihop.site.cli.web import run_server
from phoihop.site.commandline import OK, Out, WrongInput, start_django
from phoihop.site.options import options as site_options

HELP = "serve the public side only, without the desk; or grant a database role what that needs"
NEEDS_DJANGO = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, metavar="N", help="port instead of PHOIHOP_PORT")
    parser.add_argument("--grant", metavar="ROLE", help="give this PostgreSQL role the rights of the public process")
    parser.add_argument("--key", action="store_true", help="print the desk's public key, for PHOIHOP_INTAKE_KEY")


def run(options: argparse.Namespace, out: Out) -> int:
    if options.grant:
        return _grant(options.grant, out)
    if options.key:
        return _key(out)
    return run_server("phoihop.site.public", options.port, out)


def _grant(role: str, out: Out) -> int:
    if site_options().is_embedded:
        raise WrongInput(["roles are PostgreSQL's: the embedded database has none (PHOIHOP_DATABASE_URL is empty)"])
    start_django()
    from phoihop.site.public_rights import grant

    done = grant(role)
    out.data(done, done)
    return OK


def _key(out: Out) -> int:
    start_django()
    from phoihop.intake.commands import public_key

    out.data({"key": public_key()}, public_key())
    return OK
