"""Who sits where, of many people and units at once: for what is told and mailed to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from phoihop.ground.actor import Role
from phoihop.ground.clock import local_date
from phoihop.ground.reading import once_a_reading
from phoihop.organizations import rules
from phoihop.organizations.models import Account, Deputy, Post, Seat
from phoihop.organizations.queries.spans import granted_on, seated_on, valid_on

IN_LIST = 500  # numbers in one question


@dataclass(frozen=True, slots=True)
class Sitting:
    """A unit that an account acts from: with roles of its own, and with those of posts it stands in for."""

    unit_id: int
    unit_name: str
    own: frozenset[Role]
    deputed: frozenset[Role]
    acting_for: str

    @property
    def roles(self) -> frozenset[Role]:
        return self.own | self.deputed


@dataclass(frozen=True, slots=True)
class Correspondent:
    """An account as a letter to it needs it."""

    account_id: int
    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post in force with those who hold it and those who stand in for it."""

    id: int
    unit_id: int
    title: str
    is_head: bool
    roles: frozenset[Role]
    holders: tuple[tuple[int, str], ...]
    deputies: tuple[tuple[int, str], ...]

    @property
    def people(self) -> tuple[tuple[int, str], ...]:
        return tuple(dict.fromkeys((*self.holders, *self.deputies)))


def accounts_at_work(at: datetime) -> set[int]:
    """All accounts that hold a post, or stand in for one."""
    day = local_date(at)
    held = Seat.rows.filter(seated_on(day), account__is_active=True).values_list("account_id", flat=True)
    deputed = Deputy.rows.filter(granted_on(day), account__is_active=True).values_list("account_id", flat=True)
    return set(held.distinct()) | set(deputed.distinct())


def sittings_of(account_ids: Iterable[int], at: datetime) -> dict[int, tuple[Sitting, ...]]:
    """Of each account the units it may act from now, its own first; those that sit nowhere are missing.

    Three queries for each 500 accounts.
    """
    day, asked = local_date(at), sorted(set(account_ids))
    found: dict[int, dict[int, _Sits]] = {}
    for start in range(0, len(asked), IN_LIST):
        batch = asked[start : start + IN_LIST]
        fields = ("post__unit_id", "post__unit__name", "role")
        seats = Seat.rows.filter(seated_on(day), account__is_active=True)
        for one, unit_id, name, role in (
            seats.filter(account_id__in=batch).order_by("pk").values_list("account_id", *fields)
        ):
            _sits(found, one, unit_id, name).own.add(Role(role))
        grants: dict[int, list[tuple[int, str]]] = {}
        given = Deputy.rows.filter(granted_on(day), account_id__in=batch, account__is_active=True).order_by("pk")
        for post_id, one, kinds in given.values_list("post_id", "account_id", "kinds"):
            grants.setdefault(post_id, []).append((one, kinds))
        stood_in = seats.filter(post_id__in=list(grants)).order_by("pk") if grants else Seat.rows.none()
        for post_id, title, unit_id, name, role in stood_in.values_list("post_id", "post__title", *fields):
            for one, kinds in grants[post_id]:
                if rules.stands_in(kinds.split(), {role}):
                    sits = _sits(found, one, unit_id, name)
                    sits.deputed.add(Role(role))
                    sits.posts[title] = None
    return {one: tuple(sits.done(unit_id) for unit_id, sits in units.items()) for one, units in found.items()}


def correspondents(account_ids: Iterable[int]) -> dict[int, Correspondent]:
    """Names, addresses and languages of those of the accounts that are open."""
    asked, found = sorted(set(account_ids)), {}
    for start in range(0, len(asked), IN_LIST):
        rows = Account.rows.filter(pk__in=asked[start : start + IN_LIST], is_active=True)
        for values in rows.values_list("pk", "full_name", "email", "language"):
            found[values[0]] = Correspondent(*values)
    return found


@once_a_reading
def held_posts(unit_ids: Collection[int], at: datetime) -> dict[int, tuple[HeldPost, ...]]:
    """Of each unit its posts in force, the head's first, with their people. Three queries."""
    day = local_date(at)
    posts = Post.rows.filter(valid_on(day), unit_id__in=set(unit_ids)).order_by("-is_head", "pk")
    rows = list(posts.values_list("pk", "unit_id", "title", "is_head"))
    ids = [row[0] for row in rows]
    holders: dict[int, dict[tuple[int, str], None]] = {}
    roles: dict[int, set[Role]] = {}
    seats = Seat.rows.filter(seated_on(day), post_id__in=ids, account__is_active=True).order_by("pk")
    for post_id, one, name, role in seats.values_list("post_id", "account_id", "account__full_name", "role"):
        holders.setdefault(post_id, {})[one, name] = None
        roles.setdefault(post_id, set()).add(Role(role))
    deputies: dict[int, dict[tuple[int, str], None]] = {}
    given = Deputy.rows.filter(granted_on(day), post_id__in=ids, account__is_active=True).order_by("pk")
    for post_id, one, name, kinds in given.values_list("post_id", "account_id", "account__full_name", "kinds"):
        if rules.stands_in(kinds.split(), roles.get(post_id, ())):
            deputies.setdefault(post_id, {})[one, name] = None
    found: dict[int, tuple[HeldPost, ...]] = {}
    for post_id, unit_id, title, is_head in rows:
        post = HeldPost(
            post_id,
            unit_id,
            title,
            is_head,
            frozenset(roles.get(post_id, ())),
            tuple(holders.get(post_id, ())),
            tuple(deputies.get(post_id, ())),
        )
        found[unit_id] = (*found.get(unit_id, ()), post)
    return found


class _Sits:
    """A sitting while it is gathered."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.own: set[Role] = set()
        self.deputed: set[Role] = set()
        self.posts: dict[str, None] = {}

    def done(self, unit_id: int) -> Sitting:
        return Sitting(unit_id, self.name, frozenset(self.own), frozenset(self.deputed), ", ".join(self.posts))


def _sits(found: dict[int, dict[int, _Sits]], one: int, unit_id: int, name: str) -> _Sits:
    return found.setdefault(one, {}).setdefault(unit_id, _Sits(name))
