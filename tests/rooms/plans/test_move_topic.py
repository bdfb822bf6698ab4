"""Dropping a topic, carrying it into the next year, ending it, and taking in a supporting unit."""

from __future__ import annotations

from datetime import datetime

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Lane, Obligation
from phoihop.plans import commands, queries
from phoihop.plans.models import Plan, Topic
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person


def _next_year(world: World, an: Person) -> str:
    at = datetime(2022, 1, 10, 9, tzinfo=world.at.tzinfo)
    called = commands.call_round(
        lead_id=world.unit("btg-tinh-uy"), year=2022, answer_by=None, by=an.actor_at(at), at=at
    )
    return called.plans[0]


def test_dropping_withdraws_its_obligations_and_reopens_the_answer(world: World, chi: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    commands.select_topic(code=year.topic, by=chi.actor, at=world.at)
    commands.drop_topic(code=year.topic, reason="Hết dịch", by=chi.actor, at=world.at)
    assert layer.topic_row(year).state == "DROPPED"
    assert set(Obligation.rows.filter(dossier=year.topic).values_list("state", flat=True)) == {"WAIVED"}
    assert Plan.rows.get(code=year.plan).answer == ""
    assert Obligation.rows.get(origin=f"{year.plan}/partner.select-topics/2021").state == "RETURNED"


def test_dropping_needs_a_reason_and_an_unnotified_topic(world: World, chi: Person, dung: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    with pytest.raises(Refused):
        commands.drop_topic(code=year.topic, reason=" ", by=chi.actor, at=world.at)
    with pytest.raises(NotVisible):
        commands.drop_topic(code=year.topic, reason="x", by=dung.actor, at=world.at)
    commands.select_and_notify(code=year.topic, by=chi.actor, at=world.at)
    with pytest.raises(Refused):
        commands.drop_topic(code=year.topic, reason="x", by=chi.actor, at=world.at)


def test_carrying_over_goes_on_under_a_new_code(world: World, an: Person) -> None:
    year = layer.begin(world)
    into = _next_year(world, an)
    told = commands.carry_over_topic(code=year.topic, into=into, reason="Dịch kéo dài", by=an.actor, at=world.at)
    successor = Topic.rows.get(code=told.into)
    assert (successor.state, successor.year, successor.carried_from_id) == ("SELECTED", 2022, layer.topic_row(year).pk)
    assert not Obligation.rows.filter(dossier=year.topic, closed_at=None).exists()
    assert Obligation.rows.filter(dossier=told.into, closed_at=None).exists()


def test_carrying_over_is_refused_without_reason_or_into_the_same_year(world: World, an: Person) -> None:
    year = layer.begin(world)
    into = _next_year(world, an)
    for target, reason in ((into, ""), (year.plan, "Dịch kéo dài")):
        with pytest.raises(Refused):
            commands.carry_over_topic(code=year.topic, into=target, reason=reason, by=an.actor, at=world.at)


def test_a_topic_does_not_end_with_work_open(world: World, an: Person, chi: Person) -> None:
    year = layer.begin(world)
    with pytest.raises(Refused):
        commands.close_topic(code=year.topic, result="Xong", by=an.actor, at=world.at)
    with pytest.raises(NotAllowed):
        commands.close_topic(code=year.topic, result="Xong", by=chi.actor, at=world.at)


def test_a_supporting_unit_sees_the_dossier_and_has_its_lane(world: World, an: Person, dung: Person) -> None:
    year = layer.begin(world)
    with pytest.raises(NotVisible):
        queries.topic_value(dung.actor, year.topic, world.at.date())
    unit = world.unit("so-xaydung")
    commands.join_topic(code=year.topic, unit_id=unit, by=an.actor, at=world.at)
    value = queries.topic_value(dung.actor, year.topic, world.at.date())
    assert [party.role for party in value.parties] == ["lead", "partner", "supporting"]
    assert {row.stage for row in value.rows} == {"before", "during", "after"}
    assert Lane.rows.filter(unit_id=unit, role="SUPPORTING", obligation__dossier=year.topic).count() == len(value.rows)
    assert not value.may_see_plan
    assert commands.join_topic(code=year.topic, unit_id=unit, by=an.actor, at=world.at) is None


def test_a_party_does_not_support_itself(world: World, an: Person) -> None:
    year = layer.begin(world)
    for unit_id in (world.unit("so-yte"), 999_999):
        with pytest.raises(Refused):
            commands.join_topic(code=year.topic, unit_id=unit_id, by=an.actor, at=world.at)
