"""Sending, delivering, answering and recalling letters."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NoReturn

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.dispatches import rules, states
from phoihop.dispatches.events import (
    DispatchAcknowledged,
    DispatchDelivered,
    DispatchRecalled,
    DispatchRefused,
    DispatchSent,
)
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.actor import SEATED, Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, on_record, tell
from phoihop.ground.parts import words
from phoihop.ground.powers import Circle, NotAllowed, NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import UnitName, accounts_in, unit_names, units_in_force

_WAYS = {"link": gettext_lazy("qua liên kết"), "mail": gettext_lazy("qua thư trả lời")}


@command("dispatch.send")
def send_dispatch(
    *,
    sender_id: int,
    recipient_ids: Collection[int],
    purpose: str,
    subject: str,
    body: str,
    about: str,
    dossier: str,
    is_illustration: bool = False,
    key: str = "",
    by: Actor,
    at: datetime,
) -> DispatchSent:
    """Sends a letter and delivers it at once where somebody can open it. `key` names the act: twice sends once.

    Refused: no subject, no recipient, the sender among the recipients, an office not in force that day.
    """
    ask(by, "dispatch.send", unit_id=sender_id)
    key = key or uuid.uuid4().hex
    known = Dispatch.rows.filter(key=key, sender_id=sender_id).first()
    if known is not None:
        return _sent_before(known)
    subject, body = " ".join(nfc(subject).split()), nfc(body).strip()
    _check_text(purpose, subject, body)
    units = _check_units(sender_id, recipient_ids, at)
    sender = units.pop(sender_id)
    series = rules.series(sender.territory, local_date(at).year)
    dispatch, is_new = Dispatch.rows.get_or_create(
        key=key,
        sender_id=sender_id,
        defaults={
            "code": rules.code(series, take_numbers(series, 1)[0]),
            "territory": sender.territory,
            "state": states.DISPATCH["CREATED"]["send"],
            "purpose": purpose,
            "sender_name": sender.name,
            "sender_post": by.acting_for or by.post,
            "subject": subject,
            "body": body,
            "about": about,
            "dossier": dossier,
            "created_at": at,
            "sent_at": at,
            "is_illustration": is_illustration,
        },
    )
    if not is_new:  # the same act came from another window in this very moment
        return _sent_before(dispatch)
    Recipient.rows.bulk_create(
        Recipient(
            dispatch=dispatch,
            unit_id=unit.id,
            unit_name=unit.name,
            state=states.RECIPIENT["CREATED"]["send"],
            sent_at=at,
        )
        for unit in units.values()
    )
    event = tell(_sent(dispatch))
    _deliver(_shares().filter(dispatch=dispatch).order_by("pk"), at)
    return event


@command("dispatch.acknowledge")
def acknowledge_dispatch(
    *, code: str, unit_id: int, reservation: str, version: int | None, by: Actor, at: datetime
) -> DispatchAcknowledged:
    """A recipient office takes the letter on. Refused when it has answered otherwise or the letter was recalled."""
    dispatch = _dispatch(code)
    ask(by, "dispatch.acknowledge", dispatch)
    share = _own_share(dispatch, unit_id, by)
    reservation = _answer(reservation)
    event = DispatchAcknowledged(
        code=code,
        dossier=dispatch.dossier,
        about=dispatch.about,
        sender_id=dispatch.sender_id,
        unit_id=unit_id,
        unit_name=share.unit_name,
        reservation=reservation,
    )
    if share.state == "ACKNOWLEDGED" and share.reservation == reservation:
        nothing_changed()
        return event
    _answer_share(dispatch, share, "acknowledge", version=version, by=by, at=at, reservation=reservation)
    return tell(event)


@command("dispatch.refuse")
def refuse_dispatch(
    *, code: str, unit_id: int, reason: str, version: int | None, by: Actor, at: datetime
) -> DispatchRefused:
    """A recipient office sends the letter back. Refused without a reason, or when it has answered or was recalled."""
    dispatch = _dispatch(code)
    ask(by, "dispatch.refuse", dispatch)
    share = _own_share(dispatch, unit_id, by)
    reason = _reason(reason)
    event = DispatchRefused(
        code=code,
        dossier=dispatch.dossier,
        about=dispatch.about,
        sender_id=dispatch.sender_id,
        unit_id=unit_id,
        unit_name=share.unit_name,
        reason=reason,
    )
    if share.state == "REFUSED" and share.reason == reason:
        nothing_changed()
        return event
    _answer_share(dispatch, share, "refuse", version=version, by=by, at=at, reason=reason)
    return tell(event)


@command("dispatch.recall")
def recall_dispatch(*, code: str, reason: str, by: Actor, at: datetime) -> DispatchRecalled:
    """The sender takes the letter back from all who have not answered. Refused once anybody has acknowledged it."""
    dispatch = _dispatch(code)
    ask(by, "dispatch.recall", dispatch)
    reason = _reason(reason)
    waiting = Recipient.rows.filter(dispatch=dispatch, state__in=states.WAITING)
    if dispatch.state == "RECALLED" and dispatch.recall_reason == reason:
        nothing_changed()
        return _recalled(dispatch, [], reason)
    if "recall" not in states.DISPATCH[dispatch.state]:
        raise Refused(_("Công văn %(code)s đã được thu hồi.") % {"code": code})
    units = sorted(waiting.values_list("unit_id", flat=True))
    taken = waiting.update(state="RECALLED", version=F("version") + 1)
    _check_nobody_acknowledged(dispatch)
    if not units:
        raise Refused(_("Mọi cơ quan nhận đã từ chối công văn %(code)s: không còn gì để thu hồi.") % {"code": code})
    if taken != len(units):
        raise SomebodyWasFaster(code)
    change(dispatch, state="RECALLED", recalled_at=at, recall_reason=reason)
    return tell(_recalled(dispatch, units, reason))


@command("dispatch.deliver")
def deliver_waiting(*, by: Actor, at: datetime) -> int:
    """Delivers letters whose recipient had nobody to open them and now has; returns how many. Twice is harmless."""
    ask(by, "dispatch.deliver")
    count = _deliver(_shares().filter(state="SENT").order_by("pk"), at)
    if not count:
        nothing_changed()
    return count


def tick(*, by: Actor, at: datetime) -> int:
    """What the clock does in this room."""
    return deliver_waiting(by=by, at=at)


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _dispatch(code: str) -> Dispatch:
    dispatch = Dispatch.rows.filter(code=code).first()
    if dispatch is None:
        raise NotVisible
    return dispatch


def _shares() -> QuerySet[Recipient]:
    """Shares with the code of their letter, which a refusal names."""
    return Recipient.rows.select_related("dispatch").annotate(code=F("dispatch__code"))


def _deliver(shares: Iterable[Recipient], at: datetime) -> int:
    """Delivers to those offices where somebody in force can open letters; the others stay SENT."""
    count = 0
    has_reader: dict[int, bool] = {}
    for share in shares:
        unit_id = share.unit_id
        if unit_id not in has_reader:
            has_reader[unit_id] = bool(accounts_in([Circle(SEATED, unit_id=unit_id)], at))
        if has_reader[unit_id] and _is_delivered(share, at):
            count += 1
    return count


def _is_delivered(share: Recipient, at: datetime) -> bool:
    """Marks the share delivered and tells it, unless another clock has done so."""
    waiting = Recipient.rows.filter(pk=share.pk, state="SENT")
    if waiting.update(state=states.RECIPIENT["SENT"]["deliver"], delivered_at=at) != 1:
        return False  # the version stays: nothing changed that a reader decides on
    dispatch = share.dispatch
    tell(
        DispatchDelivered(
            code=dispatch.code,
            dossier=dispatch.dossier,
            subject=dispatch.subject,
            unit_id=share.unit_id,
            unit_name=share.unit_name,
        )
    )
    return True


def _own_share(dispatch: Dispatch, unit_id: int, by: Actor) -> Recipient:
    """The share of the actor's own office: nobody answers for another one."""
    if by.unit_id != unit_id:
        raise NotAllowed(_("Chỉ cơ quan nhận mới trả lời công văn gửi cho mình."))
    return _shares().get(dispatch=dispatch, unit_id=unit_id)


def _answer_share(
    dispatch: Dispatch, share: Recipient, verb: str, *, version: int | None, by: Actor, at: datetime, **text: Any
) -> None:
    if version is not None and version != share.version:
        raise SomebodyWasFaster(dispatch.code, share.version)
    if share.state == "SENT" and _is_delivered(share, at):  # whoever answers has it before him
        share.state = states.RECIPIENT["SENT"]["deliver"]
    if verb not in states.RECIPIENT[share.state]:
        _refuse_answer(dispatch, share)
    change(
        share,
        state=states.RECIPIENT[share.state][verb],
        answered_at=at,
        answered_post=_answering(by),
        **text,
    )


def _answering(by: Actor) -> str:
    """The post that answers; of an office without an account, the way its answer came."""
    if by.kind == "office":
        return on_record(_WAYS[by.name])
    return by.acting_for or by.post


def _refuse_answer(dispatch: Dispatch, share: Recipient) -> NoReturn:
    code = {"code": dispatch.code}
    if share.state == "RECALLED":
        raise Refused(_("Công văn %(code)s đã được cơ quan gửi thu hồi, không trả lời được nữa.") % code)
    if share.state == "ACKNOWLEDGED":
        raise Refused(_("Cơ quan đã tiếp nhận công văn %(code)s; trả lời một công văn chỉ một lần.") % code)
    raise Refused(_("Cơ quan đã từ chối công văn %(code)s; trả lời một công văn chỉ một lần.") % code)


def _check_nobody_acknowledged(dispatch: Dispatch) -> None:
    taken_on = Recipient.rows.filter(dispatch=dispatch, state="ACKNOWLEDGED").order_by("pk")
    names = list(taken_on.values_list("unit_name", flat=True))
    if names:
        raise Refused(
            _("Không thu hồi được công văn %(code)s: %(units)s đã tiếp nhận.")
            % {"code": dispatch.code, "units": ", ".join(names)}
        )


def _check_text(purpose: str, subject: str, body: str) -> None:
    if purpose not in rules.PURPOSES:
        raise Refused(_("Công văn gửi để thông báo, xin ý kiến, trình duyệt hoặc yêu cầu thực hiện."))
    if not subject:
        raise Refused(_("Công văn cần trích yếu."))
    if len(subject) > rules.LONGEST_SUBJECT:
        raise Refused(_("Trích yếu dài quá %(most)s ký tự.") % {"most": rules.LONGEST_SUBJECT})
    if len(body) > rules.LONGEST_TEXT:
        raise Refused(_("Nội dung dài quá %(most)s ký tự.") % {"most": rules.LONGEST_TEXT})


def _check_units(sender_id: int, recipient_ids: Collection[int], at: datetime) -> dict[int, UnitName]:
    """Names of sender and recipients, in the order given; all of them in force that day."""
    ids = list(dict.fromkeys([sender_id, *recipient_ids]))
    if sender_id in recipient_ids:
        raise Refused(_("Cơ quan gửi không thể đồng thời là cơ quan nhận."))
    if len(ids) == 1:
        raise Refused(_("Công văn cần ít nhất một cơ quan nhận."))
    names = unit_names(ids)
    if len(names) != len(ids):
        raise Refused(_("Có cơ quan nhận không có trong danh sách."))
    in_force = units_in_force(ids, at)
    ended = [names[unit_id].name for unit_id in ids if unit_id not in in_force]
    if ended:
        raise Refused(
            _("Không gửi được: %(units)s không còn hoặc chưa có hiệu lực vào ngày %(day)s.")
            % {"units": ", ".join(ended), "day": words.day(local_date(at))}
        )
    return {unit_id: names[unit_id] for unit_id in ids}


def _reason(text: str) -> str:
    reason = _answer(text)
    if not reason:
        raise Refused(_("Cần nêu lý do."))
    return reason


def _answer(text: str) -> str:
    answer = nfc(text).strip()
    if len(answer) > rules.LONGEST_ANSWER:
        raise Refused(_("Nội dung trả lời dài quá %(most)s ký tự.") % {"most": rules.LONGEST_ANSWER})
    return answer


def _sent_before(dispatch: Dispatch) -> DispatchSent:
    nothing_changed()
    return _sent(dispatch)


def _sent(dispatch: Dispatch) -> DispatchSent:
    units = Recipient.rows.filter(dispatch=dispatch).order_by("pk").values_list("unit_id", flat=True)
    return DispatchSent(
        code=dispatch.code,
        dossier=dispatch.dossier,
        about=dispatch.about,
        purpose=dispatch.purpose,
        subject=dispatch.subject,
        sender_id=dispatch.sender_id,
        unit_ids=tuple(units),
        sent_on=local_date(dispatch.created_at).isoformat(),
        is_illustration=dispatch.is_illustration,
    )


def _recalled(dispatch: Dispatch, unit_ids: Collection[int], reason: str) -> DispatchRecalled:
    return DispatchRecalled(
        code=dispatch.code,
        dossier=dispatch.dossier,
        about=dispatch.about,
        sender_id=dispatch.sender_id,
        unit_ids=tuple(unit_ids),
        reason=reason,
    )
