"""What every test may ask for: the world, its people, and a clock that stands still until it is moved."""

from __future__ import annotations

import copy
import gc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, cast

import hypothesis
import pytest
from django.db import transaction

from phoihop.ground import clock as wall_clock
from phoihop.ledger import outside as ledger_parts
from phoihop.site import new_database
from tests.world import build
from tests.world.build import AT, World
from tests.world.cast import CAST, Person
from tests.world.everything import everything
from tests.world.ledger import let_the_sweep_through

# How long an example takes is the machine's affair: a busy one must not fail a property.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

BLOCKER = pytest.StashKey[Any]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--matrix-write", action="store_true", help="write tests/house/matrix.md anew; then read the diff")
    parser.addoption("--parted", action="store_true", help="on PostgreSQL: with the ledger's table parted by year")
    parser.addoption("--touching-data", action="store_true", help="only tests that ask for a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests begin, so that no worker is left alone with one at the end. On the second database only what touches
    one is run again, in its order (what a large test rolled back slows others down), and nothing that says once is
    enough: OCR does not read better on PostgreSQL."""
    if not config.getoption("--touching-data"):
        items.sort(key=lambda item: item.get_closest_marker("slow") is None)
        return
    wanted = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}
    touching = [
        item
        for item in items
        if (wanted & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db") is not None)
        and item.get_closest_marker("once") is None
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(touching)])
    items[:] = touching


class StoppedClock:
    """What pages and listeners take for the time."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def move(self, **by: float) -> datetime:
        """`clock.move(days=3)`"""
        return self.move_to(self.at + timedelta(**by))

    def move_to(self, at: datetime) -> datetime:
        self.at = at
        return at


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> None:
    """The world is built once; each test works in a transaction that is rolled back."""
    let_the_sweep_through()
    request.config.stash[BLOCKER] = django_db_blocker
    with django_db_blocker.unblock():
        new_database.do_by_hand()
        build.stand()
        if request.config.getoption("--parted"):
            ledger_parts.part(AT.year)
            ledger_parts.open_year(AT.year + 1)
    gc.collect()
    gc.freeze()  # what is loaded stays; looking through it again and again took a twentieth of the run
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Any:
    """A test that commits is swept away with the world. Built again at once, it stands for all that follow; left to
    them, each would build it in its own transaction, a fifth of a second every time."""
    told = yield
    if nextitem is not None and _commits(item):
        with item.config.stash[BLOCKER].unblock():
            build.stand()
    return told


def _commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or (mark and mark.kwargs.get("transaction", False))


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    stopped = StoppedClock(AT)
    monkeypatch.setattr(wall_clock, "now", lambda: stopped.at)
    return stopped


@pytest.fixture
def world(db: None, clock: StoppedClock) -> World:
    return build.stand()


@pytest.fixture(scope="module")
def lay_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[Callable[[World], Any]], Any]]:
    """`lay_once(layer)`: what it lays on the world stays for all tests of the module; each works on it in a transaction
    of its own. Not for modules with tests that commit."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(wall_clock, "now", lambda: AT)
        yield lambda layer: layer(build.stand())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _peopled_once(lay_once: Callable[[Callable[[World], Any]], Any]) -> World:
    def lay(world: World) -> World:
        everything(world)
        return world

    return cast(World, lay_once(lay))


@pytest.fixture
def peopled(_peopled_once: World, db: None, clock: StoppedClock) -> World:
    """The world with one of everything, laid once for all tests of a module: nobody else there may ask for `world`."""
    return copy.deepcopy(_peopled_once)


def _person(username: str) -> Any:
    @pytest.fixture(name=username)
    def person(world: World) -> Person:
        return world.person(username)

    return person


an, binh, chi, dung, giang, ha, kim, long, minh = (_person(part.username) for part in CAST)


@pytest.fixture
def khach(world: World) -> Person:
    return Person(None, world.at, "khach")
