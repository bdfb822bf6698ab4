import pytest
from django.test import Client
from django.urls import reverse

from tests.world.build import World
from tests.world.cast import Person


def url(person: Person) -> str:
    return reverse("organizations:set_password", args=[person.account_id])


def test_long_sets_one_and_open_windows_close(long: Person, chi: Person) -> None:
    assert chi.client.get("/lam-viec/to-chuc/").status_code == 200
    assert long.client.post(url(chi), {"password": "mua-xuan-2021"}).status_code == 302
    assert chi.client.get("/lam-viec/to-chuc/").status_code == 302
    answer = Client().post("/dang-nhap/", {"username": "chi", "password": "mua-xuan-2021"})
    assert answer.headers["Location"] == "/lam-viec/"


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_others_may_not(world: World, chi: Person, who: str) -> None:
    assert world.person(who).client.post(url(chi), {"password": "mua-xuan-2021"}).status_code == 403


def test_khach_is_sent_to_sign_in(khach: Person, chi: Person) -> None:
    assert khach.client.get(url(chi)).headers["Location"].startswith("/dang-nhap/")


def test_a_weak_one_is_refused_and_never_shown_again(long: Person, chi: Person) -> None:
    answer = long.client.post(url(chi), {"password": "ngan-qua"})
    assert answer.status_code == 422
    assert "ngan-qua" not in answer.content.decode()
