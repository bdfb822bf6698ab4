"""Meetings of the world: the commission invites, unless told otherwise; and mail addresses for those it invites."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from phoihop.mail import commands as mail
from phoihop.meetings import commands
from phoihop.organizations import commands as organizations
from tests.world.build import LOADER, World

FIRST = timedelta(days=8)  # the meeting is on Tuesday of next week, at nine


def address(world: World, unit: str, text: str = "") -> str:
    """The unit's main address, known and confirmed; gives it."""
    text = text or f"vanphong@{unit}.example.gov.vn"
    place = (unit, "Văn thư thư điện tử")
    if place not in world.posts:
        made = organizations.create_post(unit_id=world.unit(unit), title=place[1], by=LOADER, at=world.at)
        world.posts[place] = made.post_id
    mail.add_address(
        unit_id=world.unit(unit),
        address=text,
        owner_post_id=world.posts[place],
        is_confirmed=True,
        by=LOADER,
        at=world.at,
    )
    return text


def starts(world: World) -> datetime:
    return world.at + FIRST


def draft(
    world: World, *, to: Sequence[str] = ("so-yte",), optional: Sequence[str] = (), by: str = "an", **values: Any
) -> str:
    """A meeting of the office of one of the cast that nobody is told of yet; gives its code."""
    actor = world.person(by).actor
    given: dict[str, Any] = {
        "title": "Giao ban công tác phối hợp tháng 8",
        "starts_at": starts(world),
        "ends_at": starts(world) + timedelta(hours=2),
        "place": "Phòng họp số 1",
        **values,
    }
    told = commands.draft_meeting(
        organiser_id=actor.unit_id or 0,
        required_ids=[world.unit(key) for key in to],
        optional_ids=[world.unit(key) for key in optional],
        by=actor,
        at=world.at,
        **given,
    )
    return told.code


def call(world: World, *, by: str = "an", **values: Any) -> str:
    """The same, and its invitations sent."""
    code = draft(world, by=by, **values)
    commands.call_meeting(code=code, by=world.person(by).actor, at=world.at)
    return code


def series(world: World, **values: Any) -> str:
    """Four weekly meetings, called."""
    return call(world, repeat="FREQ=WEEKLY;COUNT=4", **values)
