"""The menu: what waits behind its lines is counted in one statement, made once with stand-ins for the reader's own."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from phoihop.ground import menu, powers, sheet
from phoihop.ground.actor import Actor, Role
from phoihop.ground.prepared import stand_in
from tests.world.build import World
from tests.world.everything import everything

ROLES = [frozenset(some) for n in (1, 2) for some in combinations(sorted(Role), n)]


def of_the_rooms(actor: Actor, today: date) -> dict[str, int]:
    """Each room's own rows, counted for the reader himself."""
    counts = [
        (reverse(entry.url_name), entry.waiting(actor, today).count())
        for entry in sheet.menu()
        if entry.waiting and powers.may(actor, entry.needs)
    ]
    return {url: count for url, count in counts if count}


def in_the_menu(actor: Actor, today: date) -> dict[str, int]:
    counts = menu._waiting(actor, today)
    return {url: count for url, count in counts.items() if count}


@pytest.mark.slow
def test_every_number_is_that_of_the_rooms_own_rows(world: World) -> None:
    everything(world)
    seen: set[str] = set()
    for username in world.accounts:
        actor = world.person(username).actor
        for today in (world.at.date(), world.at.date() + timedelta(days=400)):
            assert in_the_menu(actor, today) == of_the_rooms(actor, today), username
            seen |= in_the_menu(actor, today).keys()
    assert len(seen) > 3, seen


@pytest.mark.parametrize("roles", ROLES, ids=lambda roles: "+".join(sorted(roles)))
def test_one_statement_for_all_readers_of_the_same_roles(world: World, roles: frozenset[Role]) -> None:
    """No number of the first reader stays in the statement that is kept for the next."""
    menu._question.cache_clear()
    readers = [Actor(kind="person", account_id=n, unit_id=n, roles=roles) for n in (1_000_003, 1_000_007)]
    for reader in readers:
        _urls, statement = menu._question(stand_in(reader)[0])
        assert not {"1000003", "1000007"} & set(statement.sql.split())
        assert not {1_000_003, 1_000_007} & set(statement.params)
    assert menu._question.cache_info().currsize == 1
    with CaptureQueriesContext(connection) as taken:
        menu.menu_of(readers[0], "/lam-viec/", world.at.date())
    assert len(taken) <= 1


def test_a_reader_without_a_unit_and_nobody(world: World) -> None:
    assert menu.menu_of(Actor.nobody(), "/lam-viec/", world.at.date()) == menu.Menu((), "")
    reader = Actor(kind="person", account_id=1, roles=frozenset({Role.DRAFTER}))
    assert "/lam-viec/nghia-vu/" in menu.menu_of(reader, "/lam-viec/", world.at.date()).drawn


def test_the_line_of_the_page_is_current_and_in_the_readers_language(world: World) -> None:
    an = world.person("an").actor
    here = menu.menu_of(an, "/lam-viec/nghia-vu/NV-kg-2021-000001/", world.at.date()).drawn
    assert here.count('aria-current="page"') == 1
    assert '<a href="/lam-viec/nghia-vu/" data-label="Nghĩa vụ" aria-current="page">' in here
    with translation.override("en"):
        assert 'data-label="Obligations"' in menu.menu_of(an, "/lam-viec/", world.at.date()).drawn
