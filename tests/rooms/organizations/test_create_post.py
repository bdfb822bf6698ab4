from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.command import Refused
from phoihop.organizations import commands
from phoihop.organizations.queries import people_of
from tests.world.build import LOADER, World
from tests.world.cast import Person

URL = reverse("organizations:create_post", args=["DV-kg-so-yte"])


def create(world: World, at: Any = None, **values: Any) -> Any:
    return commands.create_post(unit_id=world.unit("so-yte"), **values, by=LOADER, at=at or world.at)


def test_long_creates_one_and_the_head_comes_first(world: World, long: Person) -> None:
    assert long.client.post(URL, {"title": "Giám đốc", "is_head": "on"}).status_code == 302
    posts = people_of(long.actor, world.unit("so-yte"), world.at)
    assert [(post.title, post.is_head) for post in posts] == [("Giám đốc", True), ("Chuyên viên Văn phòng Sở", False)]


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_others_may_not(world: World, who: str) -> None:
    assert world.person(who).client.post(URL, {"title": "Giám đốc"}).status_code == 403


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.get(URL).headers["Location"].startswith("/dang-nhap/")


def test_one_head_and_one_of_each_title(world: World) -> None:
    create(world, title="Giám đốc", is_head=True)
    with pytest.raises(Refused, match="đã có chức vụ Giám đốc"):
        create(world, title="Giám đốc")
    with pytest.raises(Refused, match="đứng đầu"):
        create(world, title="Quyền Giám đốc", is_head=True)


def test_an_ended_unit_gets_no_posts(world: World, clock: Any) -> None:
    commands.end_unit(unit_id=world.unit("so-yte"), on_date=world.at.date(), reason="x", by=LOADER, at=world.at)
    with pytest.raises(Refused, match="kết thúc hoạt động"):
        create(world, title="Giám đốc", at=clock.move(days=1))
