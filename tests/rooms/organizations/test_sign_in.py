from typing import Any

import pytest
from django.test import Client

from phoihop.ledger.queries import lines_of
from phoihop.organizations import commands
from tests.world.build import LOADER, World
from tests.world.cast import Person

URL = "/dang-nhap/"
SECRET = "mua-xuan-2021"


@pytest.fixture
def window(world: World, chi: Person) -> Client:
    """A browser before Chi has signed in; she has a password."""
    commands.set_password(account_id=chi.account_id, password=SECRET, by=LOADER, at=world.at)
    return Client()


@pytest.mark.parametrize("username", ["chi", " Chi "])
def test_chi_comes_in(window: Client, chi: Person, username: str) -> None:
    answer = window.post(URL, {"username": username, "password": SECRET})
    assert answer.headers["Location"] == "/lam-viec/"
    assert window.get("/lam-viec/to-chuc/").status_code == 200
    assert lines_of(LOADER, code=f"TK-{chi.account_id}")[0].kind == "account.signed_in"


def test_back_to_the_page_she_wanted(window: Client) -> None:
    wanted = window.get("/lam-viec/to-chuc/?text=y+te").headers["Location"]
    answer = window.post(wanted, {"username": "chi", "password": SECRET})
    assert answer.headers["Location"] == "/lam-viec/to-chuc/?text=y+te"


def test_never_to_a_stranger(window: Client) -> None:
    answer = window.post(f"{URL}?next=https://example.org/", {"username": "chi", "password": SECRET})
    assert answer.headers["Location"] == "/lam-viec/"


@pytest.mark.parametrize(("username", "password"), [("chi", "sai"), ("chang-co", SECRET), ("chi", ""), ("", "")])
def test_wrong_ones_are_told_alike(window: Client, username: str, password: str) -> None:
    answer = window.post(URL, {"username": username, "password": password})
    assert answer.status_code == 422
    if username and password:
        assert "Sai tên đăng nhập hoặc mật khẩu." in answer.content.decode()


def test_a_disabled_account_does_not_come_in(world: World, window: Client, chi: Person) -> None:
    commands.disable_account(account_id=chi.account_id, by=LOADER, at=world.at)
    assert window.post(URL, {"username": "chi", "password": SECRET}).status_code == 422


def test_an_account_without_a_password_does_not_come_in(dung: Person) -> None:
    assert Client().post(URL, {"username": "dung", "password": "!"}).status_code == 422


def test_who_is_in_goes_on(an: Person) -> None:
    assert an.client.get(URL).headers["Location"] == "/lam-viec/"


def test_too_many_tries_shut_the_door_for_a_while(window: Client, settings: Any) -> None:
    settings.AXES_ENABLED = True
    tries = [window.post(URL, {"username": "chi", "password": "sai"}).status_code for _ in range(9)]
    assert tries[0] == 422
    assert tries[-1] == 429
    assert window.post(URL, {"username": "chi", "password": SECRET}).status_code == 429


def test_signing_out_needs_a_button(an: Person) -> None:
    assert an.client.get("/dang-xuat/").status_code == 405
    assert an.client.post("/dang-xuat/").headers["Location"] == URL
    assert an.client.get("/lam-viec/to-chuc/").status_code == 302
