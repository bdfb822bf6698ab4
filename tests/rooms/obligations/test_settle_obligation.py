"""Ghi kết quả theo việc đã làm: another act is the evidence, and may come to nothing again."""

from datetime import timedelta

import pytest

from phoihop.ground.powers import NotAllowed
from phoihop.obligations import commands
from phoihop.obligations.models import Evidence
from tests.world.build import LOADER
from tests.world.obligations import act, entries, lane_states, owe, row, state_of


def settle(world, *, origin="test/1", accept=True, by=LOADER, at=None):
    return commands.settle_obligation(
        origin=origin,
        statement="Đã thông báo bằng công văn",
        reference="CV-kg-2021-000001",
        accept=accept,
        by=by,
        at=at or world.at,
    )


def reopen(world, *, by=LOADER, reason="Công văn bị từ chối"):
    return commands.reopen_obligation(origin="test/1", reason=reason, by=by, at=world.at)


def test_works(world):
    code = owe(world, 1, supporting=["so-tttt"])
    assert settle(world) == code
    assert (state_of(code), row(code).is_late) == ("ACCEPTED", False)
    assert lane_states(code) == ["ACCEPTED", "WAIVED"]
    assert entries(code) == ["obligation.opened", "obligation.handed_in", "obligation.accepted"]
    assert Evidence.rows.get().reference == "CV-kg-2021-000001"


def test_in_two_steps(world):
    code = owe(world, 1)
    settle(world, accept=False)
    assert state_of(code) == "HANDED_IN"
    settle(world)
    assert state_of(code) == "ACCEPTED"
    assert Evidence.rows.count() == 1


def test_late_is_recorded_and_a_block_does_not_hold(world, chi):
    code = owe(world, 1)
    act("block", code, chi)
    settle(world, at=world.at + timedelta(days=4))
    assert (state_of(code), row(code).is_late) == ("ACCEPTED", True)


def test_twice_and_unknown_are_harmless(world):
    code = owe(world, 1)
    settle(world)
    told = entries(code)
    assert settle(world) is None
    assert settle(world, origin="test/9") is None
    assert entries(code) == told


def test_reopen_returns_with_the_reason(world):
    code = owe(world, 1)
    settle(world, accept=False)
    assert reopen(world) == code
    assert (state_of(code), row(code).reason, lane_states(code)) == ("RETURNED", "Công văn bị từ chối", ["RETURNED"])
    assert reopen(world) is None


def test_persons_may_only_as_a_consequence(world, binh):
    owe(world, 1)
    for run in (settle, reopen):
        with pytest.raises(NotAllowed):
            run(world, by=binh.actor)
    assert settle(world, by=binh.actor.through("topic.notify"), accept=False)
