"""What a recipient office says: it takes the letter on, refuses it, tells how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.dispatches import states
from phoihop.dispatches.commands.basics import (
    deliver,
    load,
    own_share,
    post_of,
    reason_of,
    refuse_closed,
    words_of,
)
from phoihop.dispatches.events import DispatchAcknowledged, DispatchHandled, DispatchRefused
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, change, command, nothing_changed, on_record, tell

_WAYS = {"link": gettext_lazy("qua liên kết"), "mail": gettext_lazy("qua thư trả lời")}


@command("dispatch.acknowledge")
def acknowledge_dispatch(
    *, code: str, unit_id: int, reservation: str, version: int | None, by: Actor, at: datetime
) -> DispatchAcknowledged:
    """A recipient office takes the letter on. Refused when it has answered otherwise or the letter was recalled."""
    dispatch = load(code, "dispatch.acknowledge", by)
    share = own_share(dispatch, unit_id, by)
    reservation = words_of(reservation)
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
    _answer(dispatch, share, "acknowledge", version=version, by=by, at=at, reservation=reservation)
    return tell(event)


@command("dispatch.refuse")
def refuse_dispatch(
    *, code: str, unit_id: int, reason: str, version: int | None, by: Actor, at: datetime
) -> DispatchRefused:
    """A recipient office sends the letter back. Refused without a reason, or when it has answered or was recalled."""
    dispatch = load(code, "dispatch.refuse", by)
    share = own_share(dispatch, unit_id, by)
    reason = reason_of(reason)
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
    _answer(dispatch, share, "refuse", version=version, by=by, at=at, reason=reason)
    return tell(event)


@command("dispatch.handle")
def handle_dispatch(
    *, code: str, unit_id: int, step: str, version: int | None, by: Actor, at: datetime
) -> DispatchHandled:
    """A recipient office says how far it is with a letter it took on: "assign", "process", "complete".

    Twice is harmless. Refused: not taken on, given back, a step backwards.
    """
    dispatch = load(code, "dispatch.handle", by)
    share = own_share(dispatch, unit_id, by)
    reached = states.HANDLING[""].get(step)
    if reached is None:
        raise Refused(_("Công văn được phân công, đang xử lý hoặc đã hoàn thành."))
    event = DispatchHandled(
        code=code,
        dossier=dispatch.dossier,
        sender_id=dispatch.sender_id,
        unit_id=unit_id,
        unit_name=share.unit_name,
        step=reached,
    )
    if share.state != "ACKNOWLEDGED":
        raise Refused(_("Chỉ ghi tiến độ của công văn cơ quan đã tiếp nhận."))
    if share.handling == reached:
        nothing_changed()
        return event
    if step not in states.HANDLING[share.handling]:
        raise Refused(_("Tiến độ công văn %(code)s đã ghi xa hơn bước này.") % {"code": code})
    change(share, version=version, handling=reached, handled_at=at)
    return tell(event, changes={"handling": (share.handling, reached)})


def answering(by: Actor) -> str:
    """The post that answers; of an office without an account, the way its answer came."""
    return on_record(_WAYS[by.name]) if by.kind == "office" else post_of(by)


def _answer(
    dispatch: Dispatch, share: Recipient, verb: str, *, version: int | None, by: Actor, at: datetime, **text: Any
) -> None:
    if version is not None and version != share.version:
        raise SomebodyWasFaster(dispatch.code, share.version)
    if share.state in states.UNREACHED:  # whoever answers has it before him
        deliver([share], at)
    if verb not in states.RECIPIENT[share.state]:
        refuse_closed(dispatch, share)
    change(
        share,
        state=states.RECIPIENT[share.state][verb],
        answered_at=at,
        answered_post=answering(by),
        **text,
    )
