"""Mails leave. Several senders may work at once: each claims mails for some minutes by conditional UPDATE.

A sender that dies between the server's "250" and our own UPDATE leaves one mail of which nobody knows whether it was
taken. It is sent again, as the very same message with the same number: a letter twice is better than a letter never.
"""

from __future__ import annotations

import logging
import secrets
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from phoihop.ground import clock
from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed, on_record, tell
from phoihop.ground.powers import ask
from phoihop.ground.watch import step
from phoihop.mail import states
from phoihop.mail.commands.queueing import NOTHING
from phoihop.mail.events import MailDelayed, MailFailed, MailSent
from phoihop.mail.models import OutMail
from phoihop.mail.outside import envelopes
from phoihop.mail.outside.composing import Letterhead, compose
from phoihop.mail.outside.transports import Answer, Result, Transport, transport
from phoihop.mail.policy import POSTMAN
from phoihop.mail.queries import message_id_of, reply_address_of
from phoihop.mail.rules import addresses, retrying

log = logging.getLogger(__name__)

AT_ONCE = 50  # mails claimed together
AGAIN_SECONDS = 30.0  # until a server that was not there is tried again
_POSTMAN = Actor.system(POSTMAN)
_REPORT = ("pk", "key", "about", "unit_id", "to_address", "is_private", "attempts", "give_up_at", "due_at")


class Sender:
    """One sender with its connection. `step` sends what is due, a batch at a time."""

    def __init__(self, out: Transport | None = None) -> None:
        self._out = out or _transport()
        self._not_before = 0.0

    def step(self, *, at: Any, limit: int = AT_ONCE) -> int:
        """Sends up to `limit` mails; gives how many were taken off the queue, for now or for good. `at` is a clock."""
        if time.monotonic() < self._not_before:
            return 0
        lease = secrets.token_hex(16)
        mails = _claim(lease, at(), limit)
        for place, mail in enumerate(mails):
            if mail.due_at - at() < retrying.LEAST_LEFT:  # the rest of the batch is for whoever claims it next
                _release([one.pk for one in mails[place:]], lease, at())
                return place
            with step("mail", "send"):
                result = self._hand_over(mail)
            if result.answer is Answer.LOST:
                log.warning("the mail server could not be used: %s", result.said)
                self._not_before = time.monotonic() + AGAIN_SECONDS
                self._out.close()
                for waiting in mails[place:]:
                    delay_mail(mail_id=waiting.pk, lease=lease, said=result.said, by=_POSTMAN, at=at())
                return place
            _note(mail.pk, lease, result.answer, result.said, at())
        return len(mails)

    def _hand_over(self, mail: OutMail) -> Result:
        """A private mail is opened here and nowhere else. Without its key it waits: the operator can put it back."""
        to, message = mail.to_address, bytes(mail.message)
        if mail.is_private:
            try:
                to, message = envelopes.open_(mail.key, mail.message)
            except envelopes.CannotOpen:
                log.warning("mail #%s does not open with keys/mail.key: put that file back, then start again", mail.pk)
                return Result(Answer.LATER, "closed with another key")
        return self._out.send(reply_address_of(mail.key), to, message)

    def close(self) -> None:
        self._out.close()


def _note(mail_id: int, lease: str, answer: Answer, said: str, at: datetime) -> None:
    if answer is Answer.TAKEN:
        note_sent(mail_id=mail_id, lease=lease, by=_POSTMAN, at=at)
    elif answer is Answer.NEVER:
        fail_mail(mail_id=mail_id, lease=lease, said=said, by=_POSTMAN, at=at)
    else:
        delay_mail(mail_id=mail_id, lease=lease, said=said, by=_POSTMAN, at=at)


@command("mail.send")
def note_sent(*, mail_id: int, lease: str, by: Actor, at: datetime) -> None:
    """The next server took the mail. Whoever has lost the lease changes nothing."""
    ask(by, "mail.send")
    mail = _mine(mail_id, lease)
    taken = _rows(mail_id, lease).update(
        state=states.OUT["SENDING"]["send"],
        sent_at=at,
        lease="",
        message=b"",
        trouble="",
    )
    if mail is None or taken != 1:
        return nothing_changed()
    tell(MailSent(code=mail.about or NOTHING, key=mail.key, about=mail.about, unit_id=mail.unit_id))
    return None


@command("mail.send")
def delay_mail(*, mail_id: int, lease: str, said: str, by: Actor, at: datetime) -> None:
    """The mail waits and is tried again; it fails when it has waited for days. Told the first time only."""
    ask(by, "mail.send")
    mail = _mine(mail_id, lease)
    if mail is None:
        return nothing_changed()
    if at >= mail.give_up_at:
        return _fail(mail, lease, said or on_record("quá hạn gửi"), at)
    attempts = mail.attempts + 1
    due = min(at + retrying.wait(attempts), mail.give_up_at)
    changed = _rows(mail_id, lease).update(
        state=states.OUT["SENDING"]["delay"],
        attempts=attempts,
        due_at=due,
        lease="",
        trouble=_kept_words(mail, said)[:300],
    )
    if changed != 1 or attempts > 1:
        return nothing_changed()
    said = _kept_words(mail, said)
    tell(MailDelayed(code=mail.about or NOTHING, key=mail.key, about=mail.about, reason=said, unit_id=mail.unit_id))
    return None


@command("mail.send")
def fail_mail(*, mail_id: int, lease: str, said: str, by: Actor, at: datetime) -> None:
    """The other side refused the mail for good."""
    ask(by, "mail.send")
    mail = _mine(mail_id, lease)
    if mail is None:
        return nothing_changed()
    return _fail(mail, lease, said, at)


def _fail(mail: OutMail, lease: str, said: str, at: datetime) -> None:
    changed = _rows(mail.pk, lease).update(
        state=states.OUT["SENDING"]["fail"],
        failed_at=at,
        lease="",
        message=b"",
        trouble=_kept_words(mail, said)[:300],
    )
    if changed != 1:
        return nothing_changed()
    said = _kept_words(mail, said)
    tell(MailFailed(code=mail.about or NOTHING, key=mail.key, about=mail.about, reason=said, unit_id=mail.unit_id))
    return None


def _kept_words(mail: OutMail, said: str) -> str:
    """What the other side said; its words about a private address are not kept."""
    return on_record(_("không giao được")) if mail.is_private and said else said


def _claim(lease: str, at: datetime, limit: int) -> list[OutMail]:
    """Mails that are due, urgent ones first, taken by this sender alone until the lease ends."""
    is_due = Q(state__in=states.WAITING, due_at__lte=at) | Q(state="SENDING", due_at__lte=at)
    due = OutMail.rows.filter(is_due)
    first = list(due.order_by("-is_urgent", "due_at", "pk").values_list("pk", flat=True)[:limit])
    if not first:
        return []
    due.filter(pk__in=first).update(state="SENDING", lease=lease, due_at=at + retrying.LEASE)
    mine = OutMail.rows.filter(pk__in=first, state="SENDING", lease=lease)
    return list(mine.only(*_REPORT, "message").order_by("-is_urgent", "pk"))


def _release(mail_ids: list[int], lease: str, at: datetime) -> None:
    OutMail.rows.filter(pk__in=mail_ids, state="SENDING", lease=lease).update(state="QUEUED", lease="", due_at=at)


def _rows(mail_id: int, lease: str) -> QuerySet[OutMail]:
    return OutMail.rows.filter(pk=mail_id, state="SENDING", lease=lease)


def _mine(mail_id: int, lease: str) -> OutMail | None:
    return _rows(mail_id, lease).only(*_REPORT).first()


def try_out(to: str, *, subject: str, text: str) -> str:
    """Sends one mail past the queue, to try the settings; gives what went wrong, or "". Refused: no address."""
    name, address = settings.PHOIHOP_MAIL_FROM
    key = f"test/{secrets.token_hex(8)}"
    head = Letterhead(name, address, reply_address_of(key), message_id_of(key))
    to = addresses.read(to)
    out = _transport()
    try:
        result = out.send(reply_address_of(key), to, compose(head, to=to, subject=subject, text=text, at=clock.now()))
    finally:
        out.close()
    return "" if result.answer is Answer.TAKEN else result.said or result.answer


def _transport() -> Transport:
    return transport(
        settings.PHOIHOP_SMTP_URL,
        domain=settings.PHOIHOP_MAIL_FROM[1].rpartition("@")[2],
        folder=Path(settings.PHOIHOP_DATA) / "mail",
        authorities=settings.PHOIHOP_MAIL_CA,
    )
