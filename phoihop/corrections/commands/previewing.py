"""What the public would see, laid ready for whoever works on it; nothing of it is out."""

from __future__ import annotations

from datetime import datetime

from phoihop.corrections.commands.basics import load
from phoihop.corrections.queries.copies import public_copy
from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed
from phoihop.publications import commands as publications


@command("claim.see")
def preview_claim(*, code: str, by: Actor, at: datetime) -> str:
    """The address at which the portal shows the copy that would go out if this reader published now."""
    row = load(code, "claim.see", by)
    token = publications.lay_preview(copy=public_copy(row, by, at).copy, by=by.through("claim.see"), at=at)
    nothing_changed()  # of the claim; the preview is told by the hatch
    return f"/xem-truoc/{token}/"
