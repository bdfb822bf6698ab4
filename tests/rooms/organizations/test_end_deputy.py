import pytest
from django.urls import reverse

from phoihop.ground.actor import Role
from phoihop.organizations.queries import unit
from tests.world.build import LOADER, World
from tests.world.cast import Person

CODE = "DV-kg-btg-tinh-uy"


def url(world: World) -> str:
    return reverse("organizations:end_deputy", args=[unit(LOADER, CODE, world.at).deputies[0].id])


def test_binh_withdraws_minh_at_once(world: World, binh: Person, minh: Person) -> None:
    assert binh.client.post(url(world)).status_code == 302
    actor = minh.actor_at(world.at)
    assert (actor.acting_for, actor.roles) == ("", {Role.APPROVER})
    assert "đã thu hồi" in binh.client.get(reverse("organizations:unit", args=[CODE])).content.decode()


@pytest.mark.parametrize("who", ["an", "chi", "dung"])
def test_others_may_not(world: World, who: str) -> None:
    assert world.person(who).client.post(url(world)).status_code == 403


def test_an_approver_of_another_unit_may_not(world: World) -> None:
    assert world.add_person("oanh", "so-yte", [Role.APPROVER]).client.post(url(world)).status_code == 403


def test_khach_is_sent_to_sign_in(world: World, khach: Person) -> None:
    assert khach.client.post(url(world)).headers["Location"].startswith("/dang-nhap/")


def test_twice_is_harmless(world: World, binh: Person) -> None:
    address = url(world)
    assert [binh.client.post(address).status_code for _ in range(2)] == [302, 302]
