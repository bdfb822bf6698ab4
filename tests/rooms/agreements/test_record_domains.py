"""The programme and the fields of work of its agreements: told by the programme file alone, never by hand."""

import json

import pytest

from phoihop.agreements import commands
from phoihop.agreements.models import Agreement, Programme
from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.world import agreements as layer
from tests.world.build import LOADER, World
from tests.world.cast import Person


def record(world: World, code: str, by: Actor = LOADER) -> object:
    return commands.record_domains(code=code, domains=["Y tế", " Dân số "], by=by, at=world.at)


def test_works_and_twice_is_harmless(world: World) -> None:
    code = layer.agree(world)
    assert record(world, code) is not None
    assert json.loads(Agreement.rows.get(code=code).domains) == ["Y tế", "Dân số"]
    assert record(world, code) is None


def test_nobody_does_it_by_hand(world: World, an: Person, binh: Person, dung: Person) -> None:
    code = layer.agree(world)
    before = Agreement.rows.get(code=code).domains
    for person in (an, binh, dung):
        with pytest.raises((NotAllowed, NotVisible)):
            record(world, code, person.actor)
        with pytest.raises((NotAllowed, NotVisible)):
            commands.record_programme(
                territory="kg",
                title="Chương trình phối hợp",
                lead_id=world.unit("btg-tinh-uy"),
                first_year=2021,
                last_year=2025,
                by=person.actor,
                at=world.at,
            )
    assert Agreement.rows.get(code=code).domains == before
    assert not Programme.rows.exists()


def test_an_agreement_that_is_none(world: World) -> None:
    with pytest.raises(NotVisible):
        record(world, "QC-kg-99")
