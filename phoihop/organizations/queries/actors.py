"""Who acts, and who is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import F, FilteredRelation, Q

from phoihop.ground.actor import EVERYWHERE, Actor, Role
from phoihop.ground.clock import local_date
from phoihop.ground.powers import Circle
from phoihop.organizations import rules
from phoihop.organizations.models import Account, Duty, Seat, Territory
from phoihop.organizations.queries.editions import edition
from phoihop.organizations.queries.heirs import inherited_by, reading_heirs
from phoihop.organizations.queries.presence import AtPosts, OnDuty
from phoihop.organizations.queries.restructure.places import merged_into, places_over
from phoihop.organizations.queries.spans import granted_on, seated_on


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A unit from which an account may act."""

    unit_id: int
    unit_name: str
    post: str
    roles: frozenset[Role]
    acting_for: str


def actor_of(account_id: int, seat_unit_id: int | None, at: datetime) -> Actor:
    """The person acting from the unit he chose (None: his first). Nobody when nothing of it is in force any more.

    Own seats and grants as a deputy at that unit count together. One query while nothing changed in this room since
    the last time that day; else two more, three for an auditor; and one each for who came after whom and which place
    became part of which, the first time anybody asks.
    """
    return _actor_of(account_id, seat_unit_id, local_date(at), edition())


def signed_in_account(account_id: int) -> Account | None:
    """The account of a session, remembered like its actor. None when it is there no more."""
    return _account_of(account_id, edition())


@lru_cache(maxsize=4096)
def _account_of(account_id: int, now: str) -> Account | None:
    return Account.rows.filter(pk=account_id).first()


@lru_cache(maxsize=4096)
def _actor_of(account_id: int, seat_unit_id: int | None, day: date, now: str) -> Actor:
    account, choices, territory_of = _choices(account_id, day)
    chosen = next((c for c in choices if seat_unit_id in (None, c.unit_id)), None)
    if account is None or chosen is None:
        return Actor.nobody()
    return Actor(
        kind="person",
        name=account.full_name,
        account_id=account.pk,
        unit_id=chosen.unit_id,
        unit_name=chosen.unit_name,
        post=chosen.post,
        roles=chosen.roles,
        audits=_audited(territory_of[chosen.unit_id], day, now) if Role.AUDITOR in chosen.roles else frozenset(),
        inherits=inherited_by(chosen.unit_id, day, now),
        acting_for=chosen.acting_for,
        language=account.language,
    )


def seat_choices(account_id: int, at: datetime) -> list[SeatChoice]:
    """The units from which an account may act, its own seats first."""
    return _choices(account_id, local_date(at))[1]


def _choices(account_id: int, day: date) -> tuple[Account | None, list[SeatChoice], dict[int, Territory]]:
    """The account, the units it may act from, and the territory of each."""
    account = (
        Account.rows.filter(pk=account_id, is_active=True)
        .annotate(deputed=FilteredRelation("deputies", condition=granted_on(day, "deputies__")))
        .annotate(granted_post=F("deputed__post_id"), granted_kinds=F("deputed__kinds"))
    )
    rows = list(account)
    if not rows:
        return None, [], {}
    grants: dict[int, set[str]] = {}
    for row in rows:
        if row.granted_post is not None:
            grants.setdefault(row.granted_post, set()).update(row.granted_kinds.split())
    seats = list(
        Seat.rows.filter(seated_on(day))
        .filter(Q(account_id=account_id) | Q(post_id__in=list(grants)))
        .select_related("post__unit__territory")
        .order_by("pk")
    )
    mine = [seat for seat in seats if seat.account_id == account_id]
    stood_in = [s for s in seats if s.post_id in grants and rules.stands_in(grants[s.post_id], {s.role})]
    territory_of = {s.post.unit_id: s.post.unit.territory for s in [*mine, *stood_in]}
    return rows[0], [_choice(unit_id, mine, stood_in) for unit_id in territory_of], territory_of


def _choice(unit_id: int, mine: list[Seat], stood_in: list[Seat]) -> SeatChoice:
    own = [seat for seat in mine if seat.post.unit_id == unit_id]
    granted = [seat for seat in stood_in if seat.post.unit_id == unit_id]
    return SeatChoice(
        unit_id=unit_id,
        unit_name=(own or granted)[0].post.unit.name,
        post=", ".join(dict.fromkeys(seat.post.title for seat in own)),
        roles=frozenset(Role(seat.role) for seat in [*own, *granted]),
        acting_for=", ".join(dict.fromkeys(seat.post.title for seat in granted)),
    )


def _audited(territory: Territory, day: date, now: str) -> frozenset[str]:
    """An auditor of the centre looks everywhere, another into his territory, those inside it, and those that became
    part of any of them."""
    if territory.level == "central":
        return frozenset({EVERYWHERE})
    inside = Q(slug=territory.slug) | Q(slug__startswith=f"{territory.slug}.")
    own = set(Territory.rows.filter(inside).values_list("slug", flat=True))
    while more := merged_into(own, day, now) - own:
        own |= more
        for slug in sorted(more):
            own.update(Territory.rows.filter(slug__startswith=f"{slug}.").values_list("slug", flat=True))
    return frozenset(own)


def accounts_in(circles: Iterable[Circle], at: datetime) -> set[int]:
    """The accounts in these circles: holders of the seats and, within their dates, the deputies of their posts."""
    day = local_date(at)
    meant = Q(pk__in=())
    for circle in circles:
        meant |= _in_circle(circle, day)
    seats = Seat.rows.filter(seated_on(day)).filter(meant)
    found = set(seats.filter(account__is_active=True).values_list("account_id", flat=True))
    grants = seats.annotate(
        deputed=FilteredRelation("post__deputies", condition=granted_on(day, "post__deputies__"))
    ).filter(deputed__account__is_active=True)
    for account_id, kinds, role in grants.values_list("deputed__account_id", "deputed__kinds", "role"):
        if rules.stands_in(kinds.split(), {role}):
            found.add(account_id)
    return found


def _in_circle(circle: Circle, day: date) -> Q:
    q = Q(role__in=sorted(circle.roles))
    if isinstance(circle, AtPosts):
        q &= Q(post__is_head=circle.is_head)
    if isinstance(circle, OnDuty):
        q &= Q(account_id__in=Duty.rows.filter(unit_id=circle.unit_id or 0, date=day).values("account_id"))
    if circle.unit_id is not None:
        heirs = reading_heirs(circle.unit_id, day) if circle.is_reading else ()
        return q & (Q(post__unit_id__in=[circle.unit_id, *heirs]) if heirs else Q(post__unit_id=circle.unit_id))
    if circle.territory is not None:
        slugs = set(rules.above(circle.territory))
        if circle.is_reading:
            slugs |= places_over(circle.territory, day)
        place = Q(post__unit__territory__slug__in=slugs)
        return q & Q(role=Role.AUDITOR) & (place | Q(post__unit__territory__level="central"))
    return q
