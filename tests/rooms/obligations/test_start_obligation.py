"""Bắt đầu làm: the lead unit says that it has begun."""

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.world.obligations import act, entries, lane_states, owe, state_of, url


def test_works(world, chi):
    code = owe(world, supporting=["so-tttt"])
    act("start", code, chi, version=1)
    assert (state_of(code), lane_states(code)) == ("IN_PROGRESS", ["IN_PROGRESS", "OPEN"])
    assert entries(code)[-1] == "obligation.started"


def test_sees_but_may_not(world, an, kim):
    code = owe(world)
    for person in (an, kim):
        with pytest.raises(NotAllowed):
            act("start", code, person)


def test_outsider(world, dung):
    with pytest.raises(NotVisible):
        act("start", owe(world), dung)
    with pytest.raises(NotVisible):
        act("start", "NV-kg-2021-999999", dung)


def test_only_what_waits_to_be_begun(world, chi, an):
    code = owe(world)
    act("start", code, chi)
    with pytest.raises(Refused, match="đang được thực hiện"):
        act("start", code, chi)
    act("hand_in", code, chi)
    with pytest.raises(Refused, match="chờ nghiệm thu"):
        act("start", code, chi)
    act("return", code, an)
    act("start", code, chi)
    assert lane_states(code) == ["IN_PROGRESS"]


def test_an_old_page_is_told(world, chi):
    code = owe(world)
    act("block", code, chi)
    with pytest.raises(SomebodyWasFaster):
        act("start", code, chi, version=1)


def test_doors(world, chi, an, dung, khach):
    code = owe(world)
    assert chi.client.get(url(code, "bat-dau/")).status_code == 405
    assert an.client.post(url(code, "bat-dau/")).status_code == 403
    assert dung.client.post(url(code, "bat-dau/")).status_code == 404
    assert khach.client.post(url(code, "bat-dau/"))["Location"].startswith("/dang-nhap/")
    answer = chi.client.post(url(code, "bat-dau/"), {"version": 1})
    assert (answer.status_code, answer["Location"]) == (302, url(code))
