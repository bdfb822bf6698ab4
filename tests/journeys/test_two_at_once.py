"""Two people, or two clocks, on one thing in the same moment: one wins, the other is told, nothing is doubled.

Each has a database connection of his own; see also `test_two_at_once.py` of plans and dispatches.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.db import transaction

from phoihop.agreements import commands as agreements
from phoihop.agreements.models import Revision
from phoihop.dispatches.models import Dispatch
from phoihop.ground.actor import Role
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ledger.commands import seal
from phoihop.ledger.models import Entry, Seal
from phoihop.ledger.queries import verify_stored
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Evidence, Extension, Obligation, Rung
from phoihop.organizations.commands import take_numbers
from phoihop.organizations.models import Unit
from phoihop.plans import commands as plans
from phoihop.plans.models import Plan, Round, Topic
from phoihop.site.cli.tick import _tick
from tests.world import agreements as agreement_layer
from tests.world import plans as layer
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.dispatches import send
from tests.world.obligations import CLOCK, act, entries, lane_states, opening, owe, row, state_of, url
from tests.world.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def one_is_told(raised: list[Exception]) -> None:
    """One of the two did it; the other got a refusal fit to read."""
    assert len(raised) == 1
    assert isinstance(raised[0], Refused | SomebodyWasFaster)
    assert str(raised[0])


def again(work: Callable[[], Any], times: int = 10) -> Callable[[], Any]:
    """The same, and once more for whoever was told that somebody was faster: as a person does."""

    def run() -> Any:
        for _ in range(times):
            try:
                return work()
            except SomebodyWasFaster:
                continue
        raise AssertionError("never his turn")

    return run


def answers(*posts: tuple[Person, str, dict[str, Any]]) -> dict[int, str]:
    """Status and page of forms sent in the same moment."""
    seen: dict[int, str] = {}

    def sent(person: Person, address: str, typed: dict[str, Any]) -> Callable[[], None]:
        client = person.client

        def run() -> None:
            answer = client.post(address, typed)
            seen[answer.status_code] = unescape(answer.content.decode())

        return run

    assert together(*(sent(*post) for post in posts)) == []
    return seen


# ── one obligation ──────────────────────────────────────────────────────────────────────────────────────────


def test_two_hand_in(world: World, chi: Person) -> None:
    code = owe(world)
    other = world.add_person("oanh", "so-yte", [Role.FOCAL], post="Chuyên viên")
    raised = together(
        lambda: act("hand_in", code, chi, statement="Của Chi"),
        lambda: act("hand_in", code, other, statement="Của Oanh"),
    )
    one_is_told(raised)
    assert (state_of(code), lane_states(code)) == ("HANDED_IN", ["HANDED_IN"])
    assert Evidence.rows.filter(obligation__code=code).count() == 1
    assert entries(code).count("obligation.handed_in") == 1


def test_two_accept(world: World, an: Person, chi: Person, minh: Person) -> None:
    code = owe(world)
    act("hand_in", code, chi)
    one_is_told(together(lambda: act("accept", code, an), lambda: act("accept", code, minh)))
    assert (state_of(code), lane_states(code)) == ("ACCEPTED", ["ACCEPTED"])
    assert entries(code).count("obligation.accepted") == 1


def test_one_accepts_while_the_other_returns(world: World, an: Person, chi: Person, minh: Person) -> None:
    code = owe(world)
    act("hand_in", code, chi)
    one_is_told(together(lambda: act("accept", code, an), lambda: act("return", code, minh)))
    story = (state_of(code), lane_states(code), entries(code)[-1])
    assert story in [
        ("ACCEPTED", ["ACCEPTED"], "obligation.accepted"),
        ("RETURNED", ["RETURNED"], "obligation.returned"),
    ]


def test_handing_in_while_it_is_waived(world: World, binh: Person, chi: Person) -> None:
    """Both saw the first version; without it, waiving what has just been handed in would be lawful."""
    code = owe(world)
    handing_in = partial(act, "hand_in", code, chi, version=1)
    one_is_told(together(handing_in, partial(act, "waive", code, binh, version=1)))
    assert (state_of(code), lane_states(code)) in [("HANDED_IN", ["HANDED_IN"]), ("WAIVED", ["WAIVED"])]
    assert Evidence.rows.filter(obligation__code=code).exists() == (state_of(code) == "HANDED_IN")


def test_two_supporters_do_not_stand_in_each_others_way(world: World, chi: Person) -> None:
    code = owe(world, supporting=["so-nnptnt", "so-tttt"])
    first = world.add_person("oanh", "so-nnptnt", [Role.FOCAL])
    second = world.add_person("phuc", "so-tttt", [Role.FOCAL])
    raised = together(again(lambda: act("support", code, first)), again(lambda: act("support", code, second)))
    assert raised == []
    assert lane_states(code)[1:] == ["HANDED_IN", "HANDED_IN"]


def test_more_time_is_granted_once(world: World, an: Person, binh: Person, chi: Person, minh: Person) -> None:
    code = owe(world)
    obligations.request_extension(code=code, to_date=date(2021, 9, 15), reason="Chờ số liệu", by=chi.actor, at=world.at)
    asked = Extension.rows.get().pk

    def decide(person: Person, is_granted: bool) -> Callable[[], Any]:
        by = person.actor
        return lambda: obligations.decide_extension(
            extension_id=asked, is_granted=is_granted, answer="Ý kiến", by=by, at=world.at
        )

    one_is_told(together(decide(binh, True), decide(minh, False)))
    assert Extension.rows.get().state in {"GRANTED", "REFUSED"}
    assert (row(code).due_date == date(2021, 9, 15)) == (Extension.rows.get().state == "GRANTED")


def test_the_other_keeps_his_words_and_sees_what_changed(world: World, an: Person, chi: Person, minh: Person) -> None:
    """By form: both saw version 2; the slower one's reason is on the page, and sending it again is told the rule."""
    code = owe(world)
    act("hand_in", code, chi)
    seen = row(code).version
    typed = {"version": seen, "reason": "Thiếu số liệu <tháng 6>"}
    said = answers((an, url(code, "tra-lai/"), typed), (minh, url(code, "tra-lai/"), typed))
    assert sorted(said) == [302, 409]
    assert "Thiếu số liệu <tháng 6>" in said[409]
    assert f'name="version" value="{row(code).version}"' in said[409]
    assert entries(code).count("obligation.returned") == 1
    late = an.client.post(url(code, "tra-lai/"), {**typed, "version": row(code).version})
    assert late.status_code == 422
    assert "đã được trả lại" in unescape(late.content.decode())


# ── clocks, compilers, numbers, seals ───────────────────────────────────────────────────────────────────────


def test_two_clocks(world: World) -> None:
    for number in range(8):
        owe(world, number, days=number - 4)
    agreement_layer.agree(world, to_date=date(2021, 10, 15))
    at = world.at + timedelta(hours=1)
    assert together(*[lambda: _tick(at)] * 2) == []
    told = Entry.rows.filter(kind__in=["obligation.fell_due", "obligation.due_soon"])
    assert told.count() == Rung.rows.filter(reached_at__isnull=True).count() == 8
    assert len(set(told.values_list("code", flat=True))) == 8
    count = Entry.rows.count()
    assert together(*[lambda: _tick(at)] * 2) == []
    assert Entry.rows.count() == count
    assert verify_stored().is_sound


def test_two_compilers_of_one_plan(world: World, an: Person) -> None:
    """Everything has been opened once, and stays so."""
    year = layer.begin(world)
    plan = Plan.rows.get(code=year.plan)
    before = set(Obligation.rows.values_list("code", "origin", "version"))
    compile_it = partial(plans.compile_plan, plan_id=plan.pk, by=an.actor, at=world.at)
    assert together(compile_it, compile_it) == []
    assert set(Obligation.rows.values_list("code", "origin", "version")) == before


def test_the_same_opened_by_two(world: World) -> None:
    openings = [opening(world, number) for number in range(5)]
    open_them = again(lambda: obligations.open_obligations(openings=openings, by=LOADER, at=world.at))
    assert together(open_them, open_them) == []
    codes = sorted(Obligation.rows.values_list("code", flat=True))
    assert codes == [f"NV-kg-2021-{number:06}" for number in range(1, 6)]
    assert Entry.rows.filter(kind="obligation.opened").count() == 5


def test_two_rounds_called(world: World, an: Person) -> None:
    layer.agree(world, "so-yte")
    other = world.add_person("oanh", "btg-tinh-uy", [Role.DRAFTER], post="Chuyên viên tổng hợp")
    typed = {"year": "2021", "answer_by": "2021-08-20"}
    said = answers((an, "/lam-viec/dot-chon/mo/", typed), (other, "/lam-viec/dot-chon/mo/", typed))
    assert len(said) == 2
    assert 302 in said
    assert {409, 422} & said.keys()
    assert (Round.rows.count(), Plan.rows.count()) == (1, 1)
    assert Dispatch.rows.count() <= 1


def test_two_sealers(world: World) -> None:
    send(world)
    assert together(*[lambda: seal(at=world.at)] * 2) == []
    assert sum(Seal.rows.values_list("count", flat=True)) == Entry.rows.count()
    assert verify_stored().is_sound


def test_two_number_takers(world: World) -> None:
    taken: list[int] = []

    def take() -> None:
        for _ in range(15):
            with transaction.atomic():
                taken.extend(take_numbers("CV-kg-2021", 2))

    assert together(take, take) == []
    assert sorted(taken) == list(range(1, 61))


def test_two_who_write_get_numbers_without_a_gap(world: World, an: Person, chi: Person) -> None:
    """A refused letter takes no number with it: what was rolled back was never given."""
    to_oneself = partial(send, world, by="chi", to=["so-yte"])  # refused
    raised = together(*[partial(send, world, by=name) for name in ("chi", "chi", "dung", "dung")], to_oneself)
    assert [type(one) for one in raised] == [Refused]
    codes = sorted(Dispatch.rows.values_list("code", flat=True))
    assert codes == [f"CV-kg-2021-{number:06}" for number in range(1, 5)]


# ── texts and topics ────────────────────────────────────────────────────────────────────────────────────────


def test_two_sign_for_one_side(world: World) -> None:
    code = agreement_layer.propose(world)
    heads = [world.add_person(name, "so-yte", [Role.APPROVER], post="Giám đốc") for name in ("oanh", "phuc")]
    text_hash = agreement_layer.hash_of(code, 1)

    def sign(person: Person) -> Callable[[], Any]:
        by = person.actor
        return lambda: agreements.sign_revision(
            code=code, number=1, text_hash=text_hash, signed_date=world.at.date(), by=by, at=world.at
        )

    raised = together(*map(sign, heads))
    assert all(isinstance(one, Refused | SomebodyWasFaster) for one in raised)
    assert len(raised) <= 1
    assert Entry.rows.filter(kind="revision.signed").count() == 1
    assert Revision.rows.get().state == "PROPOSED"


def test_a_clause_written_by_two(world: World, an: Person) -> None:
    code = agreement_layer.draft(world)
    version = Revision.rows.get().version
    other = world.add_person("oanh", "btg-tinh-uy", [Role.DRAFTER], post="Chuyên viên tổng hợp")

    def write(person: Person, text: str) -> Callable[[], Any]:
        by = person.actor
        return lambda: agreements.write_clause(code=code, ref="1", text=text, version=version, by=by, at=world.at)

    one_is_told(together(write(an, "Lời của An"), write(other, "Lời của Oanh")))


def test_a_topic_chosen_while_it_is_dropped(world: World, an: Person, chi: Person) -> None:
    year = layer.propose(world, layer.call_round(world))
    other = world.add_person("oanh", "so-yte", [Role.FOCAL], post="Chuyên viên")
    first, second = chi.actor, other.actor
    raised = together(
        lambda: plans.select_topic(code=year.topic, version=1, by=first, at=world.at),
        lambda: plans.drop_topic(code=year.topic, reason="Trùng", version=1, by=second, at=world.at),
    )
    one_is_told(raised)
    state = Topic.rows.get().state
    assert state in {"SELECTED", "DROPPED"}
    assert Obligation.rows.filter(dossier=year.topic).exists() == (state == "SELECTED")


def test_a_phase_entered_by_two(world: World, an: Person, binh: Person) -> None:
    year = layer.acknowledge(world)
    other = world.add_person("oanh", "btg-tinh-uy", [Role.DRAFTER, Role.FOCAL], post="Chuyên viên tổng hợp")
    plans.approve_plan(code=year.plan, note="", by=binh.actor, at=world.at)

    def enter(person: Person) -> Callable[[], Any]:
        by = person.actor
        return lambda: plans.enter_phase(
            code=year.topic, key="before", planned_end=date(2021, 9, 30), by=by, at=world.at
        )

    one_is_told(together(enter(an), enter(other)))
    assert Entry.rows.filter(kind="phase.entered").count() == 1


def test_a_unit_renamed_by_two(world: World, long: Person) -> None:
    code = world.code("so-yte")
    unit = Unit.rows.get(code=code)
    address = f"/lam-viec/to-chuc/{code}/sua/"
    base = {"kind": "department", "level": "province", "version": unit.version, "short": ""}
    other = world.add_person("quyen", "quan-tri", [Role.ADMINISTRATOR], post="Quản trị viên")
    said = answers((long, address, {**base, "name": "Sở Y tế một"}), (other, address, {**base, "name": "Sở Y tế hai"}))
    assert sorted(said) == [302, 409]
    assert "Sở Y tế" in said[409]
    assert Unit.rows.get(code=code).name in {"Sở Y tế một", "Sở Y tế hai"}


def test_clock_and_hand_in(world: World, chi: Person) -> None:
    """The clock that strikes takes nothing from the hand that hands in."""
    code = owe(world, days=-1)
    raised = together(lambda: obligations.strike_deadlines(by=CLOCK, at=world.at), lambda: act("hand_in", code, chi))
    assert raised == []
    assert state_of(code) == "HANDED_IN"
