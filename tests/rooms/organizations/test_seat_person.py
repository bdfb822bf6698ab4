from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.actor import Role
from phoihop.ground.command import Refused
from phoihop.organizations import commands
from tests.world.build import LOADER, World
from tests.world.cast import Person

TYPED = {"account_id": "dung", "role": "approver", "valid_from": "2021-08-01"}
POST = ("btg-tinh-uy", "Phó trưởng ban")


def url(world: World) -> str:
    return reverse("organizations:seat_person", args=[world.posts[POST]])


def seat(world: World, role: Role = Role.APPROVER, at: Any = None) -> Any:
    account_id = world.accounts["dung"]
    return commands.seat_person(
        account_id=account_id, post_id=world.posts[POST], role=role, by=LOADER, at=at or world.at
    )


def test_long_seats_dung_at_a_second_unit(world: World, long: Person, dung: Person) -> None:
    assert long.client.post(url(world), TYPED).status_code == 302
    there = dung.actor_at(world.at, world.unit("btg-tinh-uy"))
    assert (there.roles, there.post) == ({Role.APPROVER}, "Phó trưởng ban")


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_others_may_not(world: World, who: str) -> None:
    assert world.person(who).client.post(url(world), TYPED).status_code == 403


def test_khach_is_sent_to_sign_in(world: World, khach: Person) -> None:
    assert khach.client.get(url(world)).headers["Location"].startswith("/dang-nhap/")


def test_an_unknown_name_comes_back(world: World, long: Person) -> None:
    answer = long.client.post(url(world), TYPED | {"account_id": "chang-co"})
    assert answer.status_code == 422
    assert "Không có tài khoản" in answer.content.decode()


def test_twice_is_harmless_and_a_second_role_is_a_second_seat(world: World) -> None:
    first = seat(world).seat_id
    assert seat(world).seat_id == first
    assert seat(world, Role.DRAFTER).seat_id != first


def test_a_disabled_account_is_refused(world: World, dung: Person) -> None:
    commands.disable_account(account_id=dung.account_id, by=LOADER, at=world.at)
    with pytest.raises(Refused, match="khóa"):
        seat(world)


def test_an_ended_post_is_refused(world: World, clock: Any) -> None:
    commands.end_post(post_id=world.posts[POST], on_date=world.at.date(), by=LOADER, at=world.at)
    with pytest.raises(Refused, match="đã kết thúc ngày 2/8/2021"):
        seat(world, at=clock.move(days=1))
