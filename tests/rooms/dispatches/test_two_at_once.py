"""Two offices act on one letter in the same moment: one wins, and the letter tells one story."""

import pytest

from phoihop.dispatches import commands
from phoihop.dispatches.models import Dispatch, Recipient
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ledger.models import Entry
from tests.world.dispatches import acknowledge, send
from tests.world.meetings import address
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
    assert all(isinstance(one, Refused | SomebodyWasFaster) for one in raised)
    told = (Dispatch.rows.get().state, Recipient.rows.get().state, Recipient.rows.get().recall, len(raised))
    assert told in {  # taken on, then asked back; the recall lost; the answer lost
        ("RECALLING", "ACKNOWLEDGED", "ASKED", 0),
        ("SENT", "ACKNOWLEDGED", "", 1),
        ("RECALLED", "RECALLED", "", 1),
    }


def test_two_offices_give_it_back(world, an, chi):
    """Whoever answers last closes the letter, whichever of the two it is."""
    world.add_person("oanh", "so-nnptnt", ["clerk"])
    code = send(world, to=["btg-tinh-uy", "so-nnptnt"])
    for name in ("an", "oanh"):
        acknowledge(world, code, by=name)
    commands.recall_dispatch(code=code, reason="Nhầm", by=chi.actor, at=world.at)
    people = [an.actor, world.person("oanh").actor]
    raised = together(
        *[
            lambda by=by: commands.answer_recall(
                code=code, unit_id=by.unit_id, is_agreed=True, reason="", version=None, by=by, at=world.at
            )
            for by in people
        ]
    )
    assert all(isinstance(one, SomebodyWasFaster) for one in raised)
    if not raised:
        assert Dispatch.rows.get().state == "RECALLED"
    agreed = Recipient.rows.filter(recall="AGREED").count()
    assert agreed == 2 - len(raised)
    assert (Dispatch.rows.get().state == "RECALLED") == (agreed == 2)


def test_two_windows_replace_one_letter(world, chi):
    old = send(world)
    raised = together(*[lambda: send(world, replaces=old, how="REPLACE", subject="Bản mới")] * 2)
    assert len(raised) == 1
    assert Dispatch.rows.filter(replaces__code=old).count() == 1


def test_the_mail_is_sent_and_the_office_answers(world):
    address(world, "so-nnptnt")
    code = send(world, to=["so-nnptnt"])
    unit_id = world.unit("so-nnptnt")
    office = Actor.office(unit_id, "Sở", power="dispatch.acknowledge", about=code, way="link")
    postman = Actor.system("postman").through("mail.failed")
    raised = together(
        lambda: commands.acknowledge_dispatch(
            code=code, unit_id=unit_id, reservation="", version=None, by=office, at=world.at
        ),
        lambda: commands.note_mail(key=f"dispatch/{code}/{unit_id}", verb="fail", reason="x", by=postman, at=world.at),
    )
    row = Recipient.rows.get()
    assert row.state == ("ACKNOWLEDGED" if not raised else "FAILED")


def test_two_clocks(world):
    send(world, to=["so-nnptnt"])
    world.add_person("oanh", "so-nnptnt", ["clerk"])
    clock = Actor.system("deadline-clock")
    assert together(*[lambda: commands.deliver_waiting(by=clock, at=world.at)] * 2) == []
    assert Entry.rows.filter(kind="dispatch.delivered").count() == 1


def test_one_act_of_sending_from_two_windows(world, chi):
    assert together(*[lambda: send(world, key="one-act")] * 2) == []
    assert Dispatch.rows.count() == 1
