from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.command import Refused
from phoihop.organizations import commands
from phoihop.organizations.queries import territories, territories_inside, territory_by_slug
from tests.world.build import LOADER, World
from tests.world.cast import Person

URL = reverse("organizations:create_territory")
TYPED = {"slug": "kg.rachsoi", "name": "Phường Rạch Sỏi", "level": "commune", "parent_slug": "kg"}


def test_long_creates_one(world: World, long: Person) -> None:
    assert long.client.post(URL, TYPED).status_code == 302
    assert [place.name for place in territories_inside("kg")] == ["Phường Rạch Sỏi", "Phường Vĩnh Thanh"]
    assert [place.slug for place in territories()] == ["vn", "ag", "kg"]


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_others_may_not(world: World, who: str) -> None:
    assert world.person(who).client.post(URL, TYPED).status_code == 403


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.post(URL, TYPED).headers["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"slug": "kg"}, "Đã có"),
        ({"slug": "kg-1"}, "không hợp lệ"),
        ({"parent_slug": "xx"}, "Không có"),
        ({"level": "moon"}, "danh mục"),
    ],
)
def test_refused(world: World, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        commands.create_territory(**TYPED | wrong, by=LOADER, at=world.at)
    assert territory_by_slug("kg.rachsoi") is None
