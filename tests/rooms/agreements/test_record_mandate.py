"""Instruments, what they replace and what they carry out."""

from __future__ import annotations

from typing import Any

import pytest

from phoihop.agreements import commands, queries
from phoihop.agreements.models import Mandate
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed
from phoihop.ledger.models import Entry
from tests.world.agreements import record_chain
from tests.world.build import World
from tests.world.cast import Person


def _record(world: World, person: Person, number: str = "12-CT/TU", **more: Any) -> Any:
    given = {"kind": "directive", "issuer_id": world.unit("tinh-uy"), **more}
    return commands.record_mandate(number=number, by=person.actor, at=world.at, **given)


def test_the_chain_of_the_programme(world: World, dung: Person) -> None:
    assert record_chain(world) == {
        "221-QĐ/TW": "221-qd-tw",
        "238-QĐ/TW": "238-qd-tw",
        "170-HD/BTGTW": "170-hd-btgtw",
        "93-CV/TU": "93-cv-tu",
    }
    lines = {line.number: line for line in queries.mandate_chain(dung.actor)}
    assert [line.depth for line in lines.values()] == [0, 1, 1, 1]
    assert (lines["221-QĐ/TW"].state, lines["221-QĐ/TW"].leads_to) == ("SUPERSEDED", "238-qd-tw")
    assert lines["170-HD/BTGTW"].implements == "238-QĐ/TW"


def test_twice_changes_nothing(world: World) -> None:
    record_chain(world)
    before = Entry.rows.count()
    record_chain(world)
    assert (Entry.rows.count(), Mandate.rows.count()) == (before, 4)


@pytest.mark.parametrize("said", ["238-QĐ/TW", "238-QĐTW", "Quy chế số 238", "238", "238 – QĐ/TW"])
def test_a_citation_is_found_however_it_is_written(world: World, dung: Person, said: str) -> None:
    record_chain(world)
    assert [[line.code for line in one.found] for one in queries.resolve_citations(dung.actor, said)] == [["238-qd-tw"]]


def test_an_completes_what_is_known(world: World, an: Person) -> None:
    _record(world, an)
    told = _record(world, an, "12 - CT/TU", subject="Về phối hợp")
    assert (told.code, told.subject, Mandate.rows.count()) == ("12-ct-tu", "Về phối hợp", 1)


def test_the_same_number_of_another_issuer_is_another_instrument(world: World, an: Person) -> None:
    _record(world, an)
    assert _record(world, an, issuer_id=world.unit("hdnd-tinh")).code == "12-ct-tu-hdnd-tinh"


def test_a_chain_does_not_close_on_itself(world: World, an: Person) -> None:
    first = _record(world, an)
    second = _record(world, an, "13-CT/TU", supersedes_id=first.mandate_id)
    with pytest.raises(Refused, match="chính mình"):
        _record(world, an, implements_id=second.mandate_id)
    with pytest.raises(Refused, match="đã được thay"):
        _record(world, an, "14-CT/TU", supersedes_id=first.mandate_id)


@pytest.mark.parametrize(
    "wrong", [{"number": " "}, {"kind": "poem"}, {"issuer_id": 0}, {"implements_id": 999}, {"state": "LOST"}]
)
def test_what_cannot_be_taken(world: World, an: Person, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        _record(world, an, **wrong)


def test_who_may_not(world: World, chi: Person, khach: Person) -> None:
    for person in (chi, khach):
        with pytest.raises(NotAllowed):
            _record(world, person)
