"""How a letter comes to an office: the clock, the mail, the sender's own hand; and another way when one fails."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.dispatches import rules, states
from phoihop.dispatches.commands.basics import (
    deliver,
    load,
    post_of,
    readable,
    refuse_closed,
    share_of,
    shares,
)
from phoihop.dispatches.commands.mailing import Paper, links_for, mail_out, take_back_links
from phoihop.dispatches.events import DispatchDelayed, DispatchFailed, DispatchPrinted, DispatchSentAgain
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, tell, tell_all
from phoihop.ground.powers import ask
from phoihop.mail.queries import addresses_of

BY_HAND = ("link", "print")


@command("dispatch.deliver")
def deliver_waiting(*, by: Actor, at: datetime) -> int:
    """Delivers letters whose recipient had nobody to open them and now has; returns how many. Twice is harmless."""
    ask(by, "dispatch.deliver")
    waiting = shares().filter(state="SENDING", channel="in_app")
    there = readable(waiting.values_list("unit_id", flat=True).distinct(), at)
    count = deliver(list(waiting.filter(unit_id__in=there).order_by("pk")), at) if there else 0
    if not count:
        nothing_changed()
    return count


def tick(*, by: Actor, at: datetime) -> int:
    """What the clock does in this room."""
    return deliver_waiting(by=by, at=at)


@command("dispatch.note")
def note_mail(*, key: str, verb: str, reason: str = "", by: Actor, at: datetime) -> bool:
    """The mail that carries a letter was taken, delayed or returned; gives whether that changed anything.

    Mails of other rooms, of an earlier try, and of an office that has answered meanwhile are passed over.
    """
    ask(by, "dispatch.note")
    place = rules.read_mail_key(key)
    share = None
    if place is not None:
        code, unit_id, tries = place
        share = shares().filter(dispatch__code=code, unit_id=unit_id, channel="mail", tries=tries).first()
    if share is None or verb not in states.RECIPIENT[share.state]:
        nothing_changed()
        return False
    is_noted = deliver([share], at) == 1 if verb == "deliver" else _note_trouble(share, verb, reason[:300], at)
    if not is_noted:
        nothing_changed()
    return is_noted


def _note_trouble(share: Recipient, verb: str, reason: str, at: datetime) -> bool:
    """Back from DELIVERED too: a letter that bounced never arrived."""
    rows = Recipient.rows.filter(pk=share.pk, state=share.state, version=share.version, tries=share.tries)
    state = states.RECIPIENT[share.state][verb]
    if rows.update(state=state, delivered_at=None, trouble=reason, troubled_at=at) != 1:
        return False
    dispatch = share.dispatch
    event = DispatchDelayed if verb == "delay" else DispatchFailed
    tell(
        event(
            code=dispatch.code,
            dossier=dispatch.dossier,
            subject=dispatch.subject,
            sender_id=dispatch.sender_id,
            unit_id=share.unit_id,
            unit_name=share.unit_name,
            reason=reason,
        )
    )
    return True


@command("dispatch.send_again")
def send_again(
    *, code: str, unit_id: int, channel: str, version: int | None, by: Actor, at: datetime
) -> DispatchSentAgain:
    """The sender sends the letter to one office once more, by this way or another; earlier links are taken back.

    Refused: answered or recalled, delivered in the house, no confirmed address. Pressed twice sends once.
    """
    dispatch = load(code, "dispatch.send_again", by)
    share = share_of(dispatch, unit_id)
    event = DispatchSentAgain(
        code=code, dossier=dispatch.dossier, unit_id=unit_id, unit_name=share.unit_name, channel=channel
    )
    if version is not None and share.channel == channel and share.version == version + 1:
        nothing_changed()
        return event
    if version is not None and share.version != version:
        raise SomebodyWasFaster(code, share.version)
    to = _check_again(dispatch, share, channel)
    verb = "prepare" if channel in BY_HAND else "send"
    take_back_links(dispatch, unit_id, by, at)
    change(
        share,
        version=version,
        state=states.RECIPIENT[share.state][verb],
        channel=channel,
        tries=share.tries + (channel == "mail"),
        sent_at=at,
        delivered_at=None,
        handed_post="",
        trouble="",
        troubled_at=None,
    )
    tell(event)
    if channel == "mail":
        mail_out([(dispatch, share)], to, by, at)
    elif channel == "in_app" and readable([unit_id], at):
        deliver([share], at)
    return event


@command("dispatch.print")
def make_papers(*, code: str, unit_ids: Collection[int], by: Actor, at: datetime) -> list[Paper]:
    """The two links of each of these offices, for the paper or message that the sender hands over himself.

    They can be had only once: made again, the earlier ones are taken back. Refused: an office that gets the letter
    another way, or has answered.
    """
    dispatch = load(code, "dispatch.print", by)
    found = [share_of(dispatch, unit_id) for unit_id in dict.fromkeys(unit_ids)]
    if not found:
        raise Refused(_("Hãy chọn nơi nhận cần in."))
    for share in found:
        if share.state not in states.WAITING:
            refuse_closed(dispatch, share)
        if share.channel not in BY_HAND:
            raise Refused(
                _("%(unit)s nhận công văn theo cách khác. Muốn in, hãy chọn „Bản in“ cho nơi này trước.")
                % {"unit": share.unit_name}
            )
        take_back_links(dispatch, share.unit_id, by, at)
    papers = links_for([(dispatch, share) for share in found], {}, by, at)
    tell_all(
        [
            DispatchPrinted(
                code=code,
                dossier=dispatch.dossier,
                unit_id=share.unit_id,
                unit_name=share.unit_name,
                channel=share.channel,
            )
            for share in found
        ]
    )
    return papers


@command("dispatch.hand_over")
def hand_over(*, code: str, unit_id: int, version: int | None, by: Actor, at: datetime) -> Recipient:
    """The sender says that he gave paper or link to the office. Twice is harmless. Refused: another way, answered."""
    dispatch = load(code, "dispatch.hand_over", by)
    share = share_of(dispatch, unit_id)
    if share.state == "DELIVERED" and share.channel in BY_HAND:
        nothing_changed()
        return share
    if share.state not in states.WAITING:
        refuse_closed(dispatch, share)
    if share.channel not in BY_HAND:
        raise Refused(_("%(unit)s nhận công văn theo cách khác.") % {"unit": share.unit_name})
    if version is not None and version != share.version:
        raise SomebodyWasFaster(code, share.version)
    if deliver([share], at, handed_post=post_of(by)) != 1:
        raise SomebodyWasFaster(code)
    return share


def _check_again(dispatch: Dispatch, share: Recipient, channel: str) -> dict[int, str]:
    """The address of a mail. Refused when there is no need of sending, or no way."""
    unit = {"unit": share.unit_name}
    if channel not in rules.CHANNELS:
        raise Refused(_("Công văn gửi trong hệ thống, qua thư, bằng liên kết hoặc bằng bản in."))
    if share.state not in states.WAITING:
        raise Refused(_("%(unit)s đã trả lời, hoặc công văn đã được thu hồi; không gửi lại nữa.") % unit)
    if share.state == "DELIVERED" and share.channel == "in_app":
        raise Refused(_("Công văn đã giao đến %(unit)s trong hệ thống; không cần gửi lại.") % unit)
    if channel != "mail":
        return {}
    to = addresses_of([share.unit_id])
    if not to:
        raise Refused(
            _("%(unit)s chưa có địa chỉ thư được xác nhận. Chưa gửi gì; hãy thêm địa chỉ trên trang của cơ quan.")
            % unit
        )
    return to
