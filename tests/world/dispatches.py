"""Letters of the world: from the Department of Health to the commission, unless told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from phoihop.dispatches import commands
from tests.world.build import World
from tests.world.cast import Person


def send(
    world: World,
    *,
    by: str = "chi",
    to: Sequence[str] = ("btg-tinh-uy",),
    subject: str = "Thông báo vấn đề phối hợp năm 2021",
    at: datetime | None = None,
    **values: Any,
) -> str:
    """A letter from the office of one of the cast; gives its code."""
    actor = _actor(world, by, at)
    given = {"purpose": "OPINION", "body": "Kính gửi Ban Tuyên giáo Tỉnh ủy.", "about": "", "dossier": "", **values}
    sent = commands.send_dispatch(
        sender_id=actor.unit_id or 0,
        recipient_ids=[world.unit(key) for key in to],
        subject=subject,
        by=actor,
        at=at or world.at,
        **given,
    )
    return sent.code


def acknowledge(world: World, code: str, *, by: str = "an", reservation: str = "", at: datetime | None = None) -> None:
    """The office of one of the cast takes the letter on."""
    actor = _actor(world, by, at)
    commands.acknowledge_dispatch(
        code=code, unit_id=actor.unit_id or 0, reservation=reservation, version=None, by=actor, at=at or world.at
    )


def _actor(world: World, username: str, at: datetime | None) -> Any:
    person: Person = world.person(username)
    return person.actor_at(at or world.at)
