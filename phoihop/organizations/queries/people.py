"""Accounts and the seats they hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from phoihop.ground.actor import Actor, Role
from phoihop.ground.clock import local_date
from phoihop.ground.powers import NotVisible, may
from phoihop.ground.text import fold, nfc
from phoihop.organizations.models import Account, Seat
from phoihop.organizations.queries.spans import seated_on
from phoihop.organizations.queries.units import MOST_FOUND, UnitName, name_of


@dataclass(frozen=True, slots=True)
class AccountLine:
    id: int
    username: str
    name: str
    is_active: bool
    seats: tuple[str, ...]  # "Giám đốc, Sở Y tế"


@dataclass(frozen=True, slots=True)
class SeatLine:
    id: int
    unit: UnitName
    post: str
    role: Role
    valid_from: date | None
    valid_to: date | None
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class AccountView:
    id: int
    username: str
    name: str
    email: str
    language: str
    is_active: bool
    version: int
    seats: tuple[SeatLine, ...]


def accounts(actor: Actor, at: datetime, *, text: str = "", after_id: int | None = None) -> list[AccountLine]:
    """Fifty accounts by name, those after `after_id`; none for an actor who may not list them."""
    rows = Account.objects.visible_to(actor).order_by("sort_key", "pk")
    for word in fold(nfc(text)).split():
        rows = rows.filter(fold__contains=word)
    if after_id is not None:
        last = Account.rows.filter(pk=after_id).values_list("sort_key", flat=True).first() or ""
        rows = rows.filter(Q(sort_key__gt=last) | Q(sort_key=last, pk__gt=after_id))
    shown = list(rows[:MOST_FOUND])
    work = _work_of([row.pk for row in shown], local_date(at))
    return [
        AccountLine(row.pk, row.username, row.full_name, row.is_active, tuple(work.get(row.pk, ()))) for row in shown
    ]


def account(actor: Actor, account_id: int, at: datetime) -> AccountView:
    """An account's page, its seats past and present. Not visible when there is no such account for this actor."""
    row = Account.objects.visible_to(actor).filter(pk=account_id).first()
    if row is None:
        raise NotVisible
    return AccountView(
        id=row.pk,
        username=row.username,
        name=row.full_name,
        email=row.email,
        language=row.language,
        is_active=row.is_active,
        version=row.version,
        seats=tuple(_seat_lines(row.pk, local_date(at))),
    )


def account_ids(usernames: Collection[str]) -> dict[str, int]:
    """The numbers of accounts by user name; unknown names are missing from the answer."""
    return dict(Account.rows.filter(username__in=usernames).values_list("username", "pk"))


def seat(actor: Actor, seat_id: int) -> tuple[SeatLine, int]:
    """A seat and the number of its account. Not visible to those who may not list accounts."""
    row = Seat.rows.select_related("post__unit__territory").filter(pk=seat_id).first()
    if row is None or not may(actor, "account.list"):
        raise NotVisible
    return _seat_line(row, is_in_force=row.valid_to is None), row.account_id


def account_names(ids: Iterable[int]) -> dict[int, str]:
    return dict(Account.rows.filter(pk__in=set(ids)).values_list("pk", "full_name"))


def _work_of(account_ids: Sequence[int], day: date) -> dict[int, list[str]]:
    """For each account the posts it holds now, with their units."""
    seats = Seat.rows.filter(seated_on(day), account_id__in=account_ids).order_by("pk")
    work: dict[int, list[str]] = {}
    for account_id, title, name in seats.values_list("account_id", "post__title", "post__unit__name"):
        words = f"{title}, {name}"
        if words not in work.setdefault(account_id, []):
            work[account_id].append(words)
    return work


def _seat_lines(account_id: int, day: date) -> list[SeatLine]:
    rows = Seat.rows.filter(account_id=account_id).select_related("post__unit__territory").order_by("-pk")
    in_force = set(Seat.rows.filter(seated_on(day), account_id=account_id).values_list("pk", flat=True))
    return [_seat_line(row, is_in_force=row.pk in in_force) for row in rows]


def _seat_line(row: Seat, *, is_in_force: bool) -> SeatLine:
    return SeatLine(
        id=row.pk,
        unit=name_of(row.post.unit),
        post=row.post.title,
        role=Role(row.role),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        is_in_force=is_in_force,
    )
