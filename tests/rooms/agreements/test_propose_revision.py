"""Rounds of negotiation: proposing, answering, amending, dropping."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phoihop.agreements import commands, queries
from phoihop.agreements.models import Agreement, Clause, Duty, Revision
from phoihop.agreements.room import sheet
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.organizations.queries import accounts_in
from tests.world.agreements import agree, draft, hash_of, propose
from tests.world.build import World
from tests.world.cast import Person


def _start(world: World, person: Person, code: str) -> Any:
    return commands.start_revision(code=code, by=person.actor, at=world.at)


def _propose(world: World, person: Person, code: str) -> Any:
    return commands.propose_revision(code=code, by=person.actor, at=world.at)


def test_a_proposal_is_seen_by_the_others_with_its_hash(world: World, chi: Person) -> None:
    code = propose(world)
    view = queries.agreement_view(chi.actor, code)
    assert (view.value.state, view.rights.start) == ("NEGOTIATING", "answer")
    assert [clause.ref for clause in view.clauses] == ["1", "2"]
    assert len(hash_of(code, 1)) == 64


def test_the_other_party_answers_with_its_own_text(world: World, an: Person, chi: Person) -> None:
    code = propose(world)
    assert _start(world, chi, code).number == 2
    commands.write_clause(code=code, ref="1", text="Nguyên tắc khác.", by=chi.actor, at=world.at)
    _propose(world, chi, code)
    states = list(Revision.rows.order_by("number").values_list("number", "state"))
    assert states == [(1, "SUPERSEDED"), (2, "PROPOSED")]
    assert queries.agreement_view(an.actor, code).rights.start == "answer"
    assert queries.agreements(an.actor).lines[0].is_mine_to_answer
    changed = [change.ref for change in queries.compare(an.actor, code, 1, 2).changes if change.kind == "changed"]
    assert changed == ["1"]


def test_the_words_of_a_proposal_cannot_be_changed_behind_it(world: World) -> None:
    code = propose(world)
    clause = Clause.rows.filter(revision__agreement__code=code).order_by("pk")[0]
    tries: list[Any] = [
        lambda: Clause.rows.filter(pk=clause.pk).update(text="Khác"),
        lambda: Duty.rows.all().delete(),
        lambda: Clause.rows.create(revision_id=clause.revision_id, ref="9", position=9, text="Lén thêm"),
        lambda: Revision.rows.update(text_hash="0" * 64),
        lambda: Revision.rows.update(state="DRAFT"),
        lambda: Revision.rows.all()._raw_delete("default"),
    ]
    for change in tries:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_an_empty_or_unchanged_text_is_not_proposed(world: World, an: Person, chi: Person) -> None:
    code = draft(world)
    for ref in ("1", "2"):
        commands.drop_clause(code=code, ref=ref, by=an.actor, at=world.at)
    with pytest.raises(Refused, match="chưa có điều khoản"):
        _propose(world, an, code)
    other = propose(world, "so-tttt")
    agree(world)
    assert other == "QC-kg-02"
    _start(world, an, "QC-kg-03")
    with pytest.raises(Refused, match="không khác"):
        _propose(world, an, "QC-kg-03")


def test_starting_twice_is_one_draft_and_two_parties_do_not_write_at_once(
    world: World, an: Person, chi: Person
) -> None:
    code = agree(world)
    assert _start(world, an, code) == _start(world, an, code)
    with pytest.raises(Refused, match="đang soạn"):
        _start(world, chi, code)


def test_ones_own_proposal_waits_for_the_others(world: World, an: Person) -> None:
    with pytest.raises(Refused, match="chờ các bên"):
        _start(world, an, propose(world))


def test_a_dropped_draft_stays_unseen(world: World, an: Person, chi: Person) -> None:
    code = agree(world)
    _start(world, an, code)
    commands.drop_revision(code=code, by=an.actor, at=world.at)
    assert [line.number for line in queries.agreement_view(chi.actor, code).revisions] == [1]
    assert [line.number for line in queries.agreement_view(an.actor, code).revisions] == [2, 1]
    assert _start(world, an, code).number == 3


def test_the_first_draft_is_not_dropped(world: World, an: Person) -> None:
    with pytest.raises(Refused):
        commands.drop_revision(code=draft(world), by=an.actor, at=world.at)


def test_after_the_end_it_is_too_late(world: World, an: Person, binh: Person) -> None:
    code = draft(world)
    commands.end_agreement(code=code, reason="Không cần nữa", by=binh.actor, at=world.at)
    with pytest.raises(Refused):
        _propose(world, an, code)


def test_who_may_not(world: World, giang: Person, dung: Person) -> None:
    code = draft(world)
    with pytest.raises(NotAllowed):
        _propose(world, giang, code)
    with pytest.raises(NotVisible):
        _propose(world, dung, code)


def test_a_witness_writes_nothing(world: World, an: Person) -> None:
    parties = {world.unit("btg-tinh-uy"): "LEAD", world.unit("so-yte"): "PARTNER", world.unit("so-xaydung"): "WITNESS"}
    told = commands.draft_agreement(title="Quy chế", parties=parties, by=an.actor, at=world.at)
    commands.write_clause(code=told.code, ref="1", text="Một điều.", by=an.actor, at=world.at)
    _propose(world, an, told.code)
    with pytest.raises(Refused, match="chủ trì và cơ quan phối hợp"):
        _start(world, world.person("dung"), told.code)


def test_the_other_parties_are_told(world: World, chi: Person, an: Person) -> None:
    code = propose(world)
    told = next(one for one in sheet.tells if one.on.__name__ == "RevisionProposed")
    event = told.on(code=code, number=1, unit_id=world.unit("btg-tinh-uy"), unit="", text_hash="")
    assert accounts_in(told.to(event), world.at) == {chi.account_id}
    assert (told.thing(event), told.url(event)) == (Agreement.rows.get(), f"/lam-viec/quy-che/{code}/")
