"""Two offices act on one letter in the same moment: one wins, and the letter tells one story."""

import pytest

from phoihop.dispatches import commands
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ledger.models import Entry
from tests.world.dispatches import send
from tests.world.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_acknowledge_and_recall(world, an, chi):
    code, lead, partner = send(world), an.actor, chi.actor
    raised = together(
        lambda: commands.acknowledge_dispatch(
            code=code, unit_id=lead.unit_id, reservation="", version=1, by=lead, at=world.at
        ),
        lambda: commands.recall_dispatch(code=code, reason="Nhầm", by=partner, at=world.at),
    )
    assert len(raised) == 1
    assert isinstance(raised[0], Refused | SomebodyWasFaster)
    told = (Dispatch.rows.get().state, Recipient.rows.get().state)
    assert told in {("SENT", "ACKNOWLEDGED"), ("RECALLED", "RECALLED")}


def test_two_clocks(world):
    send(world, to=["so-nnptnt"])
    world.add_person("oanh", "so-nnptnt", ["clerk"])
    clock = Actor.system("deadline-clock")
    assert together(*[lambda: commands.deliver_waiting(by=clock, at=world.at)] * 2) == []
    assert Entry.rows.filter(kind="dispatch.delivered").count() == 1


def test_one_act_of_sending_from_two_windows(world, chi):
    assert together(*[lambda: send(world, key="one-act")] * 2) == []
    assert Dispatch.rows.count() == 1
