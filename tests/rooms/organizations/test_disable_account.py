"""Locking an account out, and letting it in again."""

import pytest
from django.urls import reverse

from phoihop.organizations import commands
from tests.world.build import LOADER, World
from tests.world.cast import Person


def url(act: str, person: Person) -> str:
    return reverse(f"organizations:{act}_account", args=[person.account_id])


def test_long_disables_and_it_works_at_once(long: Person, chi: Person) -> None:
    assert chi.client.get("/lam-viec/to-chuc/").status_code == 200
    assert long.client.post(url("disable", chi)).status_code == 302
    assert chi.client.get("/lam-viec/to-chuc/").headers["Location"].startswith("/dang-nhap/")
    assert "đã bị khóa" in long.client.get(reverse("organizations:account", args=[chi.account_id])).content.decode()


def test_long_enables_and_the_seats_are_there(world: World, long: Person, chi: Person) -> None:
    long.client.post(url("disable", chi))
    assert long.client.post(url("enable", chi)).status_code == 302
    assert chi.actor_at(world.at).is_person


@pytest.mark.parametrize("act", ["disable", "enable"])
@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_others_may_not(world: World, chi: Person, who: str, act: str) -> None:
    assert world.person(who).client.post(url(act, chi)).status_code == 403


@pytest.mark.parametrize("act", ["disable", "enable"])
def test_khach_is_sent_to_sign_in(khach: Person, chi: Person, act: str) -> None:
    assert khach.client.post(url(act, chi)).headers["Location"].startswith("/dang-nhap/")


def test_nobody_locks_himself_out(long: Person) -> None:
    answer = long.client.post(url("disable", long))
    assert answer.status_code == 422
    assert "tự khóa" in answer.content.decode()


def test_twice_is_harmless(world: World, chi: Person) -> None:
    for _ in range(2):
        commands.disable_account(account_id=chi.account_id, by=LOADER, at=world.at)
    for _ in range(2):
        commands.enable_account(account_id=chi.account_id, by=LOADER, at=world.at)
    assert chi.actor_at(world.at).is_person


def test_a_link_does_nothing(long: Person, chi: Person) -> None:
    assert long.client.get(url("disable", chi)).status_code == 405
