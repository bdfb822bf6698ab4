"""Signing: the very text proposed, by every party, the proposer last."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from phoihop.agreements import commands, queries
from phoihop.agreements.models import Agreement, Revision, Signature
from phoihop.ground.actor import Role
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world.agreements import TWO, agree, hash_of, propose
from tests.world.build import World
from tests.world.cast import Person


@pytest.fixture
def chief(world: World) -> Person:
    """The director of the Department of Health, who signs for it."""
    return world.add_person("quan", "so-yte", [Role.APPROVER], post="Giám đốc")


def _sign(world: World, person: Person, code: str, number: int = 1, **more: Any) -> None:
    given: dict[str, Any] = {"signed_date": world.at.date(), "text_hash": hash_of(code, number), **more}
    at: datetime = given.pop("at", world.at)
    commands.sign_revision(code=code, number=number, by=person.actor_at(at), at=at, **given)


def test_with_the_last_signature_it_is_in_force(world: World, chief: Person, binh: Person) -> None:
    code = propose(world)
    _sign(world, chief, code)
    assert Agreement.rows.get().state == "NEGOTIATING"
    _sign(world, binh, code)
    view = queries.agreement_view(binh.actor, code)
    assert (view.value.state, view.revisions[0].state) == ("IN_FORCE", "SIGNED")
    assert view.revisions[0].effective_from == world.at.date()
    assert [one.post for one in view.revisions[0].signatures] == ["Giám đốc", "Trưởng ban"]
    told = list(Entry.rows.filter(code=code).order_by("pk").values_list("kind", flat=True))
    assert told[-3:] == ["revision.signed", "revision.signed", "agreement.took_effect"]
    assert [duty.key for duty in queries.duties_in_force(binh.actor, view.value.id, world.at.date())] == [
        "partner.provide-documents"
    ]


def test_the_proposer_signs_last(world: World, binh: Person) -> None:
    code = propose(world)
    with pytest.raises(Refused, match="ký sau cùng"):
        _sign(world, binh, code)
    assert queries.agreement_view(binh.actor, code).rights.must_wait


def test_another_text_than_the_one_proposed_is_refused(world: World, chief: Person, chi: Person) -> None:
    code = propose(world)
    with pytest.raises(Refused, match="khác với bản"):
        _sign(world, chief, code, text_hash="0" * 64)
    seen = hash_of(code, 1)
    commands.start_revision(code=code, by=chi.actor, at=world.at)
    commands.write_clause(code=code, ref="1", text="Đổi lời.", by=chi.actor, at=world.at)
    commands.propose_revision(code=code, by=chi.actor, at=world.at)
    with pytest.raises(Refused, match="không còn là bản"):
        _sign(world, chief, code, text_hash=seen)  # what was on his screen before
    assert not Signature.rows.exists()


def test_twice_is_one_signature(world: World, chief: Person, binh: Person) -> None:
    code = propose(world)
    for person in (chief, chief, binh, binh):
        _sign(world, person, code)
    assert Signature.rows.count() == 2
    assert Entry.rows.filter(code=code, kind="revision.signed").count() == 2


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_is_not_before_the_proposal_nor_to_come(world: World, chief: Person, days: int) -> None:
    code = propose(world)
    with pytest.raises(Refused, match="Ngày ký"):
        _sign(world, chief, code, signed_date=world.at.date() + timedelta(days=days))


def test_after_its_time_or_its_end_it_is_too_late(world: World, chief: Person, binh: Person) -> None:
    code = propose(world, to_date=date(2021, 12, 31))
    with pytest.raises(Refused, match="đã hết"):
        _sign(world, chief, code, at=world.at + timedelta(days=300))
    commands.end_agreement(code=code, reason="Thôi", by=binh.actor, at=world.at)
    with pytest.raises(Refused, match="đã chấm dứt"):
        _sign(world, chief, code)


def test_who_may_not(world: World, chi: Person, an: Person, dung: Person) -> None:
    code = propose(world)
    for person in (chi, an):
        with pytest.raises(NotAllowed):
            _sign(world, person, code)
    with pytest.raises(NotVisible):
        _sign(world, dung, code)


def test_a_deputy_signs_for_the_post_while_he_may(world: World, chief: Person, minh: Person) -> None:
    code = propose(world)
    _sign(world, chief, code)
    _sign(world, minh, code)
    assert Revision.rows.get().state == "SIGNED"


def test_an_amendment_replaces_what_was_in_force(world: World, an: Person, chief: Person, binh: Person) -> None:
    code = agree(world)
    commands.start_revision(code=code, by=an.actor, at=world.at)
    commands.drop_duty(code=code, key="partner.invite", by=an.actor, at=world.at)
    commands.propose_revision(code=code, by=an.actor, at=world.at)
    _sign(world, chief, code, 2)
    _sign(world, binh, code, 2)
    value = queries.agreement_value(an.actor, code)
    now = {duty.key for duty in queries.duties_in_force(an.actor, value.id, world.at.date())}
    before = {duty.key for duty in queries.duties_in_force(an.actor, value.id, world.at.date() - timedelta(days=1))}
    assert before - now == {"partner.invite"}
    entry = Entry.rows.get(code=code, kind="agreement.amended")
    assert "partner.invite" in entry.data


def test_a_witness_may_still_sign_what_is_in_force(world: World, an: Person, binh: Person, chief: Person) -> None:
    keys = {"btg-tinh-uy": "LEAD", "so-yte": "PARTNER", "ubkt-tinh-uy": "WITNESS"}
    parties = {world.unit(key): role for key, role in keys.items()}
    told = commands.draft_agreement(title="Quy chế ba bên", parties=parties, clauses=TWO, by=an.actor, at=world.at)
    witness = world.add_person("chung", "ubkt-tinh-uy", [Role.APPROVER], post="Chủ nhiệm")
    commands.propose_revision(code=told.code, by=an.actor, at=world.at)
    for person in (chief, binh):
        _sign(world, person, told.code)
    assert queries.agreement_view(witness.actor, told.code).rights.sign == 1
    before = Entry.rows.filter(kind="agreement.took_effect").count()
    for _ in range(2):
        _sign(world, witness, told.code)
    assert Signature.rows.filter(revision__number=1).count() == 3
    assert Entry.rows.filter(kind="agreement.took_effect").count() == before
    assert queries.agreement_view(witness.actor, told.code).rights.sign is None


def test_nobody_signs_here_what_was_signed_on_paper(world: World, chief: Person) -> None:
    code = agree(world)
    with pytest.raises(Refused, match="không còn là bản"):
        _sign(world, chief, code)
