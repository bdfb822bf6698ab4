from datetime import date

import pytest
from django.urls import reverse

from phoihop.ground.command import Refused
from phoihop.organizations import commands
from phoihop.organizations.queries import account
from tests.world.build import LOADER, World
from tests.world.cast import Person


def seat_of(world: World, person: Person) -> int:
    return account(LOADER, person.account_id or 0, world.at).seats[0].id


def url(world: World, person: Person) -> str:
    return reverse("organizations:end_seat", args=[seat_of(world, person)])


def test_long_ends_one_and_its_history_stays(world: World, long: Person, chi: Person) -> None:
    assert long.client.post(url(world, chi), {"on_date": "2021-08-01"}).status_code == 302
    assert chi.actor_at(world.at).kind == "nobody"
    (held,) = account(long.actor, chi.account_id or 0, world.at).seats
    assert (held.valid_to, held.is_in_force) == (date(2021, 8, 1), False)


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_others_may_not(world: World, chi: Person, who: str) -> None:
    assert world.person(who).client.post(url(world, chi), {"on_date": "2021-08-01"}).status_code == 403


def test_khach_is_sent_to_sign_in(world: World, khach: Person, chi: Person) -> None:
    assert khach.client.get(url(world, chi)).headers["Location"].startswith("/dang-nhap/")


def test_twice_is_harmless_but_not_on_another_day(world: World, chi: Person) -> None:
    number = seat_of(world, chi)
    for _ in range(2):
        commands.end_seat(seat_id=number, on_date=date(2021, 8, 1), by=LOADER, at=world.at)
    with pytest.raises(Refused, match="ngày khác"):
        commands.end_seat(seat_id=number, on_date=date(2021, 8, 3), by=LOADER, at=world.at)


def test_not_before_it_began(world: World, chi: Person) -> None:
    with pytest.raises(Refused, match="sau ngày bắt đầu"):
        commands.end_seat(seat_id=seat_of(world, chi), on_date=date(2020, 1, 1), by=LOADER, at=world.at)
