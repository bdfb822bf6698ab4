"""Mails are queued in the transaction of the act they follow from: no act without its mail, no mail without its act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from phoihop.ground.actor import Actor
from phoihop.ground.command import command, nothing_changed, tell_all
from phoihop.ground.powers import ask
from phoihop.ground.sheet import act_of
from phoihop.mail.events import MailQueued
from phoihop.mail.models import OutMail
from phoihop.mail.outside import envelopes
from phoihop.mail.outside.composing import Attachment, Letterhead, compose
from phoihop.mail.queries import message_id_of, reply_address_of
from phoihop.mail.rules import addresses, retrying

BATCH = 200
NOTHING = "THU"  # the code of mails that are about no one thing, such as a digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One mail to be sent. `key` is the intention: the same key again queues nothing.

    A mail with `reply_act` names who acts by answering it: `unit_id`, on the thing `about`. `calendar` is a method and
    the iCalendar text. `in_reply_to` is the key of an earlier mail, or a foreign message number in angle brackets.
    A private mail goes to a person who is none of ours: it waits closed, address and all, and when it has left or
    failed, both are gone.
    """

    key: str
    to_address: str
    subject: str
    text: str
    html: str = ""
    attachments: Sequence[Attachment] = ()
    calendar: tuple[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    in_reply_to: str = ""
    about: str = ""
    unit_id: int | None = None
    account_id: int | None = None
    is_urgent: bool = False
    not_before: datetime | None = None
    reply_act: str = ""
    is_private: bool = False


@command("mail.queue")
def queue_mail(
    *,
    key: str,
    to_address: str,
    subject: str,
    text: str,
    html: str = "",
    attachments: Sequence[Attachment] = (),
    calendar: tuple[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    in_reply_to: str = "",
    about: str = "",
    unit_id: int | None = None,
    account_id: int | None = None,
    is_urgent: bool = False,
    not_before: datetime | None = None,
    reply_act: str = "",
    is_private: bool = False,
    by: Actor,
    at: datetime,
) -> MailQueued:
    """One mail waits to be sent; the same key queues once. Refused (ValueError): an address no mail can reach."""
    ask(by, "mail.queue")
    mail = Outgoing(
        key=key,
        to_address=to_address,
        subject=subject,
        text=text,
        html=html,
        attachments=attachments,
        calendar=calendar,
        headers=headers or {},
        in_reply_to=in_reply_to,
        about=about,
        unit_id=unit_id,
        account_id=account_id,
        is_urgent=is_urgent,
        not_before=not_before,
        reply_act=reply_act,
        is_private=is_private,
    )
    return _queue([mail], by, at)[0]


@command("mail.queue")
def queue_mails(*, mails: Sequence[Outgoing], by: Actor, at: datetime) -> list[MailQueued]:
    """Many mails at once, in few queries; gives the event of each, in the order given."""
    ask(by, "mail.queue")
    return _queue(mails, by, at)


def _queue(mails: Sequence[Outgoing], by: Actor, at: datetime) -> list[MailQueued]:
    """Rows and ledger entries of those whose key is new; a mail of a key already there is left as it is."""
    known = _known([mail.key for mail in mails])
    fresh = {mail.key: mail for mail in mails if mail.key not in known}
    rows = [_row(mail, by, at) for mail in fresh.values()]
    # A key that another transaction queues in this very moment is skipped by the database, not by us.
    OutMail.rows.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    said = {mail.key: _queued(mail) for mail in mails}
    if fresh:
        tell_all([said[key] for key in fresh])
    else:
        nothing_changed()
    return [said[mail.key] for mail in mails]


def _known(keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), BATCH):
        found.update(OutMail.rows.filter(key__in=keys[start : start + BATCH]).values_list("key", flat=True))
    return found


def _queued(mail: Outgoing) -> MailQueued:
    return MailQueued(code=mail.about or NOTHING, key=mail.key, about=mail.about, unit_id=mail.unit_id)


def _row(mail: Outgoing, by: Actor, at: datetime) -> OutMail:
    to = addresses.read(mail.to_address)
    if mail.reply_act:
        _check_act(mail)
    name, address = settings.PHOIHOP_MAIL_FROM
    message_id = message_id_of(mail.key)
    earlier = mail.in_reply_to
    start = max(at, mail.not_before) if mail.not_before else at
    message = compose(
        Letterhead(by.unit_name or name, address, reply_address_of(mail.key), message_id),
        to=to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        attachments=mail.attachments,
        calendar=mail.calendar,
        headers=mail.headers,
        in_reply_to=message_id_of(earlier) if earlier and not earlier.startswith("<") else earlier,
        is_urgent=mail.is_urgent,
        at=at,
    )
    return OutMail(
        key=mail.key,
        token=addresses.token_of(settings.SECRET_KEY, "reply", mail.key),
        message_id=message_id,
        about=mail.about,
        reply_act=mail.reply_act,
        is_private=mail.is_private,
        unit_id=mail.unit_id,
        account_id=mail.account_id,
        to_address="" if mail.is_private else to,
        message=envelopes.close(mail.key, to, message) if mail.is_private else message,
        is_urgent=mail.is_urgent,
        due_at=start,
        give_up_at=start + retrying.GIVE_UP,
        queued_at=at,
    )


def _check_act(mail: Outgoing) -> None:
    """A wrong call of a programmer, not of a reader."""
    act = act_of(mail.reply_act)
    if act is None or mail.unit_id is None or not mail.about:
        raise ValueError(f"{mail.key}: an answer needs a declared act, a unit and a thing it is about")
    if mail.is_private:
        raise ValueError(f"{mail.key}: an answer is of an office; a private mail goes to none")
    if act.is_approval:
        raise ValueError(f"{mail.key}: an approval asks for a second factor; an answer by mail has none")
