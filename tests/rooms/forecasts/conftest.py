"""A topic for every test of this room."""

from __future__ import annotations

import pytest

from tests.world import plans
from tests.world.build import World


@pytest.fixture
def topic(world: World) -> str:
    """A topic of the Department of Health and the commission, begun."""
    return plans.begin(world).topic
