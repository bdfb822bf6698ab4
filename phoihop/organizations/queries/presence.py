"""Who is away, who stands in, who is on duty."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from phoihop.ground.actor import DOERS, Actor, Role
from phoihop.ground.clock import local_date
from phoihop.ground.parts import words
from phoihop.ground.powers import Circle, may
from phoihop.organizations import rules
from phoihop.organizations.models import Absence, Account, Deputy, Duty, Seat, Unit
from phoihop.organizations.queries.spans import granted_on, seated_on


@dataclass(frozen=True)
class AtPosts(Circle):
    """Of a circle those at the head of the unit, or those below it."""

    is_head: bool = True


@dataclass(frozen=True)
class OnDuty(Circle):
    """Of a circle those who are on the unit's rota that day."""


@dataclass(frozen=True, slots=True)
class AbsenceNote:
    """Somebody of a unit is away; `deputies` stand in on the day asked about."""

    unit_id: int
    account_id: int
    name: str
    posts: tuple[str, ...]
    to_date: date
    deputies: tuple[str, ...]

    def __str__(self) -> str:
        said = {"name": self.name, "posts": ", ".join(self.posts), "day": words.day(self.to_date)}
        if not self.deputies:
            return _("%(name)s (%(posts)s) vắng mặt đến hết %(day)s, chưa có người thay.") % said
        said["deputies"] = ", ".join(self.deputies)
        return _("%(name)s (%(posts)s) vắng mặt đến hết %(day)s; người thay: %(deputies)s.") % said


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who stands in for a post, to do what, until when."""

    account_id: int
    name: str
    kinds: tuple[str, ...]
    to_date: date


@dataclass(frozen=True, slots=True)
class DutyOfficer:
    account_id: int
    name: str


@dataclass(frozen=True, slots=True)
class OwnAbsence:
    """An absence as its own person and those at home see it."""

    id: int
    account_id: int
    name: str
    from_date: date
    to_date: date
    reason: str
    deputies: tuple[str, ...]
    has_begun: bool


@dataclass(frozen=True, slots=True)
class DutyDay:
    date: date
    people: tuple[DutyOfficer, ...]


def absent_on(day: date, prefix: str = "") -> Q:
    """Absences that hold on the day; the day after the last one nothing needs to be done."""
    return granted_on(day, prefix)


def absent_accounts(account_ids: Iterable[int], at: datetime) -> set[int]:
    """Those of the accounts that are away."""
    rows = Absence.rows.filter(absent_on(local_date(at)), account_id__in=set(account_ids))
    return set(rows.values_list("account_id", flat=True))


def absent_posts(post_ids: Iterable[int], at: datetime) -> set[int]:
    """Those of the posts whose every holder is away. A post nobody holds is vacant, not away."""
    day = local_date(at)
    held = Seat.rows.filter(seated_on(day), post_id__in=set(post_ids), account__is_active=True)
    holders: dict[int, set[int]] = {}
    for post_id, account_id in held.values_list("post_id", "account_id"):
        holders.setdefault(post_id, set()).add(account_id)
    away = absent_accounts({one for accounts in holders.values() for one in accounts}, at)
    return {post_id for post_id, accounts in holders.items() if accounts <= away}


def absent_units(unit_ids: Iterable[int], at: datetime, *, roles: Collection[Role] = DOERS) -> set[int]:
    """Those of the units where every holder of these roles is away, and nobody at work stands in for them.

    A unit that never had such a holder is not among them.
    """
    people = people_with(roles, unit_ids, at)
    away = absent_accounts({one for accounts in people.values() for one in accounts}, at)
    return {unit_id for unit_id, accounts in people.items() if accounts <= away}


def people_with(roles: Collection[Role], unit_ids: Iterable[int], at: datetime) -> dict[int, set[int]]:
    """Of each unit the accounts that hold one of these roles there, or stand in for one who does. Two queries."""
    day = local_date(at)
    seats = Seat.rows.filter(seated_on(day), role__in=sorted(roles), post__unit_id__in=set(unit_ids))
    found: dict[int, set[int]] = {}
    for unit_id, account_id in seats.filter(account__is_active=True).values_list("post__unit_id", "account_id"):
        found.setdefault(unit_id, set()).add(account_id)
    grants = seats.annotate(
        deputed=FilteredRelation("post__deputies", condition=granted_on(day, "post__deputies__"))
    ).filter(deputed__account__is_active=True)
    given = grants.values_list("post__unit_id", "deputed__account_id", "deputed__kinds", "role")
    for unit_id, account_id, kinds, role in given:
        if rules.stands_in(kinds.split(), {role}):
            found.setdefault(unit_id, set()).add(account_id)
    return found


def absence_notes(
    actor: Actor, unit_ids: Iterable[int], at: datetime, *, roles: Collection[Role] = DOERS
) -> tuple[AbsenceNote, ...]:
    """Who of these units is away, for whoever is about to send or assign something to them. Three queries.

    Why they are away is not said. Nothing for whoever may not see units.
    """
    if not may(actor, "unit.list"):
        return ()
    day = local_date(at)
    seats = Seat.rows.filter(seated_on(day), role__in=sorted(roles), post__unit_id__in=set(unit_ids))
    away = seats.annotate(
        away=FilteredRelation("account__absences", condition=absent_on(day, "account__absences__"))
    ).filter(away__isnull=False, account__is_active=True)
    fields = ("post__unit_id", "account_id", "account__full_name", "post_id", "post__title", "away__to_date")
    posts: dict[tuple[int, int], dict[int, str]] = {}
    said: dict[tuple[int, int], tuple[str, date]] = {}
    for unit_id, account_id, name, post_id, title, to_date in away.order_by("post__unit_id", "pk").values_list(*fields):
        posts.setdefault((unit_id, account_id), {})[post_id] = title
        said[unit_id, account_id] = (name, to_date)
    standing = _standing_in({post_id for held in posts.values() for post_id in held}, day)
    return tuple(
        AbsenceNote(
            unit_id,
            account_id,
            name,
            tuple(posts[unit_id, account_id].values()),
            to_date,
            tuple(
                dict.fromkeys(one.name for post_id in posts[unit_id, account_id] for one in standing.get(post_id, ()))
            ),
        )
        for (unit_id, account_id), (name, to_date) in said.items()
    )


def acting_for(post_id: int, at: datetime) -> tuple[StandIn, ...]:
    """Who stands in for the post now, and is not away himself."""
    return tuple(_standing_in({post_id}, local_date(at)).get(post_id, ()))


def on_duty(unit_ids: Iterable[int], at: datetime) -> dict[int, tuple[DutyOfficer, ...]]:
    """Who is on duty in these units on the day of `at`; a unit without a rota for that day is missing."""
    rows = Duty.rows.filter(unit_id__in=set(unit_ids), date=local_date(at), account__is_active=True)
    found: dict[int, tuple[DutyOfficer, ...]] = {}
    for unit_id, account_id, name in rows.order_by("pk").values_list("unit_id", "account_id", "account__full_name"):
        found[unit_id] = (*found.get(unit_id, ()), DutyOfficer(account_id, name))
    return found


def rota(actor: Actor, unit_id: int, first: date, last: date) -> tuple[DutyDay, ...]:
    """The rota of a unit between two days, days without anybody left out."""
    if not may(actor, "unit.list"):
        return ()
    rows = Duty.rows.filter(unit_id=unit_id, date__gte=first, date__lte=last).order_by("date", "pk")
    days: dict[date, tuple[DutyOfficer, ...]] = {}
    for day, account_id, name in rows.values_list("date", "account_id", "account__full_name"):
        days[day] = (*days.get(day, ()), DutyOfficer(account_id, name))
    return tuple(DutyDay(day, people) for day, people in days.items())


def own_absences(actor: Actor, at: datetime) -> tuple[OwnAbsence, ...]:
    """One's own absences, under way and to come."""
    return _absences(Q(account_id=actor.account_id or 0), local_date(at))


def absences_of_unit(actor: Actor, unit_id: int, at: datetime) -> tuple[OwnAbsence, ...]:
    """The absences of a unit's people, with their reasons: for those who may declare them."""
    if not may(actor, "absence.declare", unit_id=unit_id):
        return ()
    day = local_date(at)
    seated = Seat.rows.filter(seated_on(day), post__unit_id=unit_id).values("account_id")
    return _absences(Q(account_id__in=seated), day)


def colleagues(actor: Actor, at: datetime) -> list[DutyOfficer]:
    """Who else works in the actor's unit: whom one may leave one's work to."""
    seats = Seat.rows.filter(seated_on(local_date(at)), post__unit_id=actor.unit_id or 0, account__is_active=True)
    people = Account.rows.filter(pk__in=seats.exclude(account_id=actor.account_id or 0).values("account_id"))
    return [DutyOfficer(row.pk, row.full_name) for row in people.order_by("sort_key", "pk")]


def upper_units(unit_ids: Iterable[int]) -> dict[int, int]:
    """The unit above each of these; those at the top are missing from the answer."""
    rows = Unit.rows.filter(pk__in=set(unit_ids), parent__isnull=False)
    return dict(rows.values_list("pk", "parent_id"))


def _standing_in(post_ids: Collection[int], day: date) -> dict[int, list[StandIn]]:
    rows = Deputy.rows.filter(granted_on(day), post_id__in=post_ids, account__is_active=True)
    rows = rows.exclude(account__in=Absence.rows.filter(absent_on(day)).values("account_id"))
    found: dict[int, list[StandIn]] = {}
    for row in rows.select_related("account").order_by("pk"):
        one = StandIn(row.account_id, row.account.full_name, tuple(row.kinds.split()), row.to_date)
        found.setdefault(row.post_id, []).append(one)
    return found


def _absences(whose: Q, day: date) -> tuple[OwnAbsence, ...]:
    rows = list(
        Absence.rows.filter(whose, withdrawn_at__isnull=True, to_date__gte=day)
        .select_related("account")
        .order_by("from_date", "pk")
    )
    named: dict[int, list[str]] = {}
    given = Deputy.rows.filter(absence_id__in=[row.pk for row in rows], withdrawn_at__isnull=True).order_by("pk")
    for absence_id, name in given.values_list("absence_id", "account__full_name"):
        if name not in named.setdefault(absence_id, []):
            named[absence_id].append(name)
    return tuple(
        OwnAbsence(
            id=row.pk,
            account_id=row.account_id,
            name=row.account.full_name,
            from_date=row.from_date,
            to_date=row.to_date,
            reason=row.reason,
            deputies=tuple(named.get(row.pk, ())),
            has_begun=row.from_date <= day,
        )
        for row in rows
    )
