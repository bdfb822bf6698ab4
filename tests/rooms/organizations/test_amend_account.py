from typing import Any

import pytest
from django.urls import reverse

from phoihop.ground.command import SomebodyWasFaster
from phoihop.ledger.queries import lines_of
from phoihop.organizations import commands
from phoihop.organizations.queries import account
from tests.world.build import LOADER, World
from tests.world.cast import Person

TYPED = {"full_name": "Lê Thị Kim Chi", "email": "chi@soyte.example", "version": 1}


def url(person: Person) -> str:
    return reverse("organizations:amend_account", args=[person.account_id])


def test_long_corrects_a_name(world: World, long: Person, chi: Person) -> None:
    assert long.client.post(url(chi), TYPED).status_code == 302
    view = account(long.actor, chi.account_id or 0, world.at)
    assert (view.name, view.email, view.version) == ("Lê Thị Kim Chi", "chi@soyte.example", 2)
    line = lines_of(LOADER, code=f"TK-{chi.account_id}")[0]
    assert (line.data["fields"], "Kim Chi" in str(line.data)) == ("full_name, email", False)


@pytest.mark.parametrize("who", ["binh", "chi", "dung"])
def test_others_may_not(world: World, chi: Person, who: str) -> None:
    assert world.person(who).client.post(url(chi), TYPED).status_code == 403


def test_khach_is_sent_to_sign_in(khach: Person, chi: Person) -> None:
    assert khach.client.get(url(chi)).headers["Location"].startswith("/dang-nhap/")


def test_twice_is_harmless(world: World, chi: Person) -> None:
    values: dict[str, Any] = TYPED | {"version": None}
    for _ in range(2):
        commands.amend_account(account_id=chi.account_id, **values, by=LOADER, at=world.at)
    assert account(LOADER, chi.account_id or 0, world.at).version == 2


def test_one_of_two_wins(world: World, chi: Person) -> None:
    commands.amend_account(account_id=chi.account_id, **TYPED, by=LOADER, at=world.at)
    with pytest.raises(SomebodyWasFaster):
        commands.amend_account(account_id=chi.account_id, **TYPED | {"email": ""}, by=LOADER, at=world.at)
