"""Tiến độ xử lý: an office that took a letter on says how far it is."""

import pytest

from phoihop.dispatches import commands
from phoihop.dispatches.models import Recipient
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible
from tests.world.dispatches import acknowledge, send


def handle(world, code, person, step):
    return commands.handle_dispatch(
        code=code, unit_id=person.actor.unit_id, step=step, version=None, by=person.actor, at=world.at
    )


def test_works_and_goes_forward_only(world, an, chi):
    code = send(world)
    acknowledge(world, code)
    for step, reached in (("assign", "ASSIGNED"), ("process", "DOING"), ("complete", "DONE")):
        assert handle(world, code, an, step).step == reached
    assert Recipient.rows.get().handling == "DONE"
    handle(world, code, an, "complete")  # twice is harmless
    with pytest.raises(Refused, match="xa hơn"):
        handle(world, code, an, "assign")
    assert "đã hoàn thành" in chi.client.get(f"/lam-viec/cong-van/{code}/").content.decode()


def test_only_what_was_taken_on(world, an):
    code = send(world)
    with pytest.raises(Refused, match="đã tiếp nhận"):
        handle(world, code, an, "assign")
    acknowledge(world, code)
    with pytest.raises(Refused, match="phân công"):
        handle(world, code, an, "dance")


def test_nobody_else(world, chi, dung):
    code = send(world)
    acknowledge(world, code)
    with pytest.raises(NotAllowed):
        handle(world, code, chi, "assign")
    with pytest.raises(NotVisible):
        handle(world, code, dung, "assign")


def test_by_button(world, an):
    code = send(world)
    acknowledge(world, code)
    url = f"/lam-viec/cong-van/{code}/"
    assert "Đã phân công" in an.client.get(url).content.decode()
    version = Recipient.rows.get().version
    assert an.client.post(f"{url}tien-do/", {"step": "assign", "version": version}).status_code == 302
    assert Recipient.rows.get().handling == "ASSIGNED"
