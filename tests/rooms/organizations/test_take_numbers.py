"""Numbers of codes: in order, without gaps inside one take, never twice."""

import threading

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phoihop.organizations.commands import take_numbers
from tests.world.build import World


def test_a_new_series_begins_with_one(world: World) -> None:
    assert list(take_numbers("NV-kg-2021", 3)) == [1, 2, 3]
    assert list(take_numbers("NV-kg-2021")) == [4]
    assert list(take_numbers("NV-kg-2022")) == [1]


def test_what_is_rolled_back_was_never_given(world: World) -> None:
    take_numbers("VD-kg-2021")
    with transaction.atomic():
        take_numbers("VD-kg-2021", 5)
        transaction.set_rollback(True)
    assert list(take_numbers("VD-kg-2021")) == [2]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(st.integers(1, 50), max_size=12))
def test_numbers_follow_each_other(world: World, counts: list[int]) -> None:
    with transaction.atomic():
        taken = [number for count in counts for number in take_numbers("CV-kg-2021", count)]
        assert taken == list(range(1, sum(counts) + 1))
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_get_the_same() -> None:
    taken: list[int] = []

    def take() -> None:
        try:
            for _ in range(20):
                with transaction.atomic():
                    taken.extend(take_numbers("KH-kg-2021", 2))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 121))
