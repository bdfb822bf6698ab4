"""What the agreement behind a plan asks for."""

from __future__ import annotations

from datetime import date

from phoihop.agreements import queries as agreements
from phoihop.agreements.queries import AgreementValue
from phoihop.ground.actor import Actor
from phoihop.plans.models import Plan
from phoihop.plans.rules import DutyFacts


def agreement_of(plan: Plan, *, by: Actor) -> AgreementValue:
    """What a plan rests on is known to whoever sees the plan."""
    return agreements.agreement_by_id(by.through("plan.compile"), plan.agreement_id)


def days_of(plan: Plan, agreement: AgreementValue) -> tuple[date, date]:
    """The days of the plan's year on which its agreement is in force."""
    first = max(date(plan.year, 1, 1), agreement.from_date or date.min)
    return first, min(date(plan.year, 12, 31), agreement.to_date or date.max)


def duties_on(plan: Plan, agreement: AgreementValue, day: date, *, by: Actor) -> list[DutyFacts]:
    """The duties of the text in force on the day of the plan's year nearest to `day`."""
    first, last = days_of(plan, agreement)
    on = min(max(day, first), last)
    return [
        DutyFacts(key=duty.key, text=duty.text, clause=duty.clause_label, obliged=duty.obliged, rule=duty.rule)
        for duty in agreements.duties_in_force(by.through("plan.compile"), agreement.id, on)
    ]
