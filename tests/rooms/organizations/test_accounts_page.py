import pytest
from django.urls import reverse

from phoihop.ground.actor import Role
from phoihop.organizations.queries import accounts
from tests.world.build import World
from tests.world.cast import Person
from tests.world.flat import grows_flat

URL = reverse("organizations:accounts")


def test_long_sees_them_by_given_name(world: World, long: Person) -> None:
    names = [line.username for line in accounts(long.actor, world.at)]
    assert names == ["an", "binh", "chi", "dung", "giang", "ha", "kim", "long", "minh"]
    assert "Trưởng ban, Ban Tuyên giáo Tỉnh ủy Kiên Giang" in long.client.get(URL).content.decode()


def test_search_does_without_marks(world: World, long: Person) -> None:
    assert [line.username for line in accounts(long.actor, world.at, text="quoc dung")] == ["dung"]


@pytest.mark.parametrize("who", ["an", "binh", "chi", "dung", "kim"])
def test_others_may_not(world: World, who: str) -> None:
    person = world.person(who)
    assert person.client.get(URL).status_code == 403
    assert person.client.get(reverse("organizations:account", args=[world.accounts["chi"]])).status_code == 403
    assert accounts(person.actor, world.at) == []


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.get(URL).headers["Location"].startswith("/dang-nhap/")


def test_no_such_account(long: Person) -> None:
    assert long.client.get(reverse("organizations:account", args=[987654])).status_code == 404


def test_pages_of_fifty_that_grow_flat(world: World, long: Person) -> None:
    def add() -> None:
        for number in range(60):
            world.add_person(f"nguoi-{number}", "so-yte", [Role.FOCAL], name=f"Nguyễn Văn Tám {number:02}")

    grows_flat(long.client, URL, add)
    first = long.client.get(URL).content.decode()
    assert first.count('scope="row"') == 50
    everybody = accounts(long.actor, world.at)
    rest = accounts(long.actor, world.at, after_id=everybody[-1].id)
    assert len(everybody) + len(rest) == 69
    assert f"after_id={everybody[-1].id}" in first
