"""Two people, or two clocks, act on one obligation in the same moment: one wins, and the ledger tells one story."""

from datetime import date

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ledger.models import Entry
from phoihop.obligations import commands
from phoihop.obligations.models import Evidence, Extension, Obligation, Rung
from tests.world.build import LOADER
from tests.world.obligations import CLOCK, act, due, open_all, opening, owe, state_of, url
from tests.world.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def one_lost(raised):
    return len(raised) == 1 and isinstance(raised[0], Refused | SomebodyWasFaster)


def test_accept_and_return(world, chi, an, binh):
    code = owe(world)
    act("hand_in", code, chi)
    acts = [lambda: act("accept", code, an, version=2), lambda: act("return", code, binh, version=2)]
    assert an.actor
    assert binh.actor
    assert one_lost(together(*acts))
    assert state_of(code) in {"ACCEPTED", "RETURNED"}
    assert Entry.rows.filter(kind__in=["obligation.accepted", "obligation.returned"]).count() == 1


def test_two_hand_ins(world, chi):
    code = owe(world)
    assert one_lost(together(*[lambda: act("hand_in", code, chi, version=1)] * 2))
    assert Evidence.rows.count() == 1


def test_two_hand_ins_by_form_and_the_loser_keeps_his_text(world, chi):
    code = owe(world)
    lam = world.add_person("lam", "so-yte", ["drafter"])
    answers = []

    def send(person, words):
        typed = {"version": 1, "statement": words, "reference": "12/BC"}
        answers.append((person.client.post(url(code, "nop/"), typed), words))

    for person in (chi, lam):
        person.client.get(url(code))
    assert together(lambda: send(chi, "Chi đã gửi danh sách."), lambda: send(lam, "Lâm đã gửi danh sách.")) == []
    assert sorted(answer.status_code for answer, _words in answers) == [302, 409]
    lost, words = next(pair for pair in answers if pair[0].status_code == 409)
    assert words in lost.content.decode()
    assert Evidence.rows.count() == 1


def test_waive_and_extend(world, an, binh):
    code = owe(world)
    actor = an.actor
    raised = together(
        lambda: act("waive", code, binh, version=1),
        lambda: commands.grant_extension(
            code=code, to_date=date(2021, 8, 20), reason="Dịch", version=1, by=actor, at=world.at
        ),
    )
    assert one_lost(raised)
    assert (state_of(code), due(code)) in {("WAIVED", date(2021, 8, 5)), ("OPEN", date(2021, 8, 20))}


def test_two_answers_to_one_request(world, chi, an, binh):
    code = owe(world)
    asked = commands.request_extension(code=code, to_date=date(2021, 8, 20), reason="Dịch", by=chi.actor, at=world.at)
    first, second = an.actor, binh.actor

    def decide(by, is_granted):
        commands.decide_extension(
            extension_id=asked.extension_id, is_granted=is_granted, answer="Trả lời", by=by, at=world.at
        )

    assert one_lost(together(lambda: decide(first, True), lambda: decide(second, False)))
    assert (Extension.rows.get().state, due(code)) in {
        ("GRANTED", date(2021, 8, 20)),
        ("REFUSED", date(2021, 8, 5)),
    }


def test_two_clocks_tell_once(world):
    open_all(world, *(opening(world, n, days=n % 5 - 3) for n in range(20)))
    assert together(*[lambda: commands.tick(by=CLOCK, at=world.at)] * 2) == []
    told = Entry.rows.filter(kind__in=["obligation.fell_due", "obligation.due_soon"]).count()
    assert told == Rung.rows.filter(reached_at__isnull=True).count() == 20


def test_two_compilings_open_once(world):
    openings = [opening(world, n, supporting=["so-tttt"]) for n in range(10)]
    together(*[lambda: commands.open_obligations(openings=openings, by=LOADER, at=world.at)] * 2)
    assert Obligation.rows.count() == 10
    assert Entry.rows.filter(kind="obligation.opened").count() == 10
    assert all(row.lanes.count() == 2 for row in Obligation.rows.all())


def test_two_declarations_of_one_day(world):
    code = owe(world, rule={"after": "phase.entered", "working_days": 5}, anchors={"phase.entered": date(2021, 8, 2)})
    declare = {"day": date(2021, 8, 4), "is_working": False, "note": "Nghỉ", "by": LOADER, "at": world.at}
    together(*[lambda: commands.declare_day(**declare)] * 2)
    assert due(code) == date(2021, 8, 10)
    assert Entry.rows.filter(kind="obligation.amended").count() == 1
