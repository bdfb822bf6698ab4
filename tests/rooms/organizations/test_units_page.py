from typing import Any

import pytest

from phoihop.organizations import commands
from phoihop.organizations.queries import units
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.flat import grows_flat

URL = "/lam-viec/to-chuc/"


def keys(world: World, **asked: Any) -> list[str]:
    return [line.key for line in units(LOADER, world.at, **asked)]


@pytest.mark.parametrize("who", ["an", "chi", "dung", "kim", "long"])
def test_everybody_with_a_seat_sees_the_units_of_his_place(world: World, who: str) -> None:
    answer = world.person(who).client.get(URL)
    assert answer.status_code == 200
    assert "Ban Tuyên giáo Tỉnh ủy Kiên Giang" in answer.content.decode()


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.get(URL).headers["Location"].startswith("/dang-nhap/")


def test_the_tree_goes_down_in_vietnamese_order(world: World) -> None:
    lines = units(LOADER, world.at, territory="kg")
    shown = [(line.depth, line.key) for line in lines if line.key in {"ubnd-tinh", "so-nnptnt", "so-yte"}]
    assert shown == [(0, "ubnd-tinh"), (1, "so-nnptnt"), (1, "so-yte")]
    assert lines[-1].key == "vks-tinh"
    below = keys(world, territory="kg")
    assert below.index("so-xaydung") < below.index("so-yte")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("y te", ["so-yte"]),
        ("SỞ Y TẾ", ["so-yte"]),
        ("btgtu", ["btg-tinh-uy"]),
        ("hội đồng", ["hdnd-tinh"]),
        ("ho\u0323\u0302i đồng", ["hdnd-tinh"]),
        ("% _", []),
        ("chẳng có", []),
    ],
)
def test_search_does_without_marks(world: World, text: str, found: list[str]) -> None:
    assert keys(world, text=text) == found


def test_on_another_day(world: World, an: Person) -> None:
    commands.end_unit(unit_id=world.unit("so-tttt"), on_date=world.at.date(), reason="sắp xếp", by=LOADER, at=world.at)
    name = "Sở Thông tin và Truyền thông"
    assert name in an.client.get(f"{URL}?day=2021-08-02").content.decode()
    assert name not in an.client.get(f"{URL}?day=2021-08-03").content.decode()


@pytest.mark.parametrize("query", ["day=2021-99-99", "territory=xx", f"text={'x' * 200}", "text=%00"])
def test_odd_addresses_do_no_harm(an: Person, query: str) -> None:
    assert an.client.get(f"{URL}?{query}").status_code == 200


def test_a_fragment_for_htmx(an: Person) -> None:
    answer = an.client.get(f"{URL}?text=y+te", headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "Sở Y tế" in answer.content.decode()


def test_it_grows_flat(world: World, an: Person) -> None:
    def add() -> None:
        for number in range(30):
            world.add_unit(f"phong-{number}", f"Phòng {number}", parent="so-yte")

    grows_flat(an.client, URL, add)
