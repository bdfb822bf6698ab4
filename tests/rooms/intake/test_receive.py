"""In from the public: sealed until taken, once, and nothing of it left behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from phoihop.ground.actor import Actor
from phoihop.ground.powers import NotAllowed
from phoihop.intake import commands, queries
from phoihop.intake.models import Input, InputPhoto
from phoihop.ledger.models import Entry
from tests.world.build import World

PORTAL = Actor.system("portal")
DESK = Actor.system("front-desk").through("concern.take_in")
CANARY = "Chim hoàng yến 0912345678"


def receive(world: World, **changed: Any) -> commands.Receipt:
    values: dict[str, Any] = {
        "what": "CONCERN",
        "channel": "form",
        "territory": "kg",
        "payload": {"text": CANARY},
        "photos": [CANARY.encode()],
        "nonce": "a" * 32,
    }
    return commands.receive(**{**values, **changed}, by=PORTAL, at=world.at)


def test_code_and_key_come_at_once_and_twice_is_one(world: World) -> None:
    receipt = receive(world)
    assert receipt.code == "PA-kg-2021-000001"
    assert queries.holds_key(receipt.code, receipt.key.upper())
    assert not queries.holds_key(receipt.code, "x" * 16)
    assert receive(world) == replace(receipt, is_repeat=True)
    assert receive(world, payload={"text": "khác"}) == replace(receipt, is_repeat=True, is_same=False)
    assert receive(world, nonce="b" * 32).code == "PA-kg-2021-000002"
    assert receive(world, what="FEEDBACK", nonce="c" * 32).code == "TN-kg-2021-000001"


def test_words_are_sealed_in_the_hatch_and_absent_from_the_ledger(world: World) -> None:
    receive(world)
    row, photo = Input.rows.get(), InputPhoto.rows.get()
    for stored in (bytes(row.sealed), bytes(photo.sealed)):
        assert CANARY.encode() not in stored
        assert b"0912345678" not in stored
    assert not Entry.rows.filter(data__contains="0912345678").exists()


def test_taken_once_and_nothing_left(world: World) -> None:
    receipt = receive(world)
    taken = commands.take(code=receipt.code, by=DESK, at=world.at)
    assert taken is not None
    assert taken.payload == {"text": CANARY}
    assert taken.photos == (CANARY.encode(),)
    assert commands.take(code=receipt.code, by=DESK, at=world.at) is None
    assert bytes(Input.rows.get().sealed) == b""
    assert not InputPhoto.rows.exists()


def test_only_the_room_it_is_for_takes_it(world: World) -> None:
    receipt = receive(world)
    for actor in (PORTAL, Actor.system("front-desk"), world.person("long").actor, Actor.nobody()):
        with pytest.raises(NotAllowed):
            commands.take(code=receipt.code, by=actor, at=world.at)
    with pytest.raises(NotAllowed):
        commands.receive(what="CONCERN", channel="form", territory="kg", payload={}, by=Actor.nobody(), at=world.at)


def test_dropped_leaves_nothing(world: World) -> None:
    receipt = receive(world)
    commands.drop(code=receipt.code, reason="spam", by=DESK, at=world.at)
    assert commands.drop(code=receipt.code, reason="spam", by=DESK, at=world.at) is None
    assert bytes(Input.rows.get().sealed) == b""
