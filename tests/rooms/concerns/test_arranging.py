"""Routing and clocks as data, and what the portal is told of them."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.concerns import commands, queries
from phoihop.concerns.models import Service
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.obligations import commands as obligations
from phoihop.publications import queries as portal
from tests.world import concerns as layer
from tests.world.build import World


def arrange(world: World, *routes: commands.RouteInput, by: str = "binh") -> None:
    services = [commands.ServiceInput(key="y-te", name="Y tế")]
    commands.arrange_services(territory="kg", services=services, routes=routes, by=world.person(by).actor, at=world.at)


def test_copied_out_with_who_answers(world: World) -> None:
    layer.desk(world)
    services = portal.services("kg")
    assert [(one.key, one.unit_name, one.answer_days) for one in services] == [
        ("nong-nghiep", "Sở Nông nghiệp và Phát triển nông thôn tỉnh Kiên Giang", 15),
        ("y-te", "Sở Y tế tỉnh Kiên Giang", 15),
    ]
    assert [place.key for place in portal.places()] == [layer.PLACE]


def test_by_an_administrator_or_an_approver_of_the_desk(world: World) -> None:
    layer.desk(world)
    route = commands.RouteInput(service="y-te", unit_id=world.unit("so-yte"), answer_days=7)
    for name in ("an", "chi", "dung", "ha"):
        with pytest.raises(NotAllowed):
            arrange(world, route, by=name)
    arrange(world, route)
    arrange(world, route, by="long")
    assert [(one.key, one.answer_days) for one in portal.services("kg")] == [("y-te", 7)]


def test_the_nearest_place_wins(world: World) -> None:
    layer.desk(world)
    everywhere = commands.RouteInput(service="y-te", unit_id=world.unit("so-yte"))
    here = commands.RouteInput(service="y-te", place=layer.PLACE, unit_id=world.unit("so-tttt"), answer_days=5)
    arrange(world, everywhere, here)
    assert queries.way_of("kg", "y-te", layer.PLACE).unit_id == world.unit("so-tttt")
    assert queries.way_of("kg", "y-te", f"{layer.PLACE}.khupho2").answer.days == 5
    assert queries.way_of("kg", "y-te", "").unit_id == world.unit("so-yte")
    assert queries.way_of("kg", "khac", "").unit_id is None


def test_refusals_of_arranging(world: World) -> None:
    layer.desk(world)
    route = commands.RouteInput(service="y-te", unit_id=world.unit("so-yte"))
    with pytest.raises(Refused, match="chưa có cơ quan"):
        arrange(world)
    with pytest.raises(Refused, match="hai cơ quan"):
        arrange(world, route, route)
    with pytest.raises(Refused, match="không có trong danh sách"):
        arrange(world, route, commands.RouteInput(service="la", unit_id=world.unit("so-yte")))
    with pytest.raises(Refused, match="từ 1 đến"):
        arrange(world, commands.RouteInput(service="y-te", unit_id=world.unit("so-yte"), answer_days=0))


def test_what_concerns_are_about_is_closed_not_dropped(world: World) -> None:
    code = layer.noted(world, service="nong-nghiep")
    arrange(world, commands.RouteInput(service="y-te", unit_id=world.unit("so-yte")))
    assert not Service.rows.get(key="nong-nghiep").is_open
    assert queries.concern_value(world.person("an").actor, code).service == "Nông nghiệp, thủy sản"


def test_a_clock_of_ones_own(world: World) -> None:
    layer.desk(world)
    binh = world.person("binh").actor
    commands.set_clock(territory="kg", key="feedback_answer", days=10, is_working=True, by=binh, at=world.at)
    assert layer.row(layer.noted(world)).promised_date == date(2021, 8, 16)
    assert {one.answer_days for one in portal.services("kg")} == {10}
    with pytest.raises(Refused, match="Không có đồng hồ"):
        commands.set_clock(territory="kg", key="x", days=1, is_working=True, by=binh, at=world.at)
    with pytest.raises(Refused, match="từ 1 đến"):
        commands.set_clock(territory="kg", key="data_subject", days=0, is_working=True, by=binh, at=world.at)
    settings = queries.settings_value(binh, "kg")
    assert [one.is_default for one in settings.clocks if one.key == "feedback_answer"] == [False]


def test_the_calendar_goes_out_with_its_swap_days(world: World) -> None:
    layer.desk(world)
    long = world.person("long").actor
    obligations.declare_day(day=date(2021, 8, 6), is_working=False, note="Nghỉ bù", by=long, at=world.at)
    assert ("2021-08-06", False, "Nghỉ bù") in portal.calendar_note().swaps
    assert layer.row(layer.noted(world)).promised_date == date(2021, 8, 24)
