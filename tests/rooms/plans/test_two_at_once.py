"""Two people act on one topic or round in the same moment: one wins, and nothing is opened twice."""

from __future__ import annotations

import pytest

from phoihop.dispatches.models import Dispatch
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.obligations.models import Obligation
from phoihop.plans import commands
from phoihop.plans.models import Happening, Plan, Topic
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_choosing_twice_at_once(world: World, chi: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    by = chi.actor
    raised = together(*[lambda: commands.select_and_notify(code=year.topic, version=1, by=by, at=world.at)] * 2)
    assert len(raised) == 1
    assert isinstance(raised[0], Refused | SomebodyWasFaster)
    assert Dispatch.rows.count() == 1
    assert Obligation.rows.filter(origin=f"{year.topic}/partner.notify-topics").count() == 1


def test_two_topics_at_once_get_two_numbers(world: World, an: Person, chi: Person) -> None:
    year = layer.call_round(world)
    lead, partner = an.actor, chi.actor
    raised = together(
        lambda: commands.propose_topic(code=year.plan, kind="issue", title="Một", by=lead, at=world.at),
        lambda: commands.propose_topic(code=year.plan, kind="issue", title="Hai", by=partner, at=world.at),
    )
    assert raised == []
    assert set(Topic.rows.values_list("code", flat=True)) == {"VD-kg-2021-0001", "VD-kg-2021-0002"}


def test_two_happenings_at_once(world: World, an: Person, chi: Person) -> None:
    year = layer.begin(world)
    lead, partner = an.actor, chi.actor

    def meet(by: object) -> None:
        commands.record_happening(
            code=year.topic,
            kind="meeting.start",
            phase="",
            title="Họp",
            on=world.at.date(),
            by=by,  # type: ignore[arg-type]
            at=world.at,
        )

    raised = together(lambda: meet(lead), lambda: meet(partner))
    assert all(isinstance(one, SomebodyWasFaster) for one in raised)
    numbers = sorted(Happening.rows.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_calling_twice_at_once(world: World, an: Person, minh: Person) -> None:
    layer.agree(world, "so-yte")
    drafter, deputy = an.actor, minh.actor
    raised = together(
        *(
            lambda by=by: commands.call_round(
                lead_id=world.unit("btg-tinh-uy"), year=2021, answer_by=None, by=by, at=world.at
            )
            for by in (drafter, deputy)
        )
    )
    assert len(raised) == 1
    assert isinstance(raised[0], Refused | SomebodyWasFaster)
    assert Plan.rows.count() == 1
