"""Each test has a world of its own, so the index in memory begins anew with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from phoihop.portal.outside import index
from tests.world.build import World
from tests.world.portal import everything_out


@pytest.fixture(autouse=True)
def _fresh_index() -> Iterator[None]:
    index.forget()
    yield
    index.forget()


@pytest.fixture
def out(world: World) -> World:
    """The world with one of everything published."""
    everything_out(world)
    return world
