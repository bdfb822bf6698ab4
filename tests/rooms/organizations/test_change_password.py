import pytest
from django.test import Client
from django.urls import reverse

from phoihop.organizations import commands
from tests.world.build import LOADER, World
from tests.world.cast import Person

URL = reverse("organizations:change_password")
OLD, NEW = "mua-xuan-2021", "mua-thu-2021"


@pytest.fixture
def window(world: World, chi: Person) -> Client:
    """Chi, signed in with a password of her own."""
    commands.set_password(account_id=chi.account_id, password=OLD, by=LOADER, at=world.at)
    return chi.client


def test_chi_changes_hers_and_stays_signed_in(window: Client, chi: Person) -> None:
    assert window.post(URL, {"current_password": OLD, "password": NEW}).status_code == 302
    assert window.get("/lam-viec/to-chuc/").status_code == 200
    assert Client().post("/dang-nhap/", {"username": "chi", "password": OLD}).status_code == 422
    assert Client().post("/dang-nhap/", {"username": "chi", "password": NEW}).status_code == 302


@pytest.mark.parametrize(("current", "new"), [("sai-mat-khau", NEW), (OLD, "ngan"), (OLD, "")])
def test_refused(window: Client, current: str, new: str) -> None:
    assert window.post(URL, {"current_password": current, "password": new}).status_code == 422
    assert Client().post("/dang-nhap/", {"username": "chi", "password": OLD}).status_code == 302


def test_khach_is_sent_to_sign_in(khach: Person) -> None:
    assert khach.client.get(URL).headers["Location"].startswith("/dang-nhap/")
