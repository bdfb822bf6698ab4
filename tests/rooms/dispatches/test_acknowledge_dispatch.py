"""Tiếp nhận công văn: the word of the recipient office, apart from the machine's delivery."""

import pytest

from phoihop.dispatches import commands
from phoihop.dispatches.models import Recipient
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.world.dispatches import acknowledge, send


def take_on(world, code, person, *, unit="btg-tinh-uy", reservation="", version=None):
    return commands.acknowledge_dispatch(
        code=code,
        unit_id=world.unit(unit),
        reservation=reservation,
        version=version,
        by=person.actor,
        at=world.at,
    )


def test_works_and_records_the_post(world, an):
    code = send(world)
    event = take_on(world, code, an, reservation="Sẽ trả lời sau ngày 10/8", version=1)
    row = Recipient.rows.get()
    assert (row.state, row.answered_post, row.answered_at) == ("ACKNOWLEDGED", an.actor.post, world.at)
    assert event.reservation == row.reservation == "Sẽ trả lời sau ngày 10/8"


def test_a_deputy_answers_for_the_post_he_stands_in_for(world, minh):
    code = send(world)
    take_on(world, code, minh)
    assert Recipient.rows.get().answered_post == "Trưởng ban"


def test_sees_but_may_not(world, ha, chi):
    code = send(world)
    for person in (ha, chi):  # an editor of the recipient; the sender
        with pytest.raises(NotAllowed):
            take_on(world, code, person)


def test_one_recipient_does_not_answer_for_another(world, an):
    code = send(world, to=["btg-tinh-uy", "so-nnptnt"])
    with pytest.raises(NotAllowed):
        take_on(world, code, an, unit="so-nnptnt")


def test_an_outsider_gets_nothing(world, dung):
    with pytest.raises(NotVisible):
        take_on(world, send(world), dung, unit="so-xaydung")
    with pytest.raises(NotVisible):
        take_on(world, "CV-kg-2021-999999", dung, unit="so-xaydung")


def test_too_late_is_refused(world, chi, an):
    code = send(world)
    commands.recall_dispatch(code=code, reason="Gửi nhầm", by=chi.actor, at=world.at)
    with pytest.raises(Refused, match="thu hồi"):
        take_on(world, code, an)


def test_after_refusing_it_is_refused(world, an):
    code = send(world)
    commands.refuse_dispatch(
        code=code, unit_id=an.actor.unit_id, reason="Không thuộc", version=None, by=an.actor, at=world.at
    )
    with pytest.raises(Refused, match="chỉ một lần"):
        take_on(world, code, an)


def test_twice_is_harmless(world, an):
    code = send(world)
    take_on(world, code, an, version=1)
    take_on(world, code, an, version=1)
    assert Recipient.rows.get().version == 2


def test_two_at_once_one_wins(world, an, giang):
    code = send(world)
    take_on(world, code, giang, version=1)
    with pytest.raises(SomebodyWasFaster) as faster:
        take_on(world, code, an, reservation="Khác", version=1)
    assert (faster.value.code, faster.value.version) == (code, 2)


def test_whoever_answers_had_it_delivered(world):
    code = send(world, to=["so-nnptnt"])  # nobody works there yet
    world.add_person("oanh", "so-nnptnt", ["clerk"])
    acknowledge(world, code, by="oanh")
    row = Recipient.rows.get()
    assert row.delivered_at == row.answered_at == world.at
