"""The successor of an agreement."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.agreements import commands, queries
from phoihop.agreements.models import Agreement
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.world.agreements import agree, clauses, propose
from tests.world.build import World
from tests.world.cast import Person

FROM, TO = date(2026, 1, 1), date(2030, 12, 31)


def _renew(world: World, person: Person, code: str, first: date = FROM, last: date | None = TO) -> str:
    told = commands.renew_agreement(code=code, from_date=first, to_date=last, by=person.actor, at=world.at)
    return told.successor


def test_it_begins_with_the_text_in_force(world: World, binh: Person, an: Person) -> None:
    code = agree(world)
    successor = _renew(world, binh, code)
    view = queries.agreement_view(an.actor, successor)
    assert (view.value.state, view.predecessor, view.value.from_date) == ("DRAFT", code, FROM)
    assert [clause.ref for clause in view.clauses] == [clause.ref for clause in clauses()]
    assert queries.agreement_view(an.actor, code).successor == successor
    assert queries.agreement_value(an.actor, code).state == "IN_FORCE"


def test_twice_is_one_successor_and_other_dates_are_refused(world: World, binh: Person) -> None:
    code = agree(world)
    assert _renew(world, binh, code) == _renew(world, binh, code)
    assert Agreement.rows.count() == 2
    with pytest.raises(Refused, match="đã được soạn"):
        _renew(world, binh, code, last=date(2028, 12, 31))


def test_a_successor_given_up_makes_room_for_another(world: World, binh: Person) -> None:
    code = agree(world)
    first = _renew(world, binh, code)
    commands.end_agreement(code=first, reason="Làm lại", by=binh.actor, at=world.at)
    assert _renew(world, binh, code, last=date(2028, 12, 31)) != first


def test_what_has_no_end_is_not_renewed(world: World, binh: Person) -> None:
    code = agree(world, to_date=None)
    with pytest.raises(Refused, match="không định ngày hết hạn"):
        _renew(world, binh, code)


@pytest.mark.parametrize(("first", "last"), [(date(2025, 12, 31), TO), (date(2026, 1, 2), TO), (TO, FROM)])
def test_overlaps_gaps_and_days_running_backwards_are_refused(
    world: World, binh: Person, first: date, last: date
) -> None:
    code = agree(world)
    with pytest.raises(Refused):
        _renew(world, binh, code, first, last)


def test_what_is_not_in_force_is_not_renewed(world: World, binh: Person) -> None:
    with pytest.raises(Refused, match="đang có hiệu lực"):
        _renew(world, binh, propose(world))


def test_who_may_not(world: World, an: Person, chi: Person, dung: Person) -> None:
    code = agree(world)
    for person in (an, chi):
        with pytest.raises(NotAllowed):
            _renew(world, person, code)
    with pytest.raises(NotVisible):
        _renew(world, dung, code)
