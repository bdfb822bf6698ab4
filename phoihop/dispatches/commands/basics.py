"""What the acts on letters have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NoReturn

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from phoihop.dispatches import rules, states
from phoihop.dispatches.events import DispatchDelivered
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.actor import SEATED, Actor
from phoihop.ground.command import Refused, tell_all
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.organizations.queries import people_with


def load(code: str, power: str, by: Actor) -> Dispatch:
    """The letter, if `by` may do this to it."""
    dispatch = Dispatch.rows.filter(code=code).first()
    if dispatch is None:
        raise NotVisible
    ask(by, power, dispatch)
    return dispatch


def shares() -> QuerySet[Recipient]:
    """Shares with the code of their letter, which a refusal names."""
    return Recipient.rows.select_related("dispatch").annotate(code=F("dispatch__code"))


def share_of(dispatch: Dispatch, unit_id: int) -> Recipient:
    share = shares().filter(dispatch=dispatch, unit_id=unit_id).first()
    if share is None:
        raise NotVisible
    return share


def own_share(dispatch: Dispatch, unit_id: int, by: Actor) -> Recipient:
    """The share of the actor's own office: nobody answers for another one."""
    if by.unit_id != unit_id:
        raise NotAllowed(_("Chỉ cơ quan nhận mới trả lời công văn gửi cho mình."))
    return shares().get(dispatch=dispatch, unit_id=unit_id)


def readable(unit_ids: Iterable[int], at: datetime) -> set[int]:
    """Those of the offices where somebody in force can open letters. Two queries."""
    return set(people_with(SEATED, unit_ids, at))


def deliver(found: Sequence[Recipient], at: datetime, *, handed_post: str = "") -> int:
    """Marks shares delivered and tells it; those that somebody moved meanwhile are left out. Gives how many.

    Their version stays: nothing changed that a reader decides on.
    """
    delivered = []
    for share in found:
        rows = Recipient.rows.filter(pk=share.pk, state=share.state, version=share.version)
        if rows.update(state=states.RECIPIENT[share.state]["deliver"], delivered_at=at, handed_post=handed_post) == 1:
            share.state, share.delivered_at = "DELIVERED", at
            delivered.append(share)
    if delivered:
        tell_all([told_delivered(share.dispatch, share) for share in delivered])
    return len(delivered)


def told_delivered(dispatch: Dispatch, share: Recipient) -> DispatchDelivered:
    return DispatchDelivered(
        code=dispatch.code,
        dossier=dispatch.dossier,
        subject=dispatch.subject,
        unit_id=share.unit_id,
        unit_name=share.unit_name,
        channel=share.channel,
    )


def reason_of(text: str) -> str:
    reason = words_of(text)
    if not reason:
        raise Refused(_("Cần nêu lý do."))
    return reason


def words_of(text: str) -> str:
    answer = nfc(text).strip()
    if len(answer) > rules.LONGEST_ANSWER:
        raise Refused(_("Nội dung trả lời dài quá %(most)s ký tự.") % {"most": rules.LONGEST_ANSWER})
    return answer


def post_of(by: Actor) -> str:
    return by.acting_for or by.post


def successor_of(dispatch: Dispatch) -> str:
    """The code of the letter that stands in for this one."""
    return Dispatch.rows.filter(replaces=dispatch).values_list("code", flat=True).first() or ""


def refuse_closed(dispatch: Dispatch, share: Recipient) -> NoReturn:
    """Why nothing can be done with this share any more."""
    code = {"code": dispatch.code}
    if share.state == "RECALLED" and dispatch.state == "REPLACED":
        raise Refused(
            _("Công văn %(code)s đã được thay bằng %(new)s. Hãy trả lời công văn mới.")
            % {**code, "new": successor_of(dispatch)}
        )
    if share.state == "RECALLED":
        raise Refused(_("Công văn %(code)s đã được cơ quan gửi thu hồi, không trả lời được nữa.") % code)
    if share.state == "ACKNOWLEDGED":
        raise Refused(_("Cơ quan đã tiếp nhận công văn %(code)s; trả lời một công văn chỉ một lần.") % code)
    raise Refused(_("Cơ quan đã từ chối công văn %(code)s; trả lời một công văn chỉ một lần.") % code)


def names_in(unit_names: Collection[str]) -> str:
    """Names in a sentence; of many the first and how many more."""
    names = list(unit_names)
    if len(names) <= 5:
        return ", ".join(names)
    return _("%(units)s và %(more)s nơi khác") % {"units": ", ".join(names[:5]), "more": len(names) - 5}
