"""Where public pages are read: the choice and the router alone. `benchmarks/cluster` kills a real primary under it."""

import pytest
from django.db import OperationalError

from phoihop.ledger.models import Entry
from phoihop.publications.models import Edition
from phoihop.site import replica
from phoihop.site.options import read
from phoihop.site.options import replica as replica_of

AWAY = OperationalError("connection refused")


class Stand:
    """Editions of the replica and of the primary, and the time."""

    def __init__(self, here, there):
        self.here, self.there, self.now, self.looks = here, there, 0.0, 0
        self.choice = replica.Choice(lambda: self._tell(self.here), lambda: self._tell(self.there), lambda: self.now)

    def _tell(self, what):
        self.looks += 1
        if isinstance(what, Exception):
            raise what
        return what

    def later(self, **now):
        self.now += replica.LOOK_SECONDS
        vars(self).update(now)
        return self.choice.may_read()


@pytest.mark.parametrize(
    ("here", "there", "may"), [(7, 7, True), (6, 7, False), (AWAY, 7, False), (6, AWAY, True), (AWAY, AWAY, False)]
)
def test_a_replica_that_has_every_public_change_is_read(here, there, may):
    assert Stand(here, there).choice.may_read() is may


def test_it_is_asked_once_a_second_and_the_primary_takes_over_and_gives_back():
    stand = Stand(7, 7)
    assert [stand.choice.may_read() for _ in range(5)] == [True] * 5
    assert stand.looks == 2
    assert stand.later(there=8) is False
    assert stand.later(here=8) is True
    assert stand.later(here=AWAY) is False


@pytest.mark.parametrize(
    ("is_reading", "model", "alias"), [(True, Edition, "replica"), (True, Entry, None), (False, Edition, None)]
)
def test_publications_alone_and_only_while_a_public_page_is_answered(is_reading, model, alias):
    token = replica._is_reading.set(is_reading)
    try:
        assert replica.PublicPages().db_for_read(model) == alias
        assert replica.PublicPages().db_for_write(model) == "default"
    finally:
        replica._is_reading.reset(token)


def test_nothing_is_migrated_there():
    assert not replica.PublicPages().allow_migrate("replica", "ledger")


def test_its_settings_reach_it_soon_or_not_at_all():
    url = "postgresql://an@replica.example/phoihop"
    found = replica_of(
        read({"PHOIHOP_DATABASE_URL": "postgresql://an@db.example/x", "PHOIHOP_DATABASE_REPLICA_URL": url})
    )
    assert found["HOST"] == "replica.example"
    assert found["OPTIONS"]["connect_timeout"] == 2
    assert replica_of(read({})) is None
