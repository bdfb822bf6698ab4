"""Writing in a draft: clauses and the duties on them."""

from __future__ import annotations

from typing import Any

import pytest

from phoihop.agreements import commands, queries
from phoihop.agreements.rules import DutyText
from phoihop.ground.actor import Role
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.ledger.models import Entry
from tests.world.agreements import agree, draft, propose
from tests.world.build import World
from tests.world.cast import Person


def _write(world: World, person: Person, code: str, ref: str = "3", text: str = "Sơ kết mỗi năm.", **more: Any) -> None:
    commands.write_clause(code=code, ref=ref, text=text, by=person.actor, at=world.at, **more)


def _refs(person: Person, code: str) -> list[str]:
    return [clause.ref for clause in queries.draft_view(person.actor, code).clauses]


def test_a_clause_stands_where_it_was_put(world: World, an: Person) -> None:
    code = draft(world)
    _write(world, an, code)
    _write(world, an, code, "1.1", after="1")
    _write(world, an, code, "0", after="")
    assert _refs(an, code) == ["0", "1", "1.1", "2", "3"]
    commands.drop_clause(code=code, ref="1.1", by=an.actor, at=world.at)
    assert _refs(an, code) == ["0", "1", "2", "3"]


def test_twice_is_harmless(world: World, an: Person) -> None:
    code = draft(world)
    before = Entry.rows.count()
    for _ in range(2):
        _write(world, an, code)
        commands.drop_clause(code=code, ref="9", by=an.actor, at=world.at)
        commands.drop_duty(code=code, key="lead.nothing", by=an.actor, at=world.at)
    assert Entry.rows.count() == before + 1


def test_a_duty_is_set_moved_and_struck_out(world: World, an: Person) -> None:
    code = draft(world)
    duty = DutyText("partner.provide-documents", "Gửi đủ", {"on": "2021-12-31"})
    told = commands.set_duty(code=code, ref="1", duty=duty, by=an.actor, at=world.at)
    assert (told.ref, told.duty) == ("1", "partner.provide-documents")
    first, second = queries.draft_view(an.actor, code).clauses
    assert ([d.rule for d in first.duties], second.duties) == ([{"on": "2021-12-31"}], ())
    commands.drop_duty(code=code, key=duty.key, by=an.actor, at=world.at)
    assert queries.draft_view(an.actor, code).clauses[0].duties == ()


@pytest.mark.parametrize(
    "duty",
    [
        DutyText("partner.invite", "Mời", {"before": "meeting.start"}),
        DutyText("partner.invite", " "),
        DutyText("Mời", "Mời"),
        DutyText("partner.invite", "Mời", channels=("pigeon",)),
        DutyText("partner.invite", "Mời", entitled="partner"),
    ],
)
def test_a_wrong_duty_is_refused(world: World, an: Person, duty: DutyText) -> None:
    with pytest.raises(Refused):
        commands.set_duty(code=draft(world), ref="1", duty=duty, by=an.actor, at=world.at)


@pytest.mark.parametrize(("ref", "text", "after"), [("3", " ", None), ("điều 3", "a", None), ("3", "a", "9")])
def test_a_wrong_clause_is_refused(world: World, an: Person, ref: str, text: str, after: str | None) -> None:
    with pytest.raises(Refused):
        _write(world, an, draft(world), ref, text, after=after)


def test_a_struck_out_number_is_not_given_to_another_clause(world: World, an: Person, binh: Person) -> None:
    """An amendment that drops 4.4 may put it back; once it is signed, the number stays unused."""
    code = agree(world)
    commands.start_revision(code=code, by=an.actor, at=world.at)
    commands.drop_clause(code=code, ref="4.4", by=an.actor, at=world.at)
    _write(world, an, code, "4.4", "Vẫn là điều khoản ấy.")
    commands.drop_clause(code=code, ref="4.4", by=an.actor, at=world.at)
    told = commands.propose_revision(code=code, by=an.actor, at=world.at)
    chief = world.add_person("quan", "so-yte", [Role.APPROVER], post="Giám đốc")
    for person in (chief, binh):
        given: dict[str, Any] = {"number": 2, "text_hash": told.text_hash, "signed_date": world.at.date()}
        commands.sign_revision(code=code, **given, by=person.actor, at=world.at)
    commands.start_revision(code=code, by=an.actor, at=world.at)
    with pytest.raises(Refused, match="từng chỉ một điều khoản khác"):
        _write(world, an, code, "4.4", "Một điều khoản khác.")


def test_of_two_writers_one_keeps_his_text(world: World, an: Person) -> None:
    code = draft(world)
    version = queries.draft_view(an.actor, code).version
    _write(world, an, code, "3", "Bản của tôi", version=version)
    with pytest.raises(SomebodyWasFaster):
        _write(world, an, code, "3", "Bản của người kia", version=version)


def test_after_the_proposal_it_is_too_late(world: World, an: Person) -> None:
    with pytest.raises(Refused):
        _write(world, an, propose(world))


def test_others_may_not(world: World, an: Person, chi: Person, dung: Person, giang: Person) -> None:
    code = draft(world)
    with pytest.raises(Refused):
        _write(world, chi, code)  # a party, but not the one that writes
    with pytest.raises(NotAllowed):
        _write(world, giang, code)
    with pytest.raises(NotVisible):
        _write(world, dung, code)
