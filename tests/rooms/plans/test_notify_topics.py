"""Telling the lead: a dispatch, its acknowledgement, its return."""

from __future__ import annotations

import pytest

from phoihop.dispatches import commands as dispatches
from phoihop.dispatches.models import Recipient
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.obligations.models import Obligation
from phoihop.plans import commands
from phoihop.plans.models import Topic
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person


def _answer(act: str, world: World, year: layer.Year, an: Person, **text: str) -> None:
    getattr(dispatches, act)(
        code=year.dispatch, unit_id=world.unit("btg-tinh-uy"), version=None, by=an.actor, at=world.at, **text
    )


def test_delivered_and_acknowledged_are_two_facts(world: World, an: Person) -> None:
    year = layer.notify(world)
    assert Recipient.rows.get(dispatch__code=year.dispatch).state == "DELIVERED"
    assert (layer.topic_row(year).state, layer.topic_row(year).acknowledged_date) == ("NOTIFIED", None)
    assert Obligation.rows.get(origin=f"{year.topic}/partner.notify-topics").state == "HANDED_IN"
    _answer("acknowledge_dispatch", world, year, an, reservation="")
    topic = layer.topic_row(year)
    assert (topic.state, topic.acknowledged_date) == ("ACKNOWLEDGED", world.at.date())


def test_acknowledged_is_accepted_and_dates_that_count_from_it_appear(world: World) -> None:
    year = layer.acknowledge(world)
    for origin in (f"{year.topic}/partner.notify-topics", f"{year.plan}/partner.select-topics/2021"):
        assert Obligation.rows.get(origin=origin).state == "ACCEPTED"
    appraisal = Obligation.rows.get(origin=f"{year.topic}/lead.appraise/before")
    assert appraisal.due_date is not None
    assert appraisal.due_date.isoformat() == "2021-08-16"


def test_a_refused_notice_comes_back_with_its_reason(world: World, an: Person, chi: Person) -> None:
    year = layer.notify(world)
    _answer("refuse_dispatch", world, year, an, reason="Thiếu phạm vi")
    topic = layer.topic_row(year)
    assert (topic.state, topic.notified_date, topic.reason) == ("SELECTED", None, "Thiếu phạm vi")
    assert Obligation.rows.get(origin=f"{year.topic}/partner.notify-topics").state == "RETURNED"
    again = commands.notify_topic(code=year.topic, by=chi.actor, at=world.at)
    assert again.dispatch != year.dispatch
    assert layer.topic_row(year).state == "NOTIFIED"


def test_a_recalled_notice_waits_again(world: World, chi: Person) -> None:
    year = layer.notify(world)
    dispatches.recall_dispatch(code=year.dispatch, reason="Gửi nhầm", by=chi.actor, at=world.at)
    assert layer.topic_row(year).state == "SELECTED"


def test_several_topics_in_one_dispatch(world: World, chi: Person) -> None:
    year = layer.call_round(world)
    codes = [layer.propose(world, year, title).topic for title in ("Tiêm chủng", "Nước sạch")]
    for code in codes:
        commands.select_topic(code=code, by=chi.actor, at=world.at)
    told = commands.notify_topics(code=year.plan, topics=codes, by=chi.actor, at=world.at)
    assert len({one.dispatch for one in told}) == 1
    assert set(Topic.rows.filter(code__in=codes).values_list("state", flat=True)) == {"NOTIFIED"}


@pytest.mark.parametrize("topics", [[], ["VD-kg-2021-0001"], ["VD-kg-2021-9999"]])
def test_what_is_not_chosen_is_refused(world: World, chi: Person, topics: list[str]) -> None:
    year = layer.propose(world, layer.call_round(world))
    with pytest.raises(Refused):
        commands.notify_topics(code=year.plan, topics=topics, by=chi.actor, at=world.at)


def test_the_lead_may_not_notify_itself(world: World, an: Person) -> None:
    year = layer.notify(world)
    with pytest.raises(NotAllowed):
        commands.notify_topic(code=year.topic, by=an.actor, at=world.at)


def test_twice_is_refused(world: World, chi: Person) -> None:
    year = layer.notify(world)
    with pytest.raises(Refused):
        commands.notify_topic(code=year.topic, by=chi.actor, at=world.at)
