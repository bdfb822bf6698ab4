"""Lịch trực: who is on duty on a day, in place of whoever was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from phoihop.organizations import commands, queries
from phoihop.organizations.models import Duty
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.flat import grows_flat
from tests.world.together import together

CODE = "DV-kg-btg-tinh-uy"
URL = reverse("organizations:set_duty", args=[CODE])
UNIT = reverse("organizations:unit", args=[CODE])


def rota(world: World, *who: str, by: Any = LOADER, first: int = 2, last: int = 3, unit: str = "btg-tinh-uy") -> Any:
    return commands.set_duty(
        unit_id=world.unit(unit),
        from_date=date(2021, 8, first),
        to_date=date(2021, 8, last),
        account_ids=[world.accounts[name] for name in who],
        by=by,
        at=world.at,
    )


def names(world: World, days: int = 0) -> list[str]:
    unit_id = world.unit("btg-tinh-uy")
    found = queries.on_duty([unit_id, world.unit("so-yte")], world.at + timedelta(days=days))
    assert set(found) <= {unit_id}
    return [one.name for one in found.get(unit_id, ())]


def test_giang_sets_the_rota_by_form(world: World, giang: Person, chi: Person) -> None:
    typed = {"from_date": "2021-08-02", "to_date": "2021-08-03", "account_ids": [world.accounts["an"]]}
    assert giang.client.get(URL).status_code == 200
    assert giang.client.post(URL, typed).status_code == 302
    assert (names(world), names(world, 1), names(world, 2)) == (["Nguyễn Văn An"], ["Nguyễn Văn An"], [])
    page = chi.client.get(UNIT).content.decode()
    assert "Thứ Hai 2/8" in page
    assert "Lập lịch trực" not in page


def test_the_night_belongs_to_the_day(world: World) -> None:
    rota(world, "an", last=2)
    assert names(world) == ["Nguyễn Văn An"]
    unit_id = world.unit("btg-tinh-uy")
    assert queries.on_duty([unit_id], world.at.replace(hour=23, minute=59)) != {}
    assert queries.on_duty([unit_id], world.at.replace(day=3, hour=0, minute=0)) == {}


def test_setting_again_replaces_and_nobody_empties(world: World) -> None:
    rota(world, "an", "ha")
    rota(world, "binh", last=2)
    assert (names(world), names(world, 1)) == (["Trần Thanh Bình"], ["Nguyễn Văn An", "Võ Thu Hà"])
    rota(world)
    assert Duty.rows.count() == 0


def test_the_same_twice_tells_once(world: World) -> None:
    rota(world, "an")
    count = Entry.rows.count()
    rota(world, "an")
    assert Entry.rows.count() == count


@pytest.mark.parametrize("who", ["an", "ha", "chi", "dung", "kim"])
def test_others_may_not(world: World, who: str) -> None:
    assert world.person(who).client.get(URL).status_code == 403
    with pytest.raises(NotAllowed):
        rota(world, "an", by=world.person(who).actor)


def test_an_approver_sets_only_his_own(world: World, binh: Person) -> None:
    rota(world, "an", by=binh.actor)
    with pytest.raises(NotAllowed):
        rota(world, "chi", by=binh.actor, unit="so-yte")


def test_a_unit_that_is_not_there(world: World) -> None:
    world.units["nowhere"] = 999999
    with pytest.raises(NotVisible):
        rota(world, unit="nowhere")


@pytest.mark.parametrize(
    ("who", "days", "says"),
    [
        (["an"], {"first": 5, "last": 4}, "sau ngày bắt đầu"),
        (["an"], {"first": 1, "last": 4}, "đã qua"),
        (["chi"], {}, "giữ vị trí ở cơ quan này"),
    ],
)
def test_refused(world: World, who: list[str], days: dict[str, int], says: str) -> None:
    rota(world, "ha")
    with pytest.raises(Refused, match=says):
        rota(world, *who, **days)
    assert names(world) == ["Võ Thu Hà"]


def test_too_long_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="92 ngày"):
        commands.set_duty(
            unit_id=world.unit("btg-tinh-uy"),
            from_date=date(2021, 8, 2),
            to_date=date(2021, 12, 31),
            account_ids=[],
            by=LOADER,
            at=world.at,
        )


def test_who_is_away_is_not_on_duty(world: World, an: Person) -> None:
    commands.declare_absence(
        from_date=date(2021, 8, 3), to_date=date(2021, 8, 3), reason="leave", by=an.actor, at=world.at
    )
    with pytest.raises(Refused, match="Nguyễn Văn An vắng mặt từ 3/8/2021"):
        rota(world, "an")
    rota(world, "an", last=2)
    assert names(world) == ["Nguyễn Văn An"]


def test_a_locked_account_is_on_no_rota(world: World) -> None:
    rota(world, "an", "ha")
    commands.disable_account(account_id=world.accounts["an"], by=LOADER, at=world.at)
    assert names(world) == ["Võ Thu Hà"]


def test_the_unit_page_costs_the_same_for_many(world: World, chi: Person) -> None:
    rota(world, "an", last=2)
    grows_flat(chi.client, UNIT, lambda: rota(world, "an", "ha", "binh", first=3, last=14))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_one_rota(world: World) -> None:
    raised = together(lambda: rota(world, "an"), lambda: rota(world, "ha", "binh"))
    assert raised == []
    assert sorted(names(world)) in [["Nguyễn Văn An"], ["Trần Thanh Bình", "Võ Thu Hà"]]
