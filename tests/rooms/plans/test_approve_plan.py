"""Approving the plan of a year, and ending it."""

from __future__ import annotations

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.plans import commands
from phoihop.plans.models import Plan
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person


def test_binh_approves(world: World, binh: Person) -> None:
    year = layer.acknowledge(world)
    commands.approve_plan(code=year.plan, note="", by=binh.actor, at=world.at)
    assert Plan.rows.get(code=year.plan).state == "APPROVED"


def test_minh_approves_as_deputy(world: World, minh: Person) -> None:
    year = layer.acknowledge(world)
    commands.approve_plan(code=year.plan, note="", by=minh.actor, at=world.at)
    assert Plan.rows.get(code=year.plan).state == "APPROVED"


def test_chi_sees_but_may_not(world: World, chi: Person, dung: Person) -> None:
    year = layer.acknowledge(world)
    with pytest.raises(NotAllowed):
        commands.approve_plan(code=year.plan, note="", by=chi.actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.approve_plan(code=year.plan, note="", by=dung.actor, at=world.at)


def test_an_unanswered_plan_is_refused(world: World, binh: Person) -> None:
    year = layer.call_round(world)
    with pytest.raises(Refused):
        commands.approve_plan(code=year.plan, note="", by=binh.actor, at=world.at)


def test_twice_is_refused(world: World, binh: Person) -> None:
    year = layer.begin(world)
    with pytest.raises(Refused):
        commands.approve_plan(code=year.plan, note="", by=binh.actor, at=world.at)


def test_a_plan_ends_when_no_topic_lives(world: World, binh: Person, chi: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    with pytest.raises(Refused):
        commands.close_plan(code=year.plan, note="", by=binh.actor, at=world.at)
    commands.drop_topic(code=year.topic, reason="Trùng việc", by=chi.actor, at=world.at)
    commands.close_plan(code=year.plan, note="Hết năm", by=binh.actor, at=world.at)
    assert Plan.rows.get(code=year.plan).state == "CLOSED"
    with pytest.raises(Refused):
        layer.propose(world, year)
