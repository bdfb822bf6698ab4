"""Beginning an agreement."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.agreements import commands, queries
from phoihop.agreements.models import Agreement, Party
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.world.agreements import LEAD, draft
from tests.world.build import World
from tests.world.cast import Person


def test_an_begins_and_writes_for_his_office(world: World, an: Person) -> None:
    code = draft(world)
    view = queries.draft_view(an.actor, code)
    assert [clause.ref for clause in view.clauses] == ["1", "2"]
    assert list(Party.rows.order_by("pk").values_list("role", flat=True)) == ["LEAD", "PARTNER"]


def test_the_partner_may_begin_too(world: World, chi: Person) -> None:
    told = commands.draft_agreement(title="Quy chế", parties=_parties(world), by=chi.actor, at=world.at)
    assert queries.draft_view(chi.actor, told.code).number == 1


def test_the_other_party_sees_the_agreement_but_not_the_draft(world: World, chi: Person, dung: Person) -> None:
    code = draft(world)
    view = queries.agreement_view(chi.actor, code)
    assert (view.revisions, view.clauses) == ((), ())
    with pytest.raises(NotVisible):
        queries.draft_view(chi.actor, code)
    with pytest.raises(NotVisible):
        queries.agreement_view(dung.actor, code)


def test_sent_twice_it_is_one(world: World, an: Person) -> None:
    assert draft(world) == draft(world)
    assert draft(world, "so-tttt") == "QC-kg-02"


def test_who_may_not(world: World, giang: Person, dung: Person) -> None:
    with pytest.raises(NotAllowed):
        commands.draft_agreement(title="Quy chế", parties=_parties(world), by=giang.actor, at=world.at)
    with pytest.raises(Refused, match="phải là bên"):
        commands.draft_agreement(title="Quy chế", parties=_parties(world), by=dung.actor, at=world.at)


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"title": "x" * 301}, {"mandate_id": 999}, {"from_date": date(2022, 1, 1)}]
)
def test_what_cannot_be_taken(world: World, an: Person, wrong: dict[str, object]) -> None:
    given = {"title": "Quy chế", "to_date": date(2021, 12, 31), **wrong}
    with pytest.raises(Refused):
        commands.draft_agreement(parties=_parties(world), by=an.actor, at=world.at, **given)  # type: ignore[arg-type]
    assert not Agreement.rows.exists()


def _parties(world: World) -> dict[int, str]:
    return {world.unit("so-yte"): "PARTNER", world.unit(LEAD): "LEAD"}
