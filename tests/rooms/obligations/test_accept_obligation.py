"""Nghiệm thu: the entitled unit accepts what was handed in, and the obligation is closed."""

from datetime import timedelta

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations import commands
from phoihop.obligations.models import Extension
from tests.world.obligations import act, entries, lane_states, owe, row, state_of, url


def test_works(world, chi, an):
    code = owe(world, supporting=["so-tttt"])
    act("hand_in", code, chi, without_support_reason="Không kịp")
    later = world.at + timedelta(days=1)
    event = act("accept", code, an, at=later, version=2)
    assert (row(code).state, row(code).closed_at, event.is_late) == ("ACCEPTED", later, False)
    assert lane_states(code) == ["ACCEPTED", "WAIVED"]
    assert entries(code)[-1] == "obligation.accepted"


def test_a_late_hand_in_stays_late(world, chi, an):
    code = owe(world, days=-3)
    act("hand_in", code, chi)
    assert act("accept", code, an).is_late


def test_sees_but_may_not(world, chi, giang, kim):
    code = owe(world)
    act("hand_in", code, chi)
    for person in (chi, giang, kim):
        with pytest.raises(NotAllowed):
            act("accept", code, person)


def test_outsider(world, dung, chi):
    code = owe(world)
    act("hand_in", code, chi)
    with pytest.raises(NotVisible):
        act("accept", code, dung)


def test_only_what_was_handed_in_and_only_once(world, chi, an):
    code = owe(world)
    with pytest.raises(Refused, match="chưa được thực hiện"):
        act("accept", code, an)
    act("hand_in", code, chi)
    act("accept", code, an)
    with pytest.raises(Refused, match="đã được nghiệm thu"):
        act("accept", code, an)


def test_an_old_page_is_told(world, chi, an, binh):
    code = owe(world)
    act("hand_in", code, chi)
    act("accept", code, binh, version=2)
    with pytest.raises(SomebodyWasFaster):
        act("accept", code, an, version=2)


def test_an_open_request_for_more_time_closes_with_it(world, chi, an):
    code = owe(world)
    due = row(code).due_date
    commands.request_extension(
        code=code, to_date=due + timedelta(days=5), reason="Dịch bệnh", by=chi.actor, at=world.at
    )
    act("hand_in", code, chi)
    act("accept", code, an)
    asked = Extension.rows.get()
    assert (asked.state, asked.answer) == ("REFUSED", "Khép lại cùng nghĩa vụ.")
    with pytest.raises(Refused, match="đã có trả lời"):
        commands.decide_extension(extension_id=asked.pk, is_granted=True, answer="", by=an.actor, at=world.at)
    assert row(code).due_date == due


def test_doors(world, chi, an, dung, khach):
    code = owe(world)
    act("hand_in", code, chi)
    step = url(code, "nghiem-thu/")
    assert chi.client.post(step, {"version": 2}).status_code == 403
    assert dung.client.post(step, {"version": 2}).status_code == 404
    assert khach.client.post(step)["Location"].startswith("/dang-nhap/")
    assert an.client.post(step, {"version": 1}).status_code == 409
    assert an.client.post(step, {"version": 2}).status_code == 302
    assert state_of(code) == "ACCEPTED"
    assert an.client.post(step, {"version": 3}).status_code == 422
