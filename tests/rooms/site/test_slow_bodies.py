"""Whoever lets a body drip keeps a few threads waiting, never all; what is there at once is read as ever."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from django.test import Client

from phoihop.site import slow_bodies
from phoihop.site.slow_bodies import Lanes, NoLane, PatientBody
from tests.world.build import World


def body(content: bytes, lanes: Lanes, address: str = "a", length: int = 0) -> PatientBody:
    return PatientBody(io.BytesIO(content), length or len(content), lanes, address)


def test_a_body_that_was_read_has_left_its_lane() -> None:
    lanes = Lanes(1)
    one = body(b"one\ntwo", lanes)
    assert one.readline() == b"one\n"
    with pytest.raises(NoLane):
        body(b"x", lanes, "b").read()
    assert one.read() == b"two"
    assert body(b"x", lanes, "b").read() == b"x"
    assert one.read() == b""  # at its end it needs no lane any more
    assert lanes.enter("c")


def test_a_body_that_broke_off_or_was_never_read_leaves_no_lane_behind() -> None:
    lanes = Lanes(1)
    cut = body(b"some", lanes, length=100)
    assert cut.read(4) == b"some"
    assert cut.read(4) == b""
    unread = body(b"never read", lanes)
    unread.close()
    half = body(b"half read", lanes)
    half.read(4)
    half.close()
    half.close()
    assert lanes.enter("b")


def test_it_waits_a_moment_for_a_lane() -> None:
    lanes = Lanes(1)
    assert lanes.enter("a")
    threading.Timer(0.05, lanes.leave, ["a"]).start()
    assert body(b"words", lanes, "b").read() == b"words"


def test_refused_once_it_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lanes = Lanes(1)
    assert lanes.enter("a")
    late = body(b"words", lanes, "b")
    with pytest.raises(NoLane):
        late.read()
    monkeypatch.setattr(Lanes, "enter", lambda *_: pytest.fail("it asked again"))
    with pytest.raises(NoLane):
        late.readline()


def test_one_address_never_has_all_lanes() -> None:
    lanes = Lanes(3)
    assert [lanes.enter(who) for who in "aaabb"] == [True, True, False, True, False]
    lanes.leave("a")
    assert lanes.enter("b")
    assert Lanes(0).enter("a")


def test_without_a_lane_there_is_a_sentence_and_nothing_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unread(io.BytesIO):
        def read(self, *_args: Any) -> bytes:
            raise AssertionError("the body was read")

    monkeypatch.setattr(slow_bodies.Lanes, "enter", lambda *_: False)
    kind = "application/x-www-form-urlencoded"
    more: dict[str, Any] = {"CONTENT_LENGTH": "10", "wsgi.input": Unread()}
    client = Client()
    answer = client.generic("POST", "/phan-anh/gui/x/", b"x", content_type=kind, **more)
    assert answer.status_code == 404  # whoever has no form of ours is told so first
    answer = client.generic("POST", "/ngon-ngu/", b"x", content_type=kind, **more)
    assert answer.status_code == 503
    assert "quá nhiều lần gửi chậm" in answer.content.decode()
