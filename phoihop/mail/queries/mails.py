"""Mails by the keys they were queued with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count

from phoihop.mail import states
from phoihop.mail.models import OutMail
from phoihop.mail.rules import addresses

BATCH = 500


@dataclass(frozen=True, slots=True)
class MailState:
    """How far a mail has come. `trouble` is what the other side last said."""

    key: str
    state: str  # QUEUED, SENDING, DELAYED, SENT, FAILED
    to_address: str  # of a private mail: empty
    sent_at: datetime | None
    trouble: str


def states_of(keys: Collection[str]) -> dict[str, MailState]:
    """The states of those mails that were queued, by key."""
    asked, found = sorted(keys), {}
    for start in range(0, len(asked), BATCH):
        rows = OutMail.rows.filter(key__in=asked[start : start + BATCH])
        for key, state, to, sent_at, trouble in rows.values_list("key", "state", "to_address", "sent_at", "trouble"):
            found[key] = MailState(key, state, to, sent_at, trouble)
    return found


def counts() -> dict[str, int]:
    """How many mails are in each state. For the operator: numbers only."""
    found = OutMail.rows.order_by("state").values_list("state").annotate(count=Count("pk"))
    return {state: dict(found).get(state, 0) for state in states.OUT}


def waiting() -> int:
    """How many mails have not left yet."""
    return OutMail.rows.filter(state__in=(*states.WAITING, "SENDING")).count()


def message_id_of(key: str) -> str:
    """The message number of the mail with this key, whether it is queued already or not."""
    domain = settings.PHOIHOP_MAIL_FROM[1].rpartition("@")[2]
    return f"<{addresses.token_of(settings.SECRET_KEY, 'message', key)}@{domain}>"


def reply_address_of(key: str) -> str:
    """Where answers to the mail with this key go; also the organiser's address of an invitation sent with it."""
    token = addresses.token_of(settings.SECRET_KEY, "reply", key)
    return addresses.with_token(settings.PHOIHOP_MAIL_REPLY, token)
