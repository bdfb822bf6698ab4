"""phoihop tick: the deadline clock, once or (under the supervisor) again and again."""

from __future__ import annotations

import argparse
import signal
from datetime import datetime

from phoihop.site.commandline import OK, Out, Problem, WrongInput
from phoihop.site.family import Ending, leave_with_parent

HELP = "run the deadline clock once: what became due, late or expired by now"


def arguments(parser: argparse.ArgumentParser) -> None:
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--at", metavar="TIME", help="as if it were this time (2021-08-02 or 2021-08-02T07:00)")
    when.add_argument("--every", metavar="SECONDS", type=int, help="again and again, until stopped")


def run(options: argparse.Namespace, out: Out) -> int:
    from phoihop.ground import clock

    if not options.every:
        done = _tick(_time(options.at) if options.at else clock.now())
        out.data(done, [f"{room}: {count}" for room, count in done.items()])
        return OK
    from django.db import Error, close_old_connections

    from phoihop.site import away
    from phoihop.site.watching.staying import stay

    ending = Ending(signal.SIGTERM, signal.SIGINT)
    leave_with_parent()
    with stay("tick") as pulse:
        while not ending.is_told:
            close_old_connections()
            try:
                _tick(clock.now())
            except Error as trouble:  # what a tick left undone, the next one does
                ending.wait(away.rest(trouble))
            else:
                pulse.step()  # after a whole tick: its age is how far the ladder is behind
                ending.wait(options.every)
    return OK


def _tick(at: datetime) -> dict[str, int]:
    """Each room's `commands.tick(by=, at=)`, from the ground up, then the ledger seals what happened."""
    from importlib import import_module
    from importlib.util import find_spec

    from django.conf import settings

    from phoihop.ground.actor import Actor
    from phoihop.ground.watch import step
    from phoihop.ledger.commands import seal

    by = Actor.system("deadline-clock")
    done = {}
    for room in settings.ROOMS:
        if find_spec(f"phoihop.{room}.commands") is None:
            continue
        tick = getattr(import_module(f"phoihop.{room}.commands"), "tick", None)
        if tick is not None:
            with step("clock", room):
                done[room] = tick(by=by, at=at)
    with step("clock", "seal"):
        done["sealed"] = seal(at=at)
    return done


def _time(text: str) -> datetime:
    from django.utils import timezone

    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise WrongInput([Problem("--at", f"expected a date or time like 2021-08-02T07:00, got {text!r}")]) from None
    return time if time.tzinfo else timezone.make_aware(time)
