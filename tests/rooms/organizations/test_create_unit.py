from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.command import Refused
from phoihop.organizations import commands
from phoihop.organizations.queries import unit
from tests.world.build import LOADER, World
from tests.world.cast import Person

URL = reverse("organizations:create_unit", args=["kg"])
TYPED = {"key": "so-congthuong", "name": "Sở Công Thương", "kind": "department", "level": "province"}


def test_long_creates_one(world: World, long: Person) -> None:
    answer = long.client.post(URL, TYPED | {"parent_id": world.unit("ubnd-tinh"), "short": "SCT"})
    assert answer.headers["Location"] == reverse("organizations:unit", args=["DV-kg-so-congthuong"])
    view = unit(long.actor, "DV-kg-so-congthuong", world.at)
    assert (view.line.name, view.line.short, view.version) == ("Sở Công Thương", "SCT", 1)
    assert [above.key for above in view.parents] == ["ubnd-tinh"]


@pytest.mark.parametrize("who", ["binh", "chi", "dung", "kim"])
def test_others_may_not(world: World, who: str) -> None:
    assert world.person(who).client.post(URL, TYPED).status_code == 403


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.post(URL, TYPED).headers["Location"].startswith("/dang-nhap/")


def test_a_form_with_gaps_comes_back(long: Person) -> None:
    answer = long.client.post(URL, TYPED | {"name": ""})
    assert answer.status_code == 422
    assert "so-congthuong" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"key": "so-yte"}, "đã có cơ quan"),
        ({"key": "Sở Y"}, "không hợp lệ"),
        ({"territory": "xx"}, "Không có địa bàn"),
        ({"kind": "bank"}, "danh mục"),
        ({"level": "moon"}, "danh mục"),
        ({"name": " \u200b "}, "thiếu"),
        ({"name": "x" * 301}, "300"),
    ],
)
def test_refused(world: World, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        commands.create_unit(**({"territory": "kg"} | TYPED | wrong), by=LOADER, at=world.at)


def test_twice_is_harmless(world: World, long: Person) -> None:
    long.client.post(URL, TYPED)
    assert long.client.post(URL, TYPED).status_code == 422


def test_the_name_enters_in_one_spelling(world: World) -> None:
    commands.create_unit(territory="kg", **TYPED | {"name": "So\u031b\u0309 Công Thương"}, by=LOADER, at=world.at)
    assert unit(LOADER, "DV-kg-so-congthuong", world.at).line.name == "Sở Công Thương"
