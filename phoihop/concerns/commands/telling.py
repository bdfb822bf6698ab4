"""Raisers are told of each step once: on the page that their code opens, and by mail where they left an address.

The address is opened in this moment alone; the mail carries a link with a key of its own, which is kept nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy

from phoihop.concerns.commands.basics import group_of, said
from phoihop.concerns.models import Concern, Contact, Step, Told
from phoihop.concerns.outside import boxes
from phoihop.ground.actor import Actor
from phoihop.intake import commands as intake
from phoihop.mail import commands as mail

SUBJECT = gettext_lazy("Phản ánh %(code)s có tin mới")
TEXT = gettext_lazy(
    "%(words)s\n\nXem các bước, câu trả lời và việc bạn có thể làm tiếp tại trang của riêng bạn:\n%(url)s\n\n"
    "Ai có đường dẫn này đều xem được trang của bạn; hãy giữ cho riêng mình. Thư này tự động, xin đừng trả lời."
)


def tell_raisers(
    row: Concern,
    step: Step,
    *,
    number: int | None = None,
    whom: Sequence[Concern] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Tells everybody of the group (or `whom`) of this step; `number` names the answer that it brings. How many were
    told: whoever was before is passed over."""
    raisers = group_of(row) if whom is None else list(whom)
    before = set(Told.rows.filter(step=step).values_list("raiser_id", flat=True))
    if number is not None:
        before |= set(Told.rows.filter(of=row, number=number).values_list("raiser_id", flat=True))
    fresh = [one for one in raisers if one.pk not in before]
    rows = Contact.rows.filter(concern__in=[one.pk for one in fresh], has_mail=True)
    contacts = {contact.concern_id: contact for contact in rows}
    boxes.fetch_unit_keys(contact.sealed for contact in contacts.values())
    told = [
        Told(
            raiser=one,
            step=step,
            number=number,
            of=row,
            by_mail=one.pk in contacts
            and not _is_acknowledged(one, step)
            and _mail(one, contacts[one.pk], step, by=by, at=at),
            at=at,
        )
        for one in fresh
    ]
    Told.rows.bulk_create(told)
    return len(told)


def _is_acknowledged(one: Concern, step: Step) -> bool:
    """Whoever wrote by mail has had the code and a key in answer to it; only what that did not say is a mail more."""
    return step.act == "take_in" and one.channel == "mail" and step.state != "REFUSED" and not step.more


def _mail(one: Concern, contact: Contact, step: Step, *, by: Actor, at: datetime) -> bool:
    """One mail to one raiser. False: the address is none that mail can reach."""
    address = json.loads(boxes.open_text(contact.sealed, of=f"contact:{one.code}"))["mail"]
    through = by.through("concern.tell")
    key = intake.mint_key(code=one.code, by=through, at=at)
    url = f"{settings.PHOIHOP_SITE_URL}/phan-anh/{one.code}/{key}/"
    try:
        mail.queue_mail(
            key=f"concern/{one.code}/{step.pk}",
            to_address=address,
            subject=said(SUBJECT, code=one.code),
            text=said(TEXT, words="\n\n".join(filter(None, (step.words, step.more))), url=url),
            about=one.code,
            is_private=True,
            by=through,
            at=at,
        )
    except mail.WrongAddress:
        return False
    return True
