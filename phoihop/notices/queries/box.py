"""Notices as they lie in an inbox. What a seat may no longer open is not shown, and what an ended seat was told is not
either."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from phoihop.ground.actor import Actor, Role
from phoihop.ground.sheet import waits_of
from phoihop.ledger.queries import lines_by_ids
from phoihop.notices.models import Notice, OfficeNotice
from phoihop.notices.rules import GROUPS
from phoihop.organizations.queries import sittings_of


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """What happened, who did it, where to open it."""

    id: int
    entry_id: int
    kind: str
    code: str
    sentence: str
    unit_name: str
    post: str
    url: str
    at: datetime
    read_at: datetime | None
    acting_for: str = ""
    read_by: str = ""
    was_mailed: bool = False


@dataclass(frozen=True, slots=True)
class Inbox:
    """`next` is what `before` must be for the following page; None on the last. `newest` is the newest entry shown."""

    lines: tuple[NoticeLine, ...]
    next: int | None
    newest: int


@dataclass(frozen=True, slots=True)
class SeatCount:
    """A unit from which the account may act, and how much is unread there."""

    unit_id: int
    name: str
    unread: int
    is_current: bool


def may_open(roles: Collection[Role]) -> Q:
    """Notices of things that holders of these roles may open."""
    q = Q(roles="*")
    for role in sorted(roles):
        q |= Q(roles__contains=f" {role} ")
    return q


def of_seat(account_id: int | None, unit_id: int | None, roles: Collection[Role]) -> QuerySet[Notice]:
    """What this account was told as somebody of the unit, and what was told before notices knew of units."""
    rows = Notice.rows.filter(account_id=account_id or 0).filter(Q(unit_id=unit_id) | Q(unit_id__isnull=True))
    return rows.filter(may_open(roles))


def of_office(unit_id: int | None, roles: Collection[Role]) -> QuerySet[OfficeNotice]:
    return OfficeNotice.rows.filter(unit_id=unit_id or 0).filter(may_open(roles))


def inbox(
    actor: Actor,
    only_unread: bool = False,
    before: int | None = None,
    limit: int = 50,
    *,
    of_unit: int | None = None,
    at: datetime | None = None,
) -> Inbox:
    """The actor's own notices as somebody of the unit he acts from, the newest first, in his language.

    `of_unit` asks for those of another unit in which he sits at `at`; nothing where he sits no more. Three queries, and
    three for another unit.
    """
    if of_unit is None or of_unit == actor.unit_id or at is None:
        return _page(of_seat(actor.account_id, actor.unit_id, actor.roles), only_unread, before, limit)
    sits = sittings_of([actor.account_id or 0], at).get(actor.account_id or 0, ())
    there = next((one for one in sits if one.unit_id == of_unit), None)
    if there is None:
        return Inbox((), None, 0)
    rows = of_seat(actor.account_id, of_unit, there.roles).filter(unit_id=of_unit)
    return _page(rows, only_unread, before, limit)


def in_menu(actor: Actor, today: date) -> QuerySet[Notice]:
    """For the menu: what the reader has not read of what he is told at the unit he acts from."""
    return _unread(actor)


def unread_count(actor: Actor) -> int:
    """One indexed count: of the unit the actor acts from."""
    return _unread(actor).count()


def _unread(actor: Actor) -> QuerySet[Notice]:
    if actor.account_id is None:
        return Notice.rows.none()
    return of_seat(actor.account_id, actor.unit_id, actor.roles).filter(read_at__isnull=True)


def unread_by_seat(actor: Actor, at: datetime) -> tuple[SeatCount, ...]:
    """Every unit the account may act from. Four queries; the unread of a seat that ended counts nowhere."""
    if actor.account_id is None:
        return ()
    sits = sittings_of([actor.account_id], at).get(actor.account_id, ())
    unread = Notice.rows.filter(account_id=actor.account_id, read_at__isnull=True).values_list("unit_id", "roles")
    told = list(unread)
    return tuple(
        SeatCount(
            one.unit_id,
            one.unit_name,
            sum(_is_told(unit_id, roles, one.unit_id, one.roles, actor) for unit_id, roles in told),
            one.unit_id == actor.unit_id,
        )
        for one in sits
    )


def office_box(actor: Actor, only_unread: bool = False, before: int | None = None, limit: int = 50) -> Inbox:
    """The inbox of the actor's office. The caller has asked whether he is the one who reads it."""
    return _page(of_office(actor.unit_id, actor.roles), only_unread, before, limit)


def office_unread(actor: Actor) -> tuple[int, int]:
    """How much is unread in the inbox of the actor's office; how much of it somebody else must open."""
    rows = OfficeNotice.rows.filter(unit_id=actor.unit_id or 0, read_at__isnull=True)
    mine = rows.filter(may_open(actor.roles)).count()
    return mine, rows.count() - mine


def waiting_groups(actor: Actor, at: datetime) -> dict[str, str]:
    """Of the things that wait for the actor's office, by code, what they ask for. A query or three of each room."""
    if actor.unit_id is None:
        return {}
    mine = [one for one in waits_of([actor.unit_id], at) if actor.has_role(one.roles)]
    mine.sort(key=lambda one: GROUPS.index(one.group), reverse=True)  # the most pressing has the last word
    return {code: one.group for one in mine for code in (one.code, one.about) if code}


def _is_told(told_unit: int | None, roles: str, unit_id: int, held: Iterable[Role], actor: Actor) -> bool:
    is_there = told_unit == unit_id or (told_unit is None and unit_id == actor.unit_id)
    return is_there and (roles == "*" or any(f" {role} " in roles for role in held))


def _page(rows: QuerySet[Any], only_unread: bool, before: int | None, limit: int) -> Inbox:
    if only_unread:
        rows = rows.filter(read_at__isnull=True)
    if before is not None:
        rows = rows.filter(entry_id__lt=before)
    found = list(rows.order_by("-entry_id")[: limit + 1])
    shown = found[:limit]
    told = lines_by_ids([row.entry_id for row in shown])
    lines = tuple(
        NoticeLine(
            id=row.pk,
            entry_id=row.entry_id,
            kind=row.kind,
            code=row.code,
            sentence=told[row.entry_id].sentence,
            unit_name=told[row.entry_id].unit_name,
            post=told[row.entry_id].post,
            url=row.url,
            at=row.at,
            read_at=row.read_at,
            acting_for=getattr(row, "acting_for", ""),
            read_by=getattr(row, "read_by", ""),
            was_mailed=row.mailed_at is not None,
        )
        for row in shown
    )
    return Inbox(lines, shown[-1].entry_id if len(found) > limit else None, lines[0].entry_id if lines else 0)
