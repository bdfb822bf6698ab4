"""Passkeys: made, used as a second step and alone, and whatever is not quite one refused."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from phoihop.organizations import commands, queries
from phoihop.organizations.models import Factor
from tests.rooms.organizations.authenticator import FLAG, Authenticator
from tests.rooms.organizations.conftest import DOOR, SAFETY, SECOND
from tests.world.build import LOADER, World
from tests.world.cast import Person

ComeIn = Callable[..., Client]
USE = "/dang-nhap/khoa/"


def options_of(page: bytes) -> str:
    found = re.search(r'data-options="([^"]+)"', page.decode())
    assert found is not None
    return html.unescape(found.group(1))


def add(client: Client, key: Authenticator, name: str = "điện thoại") -> int:
    options = options_of(client.get(f"{SAFETY}khoa/").content)
    return client.post(f"{SAFETY}khoa/", {"name": name, "answer": key.create(options)}).status_code


@pytest.fixture
def key(come_in: ComeIn) -> Authenticator:
    key = Authenticator()
    assert add(come_in(), key) == 302
    return key


def use_alone(key: Authenticator, window: Client | None = None) -> Client:
    window = window or Client()
    asked = window.post(f"{USE}hoi/")
    window.post(USE, {"answer": key.get(asked.content.decode())})
    return window


def is_in(window: Client) -> bool:
    return window.get("/lam-viec/").status_code == 200


def test_a_passkey_is_the_second_step(come_in: ComeIn, key: Authenticator) -> None:
    window = come_in()
    assert not is_in(window)
    answer = key.get(options_of(window.get(SECOND).content))
    assert window.post(SECOND, {"answer": answer})["Location"] == "/lam-viec/"
    assert is_in(window)


def test_a_passkey_alone_signs_in(key: Authenticator, chi: Person) -> None:
    window = use_alone(key)
    assert is_in(window)
    assert queries.own_factors(chi.actor)[0].last_used_at is not None


def test_it_asks_for_a_user_that_is_verified(come_in: ComeIn) -> None:
    asked = json.loads(options_of(come_in().get(f"{SAFETY}khoa/").content))["publicKey"]
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert json.loads(Client().post(f"{USE}hoi/").content)["publicKey"]["userVerification"] == "required"


def test_an_answer_is_good_once(key: Authenticator) -> None:
    window = Client()
    answer = key.get(window.post(f"{USE}hoi/").content.decode())
    assert window.post(USE, {"answer": answer}).status_code == 302
    window.post("/dang-xuat/")
    assert window.post(USE, {"answer": answer}).status_code == 422


def test_of_two_with_one_key_the_later_count_wins(key: Authenticator) -> None:
    """A copy of a passkey counts on its own; whichever is behind is not believed."""
    assert is_in(use_alone(key))
    assert is_in(use_alone(key))
    key.counter = 0
    assert not is_in(use_alone(key))


@pytest.mark.parametrize(
    ("name", "value"),
    [("origin", "http://evil.example"), ("host", "evil.example"), ("flags", FLAG.UP), ("id", b"another's" * 4)],
)
def test_what_is_not_for_us_is_refused(key: Authenticator, name: str, value: object) -> None:
    setattr(key, name, value)
    assert not is_in(use_alone(key))


@pytest.mark.parametrize(("name", "value"), [("origin", "http://evil.example"), ("host", "a.b"), ("flags", FLAG.UP)])
def test_what_is_not_for_us_is_not_added(come_in: ComeIn, name: str, value: object) -> None:
    key = Authenticator()
    setattr(key, name, value)
    assert add(come_in(), key) == 422
    assert not Factor.rows.exists()


def test_another_signature_is_refused(key: Authenticator) -> None:
    key.key = Authenticator().key
    assert not is_in(use_alone(key))


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "no json", '{"id":"a","rawId":"!","type":"public-key"}', "x" * 30_000]
)
def test_rubbish_is_refused(key: Authenticator, answer: str) -> None:
    window = Client()
    window.post(f"{USE}hoi/")
    assert window.post(USE, {"answer": answer}).status_code == 422


def test_anothers_passkey_is_no_second_step(come_in: ComeIn, key: Authenticator, an: Person, world: World) -> None:
    commands.set_password(account_id=an.account_id or 0, password="khong-phai-chi-21", by=LOADER, at=world.at)
    mine = Authenticator()
    assert add(come_in("an", "khong-phai-chi-21"), mine) == 302
    window = come_in()
    answer = mine.get(options_of(window.get(SECOND).content))
    assert window.post(SECOND, {"answer": answer}).status_code == 422
    assert not is_in(window)


def test_a_locked_account_is_not_let_in_by_its_passkey(key: Authenticator, chi: Person, world: World) -> None:
    commands.disable_account(account_id=chi.account_id or 0, by=LOADER, at=world.at)
    assert not is_in(use_alone(key))


def test_the_same_passkey_is_added_once(come_in: ComeIn, key: Authenticator, chi: Person) -> None:
    window = come_in()
    window.post(SECOND, {"answer": key.get(options_of(window.get(SECOND).content))})
    assert add(window, key) == 422
    assert Factor.rows.count() == 1


def test_a_removed_passkey_lets_nobody_in(key: Authenticator, chi: Person, world: World) -> None:
    commands.remove_factor(factor_id=Factor.rows.get().pk, by=chi.actor, at=world.at)
    assert not is_in(use_alone(key))


def test_the_sign_in_page_makes_no_session(db: None) -> None:
    window = Client()
    window.get(DOOR)
    assert "phoihop_session" not in window.cookies
