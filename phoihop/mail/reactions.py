"""What this room does when the organizations speak."""

from __future__ import annotations

from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.mail.commands import keep_owner
from phoihop.organizations.events import PostEnded


def keep_the_owner(event: PostEnded, *, by: Actor, at: datetime) -> None:
    """A post that answers for an inbox cannot end."""
    keep_owner(event.post_id)
