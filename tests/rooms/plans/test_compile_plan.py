"""From clauses to obligations: twice changes nothing; another text in force changes only what it must, and says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from phoihop.agreements import commands as agreements
from phoihop.agreements.queries import DutyText
from phoihop.ground.actor import Role
from phoihop.ground.powers import NotAllowed
from phoihop.ledger.models import Entry
from phoihop.obligations.models import Obligation
from phoihop.plans import commands
from phoihop.plans.models import Plan
from tests.world import plans as layer
from tests.world.build import World
from tests.world.cast import Person


def _rows() -> dict[str, dict[str, Any]]:
    return {row["origin"]: row for row in Obligation.rows.values()}


def _take_effect(world: World, year: layer.Year) -> None:
    """The lead's draft is proposed and both sides sign it."""
    an, binh = world.person("an").actor, world.person("binh").actor
    told = agreements.propose_revision(code=year.agreement, by=an, at=world.at)
    head = world.add_person("giam-doc", "so-yte", [Role.APPROVER], post="Giám đốc").actor
    for signer in (head, binh):
        agreements.sign_revision(
            code=year.agreement,
            number=told.number,
            text_hash=told.text_hash,
            signed_date=world.at.date(),
            by=signer,
            at=world.at,
        )


def _compiled(year: layer.Year) -> dict[str, Any]:
    entry = Entry.rows.filter(kind="plan.compiled", code=year.plan).order_by("-pk")[0]
    return dict(json.loads(entry.data))


def test_compiling_twice_changes_nothing(world: World, an: Person) -> None:
    year = layer.begin(world)
    before, entries = _rows(), Entry.rows.count()
    plan = Plan.rows.get(code=year.plan)
    assert commands.compile_plan(plan_id=plan.pk, by=an.actor, at=world.at) is None
    assert commands.compile_topic(topic_id=layer.topic_row(year).pk, by=an.actor, at=world.at) is None
    assert (_rows(), Entry.rows.count()) == (before, entries)


def test_the_partner_may_not_compile(world: World, chi: Person) -> None:
    year = layer.begin(world)
    with pytest.raises(NotAllowed):
        commands.compile_plan(plan_id=Plan.rows.get(code=year.plan).pk, by=chi.actor, at=world.at)


def test_an_amended_clause_changes_only_its_own_obligations(world: World, an: Person) -> None:
    year = layer.begin(world)
    before = _rows()
    agreements.start_revision(code=year.agreement, by=an.actor, at=world.at)
    duty = DutyText(
        "partner.provide-documents",
        "Gửi đủ tài liệu của vấn đề",
        {"after": "phase.entered", "working_days": 7, "phases": ["before", "during"]},
    )
    agreements.set_duty(code=year.agreement, ref="4.1", duty=duty, by=an.actor, at=world.at)
    _take_effect(world, year)
    after = _rows()
    changed = {origin for origin in after if after[origin] != before.get(origin)}
    assert changed == {f"{year.topic}/partner.provide-documents/{stage}" for stage in ("before", "during")}
    assert str(after[f"{year.topic}/partner.provide-documents/before"]["due_date"]) == "2021-08-11"
    told = _compiled(year)
    assert (told["opened"], told["amended"], told["withdrawn"]) == (0, 2, 0)


def test_a_duty_struck_out_is_withdrawn_naming_the_text(world: World, an: Person) -> None:
    year = layer.begin(world)
    agreements.start_revision(code=year.agreement, by=an.actor, at=world.at)
    agreements.drop_duty(code=year.agreement, key="lead.appraise", by=an.actor, at=world.at)
    _take_effect(world, year)
    gone = Obligation.rows.get(origin=f"{year.topic}/lead.appraise/before")
    assert gone.state == "WAIVED"
    assert year.agreement in gone.reason
    told = _compiled(year)
    assert (told["opened"], told["withdrawn"]) == (0, 1)


def test_a_new_duty_is_opened_in_the_running_year(world: World, an: Person) -> None:
    year = layer.begin(world)
    agreements.start_revision(code=year.agreement, by=an.actor, at=world.at)
    rule = {"each": "quarter", "working_day": 5}
    duty = DutyText("partner.report", "Gửi số liệu mỗi quý", rule)
    agreements.set_duty(code=year.agreement, ref="4.4", duty=duty, by=an.actor, at=world.at)
    _take_effect(world, year)
    new = Obligation.rows.filter(duty="partner.report").order_by("due_date")
    assert list(new.values_list("origin", flat=True)) == [
        f"{year.plan}/partner.report/2021-Q3",
        f"{year.plan}/partner.report/2021-Q4",
    ]
