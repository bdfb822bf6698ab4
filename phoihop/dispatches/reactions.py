"""What this room does when the mail speaks: a letter has come to an office, or has not."""

from __future__ import annotations

from datetime import datetime

from phoihop.dispatches import commands, rules
from phoihop.ground.actor import Actor
from phoihop.mail.events import MailDelayed, MailFailed, MailSent


def note_sent(event: MailSent, *, by: Actor, at: datetime) -> None:
    if rules.read_mail_key(event.key):
        commands.note_mail(key=event.key, verb="deliver", by=by, at=at)


def note_delayed(event: MailDelayed, *, by: Actor, at: datetime) -> None:
    if rules.read_mail_key(event.key):
        commands.note_mail(key=event.key, verb="delay", reason=event.reason, by=by, at=at)


def note_failed(event: MailFailed, *, by: Actor, at: datetime) -> None:
    if rules.read_mail_key(event.key):
        commands.note_mail(key=event.key, verb="fail", reason=event.reason, by=by, at=at)
