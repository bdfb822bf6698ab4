"""Many tries are slowed: under a name, from an address; and the owner of a name is not kept out by strangers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from phoihop.ledger.queries import lines_of
from phoihop.organizations.models import Tries
from phoihop.organizations.rules import second_factors as rules
from tests.conftest import StoppedClock
from tests.rooms.organizations.conftest import DOOR, SECRET
from tests.world.build import LOADER
from tests.world.cast import Person

ComeIn = Callable[..., Client]


def knock(window: Client, username: str = "chi", password: str = "sai", **more: str) -> int:
    return window.post(DOOR, {"username": username, "password": password}, **more).status_code  # type: ignore[arg-type]


def test_a_name_is_slowed_from_wherever_the_tries_come(chi_with_password: Person, clock: StoppedClock) -> None:
    tries = [knock(Client(), REMOTE_ADDR=f"198.51.100.{number}") for number in range(8)]
    assert tries == [422] * 6 + [429] * 2
    assert knock(Client(), password=SECRET) == 429
    clock.move(seconds=1)
    assert knock(Client(), password=SECRET) == 302


def test_a_try_that_comes_too_early_does_not_make_the_wait_longer(
    chi_with_password: Person, clock: StoppedClock
) -> None:
    for _ in range(50):
        knock(Client())
    clock.move(seconds=1)
    assert knock(Client(), password=SECRET) == 302


def test_the_owner_comes_in_while_strangers_keep_trying(come_in: ComeIn, clock: StoppedClock) -> None:
    known = come_in()
    known.post("/dang-xuat/")
    for number in range(400):
        if knock(Client(), REMOTE_ADDR=f"198.51.100.{number % 200}") == 429:
            clock.move(seconds=301)
        if number == 30:
            break
    for _ in range(3):
        knock(Client(), REMOTE_ADDR="198.51.100.250")
    assert knock(Client(), password=SECRET) == 429
    assert knock(known, password=SECRET) == 302


def test_a_browser_is_known_for_its_own_name_alone(come_in: ComeIn) -> None:
    known = come_in()
    known.post("/dang-xuat/")
    assert [knock(known, "an") for _ in range(7)] == [422] * 6 + [429]


def test_an_address_that_tries_many_names_is_slowed(chi_with_password: Person, clock: StoppedClock) -> None:
    answers = [knock(Client(), f"ten-{number}") for number in range(42)]
    assert answers == [422] * 41 + [429]
    clock.move(hours=2)
    assert knock(Client(), "ten-50") == 422


def test_people_of_one_office_do_not_slow_each_other(come_in: ComeIn) -> None:
    for _ in range(60):
        assert knock(Client(), password=SECRET) == 302


def test_the_ledger_hears_of_many(chi_with_password: Person, clock: StoppedClock) -> None:
    for _ in range(10):
        knock(Client())
        clock.move(minutes=6)
    kinds = [line.kind for line in lines_of(LOADER, code=f"TK-{chi_with_password.account_id}", limit=20)]
    assert kinds.count("account.slowed") == 1


def test_no_list_of_names_and_addresses_is_kept(chi_with_password: Person) -> None:
    knock(Client(), REMOTE_ADDR="198.51.100.7")
    kept = " ".join(str(value) for row in Tries.rows.values() for value in row.values())
    assert "chi" not in kept
    assert "198.51" not in kept


@pytest.mark.parametrize("what", sorted(rules.FREE_TRIES))
def test_waits_grow_and_end(what: str) -> None:
    waits = [rules.wait_after(what, count).total_seconds() for count in range(1, 2000)]
    assert waits == sorted(waits)
    assert waits[rules.FREE_TRIES[what] - 1] == 0
    assert waits[rules.FREE_TRIES[what]] == 1
    assert waits[-1] == rules.LONGEST_WAIT[what]
