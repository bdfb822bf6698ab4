"""Nộp phần phối hợp: a supporting unit hands in its own lane, never the whole."""

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.obligations.models import Evidence
from tests.world.build import World
from tests.world.cast import Person
from tests.world.obligations import act, entries, lane_states, open_all, opening, owe, state_of, url


@pytest.fixture
def lan(world: World) -> Person:
    return world.add_person("lan", "so-tttt", ["focal"])


def test_works(world, lan):
    code = owe(world, supporting=["so-tttt", "so-nnptnt"])
    act("support", code, lan, version=1)
    assert (state_of(code), lane_states(code)) == ("OPEN", ["OPEN", "HANDED_IN", "OPEN"])
    assert Evidence.rows.get().lane.unit_id == world.unit("so-tttt")
    assert entries(code)[-1] == "obligation.supported"


def test_sees_but_may_not(world, lan, an, kim):
    code = owe(world, supporting=["so-tttt"])
    for person in (an, kim):
        with pytest.raises(NotAllowed):
            act("support", code, person)


def test_the_lead_has_no_lane_of_this_kind(world, chi):
    with pytest.raises(Refused, match="không có làn phối hợp"):
        act("support", owe(world, supporting=["so-tttt"]), chi)


def test_outsider(world, dung):
    with pytest.raises(NotVisible):
        act("support", owe(world, supporting=["so-tttt"]), dung)


def test_twice_is_refused_and_writes_once(world, lan):
    code = owe(world, supporting=["so-tttt"])
    act("support", code, lan)
    with pytest.raises(Refused, match="đã nộp"):
        act("support", code, lan)
    assert Evidence.rows.count() == 1


def test_too_late_once_the_whole_is_in(world, chi, lan):
    code = owe(world, supporting=["so-tttt"])
    act("hand_in", code, chi, without_support_reason="Không kịp")
    with pytest.raises(Refused, match="chờ nghiệm thu"):
        act("support", code, lan)


def test_a_unit_that_has_left_does_nothing_more(world, lan):
    one = opening(world, supporting=["so-tttt"])
    code = open_all(world, one).opened[0]
    open_all(world, opening(world))
    for name in ("support", "block"):
        with pytest.raises(Refused):
            act(name, code, lan)
    assert state_of(code) == "OPEN"


def test_an_old_page_is_told(world, chi, lan):
    code = owe(world, supporting=["so-tttt"])
    act("start", code, chi)
    with pytest.raises(SomebodyWasFaster):
        act("support", code, lan, version=1)


def test_doors(world, lan, an, dung, khach):
    code = owe(world, supporting=["so-tttt"])
    typed = {"version": 1, "statement": "Phần của Sở", "reference": ""}
    assert an.client.post(url(code, "nop-phan/"), typed).status_code == 403
    assert dung.client.post(url(code, "nop-phan/"), typed).status_code == 404
    assert khach.client.post(url(code, "nop-phan/"), typed)["Location"].startswith("/dang-nhap/")
    assert lan.client.post(url(code, "nop-phan/"), {"version": 1}).status_code == 422
    assert lan.client.post(url(code, "nop-phan/"), typed).status_code == 302
    assert "Phần của Sở" in lan.client.get(url(code)).content.decode()
