"""What this room does when the mail speaks."""

from __future__ import annotations

from datetime import datetime

from phoihop.ground.actor import Actor
from phoihop.mail.events import MailFailed
from phoihop.notices.commands import note_bounce


def note_failed_mail(event: MailFailed, *, by: Actor, at: datetime) -> None:
    """A notice or digest that did not arrive."""
    if event.key.startswith(("notice/", "digest/")):
        note_bounce(key=event.key, reason=event.reason, by=by, at=at)
