"""Báo hạn: the clock tells once of what is due soon and of what fell due; a moved date is told anew."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from phoihop.ground.powers import NotAllowed
from phoihop.ledger.models import Entry
from phoihop.obligations import commands
from phoihop.obligations.commands import clock
from phoihop.obligations.models import Rung
from tests.world.obligations import CLOCK, act, entries, open_all, opening, owe

SOON, FELL = "obligation.due_soon", "obligation.fell_due"


def strike(world, days=0, by=CLOCK):
    return commands.strike_deadlines(by=by, at=world.at + timedelta(days=days))


def test_three_working_days_before(world):
    code, later = owe(world, 1, days=3), owe(world, 2, days=4)
    assert strike(world) == 1
    assert (entries(code)[-1], entries(later)) == (SOON, ["obligation.opened"])
    assert strike(world, days=1) == 1


def test_over_a_weekend_three_working_days_are_five_days(world):
    code = owe(world, days=7)  # Monday 9/8
    assert strike(world, days=1) == 0  # Tuesday: four left
    assert strike(world, days=2) == 1
    assert entries(code)[-1] == SOON


def test_the_day_itself_is_not_late(world):
    code = owe(world, days=0)
    strike(world)
    assert entries(code)[-1] == SOON
    assert strike(world, days=1) == 1
    assert entries(code)[-1] == FELL


def test_again_tells_nothing(world):
    owe(world, 1, days=-3)
    owe(world, 2, days=1)
    assert strike(world) == 2
    told = Entry.rows.count()
    assert strike(world) == 0
    assert strike(world, days=1) == 0
    assert Entry.rows.count() == told


def test_what_is_no_longer_owed_is_silent(world, chi, an, binh):
    handed_in, accepted, waived, blocked = (owe(world, n, days=-3) for n in range(4))
    act("hand_in", handed_in, chi)
    act("hand_in", accepted, chi)
    act("accept", accepted, an)
    act("waive", waived, binh)
    act("block", blocked, chi)
    owe(world, 9, days=None)
    assert strike(world) == 1  # the clock of a blocked one runs on
    assert entries(blocked)[-1] == FELL


def test_a_moved_date_is_told_anew(world, an):
    one = opening(world, days=-3)
    code = open_all(world, one).opened[0]
    strike(world)
    commands.grant_extension(code=code, to_date=date(2021, 8, 4), reason="Dịch", by=an.actor, at=world.at)
    assert strike(world) == 1
    assert entries(code)[-1] == SOON
    assert strike(world, days=3) == 1
    assert entries(code).count(FELL) == 2
    open_all(world, replace(one, rule={"on": "2021-08-10"}))
    assert strike(world, days=20) == 1


def test_a_date_that_moved_away_and_back_was_told_already(world):
    one = opening(world, days=-3)
    open_all(world, one)
    strike(world)
    open_all(world, replace(one, rule={"on": "2021-09-10"}))
    open_all(world, one)
    assert strike(world) == 0


def test_much_is_told_in_parts(world, monkeypatch):
    monkeypatch.setattr(clock, "AT_ONCE", 3)
    open_all(
        world, *(opening(world, n, days=-3) for n in range(4)), *(opening(world, 10 + n, days=1) for n in range(4))
    )
    assert strike(world) == 3
    assert commands.tick(by=CLOCK, at=world.at) == 5 + 4 + 4 + 4  # what fell due or is due soon, then the rungs reached
    assert Rung.rows.filter(reached_at__isnull=True).count() == 8


def test_persons_do_not_strike(world, an, long):
    for person in (an, long):
        with pytest.raises(NotAllowed):
            strike(world, by=person.actor)
