from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.actor import Role
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.organizations import commands
from phoihop.organizations.queries import unit
from tests.world.build import LOADER, World
from tests.world.cast import Person

CODE = "DV-kg-btg-tinh-uy"
URL = reverse("organizations:name_deputy", args=[CODE])


def typed(world: World, who: str = "giang", **changed: Any) -> dict[str, Any]:
    values = {"post_id": world.posts["btg-tinh-uy", "Trưởng ban"], "account_id": world.accounts[who]}
    dates = {"from_date": "2021-08-02", "to_date": "2021-08-06"}
    return values | dates | {"kinds": ["approve"], "reason": "đi tập huấn"} | changed


def name(world: World, by: Any = LOADER, at: Any = None, **changed: Any) -> Any:
    dates = {"from_date": date(2021, 8, 2), "to_date": date(2021, 8, 6)}
    return commands.name_deputy(**typed(world, **dates | changed), by=by, at=at or world.at)


def test_binh_names_giang(world: World, binh: Person, giang: Person) -> None:
    assert binh.client.post(URL, typed(world)).status_code == 302
    actor = giang.actor_at(world.at)
    assert (actor.roles, actor.acting_for) == ({Role.CLERK, Role.APPROVER}, "Trưởng ban")
    assert "đi tập huấn" in binh.client.get(reverse("organizations:unit", args=[CODE])).content.decode()


def test_long_may_too(world: World, long: Person) -> None:
    assert long.client.post(URL, typed(world)).status_code == 302


@pytest.mark.parametrize("who", ["an", "giang", "chi", "dung", "kim"])
def test_others_may_not(world: World, who: str) -> None:
    assert world.person(who).client.post(URL, typed(world)).status_code == 403


def test_an_approver_of_another_unit_may_not(world: World) -> None:
    other = world.add_person("oanh", "so-yte", [Role.APPROVER])
    assert other.client.post(URL, typed(world)).status_code == 403
    with pytest.raises(NotAllowed):
        name(world, by=other.actor)


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.get(URL).headers["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"from_date": date(2021, 8, 9)}, "sau ngày bắt đầu"),
        ({"from_date": date(2021, 7, 1), "to_date": date(2021, 8, 1)}, "đã qua"),
        ({"kinds": []}, "ít nhất một"),
        ({"kinds": ["sing"]}, "danh mục"),
        ({"reason": ""}, "thiếu"),
        ({"who": "binh"}, "đang giữ"),
        ({"who": "minh"}, "đã được cử"),
    ],
)
def test_refused(world: World, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        name(world, **wrong)


def test_a_form_with_its_dates_backwards_comes_back(world: World, binh: Person) -> None:
    answer = binh.client.post(URL, typed(world, to_date="2021-08-01"))
    assert answer.status_code == 422
    assert "đi tập huấn" in answer.content.decode()


def test_twice_is_harmless(world: World) -> None:
    assert name(world).deputy_id == name(world).deputy_id


def test_for_an_ended_post_it_is_too_late(world: World, clock: Any) -> None:
    commands.end_post(post_id=world.posts["btg-tinh-uy", "Trưởng ban"], on_date=world.at.date(), by=LOADER, at=world.at)
    with pytest.raises(Refused, match="đã kết thúc"):
        name(world, at=clock.move(days=1))


def test_a_deputy_out_of_dates_can_do_nothing_more(world: World, giang: Person, clock: Any) -> None:
    """With the power of the post Giang may name deputies herself; the day after her last she may not."""
    name(world)
    assert giang.client.get(URL).status_code == 200
    clock.move(days=5)
    assert giang.client.get(URL).status_code == 403


def test_the_page_says_which_are_in_force(world: World, clock: Any) -> None:
    name(world)
    in_force = {line.name: line.is_in_force for line in unit(LOADER, CODE, clock.move(days=5)).deputies}
    assert in_force == {"Đỗ Hương Giang": False, "Bùi Công Minh": True}
