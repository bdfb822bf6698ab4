"""Chi with a password, at the front door."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from phoihop.organizations import commands
from phoihop.organizations.rules import second_factors
from tests.world.build import LOADER, World
from tests.world.cast import Person

SECRET = "mua-xuan-2021"
DOOR = "/dang-nhap/"
SECOND = "/dang-nhap/buoc-hai/"
SAFETY = "/lam-viec/cua-toi/an-toan/"


class Phone:
    """An authenticator app: the key it was given, and the time it has."""

    def __init__(self, key: str) -> None:
        self.key = key

    def code(self, steps: int = 0) -> str:
        return second_factors.code_at(self.key, second_factors.step_of(timezone.now()) + steps)


@pytest.fixture
def chi_with_password(world: World, chi: Person) -> Person:
    commands.set_password(account_id=chi.account_id or 0, password=SECRET, by=LOADER, at=world.at)
    return chi


@pytest.fixture
def come_in(chi_with_password: Person) -> Callable[..., Client]:
    """`come_in()`: a browser in which Chi has just given her password."""

    def come(username: str = "chi", password: str = SECRET, **more: str) -> Client:
        client = Client(**more)  # type: ignore[arg-type]
        client.post(DOOR, {"username": username, "password": password})
        return client

    return come


def add_app(client: Client) -> Phone:
    """Through the page, as its reader does."""
    page = client.get(f"{SAFETY}ung-dung/").content.decode()
    key = re.search(r'<code class="hash">([A-Z2-7 ]+)</code>', page)
    carried = re.search(r'name="carried" value="([^"]+)"', page)
    assert key is not None
    assert carried is not None
    phone = Phone(key.group(1).replace(" ", ""))
    # The step before: the one of now is left for signing in.
    answer = client.post(f"{SAFETY}ung-dung/", {"carried": html.unescape(carried.group(1)), "code": phone.code(-1)})
    assert answer.status_code == 302, answer.content.decode()
    return phone
