"""Territories, units and the posts in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Q

from phoihop.ground.actor import Actor, Role
from phoihop.ground.clock import local_date
from phoihop.ground.powers import NotVisible, may
from phoihop.ground.text import fold, nfc
from phoihop.organizations import rules
from phoihop.organizations.models import Deputy, Post, Seat, Succession, Territory, Unit
from phoihop.organizations.queries.editions import edition
from phoihop.organizations.queries.spans import seated_on, valid_on

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class UnitName:
    """What other rooms show of a unit."""

    id: int
    code: str
    key: str
    short: str  # the full name where a unit has no short one
    name: str
    territory: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in a list; `depth` is its place in the tree shown."""

    id: int
    code: str
    key: str
    name: str
    short: str
    kind: str
    level: str
    territory: str
    parent_id: int | None
    depth: int
    valid_from: date | None
    valid_to: date | None
    is_illustration: bool


@dataclass(frozen=True, slots=True)
class TerritoryName:
    id: int
    slug: str
    name: str
    level: str
    parent_slug: str


@dataclass(frozen=True, slots=True)
class PersonAtWork:
    """An official at work: the post held and in which roles."""

    account_id: int
    name: str
    seats: tuple[tuple[int, Role], ...]  # number of the seat, its role


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with the people in it and, of those, their roles."""

    id: int
    title: str
    is_head: bool
    valid_from: date | None
    valid_to: date | None
    people: tuple[PersonAtWork, ...]


@dataclass(frozen=True, slots=True)
class DeputyLine:
    id: int
    post_id: int
    post: str
    account_id: int
    name: str
    kinds: tuple[str, ...]
    from_date: date
    to_date: date
    reason: str
    is_withdrawn: bool
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class SuccessionLine:
    kind: str
    on_date: date
    legal_basis: str
    function: str
    came_from: UnitName
    went_to: UnitName | None


@dataclass(frozen=True, slots=True)
class UnitView:
    """All that a unit's page shows."""

    line: UnitLine
    version: int
    territory_name: str
    parents: tuple[UnitName, ...]  # from the top down
    children: tuple[UnitLine, ...]
    posts: tuple[PostLine, ...]
    successions: tuple[SuccessionLine, ...]
    deputies: tuple[DeputyLine, ...]
    may_manage: bool
    may_name_deputies: bool


def people_of(actor: Actor, unit_id: int, at: datetime) -> list[PostLine]:
    """The posts of a unit and who holds them now, the head first."""
    if not Unit.objects.visible_to(actor).filter(pk=unit_id).exists():
        raise NotVisible
    return _posts(unit_id, local_date(at))


def units(
    actor: Actor, at: datetime, *, territory: str = "", text: str = "", with_ended: bool = False
) -> list[UnitLine]:
    """The units of a territory as a tree; with `text` those that match it, at most fifty, without a tree.

    Marks and case do not matter in the search. Units not in force on the day of `at` are left out unless asked for.
    """
    rows = Unit.objects.visible_to(actor).select_related("territory").order_by("sort_key", "pk")
    if not with_ended:
        rows = rows.filter(valid_on(local_date(at)))
    if territory:
        rows = rows.filter(territory__slug=territory)
    if not text.strip():
        return _tree(list(rows))
    for word in fold(nfc(text)).split():
        rows = rows.filter(fold__contains=word)
    return [_line(row) for row in rows[:MOST_FOUND]]


def units_to_choose(actor: Actor, at: datetime, *, text: str = "", chosen: Sequence[int] = ()) -> list[UnitName]:
    """Units to send to: those `text` finds anywhere, those chosen already, then those of the own territory."""
    own = unit_names([actor.unit_id])
    offered = [line.id for name in own.values() for line in units(actor, at, territory=name.territory)]
    found = [line.id for line in units(actor, at, text=text)] if text.strip() else []
    ids = dict.fromkeys([*found, *chosen, *offered])
    names = unit_names(ids)
    return [names[pk] for pk in ids if pk in names and pk != actor.unit_id]


def unit(actor: Actor, code: str, at: datetime) -> UnitView:
    """A unit's page. Not visible when there is no such unit."""
    row = Unit.objects.visible_to(actor).select_related("territory").filter(code=code).first()
    if row is None:
        raise NotVisible
    day = local_date(at)
    children = Unit.objects.visible_to(actor).select_related("territory").filter(parent_id=row.pk)
    return UnitView(
        line=_line(row),
        version=row.version,
        territory_name=row.territory.name,
        parents=_parents(row),
        children=tuple(_line(child) for child in children.filter(valid_on(day)).order_by("sort_key", "pk")),
        posts=tuple(_posts(row.pk, day)),
        successions=tuple(_successions(row.pk)),
        deputies=tuple(_deputies(row.pk, day)),
        may_manage=may(actor, "unit.manage", row),
        may_name_deputies=may(actor, "deputy.name", unit_id=row.pk),
    )


def unit_number(actor: Actor, code: str) -> int:
    """The number of the unit of this code. Not visible when there is no such unit."""
    pk = Unit.objects.visible_to(actor).filter(code=code).values_list("pk", flat=True).first()
    if pk is None:
        raise NotVisible
    return pk


def post(actor: Actor, post_id: int) -> tuple[str, UnitName]:
    """The title of a post and its unit. Not visible when there is no such post."""
    row = Post.rows.select_related("unit__territory").filter(pk=post_id).first()
    if row is None or not may(actor, "unit.see", row.unit):
        raise NotVisible
    return row.title, name_of(row.unit)


def unit_by_key(actor: Actor, territory: str, key: str) -> UnitName:
    """The unit of this key. Not visible when there is none."""
    found = units_by_keys(actor, territory, [key])
    if key not in found:
        raise NotVisible
    return found[key]


def units_by_keys(actor: Actor, territory: str, keys: Collection[str]) -> dict[str, UnitName]:
    """Those of the keys that name a unit of the territory; the others are missing from the answer."""
    rows = Unit.objects.visible_to(actor).filter(territory__slug=territory, key__in=keys)
    return {row.key: name_of(row) for row in rows.select_related("territory")}


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit as a programme file writes it."""

    id: int
    key: str
    name: str
    kind: str
    level: str
    parent: str  # its key, "" at the top
    short: str


def unit_records(actor: Actor, territory: str) -> list[UnitRecord]:
    """The units of a territory as a programme file writes them, ended ones too."""
    rows = Unit.objects.visible_to(actor).filter(territory__slug=territory).order_by("pk")
    return [
        UnitRecord(row.pk, row.key, row.name, row.kind, row.level, row.parent.key if row.parent else "", row.short)
        for row in rows.select_related("parent")
    ]


def unit_names(ids: Iterable[int | None]) -> dict[int, UnitName]:
    """Names of many units at once: every seated person may know them. Remembered until something changes here."""
    wanted = {pk for pk in ids if pk is not None}
    known = _names(edition()) if wanted else {}
    missing = wanted - known.keys()
    if missing:
        rows = Unit.rows.filter(pk__in=missing).select_related("territory")
        known.update({row.pk: name_of(row) for row in rows})
    return {pk: known[pk] for pk in sorted(wanted) if pk in known}


@lru_cache(maxsize=2)
def _names(now: str) -> dict[int, UnitName]:
    """What is remembered under an edition; filled as it is asked for."""
    return {}


def units_below(unit_id: int) -> set[int]:
    """The numbers of a unit and of all units under it."""
    path = Unit.rows.filter(pk=unit_id).values_list("path", flat=True).first()
    return set(Unit.rows.filter(path__startswith=path).values_list("pk", flat=True)) if path else set()


def units_in_force(ids: Iterable[int], at: datetime) -> set[int]:
    """Those of the units that exist on the day of `at`: an ended unit takes on nothing new."""
    return set(Unit.rows.filter(pk__in=set(ids)).filter(valid_on(local_date(at))).values_list("pk", flat=True))


def territories() -> list[TerritoryName]:
    """The country, then the provinces in force or not, without their communes."""
    return _territories(Q(level__in=("central", "province")))


def territories_inside(slug: str) -> list[TerritoryName]:
    """The communes of a province."""
    return _territories(Q(slug__startswith=f"{slug}."))


def territories_around(slug: str) -> list[TerritoryName]:
    """The country, the provinces, and the place itself with those it lies in: what a list offers to choose from."""
    return _territories(Q(level__in=("central", "province")) | Q(slug__in=rules.above(slug)))


def territory_by_slug(slug: str) -> TerritoryName | None:
    return next(iter(_territories(Q(slug=slug))), None)


def name_of(row: Unit) -> UnitName:
    return UnitName(row.pk, row.code, row.key, row.short or row.name, row.name, row.territory.slug)


def _line(row: Unit, depth: int = 0) -> UnitLine:
    return UnitLine(
        id=row.pk,
        code=row.code,
        key=row.key,
        name=row.name,
        short=row.short,
        kind=row.kind,
        level=row.level,
        territory=row.territory.slug,
        parent_id=row.parent_id,
        depth=depth,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        is_illustration=row.is_illustration,
    )


def _tree(rows: Sequence[Unit]) -> list[UnitLine]:
    """Each unit under its parent; a unit whose parent is not among the rows stands at the top."""
    shown = {row.pk for row in rows}
    children: dict[int | None, list[Unit]] = {}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in shown else None, []).append(row)
    lines: list[UnitLine] = []
    waiting = [(row, 0) for row in reversed(children.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        lines.append(_line(row, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(row.pk, []))]
    return lines


def _parents(row: Unit) -> tuple[UnitName, ...]:
    ids = [int(number) for number in row.path.strip("/").split("/")][:-1]
    names = unit_names(ids)
    return tuple(names[pk] for pk in ids)


def _posts(unit_id: int, day: date) -> list[PostLine]:
    posts = Post.rows.filter(unit_id=unit_id).filter(valid_on(day)).order_by("-is_head", "pk")
    people: dict[int, dict[int, PersonAtWork]] = {}
    seats = Seat.rows.filter(seated_on(day), post__unit_id=unit_id, account__is_active=True)
    for seat in seats.select_related("account").order_by("pk"):
        here = people.setdefault(seat.post_id, {})
        before = here.get(seat.account_id, PersonAtWork(seat.account_id, seat.account.full_name, ()))
        here[seat.account_id] = replace(before, seats=(*before.seats, (seat.pk, Role(seat.role))))
    return [
        PostLine(
            id=post.pk,
            title=post.title,
            is_head=post.is_head,
            valid_from=post.valid_from,
            valid_to=post.valid_to,
            people=tuple(people.get(post.pk, {}).values()),
        )
        for post in posts
    ]


def _deputies(unit_id: int, day: date) -> list[DeputyLine]:
    """Grants in force, those to come, and those that ran out not long ago: the newest first."""
    rows = Deputy.rows.filter(post__unit_id=unit_id).select_related("post", "account").order_by("-from_date", "-pk")
    return [
        DeputyLine(
            id=row.pk,
            post_id=row.post_id,
            post=row.post.title,
            account_id=row.account_id,
            name=row.account.full_name,
            kinds=tuple(row.kinds.split()),
            from_date=row.from_date,
            to_date=row.to_date,
            reason=row.reason,
            is_withdrawn=row.withdrawn_at is not None,
            is_in_force=row.withdrawn_at is None and row.from_date <= day <= row.to_date,
        )
        for row in rows[:MOST_FOUND]
    ]


def _successions(unit_id: int) -> list[SuccessionLine]:
    rows = Succession.rows.filter(Q(from_unit_id=unit_id) | Q(to_unit_id=unit_id)).order_by("on_date", "pk")
    return [
        SuccessionLine(
            kind=row.kind,
            on_date=row.on_date,
            legal_basis=row.legal_basis,
            function=row.function,
            came_from=name_of(row.from_unit),
            went_to=name_of(row.to_unit) if row.to_unit else None,
        )
        for row in rows.select_related("from_unit__territory", "to_unit__territory")
    ]


def _territories(which: Q) -> list[TerritoryName]:
    rows = Territory.rows.filter(which).select_related("parent").order_by("level", "sort_key", "slug")
    return [TerritoryName(row.pk, row.slug, row.name, row.level, row.parent.slug if row.parent else "") for row in rows]
