"""The routing of a territory: services, places, routes, clocks, the reception unit. Arranged here, copied out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from phoihop.concerns.commands.dispatching import check_units
from phoihop.concerns.events import ServicesArranged
from phoihop.concerns.models import Clock, Concern, Desk, Route, Service, Spot
from phoihop.concerns.queries import routing
from phoihop.concerns.rules.clocks import KINDS, MOST
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, command, nothing_changed, tell
from phoihop.ground.powers import ask
from phoihop.ground.sheet import work_calendar
from phoihop.ground.text import nfc, slug
from phoihop.organizations.queries import territory_by_slug, unit_names
from phoihop.publications import commands as publications


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceInput:
    """What concerns can be about."""

    key: str
    name: str
    english: str = ""
    description: str = ""
    keywords: str = ""
    group: str = ""
    order: int = 50
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteInput:
    """Who answers for a service: everywhere (no place), or in one place. No days: as the territory's clock says."""

    service: str
    unit_id: int
    place: str = ""
    answer_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInput:
    key: str
    name: str
    parent: str = ""


@command("service.arrange")
def set_desk(*, territory: str, unit_id: int, by: Actor, at: datetime) -> ServicesArranged | None:
    """Names the unit that receives the concerns of a territory. Those that it has received before stay where they are.

    Refused: no such territory, a unit that is not in force.
    """
    _ask(by, territory)
    if territory_by_slug(territory) is None:
        raise Refused(_("Không có địa bàn này. Chưa có gì thay đổi."))
    check_units([unit_id], at)
    if Desk.rows.filter(territory=territory, unit_id=unit_id).exists():
        nothing_changed()
        return None
    Desk.rows.update_or_create(territory=territory, defaults={"unit_id": unit_id})
    copy_out(territory, by=by, at=at)
    return tell(ServicesArranged(code=f"PA-{territory}-desk", part="desk"))


@command("service.arrange")
def arrange_services(
    *, territory: str, services: Sequence[ServiceInput], routes: Sequence[RouteInput], by: Actor, at: datetime
) -> ServicesArranged:
    """All services of a territory, and who answers for them. One that concerns are about is closed, not dropped.

    Refused: a key twice or no key, a service without a unit that answers everywhere, a unit not in force, days that are
    none.
    """
    _ask(by, territory)
    keys = [one.key for one in services]
    if len(set(keys)) != len(keys) or any(not key or slug(key, longest=40) != key for key in keys):
        raise Refused(_("Mỗi lĩnh vực cần một khóa riêng, viết bằng chữ thường không dấu và gạch nối. Chưa ghi gì."))
    if any(not one.name.strip() for one in services):
        raise Refused(_("Mỗi lĩnh vực cần một tên. Chưa ghi gì."))
    everywhere = {route.service for route in routes if not route.place}
    without = [one.name for one in services if one.key not in everywhere]
    if without:
        raise Refused(
            _("Lĩnh vực „%(name)s“ chưa có cơ quan trả lời chung. Chưa ghi gì; hãy chọn cơ quan cho mọi nơi.")
            % {"name": without[0]}
        )
    _check_routes(territory, set(keys), routes, at)
    used = set(Concern.rows.filter(territory=territory).exclude(service__in=keys).values_list("service", flat=True))
    Service.rows.filter(territory=territory).exclude(key__in={*keys, *used}).delete()
    Service.rows.filter(territory=territory, key__in=used).update(is_open=False)
    for one in services:
        values = {name: nfc(v).strip() if isinstance(v, str) else v for name, v in asdict(one).items() if name != "key"}
        Service.rows.update_or_create(territory=territory, key=one.key, defaults=values)
    Route.rows.filter(territory=territory).delete()
    Route.rows.bulk_create(
        Route(
            territory=territory,
            service=route.service,
            place=route.place,
            unit_id=route.unit_id,
            answer_days=route.answer_days,
        )
        for route in routes
    )
    copy_out(territory, by=by, at=at)
    return tell(ServicesArranged(code=f"PA-{territory}-services", part="services"))


@command("service.arrange")
def arrange_places(*, territory: str, places: Sequence[PlaceInput], by: Actor, at: datetime) -> ServicesArranged:
    """The places of a territory that concerns may be about, all of them. Refused: a key twice, no name."""
    _ask(by, territory)
    keys = [one.key for one in places]
    if len(set(keys)) != len(keys) or any(not one.key or not one.name.strip() for one in places):
        raise Refused(_("Mỗi địa điểm cần một khóa riêng và một tên. Chưa ghi gì."))
    taken = Spot.rows.filter(key__in=keys).exclude(territory=territory).exists()
    if taken:
        raise Refused(_("Có địa điểm đã thuộc địa bàn khác. Chưa ghi gì; hãy bỏ địa điểm đó."))
    Spot.rows.filter(territory=territory).delete()
    Spot.rows.bulk_create(
        Spot(territory=territory, key=one.key, name=nfc(one.name).strip()[:200], parent=one.parent) for one in places
    )
    copy_places(by=by, at=at)
    return tell(ServicesArranged(code=f"PA-{territory}-places", part="places"))


@command("service.arrange")
def set_clock(
    *, territory: str, key: str, days: int, is_working: bool, by: Actor, at: datetime
) -> ServicesArranged | None:
    """How long something takes in a territory; what is promised stays. Refused: no such clock, days out of range."""
    _ask(by, territory)
    if key not in KINDS:
        raise Refused(_("Không có đồng hồ này. Chưa có gì thay đổi."))
    if not 1 <= days <= MOST:
        raise Refused(_("Số ngày phải từ 1 đến %(most)s. Chưa có gì thay đổi.") % {"most": MOST})
    term = routing.term(territory, key)
    if (term.days, term.is_working) == (days, is_working):
        nothing_changed()
        return None
    Clock.rows.update_or_create(territory=territory, key=key, defaults={"days": days, "is_working": is_working})
    copy_out(territory, by=by, at=at)
    return tell(
        ServicesArranged(code=f"PA-{territory}-{key}", part=key),
        changes={"days": (term.days, days), "is_working": (term.is_working, is_working)},
    )


@command("service.arrange")
def copy_calendar(*, by: Actor, at: datetime) -> None:
    """The days off and worked of the house's calendar, for the dates that the portal promises."""
    ask(by, "service.arrange")
    swaps = []
    for swap in work_calendar().swaps:
        swaps += [(day.isoformat(), is_worked, swap.note) for day, is_worked in _days(swap.off, swap.working)]
    note = publications.CalendarNote(swaps=tuple(sorted(swaps)))
    publications.write_note(note=note, by=by.through("service.arrange"), at=at)
    nothing_changed()


def copy_out(territory: str, *, by: Actor, at: datetime) -> None:
    """Services as the public reads them, with who answers and in how many days; the calendar with them."""
    routes = {row.service: row for row in Route.rows.filter(territory=territory, place="")}
    units = unit_names([row.unit_id for row in routes.values()])
    days = routing.term(territory, "feedback_answer").days
    copies = [
        publications.ServiceCopy(
            key=row.key,
            name=row.name,
            english=row.english,
            description=row.description,
            keywords=row.keywords,
            group=row.group,
            unit_name=units[routes[row.key].unit_id].name,
            answer_days=routes[row.key].answer_days or days,
            is_open=row.is_open,
            order=row.order,
        )
        for row in Service.rows.filter(territory=territory).order_by("order", "key")
        if row.key in routes
    ]
    through = by.through("service.arrange")
    publications.arrange_services(territory=territory, services=copies, by=through, at=at)
    copy_calendar(by=by, at=at)


def copy_places(*, by: Actor, at: datetime) -> None:
    """The places of all territories."""
    rows = Spot.rows.order_by("territory", "key")
    copies = [publications.PlaceCopy(key=row.key, name=row.name, parent=row.parent) for row in rows]
    publications.arrange_places(places=copies, by=by.through("service.arrange"), at=at)


def _ask(by: Actor, territory: str) -> None:
    """An administrator, or an approver of the reception unit."""
    ask(by, "service.arrange", unit_id=routing.desk_of(territory) or 0)


def _check_routes(territory: str, keys: set[str], routes: Sequence[RouteInput], at: datetime) -> None:
    check_units([route.unit_id for route in routes], at)
    if len({(route.service, route.place) for route in routes}) != len(routes):
        raise Refused(_("Một lĩnh vực có hai cơ quan cho cùng một nơi. Chưa ghi gì; hãy bỏ một."))
    spots = set(Spot.rows.filter(territory=territory).values_list("key", flat=True))
    for route in routes:
        if route.service not in keys or (route.place and route.place not in spots):
            raise Refused(_("Có tuyến đến lĩnh vực hoặc địa điểm không có trong danh sách. Chưa ghi gì."))
        if route.answer_days is not None and not 1 <= route.answer_days <= MOST:
            raise Refused(_("Số ngày phải từ 1 đến %(most)s. Chưa có gì thay đổi.") % {"most": MOST})


def _days(off: date | None, working: date | None) -> list[tuple[date, bool]]:
    return [(day, is_worked) for day, is_worked in ((off, False), (working, True)) if day is not None]
