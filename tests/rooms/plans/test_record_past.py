"""What a programme file tells of the past is written down as fact, once, and can still be notified."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.ground.powers import NotAllowed
from phoihop.obligations.models import Obligation
from phoihop.plans import commands
from phoihop.plans.models import Plan, Topic, TopicPhase
from tests.world import plans as layer
from tests.world.build import LOADER, World
from tests.world.cast import Person


def _past(world: World) -> layer.Year:
    year = layer.call_round(world)
    plan = Plan.rows.get(code=year.plan)
    told = commands.record_past_topic(
        plan_id=plan.pk,
        kind="issue",
        title=layer.TITLE,
        selected=date(2021, 7, 5),
        is_illustration=True,
        by=LOADER,
        at=world.at,
    )
    assert told is not None
    for key, what, on in (
        ("before", "phase.entered", date(2021, 7, 5)),
        ("during", "phase.entered", date(2021, 7, 23)),
        ("after", "phase.entered", date(2021, 11, 25)),
        ("after", "phase.end", date(2021, 12, 31)),
    ):
        topic = Topic.rows.get(code=told.code)
        commands.record_past_phase(topic_id=topic.pk, key=key, what=what, on=on, by=LOADER, at=world.at)
    return layer.Year(year.agreement, year.round, year.plan, told.code)


def test_past_days_are_facts_and_days_to_come_are_plans(world: World) -> None:
    year = _past(world)
    phases = TopicPhase.rows.filter(topic__code=year.topic).order_by("position")
    assert list(phases.values_list("entered_date", "closed_date", "planned_end")) == [
        (date(2021, 7, 5), date(2021, 7, 23), None),
        (date(2021, 7, 23), None, date(2021, 11, 25)),
        (None, None, date(2021, 12, 31)),
    ]
    due = Obligation.rows.get(origin=f"{year.topic}/partner.provide-documents/during").due_date
    assert str(due) == "2021-07-30"
    assert layer.topic_row(year).state == "RUNNING"


def test_twice_changes_nothing(world: World) -> None:
    year = _past(world)
    topic = layer.topic_row(year)
    before = list(Obligation.rows.order_by("pk").values())
    plan = Plan.rows.get(code=year.plan)
    given = {"kind": "issue", "title": layer.TITLE, "selected": date(2021, 7, 5), "is_illustration": True}
    assert commands.record_past_topic(plan_id=plan.pk, **given, by=LOADER, at=world.at) is None  # type: ignore[arg-type]
    assert (
        commands.record_past_phase(
            topic_id=topic.pk, key="during", what="phase.entered", on=date(2021, 7, 23), by=LOADER, at=world.at
        )
        is None
    )
    assert list(Obligation.rows.order_by("pk").values()) == before


def test_a_running_topic_is_notified_while_it_runs(world: World, chi: Person) -> None:
    year = _past(world)
    commands.notify_topic(code=year.topic, by=chi.actor, at=world.at)
    topic = layer.topic_row(year)
    assert (topic.state, topic.notified_date) == ("RUNNING", world.at.date())


def test_only_files_tell_of_the_past(world: World, an: Person) -> None:
    year = layer.call_round(world)
    with pytest.raises(NotAllowed):
        commands.record_past_topic(
            plan_id=Plan.rows.get(code=year.plan).pk,
            kind="issue",
            title="Cũ",
            selected=None,
            is_illustration=False,
            by=an.actor,
            at=world.at,
        )


def test_a_topic_with_all_its_past_at_once(world: World) -> None:
    year = layer.call_round(world)
    told = commands.record_past_topic(
        plan_id=Plan.rows.get(code=year.plan).pk,
        kind="issue",
        title="Nước sạch",
        selected=date(2021, 7, 5),
        acknowledged=date(2021, 7, 8),
        phases={
            "before": (date(2021, 7, 12), date(2021, 7, 26)),
            "during": (date(2021, 7, 26), date(2021, 10, 1)),
            "after": (None, date(2021, 12, 1)),
        },
        is_illustration=True,
        by=LOADER,
        at=world.at,
    )
    assert told is not None
    topic = Topic.rows.get(code=told.code)
    assert (topic.state, topic.acknowledged_date) == ("RUNNING", date(2021, 7, 8))
    phases = TopicPhase.rows.filter(topic=topic).order_by("position")
    assert list(phases.values_list("entered_date", "closed_date")) == [
        (date(2021, 7, 12), date(2021, 7, 26)),
        (date(2021, 7, 26), None),
        (None, None),
    ]
    due = Obligation.rows.get(origin=f"{told.code}/lead.appraise/before").due_date
    assert str(due) == "2021-07-22"
