"""What the public asks to be checked: taken in for the desk of its territory, opened as a claim, or declined."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from phoihop.corrections import events, states
from phoihop.corrections.commands.basics import reason_of, unchanged
from phoihop.corrections.commands.replies import take_reply
from phoihop.corrections.models import Check, Claim, Desk
from phoihop.corrections.rules import limits
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, change, command, tell
from phoihop.ground.powers import NotVisible, ask
from phoihop.intake import commands as intake
from phoihop.intake import queries as inputs
from phoihop.intake.events import InputReceived
from phoihop.organizations.queries import unit_names

FRONT = Actor.system("front-desk")


def take_in(event: InputReceived, *, at: datetime) -> None:
    """Long work after something came in from the public: what is for this room is taken. May run twice."""
    if event.what == "REPLY":
        take_reply(code=event.code, by=FRONT, at=at)
    elif event.what == "CLAIM":
        take_check(code=event.code, by=FRONT, at=at)


@command("claim.take_in")
def take_check(*, code: str, by: Actor, at: datetime) -> events.CheckReceived | None:
    """Somebody's wish goes to the desk of its territory. Without a desk it waits, sealed, where it is. Twice is
    harmless: None."""
    ask(by, "claim.take_in")
    through = by.through("claim.take_in")
    known = inputs.input_line(code)
    if known is None or known.state != "WAITING":
        return unchanged(None)
    desk = Desk.rows.filter(territory=inputs.look_into(through, code).territory).first()
    taken = intake.take(code=code, by=through, at=at) if desk is not None else None
    if desk is None or taken is None:
        return unchanged(None)
    row = Check.rows.create(
        code=code,
        territory=taken.territory,
        desk_id=desk.unit_id,
        text=taken.payload.get("text", "").strip()[:1000],
        publisher=taken.payload.get("publisher", "").strip()[: limits.LONGEST_NAME],
        address=taken.payload.get("address", "").strip()[: limits.LONGEST_ADDRESS],
        received_at=taken.received_at,
    )
    return tell(events.CheckReceived(code=row.code, desk_id=row.desk_id))


@command("check.decline")
def decline_check(
    *, code: str, reason: str, version: int | None = None, by: Actor, at: datetime
) -> events.CheckDeclined:
    """Not to be checked: an opinion, a person, nothing that a paper could show. Refused without a reason."""
    row = _check(code, "check.decline", by)
    reason = reason_of(reason)
    event = events.CheckDeclined(code=code, desk_id=row.desk_id, reason=reason)
    if row.state == "DECLINED":
        return unchanged(event)
    following = _after(row, "decline")
    change(row, version=version, state=following, reason=reason, settled_at=at)
    return tell(event)


@command("check.open")
def join_check(*, code: str, claim: str, version: int | None = None, by: Actor, at: datetime) -> events.CheckOpened:
    """What was asked is a claim already: they are joined. Refused: a claim that the actor does not see."""
    row = _check(code, "check.open", by)
    found = Claim.objects.visible_to(by).filter(code=claim.strip()).first()
    if found is None:
        raise Refused(_("Không thấy hồ sơ đính chính „%(code)s“. Chưa có gì thay đổi.") % {"code": claim[:80]})
    event = events.CheckOpened(code=code, dossier=found.dossier, desk_id=row.desk_id, claim=found.code)
    if row.state == "OPENED" and row.claim_id == found.pk:
        return unchanged(event)
    following = _after(row, "open")
    change(row, version=version, state=following, claim=found, settled_at=at)
    return tell(event)


@command("desk.set")
def set_desk(*, unit_id: int, by: Actor, at: datetime) -> events.ClaimsDeskSet:
    """This unit takes what the public of its territory asks to be checked; what has waited is taken in by the clock.
    Twice is harmless."""
    ask(by, "desk.set", unit_id=unit_id)
    name = unit_names([unit_id]).get(unit_id)
    if name is None:
        raise NotVisible
    event = events.ClaimsDeskSet(code=name.code, unit_id=unit_id, unit_name=name.name)
    desk = Desk.rows.filter(territory=name.territory).first()
    if desk is not None and desk.unit_id == unit_id:
        return unchanged(event)
    if desk is None:
        Desk.rows.create(territory=name.territory, unit_id=unit_id)
    else:
        change(desk, unit_id=unit_id)
    return tell(event)


@command("check.clear")
def clear_checks(*, by: Actor, at: datetime) -> int:
    """Erases what was asked and settled a year ago."""
    ask(by, "check.clear")
    limit = at - timedelta(days=limits.CHECK_KEPT_DAYS)
    gone = Check.rows.filter(settled_at__lt=limit).exclude(text="").update(text="", publisher="", address="")
    return unchanged(gone)


def take_waiting(*, at: datetime) -> int:
    """Replies and wishes that nobody has taken yet: a desk was set after they came, or a listener was down."""
    taken = 0
    for code in inputs.waiting("REPLY"):
        taken += take_reply(code=code, by=FRONT, at=at) is not None
    for code in inputs.waiting("CLAIM"):
        taken += take_check(code=code, by=FRONT, at=at) is not None
    return taken


def _check(code: str, power: str, by: Actor) -> Check:
    row = Check.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    return row


def _after(row: Check, act: str) -> str:
    following = states.after(states.CHECK, row.state, act)
    if following is None:
        raise Refused(_("Yêu cầu này đã được trả lời; không có gì thay đổi."))
    return following
