"""What reports tell of plans and topics, and what a report may be about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from phoihop.ground.figures import Figure, Period, SectionValue
from phoihop.ground.powers import NotVisible
from phoihop.plans import commands, queries
from phoihop.plans.models import Topic, TopicPhase
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person

ON = date(2021, 8, 2)
YEAR = Period("2021", "year", date(2020, 12, 15), date(2021, 12, 14))


def section(person: Person, code: str, on: date = ON) -> SectionValue:
    found = queries.report_section(person.actor, queries.report_scope(person.actor, code), YEAR, on)
    assert found is not None
    return found


def told(person: Person, code: str, on: date = ON) -> dict[str, Figure]:
    return {figure.key: figure for figure in section(person, code, on).figures}


def test_the_scope_of_a_plan_and_of_a_round(world: World, an: Person, dung: Person) -> None:
    year = layer.propose(world, layer.call_round(world, "so-yte", "vks-tinh"))
    plan = queries.report_scope(an.actor, year.plan)
    assert (plan.kind, plan.plans, plan.dossiers) == ("plan", (year.plan,), (year.topic,))
    assert plan.unit_ids == (world.unit("btg-tinh-uy"), world.unit("so-yte"))
    whole = queries.report_scope(an.actor, year.round)
    assert (whole.kind, len(whole.plans), len(whole.unit_ids)) == ("programme", 2, 3)
    for code in (year.plan, year.round, "KH-kg-2021-khong"):
        with pytest.raises(NotVisible):
            queries.report_scope(dung.actor, code)


def test_topics_by_the_day_they_were_chosen(world: World, an: Person) -> None:
    year = layer.begin(world)
    found = told(an, year.plan)
    assert found["topics.chosen"].rows == found["topics.chosen_in_period"].rows == (year.topic,)
    assert found["topics.phases_entered"].rows == (f"{year.topic}/before",)
    assert found["topics.phases_closed"].number == 0
    assert told(an, year.plan, ON - timedelta(days=1))["topics.chosen"].number == 0


def test_an_ended_topic_counts_from_the_day_its_last_phase_ended(world: World, an: Person) -> None:
    year = layer.begin(world)
    TopicPhase.rows.filter(topic__code=year.topic).update(entered_date=ON, closed_date=date(2021, 9, 10))
    Topic.rows.filter(code=year.topic).update(state="CLOSED", result="Tỷ lệ tiêm đạt 95%")
    assert told(an, year.plan, date(2021, 9, 9))["topics.ended"].number == 0
    assert told(an, year.plan, date(2021, 9, 9))["topics.open"].rows == (year.topic,)
    found = section(an, year.plan, date(2021, 9, 10))
    figures = {figure.key: figure for figure in found.figures}
    assert (figures["topics.ended"].rows, figures["topics.open"].number) == ((year.topic,), 0)
    assert found.tables[-1].rows == ((layer.TITLE, "Sở Y tế tỉnh Kiên Giang", "Tỷ lệ tiêm đạt 95%"),)


def test_none_is_told_with_its_reason_and_is_not_zero(world: World, an: Person, chi: Person) -> None:
    year = layer.call_round(world, "so-yte", "vks-tinh")
    commands.decline_round(code=year.plan, reason="Trong năm không có việc chung", by=chi.actor, at=world.at)
    found = section(an, year.round)
    figures = {figure.key: figure for figure in found.figures}
    assert figures["plans.none"].rows == (year.plan,)
    assert figures["plans.unanswered"].number == 1
    assert figures["topics.chosen"].number is None
    assert found.paragraphs == ("Sở Y tế tỉnh Kiên Giang trả lời không có vấn đề: Trong năm không có việc chung",)
    shown = {row[0]: row[1] for row in found.tables[0].rows}
    assert shown["Sở Y tế tỉnh Kiên Giang"] == "không có vấn đề"
    assert shown["Viện kiểm sát nhân dân tỉnh Kiên Giang"] == "chưa có số liệu"
