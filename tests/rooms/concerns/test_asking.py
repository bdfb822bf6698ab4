"""More is asked: the clock waits. Longer is needed: a later date with its reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from phoihop.concerns import commands, queries
from phoihop.concerns.commands import clock
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed
from phoihop.obligations import commands as obligations
from phoihop.obligations.models import Obligation
from phoihop.publications import queries as portal
from tests.world import concerns as layer
from tests.world.build import World


def asked(world: World) -> str:
    code = layer.assigned(world)
    commands.ask_more(code=code, question="Ngày nào? Gọi 0912 345 678", by=world.person("chi").actor, at=world.at)
    return code


def test_the_clock_waits_and_its_raiser_is_asked(world: World) -> None:
    code = asked(world)
    row = layer.row(code)
    assert (row.state, row.resumes) == ("NEEDS_INFO", "FORWARDED")
    assert "0912" not in row.question
    assert Obligation.rows.get(code=row.obligation).state == "BLOCKED"
    shown = portal.tracking(code)
    assert shown is not None
    assert "Ngày nào?" in shown.asks


def test_its_answer_moves_the_date_by_the_days_waited(world: World) -> None:
    code = asked(world)
    layer.follow(world, code, "MORE", at=world.at + timedelta(days=7), text="Chiều thứ Ba tuần trước")
    row = layer.row(code)
    assert (row.state, row.resumes, row.question) == ("FORWARDED", "", "")
    assert row.promised_date == date(2021, 8, 30)  # 23 August and five working days
    owed = Obligation.rows.get(code=row.obligation)
    assert (owed.state, owed.due_date) == ("IN_PROGRESS", date(2021, 8, 30))
    value = queries.concern_value(world.person("chi").actor, code)
    assert [one.text for one in value.additions] == ["Chiều thứ Ba tuần trước"]
    assert len(value.explanation.extensions) == 1


def test_nothing_comes_and_work_goes_on(world: World) -> None:
    code = asked(world)
    by = layer.clock()
    assert commands.tick(by=by, at=world.at + timedelta(days=14)) == 0
    assert commands.tick(by=by, at=world.at + timedelta(days=15)) == 1
    row = layer.row(code)
    assert row.state == "FORWARDED"
    assert row.promised_date > date(2021, 8, 23)


@pytest.mark.parametrize("then", ["unblocked", "handed in"])
def test_work_goes_on_where_its_obligation_was_unblocked_meanwhile(world: World, then: str) -> None:
    code = asked(world)
    owed, chi = layer.row(code).obligation, world.person("chi").actor
    obligations.unblock_obligation(code=owed, by=chi, at=world.at)
    if then == "handed in":
        obligations.hand_in_obligation(code=owed, statement="Đã trả lời", reference="", by=chi, at=world.at)
    assert commands.tick(by=layer.clock(), at=world.at + timedelta(days=15)) == 1
    row = layer.row(code)
    assert row.state == "FORWARDED"
    kept = Obligation.rows.get(code=owed)
    assert (kept.state, kept.due_date) == ({"unblocked": "IN_PROGRESS"}.get(then, "HANDED_IN"), row.promised_date)


def test_its_answer_counts_where_its_obligation_was_unblocked_meanwhile(world: World) -> None:
    code = asked(world)
    obligations.unblock_obligation(code=layer.row(code).obligation, by=world.person("chi").actor, at=world.at)
    layer.follow(world, code, "MORE", at=world.at + timedelta(days=7), text="Chiều thứ Ba tuần trước")
    assert layer.row(code).state == "FORWARDED"


@pytest.mark.parametrize("refusal", [Refused("Không được."), SomebodyWasFaster("PA-1")])
def test_the_clock_goes_on_with_the_next_one(world: World, monkeypatch: pytest.MonkeyPatch, refusal: Exception) -> None:
    first, second = asked(world), asked(world)

    def resume(*, code: str, by: Actor, at: datetime) -> object:
        if code == first:
            raise refusal
        return commands.resume_concern(code=code, by=by, at=at)

    monkeypatch.setattr(clock, "resume_concern", resume)
    assert commands.tick(by=layer.clock(), at=world.at + timedelta(days=15)) == 1
    assert (layer.row(first).state, layer.row(second).state) == ("NEEDS_INFO", "FORWARDED")


def test_asked_before_it_is_given_to_an_agency(world: World) -> None:
    code = layer.noted(world)
    commands.ask_more(code=code, question="Ở đâu?", by=world.person("an").actor, at=world.at)
    commands.add_more(code=code, text="Gần chợ", by=world.person("giang").actor, at=world.at + timedelta(days=1))
    row = layer.row(code)
    assert (row.state, row.forward_date, row.promised_date) == ("RECEIVED", date(2021, 8, 10), date(2021, 8, 24))


def test_refusals_of_asking(world: World) -> None:
    code = layer.answered(world)
    with pytest.raises(Refused, match="đã trả lời"):
        commands.ask_more(code=code, question="x", by=world.person("an").actor, at=world.at)
    with pytest.raises(Refused, match="không còn được xử lý"):
        commands.add_more(code=code, text="x", by=world.person("an").actor, at=world.at)


def test_extended_with_its_reason(world: World) -> None:
    code = layer.assigned(world)
    yen = layer.head_of_health(world).actor
    commands.extend_concern(code=code, to_date=date(2021, 9, 6), reason="Chờ kết quả đo", by=yen, at=world.at)
    row = layer.row(code)
    assert (row.state, row.promised_date) == ("EXTENDED", date(2021, 9, 6))
    assert Obligation.rows.get(code=row.obligation).due_date == date(2021, 9, 6)
    shown = portal.tracking(code)
    assert shown is not None
    assert (shown.due_date, shown.steps[-1].more) == (date(2021, 9, 6), "Chờ kết quả đo")
    with pytest.raises(Refused, match="sau hạn hiện nay"):
        commands.extend_concern(code=code, to_date=date(2021, 9, 6), reason="x", by=yen, at=world.at)
    with pytest.raises(Refused, match="chỉ được đến hết"):
        commands.extend_concern(code=code, to_date=date(2022, 1, 6), reason="x", by=yen, at=world.at)
    with pytest.raises(Refused, match="lý do"):
        commands.extend_concern(code=code, to_date=date(2021, 9, 10), reason="", by=yen, at=world.at)
    with pytest.raises(NotAllowed):
        commands.extend_concern(
            code=code, to_date=date(2021, 9, 10), reason="x", by=world.person("chi").actor, at=world.at
        )


def test_more_time_for_the_obligation_is_more_time_for_the_concern(world: World) -> None:
    code = layer.assigned(world)
    owed = layer.row(code).obligation
    obligations.grant_extension(
        code=owed, to_date=date(2021, 9, 1), reason="Chờ vật tư", by=world.person("an").actor, at=world.at
    )
    assert (layer.row(code).state, layer.row(code).promised_date) == ("EXTENDED", date(2021, 9, 1))
    assert Obligation.rows.get(code=owed).due_date == date(2021, 9, 1)
