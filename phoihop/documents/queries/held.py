"""Files that wait for two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from phoihop.documents.models import Held
from phoihop.documents.outside import quarantine
from phoihop.ground.actor import Actor, Role
from phoihop.ground.powers import may
from phoihop.organizations.queries import actor_of


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A held file; its name is read out of quarantine for those who may decide about it, and kept nowhere else."""

    id: int
    name: str
    size: int
    rules: tuple[str, ...]
    about: str
    post: str
    held_at: datetime
    until: datetime
    first_post: str
    reason: str
    is_mine_first: bool
    may_release: bool  # now, by this reader
    wants_approver: bool  # the second of the two must be one
    may_drop: bool


def held_lines(actor: Actor, at: datetime) -> list[HeldLine]:
    """What is held for the actor's unit and not over yet, what goes first first."""
    rows = Held.objects.visible_to(actor).filter(state="HELD", until__gt=at).order_by("until", "pk")
    return [
        HeldLine(
            id=row.pk,
            name=_name(row),
            size=row.size,
            rules=tuple(filter(None, row.rules.split(","))),
            about=row.about,
            post=row.post,
            held_at=row.held_at,
            until=row.until,
            first_post=row.first_post,
            reason=row.reason,
            is_mine_first=row.first_account_id is not None and row.first_account_id == actor.account_id,
            may_release=may(actor, "held.release", row) and _is_open_to(row, by=actor, at=at),
            wants_approver=row.first_account_id is not None and not _was_approver(row, at),
            may_drop=may(actor, "held.drop", row),
        )
        for row in rows
    ]


def held_count(actor: Actor) -> int:
    """One indexed count."""
    if actor.unit_id is None or not may(actor, "held.see"):
        return 0
    return Held.rows.filter(unit_id=actor.unit_id, state="HELD").count()


def has_approver(row: Held, *, by: Actor, at: datetime) -> bool:
    """Whether an approver of the unit is among the first person and `by`."""
    return by.has_role({Role.APPROVER}) or _was_approver(row, at)


def held_row(held_id: int) -> Held:
    """The held file itself, for the question who may see it."""
    return Held.rows.get(pk=held_id)


def _is_open_to(row: Held, *, by: Actor, at: datetime) -> bool:
    if row.first_account_id is None:
        return True
    return row.first_account_id != by.account_id and has_approver(row, by=by, at=at)


def _was_approver(row: Held, at: datetime) -> bool:
    """Whether the first of the two holds that role in the unit now: who has left since no longer counts."""
    if row.first_account_id is None:
        return False
    return actor_of(row.first_account_id, row.unit_id, at).has_role({Role.APPROVER})


def _name(row: Held) -> str:
    try:
        return quarantine.name_of(row.ticket, quarantine.unwrap_key(row.key))
    except quarantine.Lost as lost:  # the server's key was changed, or the file is gone: it can only be dropped
        return str(lost)
