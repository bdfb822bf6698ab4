"""What becomes of held files: two people of the unit let one in, somebody throws it away, or its days are over."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from phoihop.documents import events, states
from phoihop.documents.commands.checking import post_of, reason_of
from phoihop.documents.commands.intake import (
    Judged,
    Outcome,
    accept_file,
    again,
    judge,
    keep_scans,
    known_as,
    refuse_file,
    rules_of,
)
from phoihop.documents.models import Held
from phoihop.documents.outside import quarantine, store
from phoihop.documents.outside.spool import Unreachable
from phoihop.documents.queries.held import has_approver
from phoihop.documents.rules.guard import Decision
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, nothing_changed, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.organizations.queries import unit_names

log = logging.getLogger(__name__)


def release_held(*, held_id: int, reason: str, by: Actor, at: datetime) -> Outcome:
    """One of two people says the held file may come in; with the second it becomes a draft, marked as unread.

    Refused when the same person says it twice, when neither of the two is an approver, or when its days are over. What
    can be read by now is judged again: a marked paper goes at once, whatever the two said.
    """
    row = _held(held_id)
    ask(by, "held.release", row)
    _check_waiting(row, at)
    if row.first_account_id is None:
        propose_release(held_id=held_id, reason=reason, by=by, at=at)
        return Outcome(Decision.HELD, held_id=held_id)
    _check_second(row, by=by, at=at)
    spool, name = quarantine.take(row.ticket, quarantine.unwrap_key(row.key))
    with spool:
        judged = judge(spool, name=name)
        if judged.verdict.decision is Decision.REFUSED:  # what could not be read then can be read now
            rules = rules_of(judged.verdict.findings)
            refuse_file(unit_id=row.unit_id, rules=rules, by=by.through("held.release"), at=at)
            drop_held(held_id=held_id, by=by, at=at)
            return Outcome(Decision.REFUSED, judged.verdict.findings)
        known = known_as(row.unit_id, spool.sha256())
        if known is not None:
            drop_held(held_id=held_id, by=by, at=at)
            return again(known, row.about, by=by, at=at)
        blob = store.put(spool)
        released = finish_release(
            held_id=held_id,
            blob=blob.sha256,
            size=blob.size,
            scans=keep_scans(judged.reading),
            name=name,
            judged=judged,
            by=by,
            at=at,
        )
    _let_go(row.ticket)
    return Outcome(Decision.ACCEPTED, judged.verdict.findings, code=released.document)


@command("held.release")
def propose_release(*, held_id: int, reason: str, by: Actor, at: datetime) -> events.FileReleaseProposed:
    """The first of two. Refused without a reason: it is the record of why an unread file came in."""
    row = _held(held_id)
    ask(by, "held.release", row)
    _check_waiting(row, at)
    reason = reason_of(reason)
    change(row, first_account_id=by.account_id, first_post=post_of(by)[:200], reason=reason)
    code = unit_names([row.unit_id])[row.unit_id].code
    return tell(events.FileReleaseProposed(code=code, unit_id=row.unit_id, held_id=row.pk, reason=reason))


@command("held.release")
def finish_release(
    *,
    held_id: int,
    blob: str,
    size: int,
    scans: str,
    name: str,
    judged: Judged,
    by: Actor,
    at: datetime,
) -> events.FileReleased:
    """The second of two: the file becomes a draft in the same act. Refused when one person is both, or neither of the
    two is an approver."""
    row = _held(held_id)
    ask(by, "held.release", row)
    _check_waiting(row, at)
    _check_second(row, by=by, at=at)
    change(row, state=states.HELD["HELD"]["release"], key="", fingerprint="")
    taken = accept_file(
        blob=blob,
        size=size,
        scans=scans,
        name=name,
        judged=judged,
        unit_id=row.unit_id,
        about=row.about,
        is_unread=judged.verdict.decision is Decision.HELD,
        by=by.through("held.release"),
        at=at,
    )
    code = unit_names([row.unit_id])[row.unit_id].code
    return tell(events.FileReleased(code=code, unit_id=row.unit_id, held_id=row.pk, document=taken.code))


@command("held.drop")
def drop_held(*, held_id: int, by: Actor, at: datetime) -> events.FileDropped:
    """Throws a held file away for good. Twice is harmless."""
    row = _held(held_id)
    ask(by, "held.drop", row)
    is_expired = not by.is_person
    event = events.FileDropped(
        code=unit_names([row.unit_id])[row.unit_id].code, unit_id=row.unit_id, held_id=row.pk, is_expired=is_expired
    )
    if row.state != "HELD":
        nothing_changed()
        return event
    change(row, state=states.HELD["HELD"]["expire" if is_expired else "drop"], key="", fingerprint="")
    transaction.on_commit(lambda: _let_go(row.ticket))
    return tell(event)


def expire_held(*, by: Actor, at: datetime) -> int:
    """What nobody released in its days goes. Returns how many."""
    over = list(Held.rows.filter(state="HELD", until__lte=at).values_list("pk", flat=True))
    for held_id in over:
        drop_held(held_id=held_id, by=by, at=at)
    return len(over)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _held(held_id: int) -> Held:
    row = Held.rows.filter(pk=held_id).first()
    if row is None:
        raise NotVisible
    return row


def _let_go(ticket: str) -> None:
    """Ends the item now; while the store does not answer, the clock's sweep does it: no row names it any more."""
    try:
        quarantine.drop(ticket)
    except Unreachable:
        log.warning("quarantine: %s is left to the sweep, the object store does not answer", ticket)


def _check_waiting(row: Held, at: datetime) -> None:
    if row.state != "HELD":
        raise Refused(_("Tệp này không còn được giữ."))
    if row.until <= at:
        raise Refused(_("Tệp này đã hết hạn giữ và được xóa. Hãy đưa lại tệp đọc được."))


def _check_second(row: Held, *, by: Actor, at: datetime) -> None:
    if row.first_account_id in (None, by.account_id):
        raise Refused(_("Cần người thứ hai: bạn đã cho nhận tệp này rồi."))
    if not has_approver(row, by=by, at=at):
        raise Refused(_("Một trong hai người cho nhận phải là người duyệt của cơ quan. Hãy nhờ người duyệt."))
