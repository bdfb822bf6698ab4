"""Where concerns go, and how long they may take: data of each territory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from phoihop.concerns.models import Clock, Desk, Route, Service, Spot
from phoihop.concerns.queries.values import ClockValue, RouteValue, ServiceValue, Settings, SpotValue
from phoihop.concerns.queries.words import CLOCKS
from phoihop.concerns.rules.clocks import DEFAULTS, Term
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import DAY, WORKING_DAY, Explanation, explain_count
from phoihop.ground.powers import NotVisible, may
from phoihop.ground.sheet import work_calendar
from phoihop.organizations.queries import unit_names


@dataclass(frozen=True, slots=True)
class Way:
    """Who is to answer and how long that may take. `unit_id` None: no route names anybody."""

    unit_id: int | None
    answer: Term


def term(territory: str, key: str) -> Term:
    """How long this takes in this territory."""
    row = Clock.rows.filter(territory=territory, key=key).values_list("days", "is_working").first()
    return DEFAULTS[key] if row is None else Term(*row)


def counted(of: Term, since: date, *, anchor_name: str = "") -> Explanation:
    """The date so many days after another, explained."""
    return explain_count(
        work_calendar(),
        rule="after",
        amount=of.days,
        unit=WORKING_DAY if of.is_working else DAY,
        anchor_date=since,
        anchor="received",
        anchor_name=anchor_name,
    )


def until(territory: str, key: str, at: datetime) -> date:
    """The date of a clock that starts now."""
    return counted(term(territory, key), local_date(at)).due


def way_of(territory: str, service: str, place: str) -> Way:
    """The route of this service in this place, in a place around it, or everywhere."""
    around = [""]
    while place:  # kg.rachgia.khupho lies in kg.rachgia
        around.append(place)
        place = place.rpartition(".")[0]
    rows = Route.rows.filter(territory=territory, service=service, place__in=around)
    found = max(rows.values_list("place", "unit_id", "answer_days"), key=lambda row: len(row[0]), default=None)
    if found is None:
        return Way(None, term(territory, "feedback_answer"))
    days = found[2]
    return Way(found[1], term(territory, "feedback_answer") if days is None else Term(days, True))


def desk_of(territory: str) -> int | None:
    """The reception unit of the territory, or of the one it lies in."""
    around = [territory]
    while "." in territory:
        territory = territory.rpartition(".")[0]
        around.append(territory)
    rows = Desk.rows.filter(territory__in=around).values_list("territory", "unit_id")
    found = max(rows, key=lambda row: len(row[0]), default=None)
    return None if found is None else found[1]


def desks_of(actor: Actor) -> list[str]:
    """Territories whose concerns the actor's unit receives."""
    rows = Desk.rows.filter(unit_id__in=actor.units(with_inherited=False)).order_by("territory")
    return list(rows.values_list("territory", flat=True))


def desk_territories() -> list[str]:
    return list(Desk.rows.order_by("territory").values_list("territory", flat=True))


def settings_value(actor: Actor, territory: str) -> Settings:
    """Services, routes, places, clocks and the reception unit of a territory."""
    if not may(actor, "service.see"):
        raise NotVisible
    routes = list(Route.rows.filter(territory=territory).order_by("service", "place"))
    desk = desk_of(territory)
    units = unit_names([*(row.unit_id for row in routes), desk])
    services = Service.rows.filter(territory=territory).order_by("order", "key")
    clocks = {key: Term(days, w) for key, days, w in _clocks(territory)}
    return Settings(
        territory=territory,
        desk=units.get(desk) if desk is not None else None,
        services=tuple(
            ServiceValue(
                key=row.key,
                name=row.name,
                english=row.english,
                description=row.description,
                keywords=row.keywords,
                group=row.group,
                order=row.order,
                is_open=row.is_open,
            )
            for row in services
        ),
        routes=tuple(
            RouteValue(service=row.service, place=row.place, unit=units[row.unit_id], answer_days=row.answer_days)
            for row in routes
        ),
        places=spots_of(territory),
        clocks=tuple(
            ClockValue(
                key=key,
                words=str(CLOCKS[key]),
                days=clocks.get(key, default).days,
                is_working=clocks.get(key, default).is_working,
                is_default=key not in clocks,
            )
            for key, default in DEFAULTS.items()
        ),
    )


def services_of(territory: str, *, is_open_only: bool = True) -> tuple[tuple[str, str], ...]:
    """Key and name, in order: what a note of a telephone call may be about."""
    rows = Service.rows.filter(territory=territory)
    rows = rows.filter(is_open=True) if is_open_only else rows
    return tuple(rows.order_by("order", "key").values_list("key", "name"))


def spots_of(territory: str) -> tuple[SpotValue, ...]:
    rows = Spot.rows.filter(territory=territory).order_by("parent", "name", "key")
    return tuple(SpotValue(key=row.key, name=row.name, parent=row.parent) for row in rows)


def _clocks(territory: str) -> list[tuple[str, int, bool]]:
    return list(Clock.rows.filter(territory=territory).values_list("key", "days", "is_working"))
