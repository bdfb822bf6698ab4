"""Later dates: asked for by who owes, decided by who is owed; the explained date keeps every one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, tell
from phoihop.ground.dates import LAST_YEAR, Explanation
from phoihop.ground.powers import NotVisible
from phoihop.ground.text import nfc
from phoihop.obligations import events, states
from phoihop.obligations.commands.checking import NOT_NOW, iso, labels, lane_of, load, needed, reason_of, signed
from phoihop.obligations.commands.opening import as_json
from phoihop.obligations.models import Extension, Obligation
from phoihop.obligations.queries import read_explanation


@command("obligation.work")
def request_extension(
    *, code: str, to_date: date, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ExtensionRequested:
    """A unit with a lane asks for a later date. Refused: no reason, a date that is not later, one request open
    already, an obligation without a date or no longer owed."""
    row = load(code, "obligation.work", by=by, version=version)
    lane_of(row, by)
    extension = _ask(row, to_date, reason, unit_id=by.unit_id or row.lead_id, at=at)
    return tell(
        events.ExtensionRequested(
            **labels(row),
            extension_id=extension.pk,
            unit_id=extension.unit_id,
            to_date=to_date.isoformat(),
            reason=extension.reason,
        )
    )


@command("obligation.extend")
def decide_extension(
    *, extension_id: int, is_granted: bool, answer: str, by: Actor, at: datetime
) -> events.ExtensionGranted | events.ExtensionRefused:
    """The entitled unit grants or refuses the request.

    Refused: decided already or closed with the obligation, a date that is no longer a later one, a refusal without
    an answer.
    """
    extension = Extension.rows.filter(pk=extension_id).first()
    if extension is None:
        raise NotVisible
    code = Obligation.rows.filter(pk=extension.obligation_id).values_list("code", flat=True).get()
    row = load(code, "obligation.extend", by=by, version=None)
    answer = nfc(answer).strip() if is_granted else needed(answer, _("Từ chối gia hạn cần nêu lý do."))
    if extension.state != "REQUESTED":
        raise Refused(_("Đề nghị gia hạn này đã có trả lời."))
    if is_granted and (row.due_date is None or extension.to_date <= row.due_date):
        raise Refused(_("Hạn nay đã khác: ngày được đề nghị không còn sau hạn hiện nay."))
    decided = {"decided_post": signed(by), "decided_at": at, "answer": answer}
    granted = _grant(row, extension, answer, by=by, at=at) if is_granted else None  # the obligation's row first
    open_row = Extension.rows.filter(pk=extension.pk, state="REQUESTED")
    if open_row.update(state="GRANTED" if is_granted else "REFUSED", **decided) != 1:
        raise SomebodyWasFaster(row.code, row.version)
    if granted is None:
        told = events.ExtensionRefused(
            **labels(row), extension_id=extension.pk, to_date=iso(extension.to_date), answer=answer
        )
        return tell(told)
    return granted


@command("obligation.extend")
def grant_extension(
    *, code: str, to_date: date, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.ExtensionGranted:
    """The entitled unit gives a later date by itself. Refused as a request is."""
    row = load(code, "obligation.extend", by=by, version=version)
    extension = _ask(row, to_date, reason, unit_id=by.unit_id or row.entitled_id, at=at)
    Extension.rows.filter(pk=extension.pk).update(state="GRANTED", decided_post=signed(by), decided_at=at)
    return _grant(row, extension, "", by=by, at=at)


def _ask(row: Obligation, to_date: date, reason: str, *, unit_id: int, at: datetime) -> Extension:
    reason = reason_of(reason)
    if row.state not in states.OWED:
        raise Refused(str(NOT_NOW[row.state]))
    if row.due_date is None:
        raise Refused(_("Nghĩa vụ này chưa có hạn để gia hạn."))
    if to_date <= row.due_date:
        raise Refused(_("Hạn mới phải sau hạn hiện nay."))
    if to_date.year > LAST_YEAR:
        raise Refused(_("Lịch chỉ có đến năm %(last)s.") % {"last": LAST_YEAR})
    try:
        with transaction.atomic():
            return Extension.rows.create(
                obligation=row,
                from_date=row.due_date,
                to_date=to_date,
                reason=reason,
                unit_id=unit_id,
                asked_at=at,
            )
    except IntegrityError as twice:
        raise Refused(_("Đã có một đề nghị gia hạn đang chờ trả lời.")) from twice


def _grant(row: Obligation, extension: Extension, answer: str, *, by: Actor, at: datetime) -> events.ExtensionGranted:
    before = row.due_date
    explanation = read_explanation(row.explanation)
    values: dict[str, Any] = {"due_date": extension.to_date, "board_date": extension.to_date}
    if row.handed_in_at is not None and row.state == "HANDED_IN":  # asked in time, answered after the hand-in
        values["is_late"] = local_date(row.handed_in_at) > extension.to_date
    if explanation is not None:
        values["explanation"] = as_json(_extended(explanation, extension, by=by, at=at).to_plain())
    change(row, **values)
    return tell(
        events.ExtensionGranted(
            **labels(row),
            extension_id=extension.pk,
            from_date=iso(before),
            to_date=iso(extension.to_date),
            answer=answer,
        ),
        changes={"due": (before, extension.to_date)},
    )


def _extended(explanation: Explanation, extension: Extension, *, by: Actor, at: datetime) -> Explanation:
    return explanation.extended(
        new_due=extension.to_date, granted_by=signed(by), granted_date=local_date(at), reason=extension.reason
    )
