"""The clock compiles the morning's digests, a batch of readers in one transaction: claimed, compiled, queued.

Safe to run twice at once and to be killed: a reader is claimed by a conditional UPDATE together with his mail, and the
mail's key names the reader and the day.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone, translation

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.ground.sheet import work_calendar
from phoihop.mail.commands import Outgoing, WrongAddress, queue_mails
from phoihop.notices import outside
from phoihop.notices.events import NO_ONE_THING, DigestsCompiled
from phoihop.notices.models import Notice, OfficeNotice, Reader, Shown
from phoihop.notices.queries.morning import Morning, due, mornings
from phoihop.organizations.queries import absent_accounts, accounts_at_work

AT_ONCE = 100  # readers per transaction
IN_LIST = 500
SHOWN_DAYS = 400  # what waits still after that is named again


def tick(*, by: Actor, at: datetime) -> int:
    """Compiles until everybody whose hour has come is served; returns how many digests went out."""
    _welcome(at)
    mails = 0
    while (event := compile_digests(by=by, at=at)) is not None:
        mails += event.mails
    return mails


@command("digest.compile")
def compile_digests(*, by: Actor, at: datetime) -> DigestsCompiled | None:
    """One batch; None when nobody is left. Who is away is served when he is back."""
    ask(by, "digest.compile")
    readers = _claim(at)
    if not readers:
        nothing_changed()
        return None
    away = absent_accounts([row.account_id for row in readers if row.account_id is not None], at)
    letters = mornings([row for row in readers if row.account_id not in away], at)
    sent = _queue(letters, by, at)
    _put_down(sent, local_date(at))
    event = DigestsCompiled(code=NO_ONE_THING, day=local_date(at).isoformat(), readers=len(readers), mails=len(sent))
    if not sent:
        nothing_changed()
        return event
    return tell(event)


def _welcome(at: datetime) -> None:
    """Everybody who works has a row to be served by."""
    known = set(Reader.rows.filter(account__isnull=False).values_list("account_id", flat=True))
    fresh = sorted(accounts_at_work(at) - known)
    Reader.rows.bulk_create([Reader(account_id=one) for one in fresh], batch_size=IN_LIST, ignore_conflicts=True)


def _claim(at: datetime) -> list[Reader]:
    """Readers whose hour has come, taken by this stroke alone: of two the second finds the day already written."""
    local = timezone.localtime(at)
    open_rows = Reader.rows.filter(due(at, local, is_working=work_calendar().is_working(local.date())))
    first = list(open_rows.order_by("digest_day", "digest_time", "pk").values_list("pk", flat=True)[:AT_ONCE])
    if not first:
        return []
    claim = secrets.token_hex(16)
    Reader.rows.filter(pk__in=first, digest_day__lt=local.date()).update(digest_day=local.date(), claim=claim)
    readers = list(Reader.rows.filter(claim=claim).order_by("pk"))
    Reader.rows.filter(claim=claim).update(claim="")
    return readers


def _queue(letters: Sequence[Morning], by: Actor, at: datetime) -> list[Morning]:
    """One mail each. An address that no mail can be sent to is put aside, like one that a mail came back from."""
    left = list(letters)
    while left:
        try:
            queue_mails(mails=[_mail(one, local_date(at)) for one in left], by=by, at=at)
            return left
        except WrongAddress as wrong:
            bad = [one for one in left if one.to == str(wrong)]
            if not bad:
                raise
            for one in bad:
                Reader.rows.filter(pk=one.reader.pk).update(bounced_address=one.to, bounced_at=at)
            left = [one for one in left if one not in bad]
    return left


def _mail(one: Morning, day: date) -> Outgoing:
    whose = one.reader.account_id if one.reader.account_id is not None else f"unit-{one.reader.unit_id}"
    with translation.override(one.language):
        subject, text, html = outside.digest_mail(one.letter)
    return Outgoing(
        key=f"digest/{whose}/{day.isoformat()}",
        to_address=one.to,
        subject=subject,
        text=text,
        html=html,
        account_id=one.reader.account_id,
        unit_id=one.reader.unit_id,
    )


def _put_down(sent: Sequence[Morning], day: date) -> None:
    """What these digests named is not named again."""
    for model, rows in (
        (Notice, [pk for one in sent if one.reader.account_id is not None for pk in one.notices]),
        (OfficeNotice, [pk for one in sent if one.reader.unit_id is not None for pk in one.notices]),
    ):
        for start in range(0, len(rows), IN_LIST):
            model.rows.filter(pk__in=rows[start : start + IN_LIST]).update(digest_day=day)
    Shown.rows.bulk_create([row for one in sent for row in one.shown], batch_size=IN_LIST, ignore_conflicts=True)
    Shown.rows.filter(on_day__lt=day - timedelta(days=SHOWN_DAYS)).delete()
