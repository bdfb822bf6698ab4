"""The clock warns 90, 30 and 7 days before the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from phoihop.agreements import commands
from phoihop.agreements.models import Agreement
from phoihop.agreements.room import sheet
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotAllowed
from phoihop.ledger.models import Entry
from phoihop.organizations.queries import accounts_in
from tests.world.agreements import TO, agree
from tests.world.build import World
from tests.world.cast import Person
from tests.world.together import together

CLOCK = Actor.system("deadline-clock")


def _tick(world: World, days_before: int) -> int:
    at: datetime = world.at + (TO - timedelta(days=days_before) - world.at.date())
    return commands.tick(by=CLOCK, at=at)


def test_each_step_is_told_once(world: World) -> None:
    agree(world)
    told = [_tick(world, days) for days in (91, 90, 89, 30, 30, 8, 7, 0, -1)]
    assert told == [0, 1, 0, 1, 0, 0, 1, 0, 0]
    days = [Entry.rows.filter(kind="agreement.expiring", data__contains=f'"days":{d}').count() for d in (90, 30, 7)]
    assert days == [1, 1, 1]


def test_a_clock_that_slept_tells_the_nearest_step_alone(world: World) -> None:
    agree(world)
    assert [_tick(world, days) for days in (5, 5, 4)] == [1, 0, 0]
    assert Entry.rows.filter(kind="agreement.expiring").count() == 1


def test_with_a_successor_in_force_nobody_is_warned(world: World) -> None:
    agree(world)
    first = Agreement.rows.get()
    agree(world, "so-tttt", to_date=None)
    Agreement.rows.exclude(pk=first.pk).update(predecessor=first)
    assert _tick(world, 30) == 0


def test_people_may_not(world: World, binh: Person) -> None:
    with pytest.raises(NotAllowed):
        commands.warn_expiries(by=binh.actor, at=world.at)


def test_lead_and_partner_are_told(world: World, an: Person, binh: Person, chi: Person) -> None:
    code = agree(world)
    told: Any = next(one for one in sheet.tells if one.on.__name__ == "AgreementExpiring")
    event = told.on(code=code, agreement_id=1, days=90, to_date="2025-12-31")
    assert {an.account_id, binh.account_id, chi.account_id} <= accounts_in(told.to(event), world.at)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_once(world: World) -> None:
    agree(world)
    assert together(*[lambda: _tick(world, 30)] * 2) == []
    assert Entry.rows.filter(kind="agreement.expiring").count() == 1
