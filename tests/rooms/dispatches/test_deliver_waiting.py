"""Giao công văn đang chờ: an office without anybody to open letters gets them when it has somebody."""

from datetime import timedelta

import pytest

from phoihop.dispatches import commands
from phoihop.dispatches.models import Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotAllowed
from phoihop.ledger.models import Entry
from tests.world.dispatches import send

CLOCK = Actor.system("deadline-clock")


def test_stays_sent_until_somebody_can_open_it(world):
    send(world, to=["btg-tinh-uy", "so-nnptnt"])
    assert Recipient.rows.get(unit_id=world.unit("so-nnptnt")).state == "SENDING"
    assert commands.tick(by=CLOCK, at=world.at) == 0
    world.add_person("oanh", "so-nnptnt", ["clerk"])
    later = world.at + timedelta(hours=1)
    assert commands.tick(by=CLOCK, at=later) == 1
    assert Recipient.rows.get(unit_id=world.unit("so-nnptnt")).delivered_at == later


def test_twice_is_harmless(world):
    send(world, to=["so-nnptnt"])
    world.add_person("oanh", "so-nnptnt", ["clerk"])
    assert [commands.deliver_waiting(by=CLOCK, at=world.at) for _ in range(3)] == [1, 0, 0]
    assert Entry.rows.filter(kind="dispatch.delivered").count() == 1


def test_the_page_says_so(world, chi):
    code = send(world, to=["so-nnptnt"])
    page = chi.client.get(f"/lam-viec/cong-van/{code}/").content.decode()
    assert "Chưa giao được" in page


def test_only_the_clock_may(world, an):
    with pytest.raises(NotAllowed):
        commands.deliver_waiting(by=an.actor, at=world.at)
