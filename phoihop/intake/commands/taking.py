"""Out of the hatch, into the room that it is for."""

from __future__ import annotations

from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.intake.events import InputDropped, InputTaken
from phoihop.intake.models import Input, InputPhoto
from phoihop.intake.queries import Taken, opened


@command("input.take")
def take(*, code: str, by: Actor, at: datetime) -> Taken | None:
    """Hands it over and leaves nothing of it here. None: somebody took or dropped it before."""
    ask(by, "input.take")
    row = Input.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    if row.state != "WAITING":
        nothing_changed()
        return None
    taken = opened(row)
    if not _settle(row, "TAKEN", at):
        nothing_changed()
        return None
    tell(InputTaken(code=code, what=row.what))
    return taken


@command("input.drop")
def drop(*, code: str, reason: str, by: Actor, at: datetime) -> InputDropped | None:
    """Leaves nothing of it and says why (a key, no words of it). Twice is harmless."""
    ask(by, "input.drop")
    row = Input.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    if not _settle(row, "DROPPED", at):
        nothing_changed()
        return None
    return tell(InputDropped(code=code, what=row.what, reason=reason))


def _settle(row: Input, state: str, at: datetime) -> bool:
    if Input.rows.filter(pk=row.pk, state="WAITING").update(state=state, settled_at=at, sealed=b"", digest="") != 1:
        return False
    InputPhoto.rows.filter(input=row).delete()
    return True
