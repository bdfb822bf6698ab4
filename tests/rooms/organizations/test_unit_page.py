import pytest
from django.urls import reverse

from phoihop.ground.actor import Actor, Role
from phoihop.ground.powers import NotVisible
from phoihop.organizations.queries import people_of, unit_by_key, unit_names, units_by_keys
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.flat import grows_flat

URL = reverse("organizations:unit", args=["DV-kg-btg-tinh-uy"])


@pytest.mark.parametrize("who", ["an", "chi", "dung", "kim", "long"])
def test_everybody_with_a_seat_sees_it(world: World, who: str) -> None:
    page = world.person(who).client.get(URL).content.decode()
    assert "Trần Thanh Bình" in page
    assert "Tỉnh ủy Kiên Giang" in page


def test_only_long_is_offered_to_change_it(long: Person, an: Person) -> None:
    assert "Sửa thông tin" in long.client.get(URL).content.decode()
    assert "Sửa thông tin" not in an.client.get(URL).content.decode()


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.get(URL).headers["Location"].startswith("/dang-nhap/")


def test_no_such_unit(an: Person) -> None:
    assert an.client.get(reverse("organizations:unit", args=["DV-kg-chang-co"])).status_code == 404


def test_nobody_sees_nothing(world: World) -> None:
    assert units_by_keys(Actor.nobody(), "kg", ["so-yte"]) == {}
    with pytest.raises(NotVisible):
        unit_by_key(Actor.nobody(), "kg", "so-yte")
    with pytest.raises(NotVisible):
        people_of(Actor.nobody(), world.unit("so-yte"), world.at)


def test_names_for_other_rooms(world: World) -> None:
    name = unit_by_key(LOADER, "kg", "btg-tinh-uy")
    assert (name.short, name.code, name.territory) == ("BTGTU", "DV-kg-btg-tinh-uy", "kg")
    assert unit_names([name.id, None]) == {name.id: name}
    assert unit_by_key(LOADER, "kg", "so-yte").short == "Sở Y tế tỉnh Kiên Giang"


def test_it_grows_flat(world: World, an: Person) -> None:
    def add() -> None:
        for number in range(10):
            world.add_person(f"nguoi-{number}", "btg-tinh-uy", [Role.DRAFTER, Role.FOCAL], post=f"Chuyên viên {number}")
            world.add_unit(f"phong-{number}", f"Phòng {number}", parent="btg-tinh-uy")

    grows_flat(an.client, URL, add)
