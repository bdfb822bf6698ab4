"""Trả lại: the entitled unit gives it back with a reason; the work and the clock go on."""

from datetime import timedelta

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Evidence
from tests.world.obligations import act, entries, lane_states, owe, row, state_of, url

REASON = "Thiếu số liệu của hai huyện"


def test_works(world, chi, an):
    code = owe(world)
    act("hand_in", code, chi)
    act("return", code, an, reason=REASON, version=2)
    assert (state_of(code), row(code).reason, lane_states(code)) == ("RETURNED", REASON, ["RETURNED"])
    assert entries(code)[-1] == "obligation.returned"
    assert REASON in chi.client.get(url(code)).content.decode()


def test_handed_in_again_it_is_counted_by_the_second_day(world, chi, an):
    code = owe(world)
    act("hand_in", code, chi)
    act("return", code, an)
    act("hand_in", code, chi, at=world.at + timedelta(days=7), statement="Đã bổ sung")
    assert (state_of(code), row(code).is_late, row(code).reason) == ("HANDED_IN", True, "")
    assert Evidence.rows.count() == 2


def test_sees_but_may_not(world, chi, giang, kim):
    code = owe(world)
    act("hand_in", code, chi)
    for person in (chi, giang, kim):
        with pytest.raises(NotAllowed):
            act("return", code, person)


def test_outsider(world, chi, dung):
    code = owe(world)
    act("hand_in", code, chi)
    with pytest.raises(NotVisible):
        act("return", code, dung)


def test_needs_a_reason_and_something_handed_in(world, chi, an):
    code = owe(world)
    with pytest.raises(Refused):
        act("return", code, an)
    act("hand_in", code, chi)
    with pytest.raises(Refused, match="lý do"):
        act("return", code, an, reason="\u200b")
    act("return", code, an)
    with pytest.raises(Refused):
        act("return", code, an)


def test_the_other_was_faster(world, chi, an, binh):
    code = owe(world)
    act("hand_in", code, chi)
    act("accept", code, binh, version=2)
    with pytest.raises(SomebodyWasFaster):
        act("return", code, an, version=2)


def test_doors(world, chi, an, dung, khach):
    code = owe(world)
    act("hand_in", code, chi)
    step = url(code, "tra-lai/")
    assert chi.client.post(step, {"version": 2, "reason": REASON}).status_code == 403
    assert dung.client.post(step, {"version": 2, "reason": REASON}).status_code == 404
    assert khach.client.post(step)["Location"].startswith("/dang-nhap/")
    assert an.client.post(step, {"version": 2, "reason": ""}).status_code == 422
    faster = an.client.post(step, {"version": 1, "reason": REASON})
    assert faster.status_code == 409
    assert REASON in faster.content.decode()
    assert an.client.post(step, {"version": 2, "reason": REASON}).status_code == 302
