"""Passing an instrument on and confirming it; each confirmation is an obligation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from phoihop.agreements import commands, queries
from phoihop.agreements.models import Mandate, Spread
from phoihop.ground.actor import Role
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Obligation
from tests.world.agreements import record_chain
from tests.world.build import World
from tests.world.cast import Person

CODE, DUE = "238-qd-tw", date(2021, 8, 20)


def _spread(world: World, person: Person, *keys: str, due: date = DUE, code: str = CODE) -> Any:
    ids = [world.unit(key) for key in keys or ("so-yte", "so-tttt")]
    return commands.spread_mandate(code=code, unit_ids=ids, due_date=due, by=person.actor, at=world.at)


def _confirm(world: World, person: Person, **more: Any) -> Any:
    return commands.confirm_spread(code=CODE, note="Đã phổ biến", by=person.actor, at=world.at, **more)


@pytest.fixture(autouse=True)
def chain(world: World) -> None:
    record_chain(world)


def test_each_unit_owes_a_confirmation(world: World, an: Person) -> None:
    told = _spread(world, an)
    assert told.unit_ids == (world.unit("so-yte"), world.unit("so-tttt"))
    rows = Obligation.rows.filter(duty="mandate.confirm").order_by("pk")
    assert [(row.lead_id, row.entitled_id, row.due_date, row.source) for row in rows] == [
        (world.unit(key), world.unit("btg-tinh-uy"), DUE, CODE) for key in ("so-yte", "so-tttt")
    ]


def test_chi_confirms_and_owes_no_more(world: World, an: Person, chi: Person) -> None:
    _spread(world, an)
    _confirm(world, chi)
    _confirm(world, chi)
    line = next(one for one in queries.mandate_view(chi.actor, CODE).spread if one.is_mine)
    assert (line.confirmed_at, line.confirmed_post, line.note) == (world.at, "Chuyên viên Văn phòng Sở", "Đã phổ biến")
    assert Obligation.rows.get(lead_id=world.unit("so-yte"), duty="mandate.confirm").state == "ACCEPTED"
    assert queries.mandate_value(an.actor, CODE).confirmed == 1


def test_confirmed_on_the_board_is_confirmed_here(world: World, an: Person, chi: Person) -> None:
    _spread(world, an, "so-yte")
    code = Obligation.rows.get(duty="mandate.confirm").code
    handed = {"statement": "Đã họp quán triệt", "reference": "12/BB-SYT", "without_support_reason": ""}
    obligations.hand_in_obligation(code=code, **handed, version=None, by=chi.actor, at=world.at)
    assert Spread.rows.get().confirmed_at is None
    obligations.accept_obligation(code=code, version=None, by=an.actor, at=world.at)
    assert Spread.rows.get().confirmed_at == world.at
    assert Spread.rows.get().confirmed_post == ""  # the one who accepted is not the one who confirmed


def test_twice_asks_once_and_later_only_the_new(world: World, an: Person) -> None:
    _spread(world, an)
    assert _spread(world, an).unit_ids == ()
    assert _spread(world, an, "so-yte", "so-nnptnt").unit_ids == (world.unit("so-nnptnt"),)
    assert (Spread.rows.count(), Obligation.rows.filter(duty="mandate.confirm").count()) == (3, 3)


@pytest.mark.parametrize(
    ("keys", "due", "code"),
    [
        (("btg-tinh-uy",), DUE, CODE),
        (("so-yte",), date(2021, 8, 1), CODE),
        (("so-yte",), DUE, "221-qd-tw"),
    ],
)
def test_what_is_refused(world: World, an: Person, keys: tuple[str, ...], due: date, code: str) -> None:
    with pytest.raises(Refused):
        _spread(world, an, *keys, due=due, code=code)
    assert not Spread.rows.exists()


def test_no_unit_is_refused(world: World, an: Person) -> None:
    with pytest.raises(Refused):
        commands.spread_mandate(code=CODE, unit_ids=[], due_date=DUE, by=an.actor, at=world.at)


def test_who_may_not(world: World, an: Person, giang: Person, chi: Person, dung: Person) -> None:
    with pytest.raises(NotAllowed):
        _spread(world, giang)
    _spread(world, an)
    with pytest.raises(NotAllowed):
        _confirm(world, dung)  # not asked
    with pytest.raises(NotAllowed):
        _confirm(world, chi, unit_id=world.unit("so-tttt"))  # another office's word
    quiet = world.add_person("lan", "so-yte", [Role.DRAFTER])
    with pytest.raises(NotAllowed):
        _confirm(world, quiet)


def test_after_the_day_it_may_still_be_confirmed(world: World, an: Person, chi: Person) -> None:
    _spread(world, an)
    late = world.at + timedelta(days=40)
    commands.confirm_spread(code=CODE, by=chi.actor_at(late), at=late)
    assert Obligation.rows.get(lead_id=world.unit("so-yte"), duty="mandate.confirm").is_late


def test_a_replaced_mandate_is_not_to_be_confirmed_any_more(world: World, an: Person, chi: Person) -> None:
    _spread(world, an)
    _confirm(world, chi)
    old = Mandate.rows.get(code=CODE)
    given = {"kind": "decision", "issuer_id": old.issuer_id, "supersedes_id": old.pk}
    commands.record_mandate(number="300-QĐ/TW", **given, by=an.actor, at=world.at)
    states = dict(Obligation.rows.filter(duty="mandate.confirm").values_list("lead_id", "state"))
    assert states == {world.unit("so-yte"): "ACCEPTED", world.unit("so-tttt"): "WAIVED"}
