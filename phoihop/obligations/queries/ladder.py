"""Ladders: which unit keeps one of its own, what an obligation has climbed, who hears a rung."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from phoihop.ground.actor import DOERS, SEATED, Actor, Role
from phoihop.ground.dates import WorkCalendar
from phoihop.ground.parts import words
from phoihop.ground.powers import Circle, NotVisible, may
from phoihop.obligations import states
from phoihop.obligations.events import RungReached
from phoihop.obligations.models import Ladder, Lane, Obligation, Rung, RungRule
from phoihop.obligations.queries.days import calendar
from phoihop.obligations.queries.rows import visible_row
from phoihop.obligations.rules import ladder as rules
from phoihop.organizations.queries import AtPosts, OnDuty, UnitName, unit_names, upper_units

OWNERS = frozenset({Role.FOCAL, Role.DRAFTER})
HEADS = frozenset({Role.APPROVER})
LONG_AGO = 1000  # calendar days after which nobody counts working days


@dataclass(frozen=True, slots=True)
class LadderValue:
    """The ladder that holds for what is owed to a unit. `version` is 0 while the unit has none of its own."""

    unit: UnitName
    rungs: tuple[rules.Rung, ...]
    opens: str  # 07:00
    closes: str
    version: int
    may_manage: bool


@dataclass(frozen=True, slots=True)
class ClimbStep:
    """A rung of one obligation: "told", "skipped", "next" or, where nothing climbs any more, "never"."""

    day: date
    rung: rules.Rung
    units: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Climb:
    code: str
    title: str
    due: date
    owner_ids: tuple[int, ...]  # units whose lane is open
    is_climbing: bool
    is_blocked: bool
    steps: tuple[ClimbStep, ...]


def ladder_of(unit_id: int) -> tuple[rules.Ladder, int]:
    """The ladder of a unit with its version: the common one and 0 while it has none of its own."""
    row = Ladder.rows.filter(unit_id=unit_id).first()
    if row is None:
        return rules.DEFAULT, 0
    return rules.Ladder(tuple(_read(rule) for rule in _rules([row.pk])), row.opens, row.closes), row.version


def ladders() -> list[tuple[rules.Ladder, Q]]:
    """Every ladder in use with a filter for the obligations that climb it; units with equal ladders share one."""
    rows = list(Ladder.rows.order_by("pk"))
    rungs: dict[int, list[rules.Rung]] = {}
    for rule in _rules([row.pk for row in rows]):
        rungs.setdefault(rule.ladder_id, []).append(_read(rule))
    shared: dict[rules.Ladder, list[int]] = {}
    for row in rows:
        one = rules.Ladder(tuple(rungs.get(row.pk, ())), row.opens, row.closes)
        shared.setdefault(one, []).append(row.unit_id)
    own = Q(entitled_id__in=[row.unit_id for row in rows])
    return [(rules.DEFAULT, ~own), *((one, Q(entitled_id__in=units)) for one, units in shared.items())]


def ladder_value(actor: Actor, unit_id: int | None) -> LadderValue:
    """A unit's ladder: one's own, or for whoever may change it that of another. Not visible to others."""
    names = unit_names([unit_id])
    is_seen = unit_id == actor.unit_id and may(actor, "ladder.see")
    may_manage = unit_id is not None and may(actor, "ladder.manage", unit_id=unit_id)
    if unit_id is None or unit_id not in names or not (is_seen or may_manage):
        raise NotVisible
    ladder, version = ladder_of(unit_id)
    opens, closes = f"{ladder.opens:%H:%M}", f"{ladder.closes:%H:%M}"
    return LadderValue(names[unit_id], tuple(sorted(ladder.rungs)), opens, closes, version, may_manage)


def climb(actor: Actor, code: str, at: datetime) -> Climb | None:
    """When whom one obligation's ladder tells. Not visible to outsiders; None: it has no date."""
    row = visible_row(actor, code)
    if row.due_date is None:
        return None
    ladder, _version = ladder_of(row.entitled_id)
    known = dict(Rung.rows.filter(obligation=row, on_date=row.due_date).values_list("kind", "state"))
    names_of = units_told([row], {rung.to for rung in ladder.rungs})
    names = unit_names({row.entitled_id, *(unit for units in names_of.values() for unit in units)})
    is_climbing = row.state in states.CLIMBS
    highest = max((rung.offset for rung in ladder.rungs if known.get(rung.key) == "TOLD"), default=None)
    steps = []
    for day, rung in ladder.days(calendar(), row.due_date):
        state = known.get(rung.key, "").lower()
        if not state:
            is_passed = highest is not None and rung.offset < highest
            state = "skipped" if is_passed else "next" if is_climbing else "never"
        units = tuple(names[unit].short for unit in names_of[row.pk, rung.to])
        steps.append(ClimbStep(day, rung, units, state))
    return Climb(
        code=row.code,
        title=row.title,
        due=row.due_date,
        owner_ids=names_of[row.pk, "owner"],
        is_climbing=is_climbing,
        is_blocked=row.state == "BLOCKED",
        steps=tuple(steps),
    )


def units_told(rows: Collection[Obligation], targets: Collection[str]) -> dict[tuple[int, str], tuple[int, ...]]:
    """By obligation and target the units that a rung tells now. At most two queries."""
    late: dict[int, list[int]] = {row.pk: [] for row in rows}
    open_lanes = Lane.rows.filter(obligation_id__in=list(late), state__in=states.LANE_OPEN).order_by("role", "pk")
    for obligation_id, unit_id in open_lanes.values_list("obligation_id", "unit_id"):
        late[obligation_id].append(unit_id)
    upper = upper_units({row.lead_id for row in rows}) if "upper" in targets else {}
    found: dict[tuple[int, str], tuple[int, ...]] = {}
    for row in rows:
        owners = tuple(late[row.pk])
        above = (upper[row.lead_id],) if row.lead_id in upper else ()
        meant = {"lead": (row.lead_id,), "entitled": (row.entitled_id,), "upper": above}
        found |= {(row.pk, to): meant.get(to, owners) for to in rules.TARGETS}
    return found


def wording(rung: rules.Rung, days: WorkCalendar, due: date, today: date) -> str:
    """What a rung says on a day: its own words, or how far away the date is on that day."""
    if rung.wording:
        return rung.wording
    if today == due:
        return _("Đến hạn hôm nay")
    if today < due:
        count = days.count_working_days(today, due)
        if not count:
            return _("Đến hạn ngày %(day)s") % {"day": words.day(due)}
        return ngettext("Còn %(count)s ngày làm việc", "Còn %(count)s ngày làm việc", count) % {"count": count}
    count = days.count_working_days(due, today) if (today - due).days <= LONG_AGO else 0
    if not count:
        return _("Đã quá hạn")
    return ngettext("Trễ %(count)s ngày làm việc", "Trễ %(count)s ngày làm việc", count) % {"count": count}


def circles_of(to: str, unit_id: int) -> list[Circle]:
    """Who in a unit is meant by a target of a rung."""
    match to:
        case "owner":
            return [Circle(OWNERS, unit_id)]
        case "deputy":
            return [AtPosts(HEADS, unit_id, is_head=False)]
        case "head":
            return [AtPosts(HEADS, unit_id, is_head=True)]
        case "upper":
            return [Circle(HEADS, unit_id)]
    return [Circle(DOERS, unit_id)]


def who_is_told(event: RungReached) -> list[Circle]:
    """Those meant in each unit, with whoever stands in for them; where nobody of them is there, all who work; and who
    is on duty there when it is urgent."""
    circles = [circle for unit_id in event.unit_ids for circle in circles_of(event.to, unit_id)]
    circles += [Circle(SEATED if event.to == "owner" else DOERS, unit_id) for unit_id in event.uncovered_ids]
    if event.is_urgent:
        circles += [OnDuty(SEATED, unit_id) for unit_id in event.unit_ids]
    return circles


def _rules(ladder_ids: list[Any]) -> list[RungRule]:
    return list(RungRule.rows.filter(ladder_id__in=ladder_ids).order_by("offset", "to"))


def _read(row: RungRule) -> rules.Rung:
    return rules.Rung(row.offset, row.to, row.wording, row.is_urgent)
