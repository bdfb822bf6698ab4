"""Who is told: whose turn it is, and only who may see the review."""

from __future__ import annotations

import json

import pytest

from phoihop.ground import powers, sheet
from phoihop.ledger.models import Entry
from phoihop.ledger.queries import event_of, heard, say
from phoihop.organizations.queries import accounts_in
from phoihop.reviews import commands
from tests.world import reviews as layer
from tests.world.build import World
from tests.world.reviews import OVER, actor


def told(world: World, kind: str) -> set[str]:
    """The user names that the last event of this kind reaches."""
    entry = Entry.rows.filter(kind=kind).order_by("-pk").first()
    assert entry is not None, kind
    names = {number: name for name, number in world.accounts.items()}
    found: set[str] = set()
    for notice in sheet.notices_on(kind):
        event = event_of(heard(entry.pk), notice.on)
        may_see = accounts_in(powers.who_may("review.see", notice.thing(event)), OVER)
        found |= {names[number] for number in accounts_in(notice.to(event), OVER) & may_see}
        assert notice.url(event).startswith("/lam-viec/so-ket/")
    return found


@pytest.fixture
def found(world: World) -> layer.Opened:
    layer.head_of_partner(world)
    return layer.signed(world, dissent="Chưa thống nhất")


def test_whose_turn_it_is(world: World, found: layer.Opened) -> None:
    assert told(world, "review.opened") == {"an", "binh", "minh"}
    assert told(world, "review.gathered") == {"chi", "yen"}
    assert told(world, "part.handed_in") == {"an", "binh", "minh"}
    assert told(world, "part.accepted") == {"chi", "yen"}
    assert told(world, "review.presented") == {"binh", "minh", "yen"}
    assert told(world, "review.dissented") == {"an", "binh", "minh"}
    assert told(world, "review.settled") == {"an", "binh", "minh", "chi", "yen"}


def test_a_lesson_answered_is_told_to_who_proposed_it(world: World, found: layer.Opened) -> None:
    commands.answer_lesson(
        code=found.code,
        number=1,
        is_taken_up=False,
        into="",
        text="Đã có",
        version=None,
        by=actor(world, "an"),
        at=OVER,
    )
    assert told(world, "lesson.refused") == {"chi", "yen"}


def test_a_first_version_asks_nobody_to_sign(world: World) -> None:
    layer.opened(world)
    assert told(world, "review.compiled") == set()


def test_every_event_reads_as_a_sentence(world: World, found: layer.Opened) -> None:
    kinds = ("review", "part", "lesson")
    entries = [entry for entry in Entry.rows.order_by("pk") if entry.kind.split(".")[0] in kinds]
    assert len({entry.kind for entry in entries}) >= 10
    for entry in entries:
        said = say(entry.kind, json.loads(entry.data))
        assert said
        assert "%(" not in said
