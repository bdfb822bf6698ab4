"""Choosing a topic: the clauses become obligations; twice is refused, and an older view is told so."""

from __future__ import annotations

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Obligation
from phoihop.plans import commands
from phoihop.plans.models import Plan
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person


def test_chi_chooses_and_the_clauses_become_obligations(world: World, chi: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    commands.select_topic(code=year.topic, by=chi.actor, at=world.at)
    topic = layer.topic_row(year)
    assert (topic.state, topic.selected_date) == ("SELECTED", world.at.date())
    assert Plan.rows.get(code=year.plan).answer == "TOPICS"
    mine = Obligation.rows.filter(dossier=year.topic)
    assert set(mine.values_list("origin", flat=True)) >= {
        f"{year.topic}/partner.notify-topics",
        f"{year.topic}/partner.provide-documents/before",
        f"{year.topic}/lead.review/after",
    }
    assert mine.get(duty="partner.notify-topics").due_date.isoformat() == "2021-08-09"
    assert mine.get(origin=f"{year.topic}/lead.appraise/before").due_date is None


def test_the_choice_of_the_year_is_handed_in(world: World, chi: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    commands.select_topic(code=year.topic, by=chi.actor, at=world.at)
    assert Obligation.rows.get(origin=f"{year.plan}/partner.select-topics/2021").state == "HANDED_IN"


def test_who_may(world: World, an: Person, kim: Person, dung: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    for person, refusal in ((an, NotAllowed), (kim, NotAllowed), (dung, NotVisible)):
        with pytest.raises(refusal):
            commands.select_topic(code=year.topic, by=person.actor, at=world.at)


def test_twice_is_refused(world: World, chi: Person) -> None:
    year = layer.notify(world)
    with pytest.raises(Refused):
        commands.select_topic(code=year.topic, by=chi.actor, at=world.at)


def test_an_older_view_is_told_so(world: World, chi: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    with pytest.raises(SomebodyWasFaster):
        commands.select_and_notify(code=year.topic, version=9, by=chi.actor, at=world.at)
    assert layer.topic_row(year).state == "PROPOSED"
