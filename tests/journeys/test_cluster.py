"""A node dies while people work: nothing acknowledged is lost, nothing doubled, and the house goes on by itself.

The short form of `python -m benchmarks.cluster`, with the real parts: PostgreSQL's streaming replication, Patroni with
etcd and haproxy, pgbouncer. Where one of them is missing its test is skipped and says what to install.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.cluster import drills
from benchmarks.cluster.processes import Missing

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.drill]
SECONDS = 2.0  # of writing between two kills


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of its own: PostgreSQL's user must be able to walk to it."""
    found = Path(tempfile.mkdtemp(prefix="phoihop-cluster-"))
    found.chmod(0o711)
    yield found
    shutil.rmtree(found)


@pytest.fixture(scope="module")
def seed(tmp_path_factory) -> Path:
    """The sample, loaded by the first of these tests and kept for the others."""
    return tmp_path_factory.mktemp("seed")


@pytest.fixture
def told() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def say(told: list[dict[str, Any]]) -> Callable[..., None]:
    return lambda figure, **values: told.append({"figure": figure, **values})


def drilled(drill: Callable[[], bool], told: list[dict[str, Any]]) -> None:
    try:
        is_well = drill()
    except Missing as missing:
        pytest.skip(str(missing))
    assert is_well, "\n".join(map(str, told))
    assert any("seconds_to_first_acknowledged_write" in line for line in told)


def test_one_primary_and_one_replica(folder, seed, say, told):
    drilled(lambda: drills.pair(folder, say, seed=seed, seconds=SECONDS), told)


def test_three_nodes_that_choose_their_leader(folder, seed, say, told):
    drilled(lambda: drills.trio(folder, say, seed=seed, seconds=SECONDS, by="hosts"), told)


def test_a_pooler_between(folder, seed, say, told):
    drilled(lambda: drills.pool(folder, say, seed=seed, seconds=SECONDS), told)
