"""Opening the round of a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.obligations.models import Obligation
from phoihop.plans import commands
from phoihop.plans.models import Plan, PlanPhase, Round
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person


def test_a_plan_for_each_partner_of_the_agreements_in_force(world: World) -> None:
    year = layer.call_round(world, "so-yte", "so-tttt")
    assert year.round == "DC-kg-2021-btg-tinh-uy"
    codes = list(Plan.rows.order_by("pk").values_list("code", flat=True))
    assert codes == ["KH-kg-2021-so-yte", "KH-kg-2021-so-tttt"]
    assert list(PlanPhase.rows.filter(plan__code=codes[0]).order_by("position").values_list("key", flat=True)) == [
        "before",
        "during",
        "after",
    ]


def test_the_years_own_duties_are_obligations_at_once(world: World) -> None:
    layer.call_round(world)
    due = dict(Obligation.rows.values_list("origin", "due_date"))
    assert due["KH-kg-2021-so-yte/partner.select-topics/2021"] == date(2021, 7, 15)
    assert due["KH-kg-2021-so-yte/lead.listen/2021-09"] == date(2021, 9, 7)  # the third working day after 2 and 3/9


def test_the_partner_may_not_call(world: World, chi: Person) -> None:
    layer.agree(world, "so-yte")
    with pytest.raises(NotAllowed):
        commands.call_round(lead_id=world.unit("btg-tinh-uy"), year=2021, answer_by=None, by=chi.actor, at=world.at)


def test_twice_calls_only_who_came_later(world: World, an: Person) -> None:
    layer.call_round(world)
    lead = world.unit("btg-tinh-uy")
    with pytest.raises(Refused):
        commands.call_round(lead_id=lead, year=2021, answer_by=None, by=an.actor, at=world.at)
    layer.agree(world, "so-tttt")
    again = commands.call_round(lead_id=lead, year=2021, answer_by=None, by=an.actor, at=world.at)
    assert again.plans == ("KH-kg-2021-so-tttt",)
    assert Round.rows.count() == 1


def test_no_agreement_in_force_is_refused(world: World, an: Person) -> None:
    with pytest.raises(Refused):
        commands.call_round(lead_id=world.unit("btg-tinh-uy"), year=2021, answer_by=None, by=an.actor, at=world.at)


@pytest.mark.parametrize(("year", "days"), [(2021, -1), (2021, 400), (2025, 1)])
def test_unlikely_days_are_refused(world: World, an: Person, year: int, days: int) -> None:
    layer.agree(world, "so-yte")
    with pytest.raises(Refused):
        commands.call_round(
            lead_id=world.unit("btg-tinh-uy"),
            year=year,
            answer_by=world.at.date() + timedelta(days=days),
            by=an.actor,
            at=world.at,
        )


def test_named_phases_hold_for_later_rounds(world: World, an: Person) -> None:
    lead = world.unit("btg-tinh-uy")
    commands.define_phases(lead_id=lead, phases=[("before", "Chuẩn bị"), ("during", "Làm")], by=an.actor, at=world.at)
    year = layer.call_round(world)
    names = PlanPhase.rows.filter(plan__code=year.plan).order_by("position").values_list("name", flat=True)
    assert list(names) == ["Chuẩn bị", "Làm"]
    with pytest.raises(Refused):
        commands.define_phases(lead_id=lead, phases=[("a", "Một"), ("b", "Một")], by=an.actor, at=world.at)
