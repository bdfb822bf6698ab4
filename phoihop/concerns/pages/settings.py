"""Routing and clocks of a territory: who receives, who answers what, how long it takes; all of it data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.concerns import commands, queries
from phoihop.concerns.pages.figures import Cell, Table, TableRow
from phoihop.ground.actor import Actor
from phoihop.ground.parts import ActPage, Empty, Link, Note, Tab
from phoihop.ground.powers import SIGNED_IN, NotVisible, may
from phoihop.organizations.queries import unit_names, units_to_choose

Choice = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class SettingsPage:
    title: str
    said: str
    back: Link
    tabs: tuple[Tab, ...]
    notes: tuple[Note, ...]
    tables: tuple[Table, ...]
    desk: Link | None
    why: str


def territory_of(actor: Actor, asked: str = "") -> str:
    """The territory asked for, else the reader's own. Not visible: one that receives no concerns."""
    own = [name.territory for name in unit_names([actor.unit_id]).values()] if actor.unit_id else []
    known = list(dict.fromkeys([*own, *queries.desk_territories()]))
    if asked and asked not in known:
        raise NotVisible
    return asked or (known[0] if known else "")


def settings_page(actor: Actor, territory: str) -> SettingsPage:
    value = queries.settings_value(actor, territory)
    may_arrange = may(actor, "service.arrange")
    known = list(dict.fromkeys([territory, *queries.desk_territories()]))
    here = reverse("concerns:settings")
    desk = value.desk.name if value.desk else _("chưa đặt")
    set_desk = Link(_("Đặt cơ quan tiếp nhận"), _door("desk", territory)) if may_arrange else None
    return SettingsPage(
        title=_("Tuyến và đồng hồ của phản ánh"),
        said=_("Cơ quan tiếp nhận: %(desk)s. Số ngày ở đây là cách làm của địa bàn, sửa được, không phải trích luật.")
        % {"desk": desk},
        back=Link(_("Phản ánh"), reverse("concerns:list")),
        tabs=tuple(Tab(one, f"{here}?dia_ban={one}", is_current=one == territory) for one in known)
        if known[1:]
        else (),
        notes=()
        if value.desk
        else (Note(_("Chưa có cơ quan tiếp nhận: phản ánh gửi vào sẽ chờ ở cửa."), is_late=True),),
        tables=(
            _services(value, territory, may_arrange=may_arrange),
            _routes(value, territory, may_arrange=may_arrange),
            _clocks(value, territory, may_arrange=may_arrange),
            _places(value, territory, may_arrange=may_arrange),
        ),
        desk=set_desk,
        why=str(SIGNED_IN),
    )


def _door(name: str, territory: str, *more: str) -> str:
    return reverse(f"concerns:{name}", args=[territory, *more])


def _services(value: queries.Settings, territory: str, *, may_arrange: bool) -> Table:
    heads = (_("Lĩnh vực"), _("Nhóm"), _("Đang nhận"))
    rows = tuple(
        TableRow(
            one.name,
            (Cell(heads[1], one.group or "–"), Cell(heads[2], _("có") if one.is_open else _("đã thôi"))),
            _door("service", territory, one.key) if may_arrange else "",
        )
        for one in value.services
    )
    add = Link(_("Thêm lĩnh vực"), _door("add-service", territory)) if may_arrange else None
    empty = Empty(_("Chưa có lĩnh vực nào."), _("Cổng thông tin chỉ nhận phản ánh khi có lĩnh vực."))
    return Table(_("Lĩnh vực"), heads, rows, empty=empty, add=add)


def _routes(value: queries.Settings, territory: str, *, may_arrange: bool) -> Table:
    services = {one.key: one.name for one in value.services}
    places = {one.key: one.name for one in value.places}
    heads = (_("Lĩnh vực"), _("Ở đâu"), _("Cơ quan trả lời"), _("Ngày làm việc"))
    rows = tuple(
        TableRow(
            services.get(one.service, one.service),
            (
                Cell(heads[1], places.get(one.place, one.place) if one.place else _("mọi nơi")),
                Cell(heads[2], one.unit.name),
                Cell(heads[3], str(one.answer_days) if one.answer_days else _("theo đồng hồ chung")),
            ),
            drop=Cell(one.service, one.place) if one.place else None,
        )
        for one in value.routes
    )
    may_add = may_arrange and value.services and value.places
    add = Link(_("Tuyến riêng cho một địa điểm"), _door("route", territory)) if may_add else None
    empty = Empty(_("Chưa có tuyến nào."), _("Không có tuyến thì cơ quan tiếp nhận giao tay từng phản ánh."))
    said = _("Tuyến của một địa điểm thắng tuyến của mọi nơi.")
    drop_url = _door("drop-route", territory) if may_arrange and any(row.drop for row in rows) else ""
    return Table(_("Tuyến"), heads, rows, said=said, empty=empty, add=add, drop_url=drop_url)


def _clocks(value: queries.Settings, territory: str, *, may_arrange: bool) -> Table:
    heads = (_("Đồng hồ"), _("Số ngày"), _("Lịch"), _("Nguồn"))
    rows = tuple(
        TableRow(
            one.words,
            (
                Cell(heads[1], str(one.days)),
                Cell(heads[2], _("ngày làm việc") if one.is_working else _("ngày theo lịch")),
                Cell(heads[3], _("mặc định") if one.is_default else _("địa bàn đặt")),
            ),
            _door("clock", territory, one.key) if may_arrange else "",
        )
        for one in value.clocks
    )
    return Table(_("Đồng hồ"), heads, rows, said=_("Sửa ở đây chỉ có hiệu lực với phản ánh nhận từ nay."))


def _places(value: queries.Settings, territory: str, *, may_arrange: bool) -> Table:
    heads = (_("Địa điểm"), _("Thuộc"))
    names = {one.key: one.name for one in value.places}
    rows = tuple(TableRow(one.name, (Cell(heads[1], names.get(one.parent, "–")),)) for one in value.places)
    add = Link(_("Thêm địa điểm"), _door("place", territory)) if may_arrange else None
    return Table(_("Địa điểm"), heads, rows, empty=Empty(_("Chưa có địa điểm nào.")), add=add)


# ── forms ───────────────────────────────────────────────────────────────────────────────────────────────────


def form_page(territory: str, title: str, form: Any, said: str = "") -> ActPage:
    return ActPage(
        title=title,
        crumb=Link(_("Tuyến và đồng hồ"), f"{reverse('concerns:settings')}?dia_ban={territory}"),
        said=said,
        form=form,
        label=_("Lưu"),
        why=str(SIGNED_IN),
    )


def service_page(territory: str, form: Any) -> ActPage:
    return form_page(territory, _("Lĩnh vực phản ánh"), form, _("Ra cổng thông tin ngay khi lưu."))


def route_page(territory: str, form: Any) -> ActPage:
    return form_page(
        territory, _("Tuyến phản ánh"), form, _("Cơ quan và ngày hứa được nói với người gửi ngay khi gửi.")
    )


def clock_page(actor: Actor, territory: str, key: str, form: Any) -> ActPage:
    return form_page(territory, clock_of(actor, territory, key).words, form)


def place_page(territory: str, form: Any) -> ActPage:
    return form_page(territory, _("Địa điểm"), form)


def desk_page(territory: str, form: Any) -> ActPage:
    return form_page(territory, _("Cơ quan tiếp nhận"), form, _("Phản ánh đã nhận trước đó vẫn ở nơi cũ."))


def service_start(actor: Actor, territory: str, key: str) -> dict[str, Any]:
    """A service as it stands, with who answers for it everywhere."""
    value = queries.settings_value(actor, territory)
    found = next((one for one in value.services if one.key == key), None)
    if found is None:
        raise NotVisible
    way = next((one for one in value.routes if one.service == key and not one.place), None)
    start = {name: getattr(found, name) for name in _SERVICE}
    return start | ({"unit_id": way.unit.id, "answer_days": way.answer_days} if way else {})


_SERVICE = ("key", "name", "english", "description", "keywords", "group", "order", "is_open")


def clock_of(actor: Actor, territory: str, key: str) -> queries.ClockValue:
    found = next((one for one in queries.settings_value(actor, territory).clocks if one.key == key), None)
    if found is None:
        raise NotVisible
    return found


def unit_choices(actor: Actor, territory: str, at: datetime) -> list[Choice]:
    value = queries.settings_value(actor, territory)
    known = {one.unit.id: one.unit.name for one in value.routes}
    if value.desk is not None:
        known[value.desk.id] = value.desk.name
    own = {actor.unit_id: actor.unit_name} if actor.unit_id else {}
    rest = {unit.id: unit.name for unit in units_to_choose(actor, at, chosen=sorted(known))}
    return list({**rest, **known, **own}.items())


def route_choices(actor: Actor, territory: str, at: datetime) -> dict[str, list[Choice]]:
    value = queries.settings_value(actor, territory)
    return {
        "services": [(one.key, one.name) for one in value.services],
        "places": [(one.key, one.name) for one in value.places],
        "units": unit_choices(actor, territory, at),
    }


def place_choices(actor: Actor, territory: str) -> list[Choice]:
    return [(one.key, one.name) for one in queries.settings_value(actor, territory).places if not one.parent]


# ── a list with one thing changed: the commands set each list as a whole ────────────────────────────────────


def with_service(actor: Actor, territory: str, given: Mapping[str, Any]) -> dict[str, Any]:
    value = queries.settings_value(actor, territory)
    fresh = commands.ServiceInput(**{name: given[name] for name in _SERVICE})
    services = {one.key: _service(one) for one in value.services} | {fresh.key: fresh}
    way = commands.RouteInput(service=fresh.key, unit_id=given["unit_id"], answer_days=given["answer_days"])
    return {"services": list(services.values()), "routes": _routes_with(value, way)}


def with_route(actor: Actor, territory: str, given: Mapping[str, Any]) -> dict[str, Any]:
    value = queries.settings_value(actor, territory)
    return {
        "services": [_service(one) for one in value.services],
        "routes": _routes_with(value, commands.RouteInput(**given)),
    }


def without_route(actor: Actor, territory: str, service: str, place: str) -> dict[str, Any]:
    value = queries.settings_value(actor, territory)
    left = [one for one in value.routes if (one.service, one.place) != (service, place)]
    return {"services": [_service(one) for one in value.services], "routes": [_route(one) for one in left]}


def with_place(actor: Actor, territory: str, given: Mapping[str, Any]) -> list[commands.PlaceInput]:
    value = queries.settings_value(actor, territory)
    fresh = commands.PlaceInput(**given)
    places = {one.key: commands.PlaceInput(key=one.key, name=one.name, parent=one.parent) for one in value.places}
    return list((places | {fresh.key: fresh}).values())


def _service(one: queries.ServiceValue) -> commands.ServiceInput:
    return commands.ServiceInput(**{name: getattr(one, name) for name in _SERVICE})


def _route(one: queries.RouteValue) -> commands.RouteInput:
    return commands.RouteInput(service=one.service, place=one.place, unit_id=one.unit.id, answer_days=one.answer_days)


def _routes_with(value: queries.Settings, fresh: commands.RouteInput) -> list[commands.RouteInput]:
    routes = {(one.service, one.place): _route(one) for one in value.routes}
    return list((routes | {(fresh.service, fresh.place): fresh}).values())
