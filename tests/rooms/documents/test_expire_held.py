"""Quá hạn giữ: what nobody let in goes by itself, file and key; what was thrown away is gone at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phoihop.documents import commands
from phoihop.documents.commands.held import expire_held
from phoihop.documents.models import Held
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world.intake import kept_files, locked, take

CLOCK = Actor.system("deadline-clock")


@pytest.fixture
def held(world):
    return take(world, locked()).held_id


def file_of(held):
    return f"quarantine/{Held.rows.get(pk=held).ticket}"


def test_it_goes_when_its_days_are_over(world, held, at, django_capture_on_commit_callbacks):
    until = Held.rows.get().until
    assert expire_held(by=CLOCK, at=until - timedelta(seconds=1)) == 0
    assert file_of(held) in kept_files()
    with django_capture_on_commit_callbacks(execute=True):
        assert expire_held(by=CLOCK, at=until) == 1
    row = Held.rows.get()
    assert (row.state, row.key, row.fingerprint) == ("EXPIRED", "", "")
    assert file_of(held) not in kept_files()
    assert '"is_expired":true' in Entry.rows.get(kind="file.dropped").data.replace(" ", "")
    assert expire_held(by=CLOCK, at=until) == 0


def test_thrown_away_by_a_person(world, held, giang, at, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _n in range(2):  # twice is harmless
            commands.drop_held(held_id=held, by=giang.actor, at=at)
    row = Held.rows.get()
    assert (row.state, row.key) == ("DROPPED", "")
    assert file_of(held) not in kept_files()
    assert '"is_expired":false' in Entry.rows.get(kind="file.dropped").data.replace(" ", "")


def test_who_may(world, held, at):
    for name in ("an", "ha", "kim", "chi"):
        with pytest.raises((NotAllowed, NotVisible)):
            commands.drop_held(held_id=held, by=world.person(name).actor, at=at)
    with pytest.raises(NotVisible):
        commands.drop_held(held_id=held, by=Actor.system("document-works"), at=at)
    with pytest.raises(NotVisible):
        commands.drop_held(held_id=held + 1, by=CLOCK, at=at)
    assert file_of(held) in kept_files()


def test_an_expired_one_is_not_offered_before_the_clock_comes(world, held, giang, clock):
    clock.move_to(Held.rows.get().until)
    assert "Không có tệp nào đang giữ." in giang.client.get("/lam-viec/van-ban/dang-giu/").content.decode()
