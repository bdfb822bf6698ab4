"""The gates of phases: in, out, and the dates that hang on them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Obligation
from phoihop.plans import commands
from phoihop.plans.commands.phases import GateShut
from phoihop.plans.models import TopicPhase
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person


def _due(origin: str) -> str:
    return str(Obligation.rows.get(origin=origin).due_date)


def finish(world: World, year: layer.Year, stage: str, *, without: tuple[str, ...] = ("lead.review",)) -> None:
    """Both sides hand in what the phase asks of them, and accept each other's."""
    an, chi = world.person("an").actor, world.person("chi").actor
    for row in Obligation.rows.filter(dossier=year.topic, stage=stage, closed_at=None).order_by("pk"):
        if row.duty in without:
            continue
        lead, entitled = (an, chi) if row.lead_id == world.unit("btg-tinh-uy") else (chi, an)
        obligations.hand_in_obligation(
            code=row.code,
            statement="Đã gửi",
            reference="12/BC-SYT",
            without_support_reason="",
            missing_reason="Đã gửi bản giấy",
            version=None,
            by=lead,
            at=world.at,
        )
        obligations.accept_obligation(code=row.code, version=None, by=entitled, at=world.at)


def test_entering_sets_the_dates_that_count_from_it(world: World) -> None:
    year = layer.begin(world)
    assert layer.topic_row(year).state == "RUNNING"
    assert _due(f"{year.topic}/partner.provide-documents/before") == "2021-08-09"
    assert _due(f"{year.topic}/partner.review/before") == "2021-09-16"
    assert _due(f"{year.topic}/partner.provide-documents/during") == "None"


def test_the_first_gate_wants_an_acknowledged_topic_in_an_approved_plan(world: World, an: Person) -> None:
    year = layer.notify(world)
    with pytest.raises(GateShut) as shut:
        commands.enter_phase(code=year.topic, key="before", planned_end=None, by=an.actor, at=world.at)
    assert {check.key for check in shut.value.checks if not check.is_passed} == {
        "topic-acknowledged",
        "plan-approved",
    }


def test_later_gates_want_the_phase_before_closed(world: World, an: Person) -> None:
    year = layer.begin(world)
    with pytest.raises(GateShut):
        commands.enter_phase(code=year.topic, key="during", planned_end=None, by=an.actor, at=world.at)


def test_who_may(world: World, chi: Person, dung: Person) -> None:
    year = layer.begin(world)
    for person, refusal in ((chi, NotAllowed), (dung, NotVisible)):
        with pytest.raises(refusal):
            commands.close_phase(code=year.topic, key="before", by=person.actor, at=world.at)


def test_a_phase_does_not_close_over_open_obligations(world: World, an: Person) -> None:
    year = layer.begin(world)
    with pytest.raises(GateShut) as shut:
        commands.close_phase(code=year.topic, key="before", by=an.actor, at=world.at)
    named = set(shut.value.checks[-1].codes)
    open_ones = Obligation.rows.filter(dossier=year.topic, stage="before", closed_at=None)
    assert named == set(open_ones.exclude(duty="lead.review").values_list("code", flat=True))


def test_the_review_that_counts_from_the_end_does_not_hold_it_up(world: World, an: Person) -> None:
    year = layer.begin(world)
    finish(world, year, "before")
    commands.close_phase(code=year.topic, key="before", by=an.actor, at=world.at)
    assert TopicPhase.rows.get(topic__code=year.topic, key="before").closed_date == world.at.date()
    assert _due(f"{year.topic}/lead.review/before") == "2021-08-16"  # ten working days after the real end
    commands.enter_phase(code=year.topic, key="during", planned_end=None, by=an.actor, at=world.at)
    with pytest.raises(Refused):
        commands.close_phase(code=year.topic, key="before", by=an.actor, at=world.at)


def test_what_waits_for_a_duty_gets_its_date_when_that_is_accepted(world: World) -> None:
    year = layer.begin(world)
    plan = f"{year.topic}/lead.plan-communication/during"
    assert _due(plan) == "None"
    finish(world, year, "before")
    assert _due(plan) == "2021-08-16"


@pytest.mark.parametrize("days", [-1, 9999])
def test_unlikely_ends_are_refused(world: World, an: Person, days: int) -> None:
    year = layer.begin(world)
    with pytest.raises(Refused):
        commands.plan_phase(
            code=year.topic,
            key="before",
            planned_end=world.at.date() + timedelta(days=days),
            by=an.actor,
            at=world.at,
        )


def test_another_planned_end_moves_what_counts_back_from_it(world: World, an: Person) -> None:
    year = layer.begin(world)
    commands.plan_phase(code=year.topic, key="before", planned_end=date(2021, 10, 29), by=an.actor, at=world.at)
    assert _due(f"{year.topic}/partner.review/before") == "2021-10-15"
    with pytest.raises(SomebodyWasFaster):
        commands.plan_phase(
            code=year.topic, key="before", planned_end=date(2021, 11, 1), version=1, by=an.actor, at=world.at
        )


def test_twice_and_unknown_are_refused(world: World, an: Person) -> None:
    year = layer.begin(world)
    for key in ("before", "never"):
        with pytest.raises(Refused):
            commands.enter_phase(code=year.topic, key=key, planned_end=None, by=an.actor, at=world.at)
