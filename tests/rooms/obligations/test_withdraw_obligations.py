"""Rút nghĩa vụ theo căn cứ: what it came from is gone, so it is waived by rule."""

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.obligations import commands
from tests.world.build import LOADER
from tests.world.obligations import act, entries, lane_states, owe, row, state_of

REASON = "Điều 4 được sửa ngày 1/8/2021"


def withdraw(world, *origins, by=LOADER, reason=REASON):
    return commands.withdraw_obligations(origins=origins, reason=reason, by=by, at=world.at)


def test_works_and_names_the_reason(world):
    code = owe(world, 1, supporting=["so-tttt"])
    assert withdraw(world, "test/1") == (code,)
    assert (state_of(code), row(code).reason, row(code).closed_at) == ("WAIVED", REASON, world.at)
    assert lane_states(code) == ["WAIVED", "WAIVED"]
    assert entries(code)[-1] == "obligation.withdrawn"


def test_twice_and_unknown_origins_are_harmless(world):
    owe(world, 1)
    withdraw(world, "test/1")
    assert withdraw(world, "test/1", "test/9") == ()


def test_what_is_closed_stays_as_it_was(world, chi, an):
    code = owe(world, 1)
    act("hand_in", code, chi)
    act("accept", code, an)
    assert withdraw(world, "test/1") == ()
    assert state_of(code) == "ACCEPTED"


def test_a_reason_is_needed(world):
    owe(world, 1)
    with pytest.raises(Refused):
        withdraw(world, "test/1", reason=" ")


def test_persons_may_only_as_a_consequence(world, binh):
    code = owe(world, 1)
    with pytest.raises(NotAllowed):
        withdraw(world, "test/1", by=binh.actor)
    assert withdraw(world, "test/1", by=binh.actor.through("topic.drop")) == (code,)
