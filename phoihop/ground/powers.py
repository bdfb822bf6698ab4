"""Who may do what: declared once, read in four directions.

A room's `policy.py` declares kinds (what hangs on a thing: which units, which territory) and powers (which
roles of which related unit may do it). From that one declaration come the boolean (`may`), the filter
(`visible_q`), the addressees (`who_may`) and the marks of a search index (`tokens_of`, `tokens_held`), so that
they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground import command
from phoihop.ground.actor import EVERYWHERE, Actor, Role


class NotVisible(Exception):
    """The thing does not exist for this actor. Answered as 404: existence leaks as surely as content."""


class NotAllowed(Exception):
    """The actor sees the thing but has not this right over it. Answered as 403."""


@dataclass(frozen=True)
class Relation:
    """A path from the thing to unit ids (`lead_id`, or `pk__in` a related table by `through`)."""

    path: str
    words: Any
    through: tuple[str, str, str] | None = None  # (model label, column to the thing, column to the unit)

    def q(self, unit_ids: Iterable[int]) -> Q:
        unit_ids = list(unit_ids)
        if self.through is None:
            return Q(**{f"{self.path}__in": unit_ids}) if len(unit_ids) != 1 else Q(**{self.path: unit_ids[0]})
        return Q(pk__in=self.numbers_through(unit_ids))

    def numbers_through(self, unit_ids: Iterable[int]) -> QuerySet[Any, Any]:
        """The numbers of the things that the table between hangs on one of these units."""
        if self.through is None:
            raise TypeError(f"{self.path}: no table stands between")
        label, to_thing, to_unit = self.through
        rows: QuerySet[Any, Any] = apps.get_model(label)._base_manager.filter(**{f"{to_unit}__in": list(unit_ids)})
        return rows.values(to_thing)

    def units(self, thing: Model) -> set[int]:
        if self.through is None:
            unit_id = getattr(thing, self.path)
            return set() if unit_id is None else {unit_id}
        label, to_thing, to_unit = self.through
        rows = apps.get_model(label)._base_manager.filter(**{to_thing: thing.pk})
        return set(rows.values_list(to_unit, flat=True))

    def units_of(self, things: Sequence[Model]) -> dict[int, set[int]]:
        """The units of many things, by the things' numbers; at most one query."""
        if self.through is None:
            return {thing.pk: self.units(thing) for thing in things}
        label, to_thing, to_unit = self.through
        found: dict[int, set[int]] = {thing.pk: set() for thing in things}
        rows = apps.get_model(label)._base_manager.filter(**{f"{to_thing}__in": list(found)})
        for pk, unit_id in rows.values_list(to_thing, to_unit):
            found[pk].add(unit_id)
        return found


@dataclass(frozen=True)
class Kind:
    """A kind of thing that rights are about. `relations` name the units it hangs on."""

    name: str
    model: str
    see: str
    relations: dict[str, Relation] = field(default_factory=dict)
    territory: str = ""  # the column with the territory's slug, if auditors look into it


class Power:
    """One right. Keyword arguments name relations of the kind (or `territory`) and the roles that hold it there."""

    def __init__(
        self,
        name: str,
        words: Any,
        kind: Kind | None = None,
        *,
        roles: Iterable[Role] = (),
        own: Iterable[Role] = (),
        causes: Iterable[str] = (),
        systems: Iterable[str] = (),
        everybody: bool = False,
        is_reading: bool = False,
        **relations: Iterable[Role],
    ) -> None:
        unknown = set(relations) - set(kind.relations if kind else ()) - {"territory"}
        if unknown:
            raise ValueError(f"{name}: the kind has no relation {sorted(unknown)}")
        self.name, self.words, self.kind = name, words, kind
        self.roles = frozenset(roles)  # these roles hold it whatever the thing
        self.own = frozenset(own)  # these roles hold it for their own unit (ask with unit_id=)
        self.causes = frozenset(causes)
        self.systems = frozenset(systems)
        self.everybody = everybody  # every seated person, e.g. the list of units
        # Reading is open to the heirs of a unit too; whatever else needs the unit itself.
        self.is_reading = is_reading or (kind is not None and kind.see == name)
        self.relations = {name: frozenset(roles) for name, roles in relations.items()}

    def all_roles(self) -> frozenset[Role]:
        if self.everybody:
            return frozenset(Role)
        return self.roles.union(self.own, *self.relations.values())


@dataclass(frozen=True)
class Circle:
    """Addressees: holders of these roles in this unit, or the auditors of this territory; nothing set: anywhere."""

    roles: frozenset[Role]
    unit_id: int | None = None
    territory: str | None = None
    is_reading: bool = False  # the heirs of the unit and of the territory are meant too


_powers: dict[str, Power] = {}
_kinds: dict[str, Kind] = {}


def register(powers: Iterable[Power]) -> None:
    for power in powers:
        if power.name in _powers and _powers[power.name] is not power:
            raise ValueError(f"two powers are called {power.name}")
        _powers[power.name] = power
        if power.kind is not None:
            _kinds[power.kind.model.lower()] = power.kind


def all_powers() -> list[Power]:
    return sorted(_powers.values(), key=lambda power: power.name)


def power_of(name: str) -> Power:
    try:
        return _powers[name]
    except KeyError:
        raise LookupError(f"no policy declares the power {name}") from None


def kind_of(model: type[Model]) -> Kind:
    return _kinds[model._meta.label_lower]


# ── direction one: may he? ──────────────────────────────────────────────────────────────────────────────────


def may(actor: Actor, name: str, thing: Model | None = None, *, unit_id: int | None = None) -> bool:
    """Whether `actor` holds the power (over `thing`, or for unit `unit_id`)."""
    power = power_of(name)
    if _is_given(actor, power):
        return True
    if actor.kind == "office":
        return _office_may(actor, power, thing)
    if not actor.is_person:
        return False
    if power.everybody or actor.has_role(power.roles):
        return True
    if unit_id is not None:
        return unit_id == actor.unit_id and actor.has_role(power.own)
    if thing is None or power.kind is None:
        return actor.has_role(power.all_roles())
    for relation, roles in power.relations.items():
        if not actor.has_role(roles):
            continue
        if relation == "territory":
            if actor.audits_territory(getattr(thing, power.kind.territory)):
                return True
        elif not power.kind.relations[relation].units(thing).isdisjoint(actor.units(with_inherited=power.is_reading)):
            return True
    return False


def _is_given(actor: Actor, power: Power) -> bool:
    """Whether a system actor holds the power, or the act under way brings it with it."""
    if actor.kind == "system" and actor.name in power.systems:
        return True
    return bool(actor.cause) and actor.cause[-1] in power.causes


def _office_may(actor: Actor, power: Power, thing: Model | None) -> bool:
    """A link or mail carries one power over one thing, as far as its unit may hold it, and seeing that thing."""
    if thing is None or power.kind is None or getattr(thing, "code", None) != actor.about:
        return False
    given = power_of(actor.power)
    if given.kind is not power.kind or power.name not in (actor.power, power.kind.see):
        return False
    relations = (power.kind.relations[relation] for relation in given.relations if relation != "territory")
    return any(actor.unit_id in relation.units(thing) for relation in relations)


def ask(actor: Actor, name: str, thing: Model | None = None, *, unit_id: int | None = None) -> None:
    """Ask inside a command. Refuses with NotVisible (outsider) before NotAllowed (insider without the right)."""
    command.note_asked(name)
    if may(actor, name, thing, unit_id=unit_id):
        return
    power = power_of(name)
    if thing is not None and power.kind is not None and not may(actor, power.kind.see, thing):
        raise NotVisible
    raise NotAllowed(_("Vị trí của bạn không có quyền %(what)s.") % {"what": power.words})


# ── direction two: what may he see? ─────────────────────────────────────────────────────────────────────────


def visible_q(actor: Actor, kind: Kind, name: str = "") -> Q | None:
    """The filter for things over which `actor` holds the power (seeing, unless named). None: no thing at all."""
    power = power_of(name or kind.see)
    if _is_given(actor, power):
        return Q()
    if actor.kind == "office":
        return _office_q(actor, kind, power)
    if not actor.is_person:
        return None
    if power.everybody or actor.has_role(power.roles):
        return Q()
    place, columns = Q(), Q()
    through: list[QuerySet[Any, Any]] = []
    for relation, roles in power.relations.items():
        if not actor.has_role(roles):
            continue
        if relation == "territory":
            if EVERYWHERE in actor.audits:
                return Q()
            if actor.audits:
                place = Q(**{f"{kind.territory}__in": sorted(actor.audits)})
        elif actor.unit_id is not None:
            held, unit_ids = kind.relations[relation], sorted(actor.units(with_inherited=power.is_reading))
            if held.through is None:
                columns |= held.q(unit_ids)
            else:
                through.append(held.numbers_through(unit_ids))
    return (place | _any_of(kind, columns, through)) or None


def _any_of(kind: Kind, columns: Q, through: list[QuerySet[Any, Any]]) -> Q:
    """What meets the columns or is among the numbers from other tables.

    With both, the numbers are brought together first: of "this column or in that table" PostgreSQL makes a walk
    through all rows, however few are meant.
    """
    if not through:
        return columns
    if columns:
        through = [apps.get_model(kind.model)._base_manager.filter(columns).values("pk"), *through]
    first, *others = through
    return Q(pk__in=first.union(*others) if others else first)


def _office_q(actor: Actor, kind: Kind, power: Power) -> Q | None:
    """The same as `_office_may`, as a filter."""
    given = power_of(actor.power)
    if given.kind is not kind or actor.unit_id is None or power.name not in (actor.power, kind.see):
        return None
    held = Q()
    for relation in given.relations:
        if relation != "territory":
            held |= kind.relations[relation].q([actor.unit_id])
    return held & Q(code=actor.about) if held else None


# ── direction three: who may? ───────────────────────────────────────────────────────────────────────────────


def who_may(name: str, thing: Model) -> list[Circle]:
    """The circles of addressees who hold the power over `thing`; `organizations` turns them into accounts."""
    power = power_of(name)
    circles = [Circle(frozenset(Role))] if power.everybody else []
    if power.roles:
        circles.append(Circle(power.roles))
    if power.kind is not None:
        for relation, roles in power.relations.items():
            if relation == "territory":
                place = getattr(thing, power.kind.territory)
                circles.append(Circle(roles, territory=place, is_reading=power.is_reading))
            else:
                units = power.kind.relations[relation].units(thing)
                circles += [Circle(roles, unit_id=u, is_reading=power.is_reading) for u in units]
    return circles


# ── direction four: whose search finds it? ──────────────────────────────────────────────────────────────────


def tokens_of(name: str, things: Iterable[Model]) -> dict[int, frozenset[str]]:
    """Marks on many things, by their numbers: an actor holds the power over one exactly if he holds one of its marks.

    One query for each relation that goes through a table. What is held through a cause is left out: a cause belongs
    to a command under way.
    """
    things = list(things)
    power = power_of(name)
    to_all = {f"s:{system}" for system in power.systems} | _marks("r", power.roles)
    if power.everybody:
        to_all.add("all")
    found = {thing.pk: set(to_all) for thing in things}
    if power.kind is None or power.everybody:
        return {pk: frozenset(tokens) for pk, tokens in found.items()}
    for relation, roles in power.relations.items():
        if relation == "territory":
            for thing in things:
                for place in (getattr(thing, power.kind.territory), EVERYWHERE):
                    found[thing.pk] |= _marks(f"t:{place}", roles)
        else:
            for pk, unit_ids in power.kind.relations[relation].units_of(things).items():
                for unit_id in unit_ids:
                    found[pk] |= _marks(f"{'u' if power.is_reading else 'w'}:{unit_id}", roles)
    return {pk: frozenset(tokens) for pk, tokens in found.items()}


def tokens_held(actor: Actor) -> frozenset[str]:
    """The marks this actor holds, whatever the power."""
    if actor.kind == "system":
        return frozenset({f"s:{actor.name}"})
    if not actor.is_person:
        return frozenset()
    read = sorted(actor.units(with_inherited=True))
    circles = ["r", f"w:{actor.unit_id}", *(f"u:{pk}" for pk in read), *(f"t:{place}" for place in actor.audits)]
    held = {f"{circle}:{role}" for circle in circles for role in actor.roles}
    return frozenset(held | {"all"} | (set(circles) if actor.roles else set()))


def _marks(circle: str, roles: frozenset[Role]) -> set[str]:
    """One for each role; one alone where every role holds it."""
    return {circle} if roles == frozenset(Role) else {f"{circle}:{role}" for role in roles}


# ── "Why can I see this?" ───────────────────────────────────────────────────────────────────────────────────


def why(actor: Actor, thing: Model) -> str:
    """One sentence: which relation of which office opens this thing to the reader."""
    kind = kind_of(type(thing))
    power = power_of(kind.see)
    words = {"unit": actor.unit_name, "post": actor.post}
    if power.everybody or actor.has_role(power.roles):
        return _("Mọi người có vị trí trong hệ thống đều xem được trang này.")
    for relation, roles in power.relations.items():
        if relation == "territory" or not actor.has_role(roles):
            continue
        units = kind.relations[relation].units(thing)
        words["relation"] = str(kind.relations[relation].words)
        if actor.unit_id in units:
            return _("Bạn xem được vì %(unit)s là %(relation)s; bạn giữ vị trí: %(post)s.") % words
        if not units.isdisjoint(actor.inherits):
            return _("Bạn xem được vì %(unit)s kế thừa %(relation)s; bạn giữ vị trí: %(post)s.") % words
    if power.relations.get("territory") and actor.audits_territory(getattr(thing, kind.territory)):
        return _("Bạn xem được vì vị trí %(post)s kiểm tra địa bàn này.") % words
    return ""


SIGNED_IN = gettext_lazy("Mọi người đã đăng nhập đều xem được trang này.")
