"""The public side of the sample programme: everything in it is an illustration and was made through the commands.

Each part gives how many things it made; what is there already stays, so that a second time changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from phoihop.ground.actor import Actor

# News first: corrections and records cite it; foresight stands on plans and spokespersons.
PARTS = ("articles", "records", "concerns", "corrections", "foresight")


def build(*, by: Actor, at: datetime) -> dict[str, int]:
    made = {}
    for name in PARTS:
        if find_spec(f"phoihop.site.public_sample.{name}") is None:
            continue
        part: Callable[..., int] = import_module(f"phoihop.site.public_sample.{name}").build
        made[name] = part(by=by, at=at)
    return made
