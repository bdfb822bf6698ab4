"""Ending an agreement before its time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from phoihop.agreements import commands, queries
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world.agreements import agree
from tests.world.build import World
from tests.world.cast import Person


def _end(world: World, person: Person, code: str, reason: str = "Sắp xếp lại cơ quan", **more: int) -> None:
    commands.end_agreement(code=code, reason=reason, by=person.actor, at=world.at, **more)


def test_from_then_on_it_obliges_to_nothing(world: World, binh: Person) -> None:
    code = agree(world)
    _end(world, binh, code)
    value, today = queries.agreement_value(binh.actor, code), world.at.date()
    assert value.state == "ENDED"
    assert queries.duties_in_force(binh.actor, value.id, today)
    assert queries.duties_in_force(binh.actor, value.id, today + timedelta(days=1)) == []
    assert queries.in_force(binh.actor, on=today) == []


def test_twice_is_harmless_and_another_reason_too_late(world: World, binh: Person) -> None:
    code = agree(world)
    _end(world, binh, code)
    _end(world, binh, code)
    assert Entry.rows.filter(kind="agreement.ended").count() == 1
    with pytest.raises(Refused, match="đã chấm dứt"):
        _end(world, binh, code, "Lý do khác")


def test_it_needs_a_reason_and_the_version_seen(world: World, binh: Person) -> None:
    code = agree(world)
    with pytest.raises(Refused):
        _end(world, binh, code, " ")
    with pytest.raises(SomebodyWasFaster):
        _end(world, binh, code, version=99)


def test_who_may_not(world: World, an: Person, chi: Person, dung: Person) -> None:
    code = agree(world)
    for person in (an, chi):
        with pytest.raises(NotAllowed):
            _end(world, person, code)
    with pytest.raises(NotVisible):
        _end(world, dung, code)
