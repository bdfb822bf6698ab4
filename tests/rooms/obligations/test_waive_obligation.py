"""Miễn nghĩa vụ: the approver of the entitled unit does without it, with a reason."""

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.world.obligations import act, entries, lane_states, owe, row, state_of, url

REASON = "Hội nghị đã gộp vào kỳ sau"


def test_works(world, binh):
    code = owe(world, supporting=["so-tttt"])
    act("waive", code, binh, reason=REASON, version=1)
    assert (state_of(code), row(code).reason, row(code).closed_at) == ("WAIVED", REASON, world.at)
    assert lane_states(code) == ["WAIVED", "WAIVED"]
    assert entries(code)[-1] == "obligation.waived"
    assert REASON in binh.client.get(url(code)).content.decode()


def test_whatever_is_not_closed_can_be_waived(world, chi, an, minh):
    blocked, handed_in = owe(world, 1), owe(world, 2)
    act("block", blocked, chi)
    act("hand_in", handed_in, chi)
    for code in (blocked, handed_in):
        act("waive", code, minh)  # Bình's deputy
        assert state_of(code) == "WAIVED"


def test_sees_but_may_not(world, an, chi, kim):
    code = owe(world)
    for person in (an, chi, kim):  # a drafter of the entitled unit prepares, he does not waive
        with pytest.raises(NotAllowed):
            act("waive", code, person)


def test_outsider(world, dung):
    with pytest.raises(NotVisible):
        act("waive", owe(world), dung)


def test_needs_a_reason_and_happens_once(world, binh):
    code = owe(world)
    with pytest.raises(Refused, match="lý do"):
        act("waive", code, binh, reason=" ")
    act("waive", code, binh)
    with pytest.raises(Refused, match="được miễn"):
        act("waive", code, binh)


def test_doors(world, an, binh, dung, khach):
    code = owe(world)
    step, typed = url(code, "mien/"), {"version": 1, "reason": REASON}
    assert an.client.post(step, typed).status_code == 403
    assert dung.client.post(step, typed).status_code == 403  # nobody without the role gets through the door
    assert world.add_person("thu", "so-xaydung", ["approver"]).client.post(step, typed).status_code == 404
    assert khach.client.post(step)["Location"].startswith("/dang-nhap/")
    assert binh.client.post(step, {"version": 1, "reason": ""}).status_code == 422
    assert step in binh.client.get(url(code)).content.decode()
    assert step not in an.client.get(url(code)).content.decode()
    assert binh.client.post(step, typed).status_code == 302
