"""Two offices become one: what goes over, what stays, who sees what, and all of it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.agreements.models import Agreement, Party
from phoihop.dispatches import commands as dispatches
from phoihop.documents.models import Book
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, all_powers, kind_of, may, tokens_held, tokens_of, visible_q, who_may
from phoihop.ground.rehomes import Rehome
from phoihop.ground.scope import ScopedManager
from phoihop.ground.sheet import rehomes, stays
from phoihop.ledger.models import Entry
from phoihop.mail.models import Address
from phoihop.meetings.models import Attendee
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Lane, Obligation
from phoihop.organizations import commands, queries
from phoihop.organizations.models import Deputy, Moved, Post, Seat, Unit
from phoihop.organizations.queries import accounts_in, dry_run
from phoihop.organizations.rules.restructure import read_document
from phoihop.plans.models import Plan, Topic
from tests.world import plans
from tests.world import restructure as layer
from tests.world.build import LOADER, World
from tests.world.cast import CAST, Person
from tests.world.everything import everything

AFTER = {"month": 9, "day": 1}
SEEN = {power.kind.model.lower() for power in all_powers() if power.kind is not None}
SCOPED = [m for m in apps.get_models() if isinstance(getattr(m, "objects", None), ScopedManager)]
SCOPED = [m for m in SCOPED if m._meta.label_lower in SEEN]


def unit(key: str) -> Unit:
    return Unit.rows.get(key=key)


# ── everything goes over ────────────────────────────────────────────────────────────────────────────────────


def test_what_is_open_goes_over_and_what_is_over_stays(world: World) -> None:
    everything(world)
    old, closed = unit("so-yte"), Obligation.rows.filter(closed_at__isnull=False)
    kept = {(row.pk, row.lead_id, row.entitled_id) for row in closed}
    assert any(old.pk in row[1:] for row in kept)  # something of it is over
    before = layer.sums()
    layer.applied(world, layer.document())
    then = world.at.replace(**AFTER)
    assert layer.orphans(then) == []
    assert {(row.pk, row.lead_id, row.entitled_id) for row in closed} == kept
    assert layer.sums() == before
    heir = unit("so-moi")
    assert Plan.rows.filter(partner=heir).exists()
    assert Topic.rows.filter(partner=heir).exists()
    assert Party.rows.filter(unit=heir, agreement__state="IN_FORCE").exists()
    assert set(Address.rows.exclude(state="RETIRED").values_list("unit_id", flat=True)) == {heir.pk}
    assert (unit("so-yte").valid_to, heir.valid_from) == (date(2021, 8, 31), date(2021, 9, 1))


def test_undo_brings_everything_back_as_it_was(world: World) -> None:
    everything(world)
    layer.second_keeper(world)
    before = layer.picture()
    code = layer.applied(world, layer.document())
    assert layer.picture() != before
    commands.undo_batch(code=code, reason="Nghị quyết bị hủy", by=LOADER, at=world.at.replace(**AFTER))
    assert layer.picture() == before


def test_the_ledger_tells_one_sentence_for_each_thing(world: World) -> None:
    everything(world)
    layer.applied(world, layer.document())
    told = list(Entry.rows.filter(kind="thing.rehomed").values_list("code", flat=True))
    moved = set(Moved.rows.exclude(code="").filter(model="obligations.Obligation").values_list("code", flat=True))
    assert len(told) == len(set(told))
    assert moved <= set(told)
    (line,) = queries.moved_of([min(moved)]).values()
    assert (line[0].came_from.key, line[0].went_to.key, line[0].legal_basis) == ("so-yte", "so-moi", "12/NQ-HĐND")


def test_people_keep_their_seats_and_deputies_their_days(world: World) -> None:
    merge = {"merge": {"from": ["kg/btg-tinh-uy"], "to": "kg/ban-moi"}}
    new = layer.NEW | {"key": "ban-moi", "name": "Ban Tuyên giáo và Dân vận", "parent": "kg/tinh-uy"}
    layer.applied(world, layer.document(merge, date="2021-08-16", create=[new]))
    heir, then = unit("ban-moi"), world.at.replace(day=16)
    assert world.person("binh").actor_at(then).unit_id == heir.pk
    assert world.person("minh").actor_at(then).acting_for == "Trưởng ban"
    (old, now) = Deputy.rows.order_by("pk")
    assert (old.to_date, now.from_date, now.to_date) == (date(2021, 8, 15), date(2021, 8, 16), date(2021, 8, 31))
    assert Post.rows.get(unit=heir, is_head=True).title == "Trưởng ban"
    living = Seat.rows.filter(valid_to__isnull=True, post__unit__in=[heir, unit("btg-tinh-uy")])
    assert set(living.values_list("post__unit_id", flat=True)) == {heir.pk}
    assert world.person("binh").actor_at(world.at + timedelta(days=12)).unit_id == unit("btg-tinh-uy").pk  # the 14th


def test_meetings_to_come_go_over_with_their_invitations(world: World) -> None:
    everything(world)
    layer.applied(world, layer.document(date="2021-08-03"))
    meeting = Attendee.rows.filter(unit=unit("so-moi")).values_list("meeting__code", "unit_name")
    assert [name for _code, name in meeting] == ["Sở Y tế tỉnh Kiên Giang"]  # the name of the day it was invited
    assert layer.orphans(world.at.replace(day=3)) == []


def test_number_books_close(world: World) -> None:
    everything(world)
    merge = {"rename": {"from": "kg/btg-tinh-uy", "to": "kg/ban-moi"}}
    layer.applied(world, layer.document(merge, create=[layer.NEW | {"key": "ban-moi", "parent": "kg/tinh-uy"}]))
    assert set(Book.rows.filter(unit=unit("btg-tinh-uy")).values_list("is_closed", flat=True)) == {True}


def test_chi_goes_on_with_the_work_from_her_new_office(world: World, chi: Person) -> None:
    plans.begin(world)
    owed = Obligation.rows.filter(lead=unit("so-yte"), state="OPEN").first()
    layer.applied(world, layer.document())
    then = world.at.replace(**AFTER)
    assert owed is not None
    obligations.hand_in_obligation(
        code=owed.code,
        statement="Đã làm",
        reference="15/BC-SM",
        missing_reason="Chưa có",
        by=chi.actor_at(then),
        at=then,
    )
    assert Obligation.rows.get(pk=owed.pk).state == "HANDED_IN"


# ── heirs read, and only read ───────────────────────────────────────────────────────────────────────────────


def test_heirs_read_what_is_over_and_may_do_nothing_about_it(world: World, chi: Person) -> None:
    plans.begin(world)
    closed = Obligation.rows.filter(entitled=unit("so-yte"), closed_at__isnull=True).first()
    assert closed is not None
    Obligation.rows.filter(pk=closed.pk).update(state="WAIVED", closed_at=world.at)
    layer.applied(world, layer.document())
    then = world.at.replace(**AFTER)
    closed.refresh_from_db()
    actor = chi.actor_at(then)
    assert closed.entitled_id == unit("so-yte").pk
    assert actor.inherits == {unit("so-yte").pk, unit("so-xaydung").pk}
    assert may(actor, "obligation.see", closed)
    assert not may(actor, "obligation.accept", closed)


@pytest.mark.slow
def test_the_four_directions_agree_after_it(world: World) -> None:
    everything(world)
    layer.applied(world, layer.document())
    then = world.at.replace(**AFTER)
    people = [world.person(part.username).actor_at(then) for part in CAST]
    inherited = set()
    for model in SCOPED:
        see = kind_of(model).see
        things = list(model._base_manager.all())
        tokens = tokens_of(see, things)
        told = {thing.pk: accounts_in(who_may(see, thing), then) for thing in things}
        for actor in people:
            q = visible_q(actor, kind_of(model))
            seen = set() if q is None else set(model._base_manager.filter(q).values_list("pk", flat=True))
            own = replace(actor, inherits=frozenset())
            for thing in things:
                answer = may(actor, see, thing)
                assert (thing.pk in seen) == answer == (actor.account_id in told[thing.pk]), (actor, thing)
                assert bool(tokens[thing.pk] & tokens_held(actor)) == answer, (actor, thing)
                if answer and not may(own, see, thing):
                    inherited.add(model.__name__)
    assert {"Obligation", "Dispatch"} <= inherited  # the agreement above is not one of silent sides


def test_who_was_split_is_read_by_nobody(world: World) -> None:
    plans.begin(world)
    split = {
        "split": {
            "from": "kg/so-yte",
            "to": [{"unit": "kg/so-tttt"}, {"unit": "kg/so-nnptnt"}],
            "default": "kg/so-tttt",
        }
    }
    layer.applied(world, layer.document(split))
    person = world.add_person("em", "so-tttt", ["focal"])  # type: ignore[list-item]
    assert person.actor_at(world.at.replace(**AFTER)).inherits == frozenset()


# ── doubles ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_lanes_of_one_obligation_become_one(world: World) -> None:
    year = plans.begin(world)
    owed = Obligation.rows.get(origin=f"{year.topic}/partner.provide-documents/before")
    support = Lane.rows.create(obligation=owed, unit=unit("so-xaydung"), role="SUPPORTING")
    layer.applied(world, layer.document())
    lead = Lane.rows.get(obligation=owed, role="LEAD")
    support.refresh_from_db()
    assert (lead.unit_id, support.unit_id, support.state) == (unit("so-moi").pk, unit("so-xaydung").pk, "WAIVED")


def test_the_heir_that_supported_takes_the_lead(world: World) -> None:
    year = plans.begin(world)
    owed = Obligation.rows.get(origin=f"{year.topic}/partner.provide-documents/before")
    support = Lane.rows.create(obligation=owed, unit=unit("so-xaydung"), role="SUPPORTING")
    old = Lane.rows.get(obligation=owed, role="LEAD")
    layer.second_keeper(world)
    before = layer.picture()
    code = layer.applied(world, layer.document({"absorb": {"from": "kg/so-yte", "to": "kg/so-xaydung"}}))
    support.refresh_from_db()
    old.refresh_from_db()
    assert (support.role, support.state, old.role, old.state) == ("LEAD", "OPEN", "SUPPORTING", "WAIVED")
    assert Obligation.rows.get(pk=owed.pk).lead_id == unit("so-xaydung").pk
    commands.undo_batch(code=code, reason="Nhầm", by=LOADER, at=world.at.replace(**AFTER))
    assert layer.picture() == before


def test_both_sides_become_one_and_the_upper_unit_accepts(world: World) -> None:
    year = plans.begin(world)
    raw = layer.document({"absorb": {"from": "kg/so-yte", "to": "kg/btg-tinh-uy"}})
    (asked,) = dry_run(read_document(raw)).questions
    assert (asked.key, asked.default, asked.is_open) == ("upper:kg/btg-tinh-uy", "kg/tinh-uy", False)
    layer.second_keeper(world)
    before = layer.picture()
    code = layer.applied(world, raw)
    for row in Obligation.rows.filter(closed_at__isnull=True):
        assert row.lead_id != row.entitled_id
        assert unit("so-yte").pk not in (row.lead_id, row.entitled_id)
    assert Plan.rows.get(code=year.plan).lead_id == unit("tinh-uy").pk
    assert Agreement.rows.get(code=year.agreement).state == "ENDED"
    commands.undo_batch(code=code, reason="Nhầm", by=LOADER, at=world.at.replace(**AFTER))
    assert layer.picture() == before


def test_two_plans_of_one_agreement_become_one(world: World) -> None:
    year = plans.begin(world)
    first = Plan.rows.get(code=year.plan)
    Party.rows.create(agreement=first.agreement, unit=unit("so-xaydung"), role="PARTNER")
    other = Plan.rows.create(
        code="KH-kg-2021-so-xaydung", round=first.round, agreement=first.agreement, lead=first.lead,
        partner=unit("so-xaydung"), territory="kg", year=2021,
    )  # fmt: skip
    topic = Topic.rows.create(
        code="VD-kg-2021-0009", plan=other, lead=first.lead, partner=other.partner, territory="kg", year=2021,
        kind="issue", title="Nhà ở", title_fold="nha o",
    )  # fmt: skip
    layer.applied(world, layer.document())
    topic.refresh_from_db()
    other.refresh_from_db()
    assert (topic.plan_id, topic.partner_id, other.state) == (first.pk, unit("so-moi").pk, "CLOSED")


def test_one_letter_to_both_is_answered_once(world: World, chi: Person, an: Person) -> None:
    code = dispatches.send_dispatch(
        sender_id=world.unit("btg-tinh-uy"), recipient_ids=[world.unit("so-yte"), world.unit("so-xaydung")],
        purpose="INFORM", subject="Mời họp", body="", about="", dossier="", by=an.actor, at=world.at,
    ).code  # fmt: skip
    layer.applied(world, layer.document())
    then = world.at.replace(**AFTER)
    dispatches.acknowledge_dispatch(
        code=code, unit_id=unit("so-moi").pk, reservation="", version=None, by=chi.actor_at(then), at=then
    )
    states = sorted(Obligation.rows.filter(source=code).values_list("state", flat=True))
    assert states == ["ACCEPTED", "WAIVED"]


# ── questions ───────────────────────────────────────────────────────────────────────────────────────────────

SPLIT = {
    "split": {
        "from": "kg/so-yte",
        "to": [{"unit": "kg/so-tttt", "posts": ["Chuyên viên Văn phòng Sở"]}, {"unit": "kg/so-nnptnt"}],
    }
}


def test_a_split_asks_and_is_not_carried_out_unanswered(world: World, long: Person) -> None:
    year = plans.begin(world)
    code = commands.propose_batch(document=layer.document(SPLIT), by=LOADER, at=world.at).code
    asked = {one.key: one for one in dry_run(read_document(layer.document(SPLIT))).open_questions}
    assert f"kg/so-yte:agreement:{year.agreement}" in asked
    assert "kg/so-yte:address" not in asked
    assert all(not one.codes or len(set(one.codes)) == len(one.codes) for one in asked.values())
    with pytest.raises(Refused, match="câu hỏi"):
        commands.approve_batch(code=code, by=long.actor, at=world.at)
    for key in asked:
        commands.answer_question(code=code, key=key, answer="kg/so-tttt", by=LOADER, at=world.at)
    assert not dry_run(read_document(queries.batch(LOADER, code).raw)).open_questions
    for person in (long, layer.second_keeper(world)):
        commands.approve_batch(code=code, by=person.actor, at=world.at)
    commands.apply_batch(code=code, by=LOADER, at=world.at.replace(**AFTER))
    assert layer.orphans(world.at.replace(**AFTER)) == []


def test_what_belongs_together_stays_together(world: World) -> None:
    """The agreement decides for its plan, the plan for its topics, the topic for its obligations."""
    year = plans.begin(world)
    raw = layer.document(SPLIT, answers={f"kg/so-yte:agreement:{year.agreement}": "kg/so-nnptnt"})
    dry = dry_run(read_document(raw))
    went = {(line.kind, line.to_ref) for line in dry.goes}
    assert {("party", "kg/so-nnptnt"), ("plan", "kg/so-nnptnt"), ("topic", "kg/so-nnptnt")} <= went
    assert ("lane", "kg/so-nnptnt") in went


def test_a_function_goes_with_its_duties_and_the_unit_stays(world: World) -> None:
    plans.begin(world)
    step = {"move_function": {"from": "kg/so-yte", "to": "kg/so-tttt", "function": "báo chí",
                              "takes": ["partner.provide-documents"], "default": "stays"}}  # fmt: skip
    layer.applied(world, layer.document(step))
    assert unit("so-yte").valid_to is None
    leads = Obligation.rows.filter(closed_at__isnull=True)
    assert set(leads.filter(duty="partner.provide-documents").values_list("lead_id", flat=True)) == {unit("so-tttt").pk}
    assert leads.filter(lead=unit("so-yte")).exists()


def test_heads_that_meet_are_asked_for(world: World) -> None:
    for key, title in (("so-yte", "Giám đốc"), ("so-xaydung", "Giám đốc Sở")):
        commands.create_post(unit_id=unit(key).pk, title=title, is_head=True, by=LOADER, at=world.at)
    (asked,) = dry_run(read_document(layer.document())).open_questions
    assert (asked.key, dict(asked.choices).keys()) == ("head:kg/so-moi", {"kg/so-yte", "kg/so-xaydung"})
    layer.applied(world, layer.document(answers={"head:kg/so-moi": "kg/so-yte"}))
    heads = Post.rows.filter(unit=unit("so-moi"), is_head=True, valid_to__isnull=True)
    assert [post.title for post in heads] == ["Giám đốc"]
    assert Post.rows.filter(unit=unit("so-moi"), title__startswith="Giám đốc Sở (").exists()


def test_a_dissolved_unit_loses_its_seats_line_by_line(world: World) -> None:
    dry = dry_run(read_document(layer.document({"dissolve": {"from": "kg/so-xaydung"}})))
    assert [(line.name, line.what) for line in dry.people] == [("Phạm Quốc Dũng", "ends")] * 2
    layer.applied(world, layer.document({"dissolve": {"from": "kg/so-xaydung"}}))
    assert world.person("dung").actor_at(world.at.replace(**AFTER)).kind == "nobody"


# ── the dry run costs the same, whatever there is ───────────────────────────────────────────────────────────


def test_the_dry_run_takes_the_same_queries_when_rows_double(world: World) -> None:
    plans.begin(world)
    document = read_document(layer.document())
    with CaptureQueriesContext(connection) as few:
        dry_run(document)
    for number in range(3):
        dispatches.send_dispatch(
            sender_id=world.unit("btg-tinh-uy"), recipient_ids=[world.unit("so-yte")], purpose="INFORM",
            subject=f"Số {number}", body="", about="", dossier="", by=world.person("an").actor, at=world.at,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        dry_run(document)
    assert len(many) <= len(few) + 2  # the letters are a kind there was none of before


def test_every_column_that_names_a_unit_is_declared() -> None:
    """Whoever adds a column that names a unit says what becomes of it when units are reorganised."""
    told = {(one.model.lower(), one.column) for one in (*rehomes(), *stays())}
    missing = [
        f"{model._meta.label}.{field.attname}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.related_model._meta.label in ("organizations.Unit", "organizations.Post")  # type: ignore[union-attr]
        and not (model is Unit and field.attname == "parent_id")
        and (model._meta.label_lower, field.attname) not in told
    ]
    assert missing == []
    assert all(isinstance(one, Rehome) for one in rehomes())


# ── who may, and when ───────────────────────────────────────────────────────────────────────────────────────


def test_one_person_is_not_two(world: World, long: Person) -> None:
    code = commands.propose_batch(document=layer.document(), by=LOADER, at=world.at).code
    for _twice in range(2):
        commands.approve_batch(code=code, by=long.actor, at=world.at)
    with pytest.raises(Refused, match="hai người"):
        commands.apply_batch(code=code, by=LOADER, at=world.at.replace(**AFTER))


def test_a_changed_text_is_approved_anew(world: World) -> None:
    code = layer.approved(world, layer.document())
    raw = layer.document()
    raw["batch"]["title"] = "Tên khác"
    commands.propose_batch(document=raw, by=LOADER, at=world.at)
    with pytest.raises(Refused, match="hai người"):
        commands.apply_batch(code=code, by=LOADER, at=world.at.replace(**AFTER))


def test_the_world_may_raise_a_question_after_the_approval(world: World) -> None:
    code = layer.approved(world, layer.document(SPLIT))
    plans.begin(world)
    assert commands.tick(by=LOADER, at=world.at.replace(**AFTER)) == 0
    assert "câu hỏi" in queries.batch(LOADER, code).line.trouble
    assert unit("so-yte").valid_to is None


def test_not_before_its_day_and_then_by_the_clock_once(world: World) -> None:
    code = layer.approved(world, layer.document())
    with pytest.raises(Refused, match="từ ngày"):
        commands.apply_batch(code=code, by=LOADER, at=world.at)
    assert commands.tick(by=LOADER, at=world.at) == 0
    then = world.at.replace(**AFTER)
    assert [commands.tick(by=LOADER, at=then) for _twice in range(2)] == [1, 0]
    assert Entry.rows.filter(kind="batch.applied").count() == 1
    assert commands.apply_batch(code=code, by=LOADER, at=then).count == 0


def test_an_officer_may_neither_propose_nor_approve(world: World, an: Person, binh: Person) -> None:
    code = commands.propose_batch(document=layer.document(), by=LOADER, at=world.at).code
    with pytest.raises(NotAllowed):
        commands.propose_batch(document=layer.document(key="khac"), by=an.actor, at=world.at)
    with pytest.raises(Exception):  # noqa: B017, PT011 - An's office is not touched: for him there is no such batch
        commands.approve_batch(code=code, by=binh.actor, at=world.at)


# ── undoing ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_not_after_thirty_days(world: World) -> None:
    code = layer.applied(world, layer.document())
    then = world.at.replace(**AFTER)
    with pytest.raises(Refused, match="quá hạn"):
        commands.undo_batch(code=code, reason="Muộn", by=LOADER, at=then + timedelta(days=31))


def test_what_only_the_new_office_holds_is_in_the_way_and_named(world: World, chi: Person) -> None:
    code = layer.applied(world, layer.document())
    then = world.at.replace(**AFTER)
    letter = dispatches.send_dispatch(
        sender_id=unit("so-moi").pk, recipient_ids=[world.unit("btg-tinh-uy")], purpose="INFORM", subject="Mới",
        body="", about="", dossier="", by=chi.actor_at(then), at=then,
    ).code  # fmt: skip
    before = layer.picture()
    with pytest.raises(Refused, match=letter):
        commands.undo_batch(code=code, reason="Nhầm", by=LOADER, at=then)
    assert layer.picture() == before


def test_work_done_since_stays_done(world: World, chi: Person) -> None:
    plans.begin(world)
    owed = Obligation.rows.filter(lead=unit("so-yte"), state="OPEN").first()
    assert owed is not None
    code = layer.applied(world, layer.document())
    then = world.at.replace(**AFTER)
    obligations.start_obligation(code=owed.code, by=chi.actor_at(then), at=then)
    commands.undo_batch(code=code, reason="Nhầm", by=LOADER, at=then)
    owed.refresh_from_db()
    assert (owed.state, owed.lead_id) == ("IN_PROGRESS", unit("so-yte").pk)
    assert Entry.rows.get(kind="obligation.started").unit_name == "Sở Y tế và Xây dựng tỉnh Kiên Giang"


def test_a_later_batch_is_taken_back_first(world: World) -> None:
    first = layer.applied(world, layer.document())
    again = {"rename": {"from": "kg/so-moi", "to": "kg/so-nua"}}
    second = layer.applied(
        world, layer.document(again, key="hai", date="2021-09-10", create=[layer.NEW | {"key": "so-nua"}])
    )
    then = world.at.replace(month=9, day=11)
    with pytest.raises(Refused, match=second):
        commands.undo_batch(code=first, reason="Nhầm", by=LOADER, at=then)
    for code in (second, first):
        commands.undo_batch(code=code, reason="Nhầm", by=LOADER, at=then)
    assert unit("so-yte").valid_to is None
    assert not Unit.rows.filter(key__in=("so-moi", "so-nua")).exists()


def test_taken_back_it_can_be_carried_out_again(world: World) -> None:
    plans.begin(world)
    code = layer.applied(world, layer.document())
    then = world.at.replace(**AFTER)
    commands.undo_batch(code=code, reason="Nhầm", by=LOADER, at=then)
    assert layer.applied(world, layer.document()) == code
    assert layer.orphans(then) == []
