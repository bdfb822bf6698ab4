from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.command import Refused
from phoihop.ledger.queries import lines_of
from phoihop.organizations import commands
from phoihop.organizations.queries import units, units_in_force
from tests.world.build import LOADER, World
from tests.world.cast import Person

URL = reverse("organizations:end_unit", args=["DV-kg-so-tttt"])
TYPED = {"on_date": "2021-08-31", "reason": "Đề án sắp xếp", "version": 1}


def end(world: World, key: str = "so-tttt", day: date = date(2021, 8, 31)) -> Any:
    return commands.end_unit(unit_id=world.unit(key), on_date=day, reason="Đề án sắp xếp", by=LOADER, at=world.at)


def test_long_ends_one_and_it_lives_to_its_last_day(world: World, long: Person, clock: Any) -> None:
    assert long.client.post(URL, TYPED).status_code == 302
    number = world.unit("so-tttt")
    assert units_in_force([number], clock.move_to(world.at.replace(day=31))) == {number}
    assert units_in_force([number], clock.move(days=1)) == set()
    assert "so-tttt" not in {line.key for line in units(LOADER, clock.at, territory="kg")}


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_others_may_not(world: World, who: str) -> None:
    assert world.person(who).client.post(URL, TYPED).status_code == 403


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.post(URL, TYPED).headers["Location"].startswith("/dang-nhap/")


def test_not_while_units_under_it_live(world: World) -> None:
    with pytest.raises(Refused, match="Sở Nông nghiệp"):
        end(world, "ubnd-tinh")


def test_on_the_same_day_as_those_under_it(world: World) -> None:
    for key in ("so-nnptnt", "so-tttt", "so-yte", "so-xaydung", "ubnd-tinh"):
        end(world, key)
    assert units_in_force([world.unit("ubnd-tinh")], world.at.replace(month=9)) == set()


def test_twice_is_harmless(world: World) -> None:
    end(world)
    end(world)
    assert [line.kind for line in lines_of(LOADER, code="DV-kg-so-tttt")].count("unit.ended") == 1


def test_another_day_afterwards_is_refused(world: World) -> None:
    end(world)
    with pytest.raises(Refused, match="ngày 31/8/2021"):
        end(world, day=date(2021, 9, 30))


def test_a_reason_is_needed(long: Person) -> None:
    assert long.client.post(URL, TYPED | {"reason": ""}).status_code == 422
