"""Answering "none" with a reason, and closing the round when all have answered."""

from __future__ import annotations

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Obligation
from phoihop.plans import commands
from phoihop.plans.models import Plan, Round
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person

REASON = "Năm nay chưa có việc cần phối hợp"


def test_none_is_an_answer_and_hands_in_the_choice(world: World, chi: Person) -> None:
    year = layer.call_round(world)
    commands.decline_round(code=year.plan, reason=REASON, by=chi.actor, at=world.at)
    plan = Plan.rows.get(code=year.plan)
    assert (plan.answer, plan.answer_reason) == ("NONE", REASON)
    assert Obligation.rows.get(origin=f"{year.plan}/partner.select-topics/2021").state == "HANDED_IN"


def test_none_needs_a_reason_and_no_topics(world: World, chi: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    for reason in ("  ", REASON):
        with pytest.raises(Refused):
            commands.decline_round(code=year.plan, reason=reason, by=chi.actor, at=world.at)


def test_only_the_partner_answers(world: World, an: Person, dung: Person) -> None:
    year = layer.call_round(world)
    with pytest.raises(NotAllowed):
        commands.decline_round(code=year.plan, reason=REASON, by=an.actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.decline_round(code=year.plan, reason=REASON, by=dung.actor, at=world.at)


def test_who_saw_an_older_plan_is_told_so(world: World, chi: Person) -> None:
    year = layer.call_round(world)
    with pytest.raises(SomebodyWasFaster):
        commands.decline_round(code=year.plan, reason=REASON, version=7, by=chi.actor, at=world.at)


def test_the_round_closes_when_all_have_answered(world: World, an: Person, chi: Person) -> None:
    year = layer.call_round(world)
    with pytest.raises(Refused):
        commands.close_round(code=year.round, by=an.actor, at=world.at)
    commands.decline_round(code=year.plan, reason=REASON, by=chi.actor, at=world.at)
    with pytest.raises(NotAllowed):
        commands.close_round(code=year.round, by=chi.actor, at=world.at)
    commands.close_round(code=year.round, by=an.actor, at=world.at)
    assert Round.rows.get(code=year.round).state == "CLOSED"
    with pytest.raises(Refused):
        commands.close_round(code=year.round, by=an.actor, at=world.at)
    with pytest.raises(Refused):
        layer.propose(world, year)
