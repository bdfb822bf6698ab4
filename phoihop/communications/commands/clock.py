"""What this room does when time passes."""

from __future__ import annotations

from datetime import datetime

from phoihop.communications.commands import bulletins, feedback, going_out, records, release_approval
from phoihop.ground.actor import Actor
from phoihop.publications import commands as publications


def tick(*, by: Actor, at: datetime) -> int:
    """What has an hour goes out at its hour, once; what is to be erased goes. Nothing to do costs a few looks."""
    publications.clear_previews(at=at)
    done = going_out.let_out(by=by, at=at) + release_approval.tick_releases(by=by, at=at)
    done += bulletins.tick_bulletins(by=by, at=at) + records.tick_records(by=by, at=at)
    return done + feedback.erase_old(by=by, at=at)
