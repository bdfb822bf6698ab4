"""Từ chối công văn: the recipient office sends the letter back, with a reason."""

import pytest

from phoihop.dispatches import commands
from phoihop.dispatches.queries import status_of
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.world.dispatches import acknowledge, send


def turn_down(world, code, person, *, reason="Không thuộc phạm vi quy chế", version=None):
    return commands.refuse_dispatch(
        code=code, unit_id=person.actor.unit_id, reason=reason, version=version, by=person.actor, at=world.at
    )


def test_works(world, an, chi):
    code = send(world, dossier="VD-kg-2021-0001")
    event = turn_down(world, code, an)
    assert (event.dossier, event.reason) == ("VD-kg-2021-0001", "Không thuộc phạm vi quy chế")
    status = status_of(chi.actor, [code])[code]
    assert status.refused_at == world.at
    assert status.acknowledged_at is None
    assert status.reason == "Không thuộc phạm vi quy chế"


def test_needs_a_reason(world, an):
    with pytest.raises(Refused, match="Cần nêu lý do"):
        turn_down(world, send(world), an, reason=" \u200b ")


def test_sees_but_may_not(world, ha):
    with pytest.raises(NotAllowed):
        turn_down(world, send(world), ha)


def test_an_outsider_gets_nothing(world, dung):
    with pytest.raises(NotVisible):
        turn_down(world, send(world), dung)


def test_too_late_is_refused(world, an):
    code = send(world)
    acknowledge(world, code)
    with pytest.raises(Refused, match="đã tiếp nhận"):
        turn_down(world, code, an)


def test_twice_is_harmless_but_another_answer_is_not(world, an, giang):
    code = send(world)
    turn_down(world, code, an, version=1)
    turn_down(world, code, an, version=1)
    with pytest.raises(SomebodyWasFaster):
        turn_down(world, code, giang, reason="Lý do khác", version=1)
