"""An agreement signed on paper enters as a fact from a file."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.agreements import commands, queries
from phoihop.agreements.models import Agreement, Revision, Signature
from phoihop.agreements.rules import ClauseText, DutyText
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotVisible
from phoihop.ledger.models import Entry
from tests.world.agreements import FROM, LEAD, TO, agree, clauses, propose, record_chain
from tests.world.build import LOADER, World
from tests.world.cast import Person


def _kinds(code: str) -> list[str]:
    return list(Entry.rows.filter(code=code).order_by("pk").values_list("kind", flat=True))


def test_it_is_in_force_with_its_duties(world: World, an: Person) -> None:
    code = agree(world)
    value = queries.agreement_value(an.actor, code)
    assert (code, value.state, value.from_date, value.to_date) == ("QC-kg-01", "IN_FORCE", FROM, TO)
    assert value.title == "Quy chế phối hợp giữa Ban Tuyên giáo Tỉnh ủy Kiên Giang và Sở Y tế tỉnh Kiên Giang"
    duties = queries.duties_in_force(an.actor, value.id, date(2021, 8, 2))
    assert [duty.clause_ref for duty in duties] == [clause.ref for clause in clauses()]
    invite = next(duty for duty in duties if duty.key == "partner.invite")
    assert (invite.clause_label, invite.obliged, invite.entitled) == ("QC-kg-01, 4.4", "partner", "lead")
    assert invite.rule == {"before": "meeting.start", "working_days": 3}
    assert _kinds(code) == ["agreement.took_effect"]


def test_outside_its_days_it_obliges_to_nothing(world: World, an: Person) -> None:
    value = queries.agreement_value(an.actor, agree(world))
    assert queries.duties_in_force(an.actor, value.id, date(2021, 6, 30)) == []
    assert queries.duties_in_force(an.actor, value.id, date(2026, 1, 1)) == []


def test_twice_changes_nothing(world: World) -> None:
    assert agree(world) == agree(world)
    assert (Agreement.rows.count(), Revision.rows.count(), _kinds("QC-kg-01")) == (1, 1, ["agreement.took_effect"])


def test_a_changed_rule_changes_its_clause_alone(world: World, an: Person) -> None:
    code = agree(world)
    recorded = _again(world, _later(clauses(), "partner.invite", {"before": "meeting.start", "working_days": 5}))
    assert (recorded.is_new, recorded.changed) == (False, ("4.4",))
    assert _kinds(code) == ["agreement.took_effect", "agreement.amended"]
    view = queries.agreement_view(an.actor, code)
    assert [(line.number, line.state) for line in view.revisions] == [(2, "SIGNED"), (1, "SUPERSEDED")]
    assert _again(world, clauses()).changed == ()  # an older file is not a new text


def test_changed_dates_are_told(world: World) -> None:
    code = agree(world)
    recorded = _again(world, clauses(), to_date=date(2024, 12, 31), mandate="238-QĐTW")
    assert recorded.changed == ("to_date", "mandate")
    assert _kinds(code) == ["agreement.took_effect", "agreement.amended"]


def test_what_a_file_leaves_open_stays(world: World, an: Person) -> None:
    code = agree(world)
    recorded = commands.record_agreement(parties=_parties(world), by=LOADER, at=world.at)
    assert (recorded.code, recorded.changed) == (code, ())
    assert queries.agreement_value(an.actor, code).to_date == TO


def test_the_mark_of_an_illustration_stays_with_its_text(world: World, an: Person) -> None:
    commands.record_agreement(parties=_parties(world), from_date=FROM, to_date=TO, by=LOADER, at=world.at)
    code = agree(world, is_illustration=True)
    value = queries.agreement_value(an.actor, code)
    assert not value.is_illustration
    assert all(duty.is_illustration for duty in queries.duties_in_force(an.actor, value.id, FROM))


def test_a_file_does_not_overwrite_what_people_signed_or_negotiate(world: World, an: Person) -> None:
    agree(world)
    commands.start_revision(code="QC-kg-01", by=an.actor, at=world.at)
    with pytest.raises(Refused, match="thương lượng"):
        _again(world, _later(clauses(), "partner.invite", None))
    assert _again(world, clauses()).changed == ()


@pytest.mark.parametrize(
    "clauses",
    [
        [ClauseText("1", "a"), ClauseText("1", "b")],
        [ClauseText("một", "a")],
        [ClauseText("1", "", (DutyText("boss.do", "a"),))],
        [ClauseText("1", "a", (DutyText("lead.do", "a", {"every": "now"}),))],
        [ClauseText("1", "a", (DutyText("lead.do", "a"),)), ClauseText("2", "b", (DutyText("lead.do", "a"),))],
        [ClauseText("1", " ")],
    ],
)
def test_wrong_clauses_are_refused(world: World, clauses: list[ClauseText]) -> None:
    with pytest.raises(Refused):
        commands.record_agreement(parties=_parties(world), clauses=clauses, by=LOADER, at=world.at)
    assert not Agreement.rows.exists()


@pytest.mark.parametrize("roles", [("LEAD",), ("LEAD", "LEAD"), ("PARTNER", "PARTNER"), ("LEAD", "BOSS")])
def test_wrong_parties_are_refused(world: World, roles: tuple[str, ...]) -> None:
    units = [world.unit(LEAD), world.unit("so-yte")]
    with pytest.raises(Refused):
        commands.record_agreement(parties=dict(zip(units, roles, strict=False)), by=LOADER, at=world.at)


def test_an_unknown_mandate_is_refused(world: World) -> None:
    record_chain(world)
    with pytest.raises(Refused):
        agree(world, mandate_number="999-QĐ/TW")


def test_people_may_not(world: World, an: Person, dung: Person) -> None:
    with pytest.raises(Exception, match="quyền"):
        commands.record_agreement(parties=_parties(world), by=an.actor, at=world.at)
    with pytest.raises(NotVisible):
        queries.agreement_value(dung.actor, agree(world))


def test_a_signed_amendment_is_kept(world: World, an: Person, binh: Person) -> None:
    """Signed by people: a file that says something new is refused, the file loaded before is passed over."""
    chief = world.add_person("quan", "so-yte", ["approver"], post="Giám đốc")  # type: ignore[list-item]
    code = agree(world)
    commands.start_revision(code=code, by=an.actor, at=world.at)
    commands.write_clause(code=code, ref="7", text="Thêm một điều.", by=an.actor, at=world.at)
    told = commands.propose_revision(code=code, by=an.actor, at=world.at)
    for person in (chief, binh):
        commands.sign_revision(
            code=code, number=2, text_hash=told.text_hash, signed_date=world.at.date(), by=person.actor, at=world.at
        )
    assert Signature.rows.count() == 2
    assert _again(world, clauses()).changed == ()
    with pytest.raises(Refused, match="đã ký"):
        _again(world, _later(clauses(), "partner.invite", None))
    assert propose(world, "so-tttt") == "QC-kg-02"


def _parties(world: World) -> dict[int, str]:
    return {world.unit(LEAD): "LEAD", world.unit("so-yte"): "PARTNER"}


def _again(world: World, text: tuple[ClauseText, ...], *, to_date: date = TO, mandate: str = "") -> commands.Recorded:
    if mandate:
        record_chain(world)
    return commands.record_agreement(
        parties=_parties(world),
        clauses=text,
        from_date=FROM,
        to_date=to_date,
        mandate_number=mandate,
        by=LOADER,
        at=world.at,
    )


def _later(text: tuple[ClauseText, ...], key: str, rule: dict[str, object] | None) -> tuple[ClauseText, ...]:
    """The same text with another rule for one duty."""
    return tuple(
        ClauseText(
            clause.ref,
            clause.text,
            tuple(DutyText(d.key, d.text, rule if d.key == key else d.rule, d.channels) for d in clause.duties),
        )
        for clause in text
    )
