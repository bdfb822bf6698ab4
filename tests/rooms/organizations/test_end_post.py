from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.command import Refused
from phoihop.organizations import commands
from phoihop.organizations.queries import people_of
from tests.world.build import LOADER, World
from tests.world.cast import Person


def post_of_chi(world: World) -> int:
    return world.posts["so-yte", "Chuyên viên Văn phòng Sở"]


def end(world: World, day: date = date(2021, 8, 2)) -> Any:
    return commands.end_post(post_id=post_of_chi(world), on_date=day, by=LOADER, at=world.at)


def test_long_ends_one_and_its_holder_goes_with_it(world: World, long: Person, chi: Person, clock: Any) -> None:
    url = reverse("organizations:end_post", args=[post_of_chi(world)])
    assert long.client.post(url, {"on_date": "2021-08-02"}).status_code == 302
    tomorrow = clock.move(days=1)
    assert people_of(long.actor, world.unit("so-yte"), tomorrow) == []
    assert chi.actor_at(tomorrow).kind == "nobody"


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_others_may_not(world: World, who: str) -> None:
    url = reverse("organizations:end_post", args=[post_of_chi(world)])
    assert world.person(who).client.post(url, {"on_date": "2021-08-02"}).status_code == 403


def test_khach_is_sent_to_sign_in(world: World, khach: Person) -> None:
    url = reverse("organizations:end_post", args=[post_of_chi(world)])
    assert khach.client.get(url).headers["Location"].startswith("/dang-nhap/")


def test_twice_is_harmless_but_not_on_another_day(world: World) -> None:
    assert end(world) == end(world)
    with pytest.raises(Refused, match="Đã kết thúc"):
        end(world, date(2021, 8, 9))


def test_no_such_post(long: Person) -> None:
    assert long.client.get(reverse("organizations:end_post", args=[987654])).status_code == 404
