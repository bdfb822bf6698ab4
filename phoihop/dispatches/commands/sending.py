"""Sending a letter: to many offices, by the way that reaches each."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.dispatches import rules, states
from phoihop.dispatches.commands.basics import names_in, post_of, readable, told_delivered
from phoihop.dispatches.commands.mailing import mail_out
from phoihop.dispatches.commands.recalling import take_back_waiting
from phoihop.dispatches.events import DispatchReplaced, DispatchSent
from phoihop.dispatches.models import Attachment, Dispatch, Recipient
from phoihop.documents.commands import check_text, share_document
from phoihop.documents.queries import documents_of
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.command import (
    Refused,
    SomebodyWasFaster,
    change,
    command,
    nothing_changed,
    on_record,
    tell,
    tell_all,
)
from phoihop.ground.parts import words
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.mail.queries import addresses_of
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.queries import UnitName, unit_names, units_in_force

_INSTEAD = gettext_lazy("Được thay bằng %(new)s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One letter to be sent; see `send_dispatch`."""

    recipient_ids: Collection[int]
    purpose: str
    subject: str
    body: str
    about: str = ""
    dossier: str = ""
    channels: Mapping[int, str] = field(default_factory=dict)
    fallback: str = "in_app"
    is_formal: bool = False
    type_key: str = ""
    bases: str = ""
    attachments: Sequence[str] = ()
    is_outside_confirmed: bool = False
    is_personal_confirmed: bool = False
    replaces: str = ""
    how: str = ""
    is_illustration: bool = False
    key: str = ""


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
    channels: Mapping[int, str] | None = None,
    fallback: str = "in_app",
    is_formal: bool = False,
    type_key: str = "",
    bases: str = "",
    attachments: Sequence[str] = (),
    is_outside_confirmed: bool = False,
    is_personal_confirmed: bool = False,
    replaces: str = "",
    how: str = "",
    is_illustration: bool = False,
    key: str = "",
    by: Actor,
    at: datetime,
) -> DispatchSent:
    """Sends a letter to each office by the way chosen in `channels`, or else by the one that reaches it: in the house
    where somebody can open it, by mail where there is an address, by `fallback` where there is neither.

    `key` names the act: twice sends once. `attachments` are codes of documents of the sender, given to the recipients.
    `replaces` is a letter of the sender that this one updates or replaces (`how`). Refused: no subject, no recipient,
    the sender among them, an office not in force, a mail without an address, words the secrecy guard stops.
    """
    ask(by, "dispatch.send", unit_id=sender_id)
    one = Sending(
        recipient_ids=recipient_ids,
        purpose=purpose,
        subject=subject,
        body=body,
        about=about,
        dossier=dossier,
        channels=channels or {},
        fallback=fallback,
        is_formal=is_formal,
        type_key=type_key,
        bases=bases,
        attachments=attachments,
        is_outside_confirmed=is_outside_confirmed,
        is_personal_confirmed=is_personal_confirmed,
        replaces=replaces,
        how=how,
        is_illustration=is_illustration,
        key=key,
    )
    return _send(sender_id, [one], by, at)[0]


@command("dispatch.send")
def send_dispatches(*, sender_id: int, sends: Sequence[Sending], by: Actor, at: datetime) -> list[DispatchSent]:
    """Many letters of one office in one act, in few queries: all are sent, or none. Refused as `send_dispatch`."""
    ask(by, "dispatch.send", unit_id=sender_id)
    if not sends:
        raise Refused(_("Công văn cần ít nhất một cơ quan nhận."))
    return _send(sender_id, sends, by, at)


def _send(sender_id: int, sends: Sequence[Sending], by: Actor, at: datetime) -> list[DispatchSent]:
    """Events in the order of `sends`; of an act that was done before, those of that time."""
    known = _known(sender_id, [one.key for one in sends])
    if any(known):
        return [_sent_before(row, one) for row, one in zip(known, sends, strict=True)]
    sends = [_normalised(one) for one in sends]
    for one in sends:
        _check_text(one)
    olds = [_replaced(one, sender_id, by) if one.replaces else None for one in sends]
    units = _check_units(sender_id, [one.recipient_ids for one in sends], at)
    for text in dict.fromkeys("\n".join(filter(None, (one.subject, one.bases, one.body))) for one in sends):
        check_text(text)
    sender = units[sender_id]
    reach = _reach(sends, at)
    chosen = [_channels(one, units, reach) for one in sends]
    series = rules.series(sender.territory, local_date(at).year)
    dispatches = [
        _letter(one, old, rules.code(series, number), sender, by, at)
        for one, old, number in zip(sends, olds, take_numbers(series, len(sends)), strict=True)
    ]
    winner = _insert(dispatches)
    if winner is not None:  # the same act came from another window in this very moment
        return [_sent_before(winner, sends[0])]
    for dispatch, one in zip(dispatches, sends, strict=True):
        if one.attachments:
            _attach(dispatch, one, by, at)
    found = [
        (dispatch, _share(dispatch, units[unit_id], channel, unit_id in reach.readers, at))
        for dispatch, channels in zip(dispatches, chosen, strict=True)
        for unit_id, channel in channels.items()
    ]
    Recipient.rows.bulk_create(share for _dispatch, share in found)
    for dispatch, old in zip(dispatches, olds, strict=True):
        if old is not None:
            _supersede(old, dispatch, by, at)
    told = [_sent(dispatch, channels) for dispatch, channels in zip(dispatches, chosen, strict=True)]
    tell_all(told)
    delivered = [told_delivered(dispatch, share) for dispatch, share in found if share.state == "DELIVERED"]
    if delivered:
        tell_all(delivered)
    mail_out([pair for pair in found if pair[1].channel == "mail"], reach.addresses, by, at)
    return told


@dataclass(frozen=True, slots=True)
class _Reach:
    """Offices where somebody can open letters, and mail addresses of the others."""

    readers: set[int]
    addresses: Mapping[int, str]


def _reach(sends: Sequence[Sending], at: datetime) -> _Reach:
    """Three queries for any number of letters."""
    ids = {unit_id for one in sends for unit_id in one.recipient_ids}
    readers = readable(ids, at)
    asked = {unit_id for one in sends for unit_id, way in one.channels.items() if way == "mail"}
    without = (ids - readers) | asked
    return _Reach(readers, addresses_of(without) if without else {})


def _channels(one: Sending, units: Mapping[int, UnitName], reach: _Reach) -> dict[int, str]:
    """The way to each office. Refused: one that does not exist, a mail to an office without a confirmed address."""
    if not {one.fallback, *one.channels.values()} <= set(rules.CHANNELS):
        raise Refused(_("Công văn gửi trong hệ thống, qua thư, bằng liên kết hoặc bằng bản in."))
    chosen = {
        unit_id: one.channels.get(unit_id)
        or rules.channel_for(
            has_reader=unit_id in reach.readers, has_address=unit_id in reach.addresses, fallback=one.fallback
        )
        for unit_id in dict.fromkeys(one.recipient_ids)
    }
    lost = [units[pk].name for pk, channel in chosen.items() if channel == "mail" and pk not in reach.addresses]
    if lost:
        raise Refused(
            _(
                "Chưa gửi gì: %(units)s chưa có địa chỉ thư được xác nhận. Hãy chọn cách gửi khác, hoặc thêm địa chỉ "
                "trên trang của cơ quan."
            )
            % {"units": names_in(lost)}
        )
    return chosen


def _letter(one: Sending, old: Dispatch | None, code: str, sender: UnitName, by: Actor, at: datetime) -> Dispatch:
    return Dispatch(
        key=one.key or uuid.uuid4().hex,
        code=code,
        territory=sender.territory,
        state=states.DISPATCH["CREATED"]["send"],
        purpose=one.purpose,
        sender_id=sender.id,
        sender_name=sender.name,
        sender_post=post_of(by),
        subject=one.subject,
        body=one.body,
        about=one.about,
        dossier=one.dossier,
        replaces=old,
        change=one.how if old else "",
        is_formal=one.is_formal,
        type_key=one.type_key,
        bases=one.bases,
        created_at=at,
        sent_at=at,
        is_illustration=one.is_illustration,
    )


def _share(dispatch: Dispatch, unit: UnitName, channel: str, has_reader: bool, at: datetime) -> Recipient:
    state = states.RECIPIENT["CREATED"]["prepare" if channel in ("link", "print") else "send"]
    is_there = channel == "in_app" and has_reader
    return Recipient(
        dispatch=dispatch,
        unit_id=unit.id,
        unit_name=unit.name,
        channel=channel,
        tries=1 if channel == "mail" else 0,
        state=states.RECIPIENT[state]["deliver"] if is_there else state,
        sent_at=at,
        delivered_at=at if is_there else None,
    )


def _known(sender_id: int, keys: Sequence[str]) -> list[Dispatch | None]:
    """The letters that these acts have sent already. Refused: part of an act."""
    given = [key for key in keys if key]
    rows = Dispatch.rows.filter(key__in=given, sender_id=sender_id) if given else ()
    there = {row.key: row for row in rows}
    if there and len(there) != len(keys):
        raise SomebodyWasFaster(next(iter(there.values())).code)
    return [there.get(key) for key in keys]


def _insert(dispatches: Sequence[Dispatch]) -> Dispatch | None:
    """Writes the letters; gives the other one when the only one's key was written in this very moment."""
    try:
        with transaction.atomic():
            Dispatch.rows.bulk_create(dispatches)
    except IntegrityError:
        winners = Dispatch.rows.filter(key__in=[one.key for one in dispatches]).order_by("pk")
        winner = winners.filter(sender_id=dispatches[0].sender_id).first()
        if winner is None:
            raise
        if len(dispatches) > 1:
            raise SomebodyWasFaster(winner.code) from None
        return winner
    return None


def _attach(dispatch: Dispatch, one: Sending, by: Actor, at: datetime) -> None:
    """Gives documents to the recipients. Only what the sender may give away himself: a letter carries no right."""
    codes = list(dict.fromkeys(one.attachments))
    if len(codes) > rules.MOST_ATTACHMENTS:
        raise Refused(_("Kèm theo nhiều nhất %(most)s văn bản.") % {"most": rules.MOST_ATTACHMENTS})
    lines = documents_of(by, codes)
    lost = [code for code in codes if code not in lines]
    if lost:
        raise Refused(_("Chưa gửi gì: không thấy văn bản %(codes)s trong sổ văn bản.") % {"codes": ", ".join(lost)})
    for code in codes:
        try:
            share_document(
                code=code,
                unit_ids=list(dict.fromkeys(one.recipient_ids)),
                because=dispatch.code,
                is_outside_confirmed=one.is_outside_confirmed,
                is_personal_confirmed=one.is_personal_confirmed,
                by=by,
                at=at,
            )
        except NotAllowed as wrong:
            raise Refused(
                _("Chưa gửi gì: cơ quan bạn không có quyền gửi văn bản %(code)s cho nơi khác.") % {"code": code}
            ) from wrong
    Attachment.rows.bulk_create(
        Attachment(
            dispatch=dispatch,
            document=code,
            title=" – ".join(filter(None, (lines[code].citation, lines[code].subject)))[:400] or code,
        )
        for code in codes
    )


def _replaced(one: Sending, sender_id: int, by: Actor) -> Dispatch:
    """The letter that this one stands in for. Refused: sent by another act, taken back or replaced before."""
    old = Dispatch.rows.filter(code=one.replaces).first()
    if old is None:
        raise NotVisible
    ask(by, "dispatch.replace", old)
    code = {"code": old.code}
    if one.how not in rules.CHANGES or old.sender_id != sender_id:
        raise Refused(_("Chỉ cơ quan đã gửi công văn mới cập nhật hoặc thay công văn đó."))
    if old.dossier:
        raise Refused(_("Công văn %(code)s do một hồ sơ gửi đi. Hãy thu hồi công văn này rồi gửi lại từ hồ sơ.") % code)
    if "replace" not in states.DISPATCH[old.state]:
        raise Refused(_("Công văn %(code)s đã được thu hồi hoặc thay bằng công văn khác. Chưa gửi gì.") % code)
    return old


def _supersede(old: Dispatch, new: Dispatch, by: Actor, at: datetime) -> None:
    """Closes the former letter. Its links are left open on purpose: they lead to a sentence that names the new one."""
    reason = on_record(_INSTEAD, new=new.code)
    change(old, state=states.DISPATCH[old.state]["replace"], recalled_at=at, recall_reason=reason)
    gone = take_back_waiting(old)
    tell(
        DispatchReplaced(
            code=old.code,
            dossier=old.dossier,
            sender_id=old.sender_id,
            replaced_by=new.code,
            unit_ids=tuple(share.unit_id for share in gone),
            reason=reason,
        )
    )


def _normalised(one: Sending) -> Sending:
    return replace(
        one, subject=" ".join(nfc(one.subject).split()), body=nfc(one.body).strip(), bases=nfc(one.bases).strip()
    )


def _check_text(one: Sending) -> None:
    if one.purpose not in rules.PURPOSES:
        raise Refused(_("Công văn gửi để thông báo, xin ý kiến, trình duyệt hoặc yêu cầu thực hiện."))
    if not one.subject:
        raise Refused(_("Công văn cần trích yếu."))
    if len(one.subject) > rules.LONGEST_SUBJECT:
        raise Refused(_("Trích yếu dài quá %(most)s ký tự.") % {"most": rules.LONGEST_SUBJECT})
    if len(one.body) > rules.LONGEST_TEXT:
        raise Refused(_("Nội dung dài quá %(most)s ký tự.") % {"most": rules.LONGEST_TEXT})
    if len(one.bases) > rules.LONGEST_BASES:
        raise Refused(_("Căn cứ dài quá %(most)s ký tự.") % {"most": rules.LONGEST_BASES})


def _check_units(sender_id: int, recipients: Sequence[Collection[int]], at: datetime) -> dict[int, UnitName]:
    """Names of the sender and all recipients; all of them in force that day. Two queries for any number."""
    if any(sender_id in ids for ids in recipients):
        raise Refused(_("Cơ quan gửi không thể đồng thời là cơ quan nhận."))
    if not all(recipients):
        raise Refused(_("Công văn cần ít nhất một cơ quan nhận."))
    ids = list(dict.fromkeys([sender_id, *(unit_id for one in recipients for unit_id in one)]))
    names = unit_names(ids)
    if len(names) != len(ids):
        raise Refused(_("Có cơ quan nhận không có trong danh sách."))
    in_force = units_in_force(ids, at)
    ended = [names[unit_id].name for unit_id in ids if unit_id not in in_force]
    if ended:
        raise Refused(
            _("Không gửi được: %(units)s không còn hoặc chưa có hiệu lực vào ngày %(day)s.")
            % {"units": names_in(ended), "day": words.day(local_date(at))}
        )
    return names


def _sent_before(dispatch: Dispatch | None, one: Sending) -> DispatchSent:
    if dispatch is None:
        raise SomebodyWasFaster(one.key)
    nothing_changed()
    units = Recipient.rows.filter(dispatch=dispatch).order_by("pk").values_list("unit_id", flat=True)
    return _sent(dispatch, units)


def _sent(dispatch: Dispatch, unit_ids: Iterable[int]) -> DispatchSent:
    return DispatchSent(
        code=dispatch.code,
        dossier=dispatch.dossier,
        about=dispatch.about,
        purpose=dispatch.purpose,
        subject=dispatch.subject,
        sender_id=dispatch.sender_id,
        unit_ids=tuple(unit_ids),
        sent_on=local_date(dispatch.created_at).isoformat(),
        is_illustration=dispatch.is_illustration,
        is_formal=dispatch.is_formal,
        replaces=dispatch.replaces.code if dispatch.replaces else "",
    )
