"""Báo bị chặn và gỡ chặn: a unit cannot go on and says why; the clock runs on."""

from datetime import timedelta

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.queries import board
from phoihop.obligations.queries.board import BoardFilter
from tests.world.obligations import act, entries, lane_states, owe, row, state_of, url

REASON = "Chưa có số liệu của Cục Thống kê"


def test_works(world, chi):
    code = owe(world)
    act("block", code, chi, reason=REASON, version=1)
    assert (state_of(code), row(code).reason) == ("BLOCKED", REASON)
    act("unblock", code, chi, version=2)
    assert (state_of(code), row(code).reason, lane_states(code)) == ("IN_PROGRESS", "", ["IN_PROGRESS"])
    assert entries(code)[-2:] == ["obligation.blocked", "obligation.unblocked"]


def test_a_supporting_unit_may_too(world):
    lan = world.add_person("lan", "so-tttt", ["focal"])
    code = owe(world, supporting=["so-tttt"])
    act("block", code, lan)
    act("unblock", code, lan)
    assert lane_states(code) == ["OPEN", "IN_PROGRESS"]


def test_the_clock_runs_on(world, chi, an):
    code = owe(world)
    act("block", code, chi)
    today = world.at.date()
    assert board(an.actor, BoardFilter(), today).rows[0].shown == "block"
    assert board(an.actor, BoardFilter(), today + timedelta(days=5)).rows[0].shown == "late"


def test_sees_but_may_not(world, chi, an, kim):
    code = owe(world)
    for person in (an, kim):
        with pytest.raises(NotAllowed):
            act("block", code, person)
    act("block", code, chi)
    for person in (an, kim):
        with pytest.raises(NotAllowed):
            act("unblock", code, person)


def test_outsider(world, dung):
    for name in ("block", "unblock"):
        with pytest.raises(NotVisible):
            act(name, owe(world, name), dung)


def test_refusals(world, chi):
    code = owe(world)
    with pytest.raises(Refused):
        act("unblock", code, chi)
    with pytest.raises(Refused, match="lý do"):
        act("block", code, chi, reason="")
    act("block", code, chi)
    with pytest.raises(Refused, match="bị chặn"):
        act("block", code, chi)
    act("unblock", code, chi)
    act("hand_in", code, chi)
    with pytest.raises(Refused, match="chờ nghiệm thu"):
        act("block", code, chi)


def test_an_old_page_is_told(world, chi):
    code = owe(world)
    act("start", code, chi)
    with pytest.raises(SomebodyWasFaster):
        act("block", code, chi, version=1)


@pytest.mark.parametrize(("step", "typed"), [("bi-chan/", {"reason": REASON}), ("go-chan/", {})])
def test_doors(world, chi, an, dung, khach, step, typed):
    code = owe(world)
    if step == "go-chan/":
        act("block", code, chi)
    typed |= {"version": row(code).version}
    assert an.client.post(url(code, step), typed).status_code == 403
    assert dung.client.post(url(code, step), typed).status_code == 404
    assert khach.client.post(url(code, step), typed)["Location"].startswith("/dang-nhap/")
    assert chi.client.post(url(code, step), typed).status_code == 302
    assert chi.client.post(url(code, "bi-chan/"), {"reason": ""}).status_code == 422
