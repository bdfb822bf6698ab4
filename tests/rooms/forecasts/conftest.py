"""A topic for every test of this room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.world import plans
from tests.world.build import World


@pytest.fixture(scope="module")
def _topic_once(lay_once: Callable[[Callable[[World], Any]], Any]) -> str:
    return str(lay_once(lambda world: plans.begin(world).topic))


@pytest.fixture
def topic(_topic_once: str, world: World) -> str:
    """A topic of the Department of Health and the commission, begun."""
    return _topic_once
