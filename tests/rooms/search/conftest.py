"""An index of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from phoihop.search.commands import Indexer
from phoihop.search.outside import index as engine
from tests.world.build import World


@pytest.fixture
def indexer(world: World, settings: object, tmp_path: Path) -> Iterator[Indexer]:
    """The writer of an empty index, in a data folder of the test's own."""
    settings.PHOIHOP_DATA = tmp_path  # type: ignore[attr-defined]
    engine._readers.clear()
    one = Indexer()
    yield one
    one.close()
    engine._readers.clear()


@pytest.fixture
def index(world: World, indexer: Indexer) -> Callable[[], int]:
    """Brings the index up to date."""
    return lambda: indexer.run(at=world.at)
