"""phoihop tick: the deadline clock, once or (under the supervisor) again and again."""

from __future__ import annotations

import argparse
import logging
import signal
from datetime import datetime

from phoihop.site.commandline import NO, OK, Out, Problem, WrongInput
from phoihop.site.family import Ending, leave_with_parent

HELP = "run the deadline clock once: what became due, late or expired by now"

log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--at", metavar="TIME", help="as if it were this time (2021-08-02 or 2021-08-02T07:00)")
    when.add_argument("--every", metavar="SECONDS", type=int, help="again and again, until stopped")


def run(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ground import clock

    if not options.every:
        done, failed = _tick(_time(options.at) if options.at else clock.now())
        out.data(done, [f"{room}: {count}" for room, count in done.items()])
        for room in failed:
            out.say(f"phoihop: {room}: its part of the clock failed; the log above says why")
        return NO if failed else OK
    from django.db import Error, close_old_connections

    from phoihop.site import away
    from phoihop.site.watching.staying import stay

    ending = Ending(signal.SIGTERM, signal.SIGINT)
    leave_with_parent()
    with stay("tick") as pulse:
        while not ending.is_told:
            close_old_connections()
            try:
                _done, failed = _tick(clock.now())
            except Error as trouble:  # what a tick left undone, the next one does
                ending.wait(away.rest(trouble))
                continue
            if not failed:
                pulse.step()  # after a whole tick: its age is how far the ladder is behind
            ending.wait(options.every)
    return OK


def _tick(at: datetime) -> tuple[dict[str, int], list[str]]:
    """Each room's `commands.tick(by=, at=)`, from the ground up, then the ledger seals what happened: what each did,
    and which failed. One that fails is told in the log and stops no other; a database that is away is raised."""
    from importlib import import_module
    from importlib.util import find_spec

    from django.conf import settings

    from phoihop.ground.actor import Actor
    from phoihop.ground.watch import step
    from phoihop.ledger.commands import seal
    from phoihop.site.away import is_away

    by = Actor.system("deadline-clock")
    done: dict[str, int] = {}
    failed = []
    for room in settings.ROOMS:
        if find_spec(f"phoihop.{room}.commands") is None:
            continue
        tick = getattr(import_module(f"phoihop.{room}.commands"), "tick", None)
        if tick is not None:
            try:
                with step("clock", room):
                    done[room] = tick(by=by, at=at)
            except Exception as trouble:
                if is_away(trouble):
                    raise
                log.exception("the clock failed in %s; the other rooms go on, and the next tick tries it again", room)
                failed.append(room)
    with step("clock", "seal"):
        done["sealed"] = seal(at=at)
    return done, failed


def _time(text: str) -> datetime:
    from django.utils import timezone

    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise WrongInput([Problem("--at", f"expected a date or time like 2021-08-02T07:00, got {text!r}")]) from None
    return time if time.tzinfo else timezone.make_aware(time)
