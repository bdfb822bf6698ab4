"""A standing query with a story it found, for tests that walk through every door."""

from __future__ import annotations

from phoihop.press import commands
from tests.world.build import World

DOORS = ("standing", "amend-standing", "pause-standing", "resume-standing", "end-standing")


def doors(world: World, topic: str) -> dict[str, dict[str, object]]:
    """An's office looks for something on behalf of the topic; Chi's is a party of it."""
    an = world.person("an").actor
    unit_id = world.unit("btg-tinh-uy")
    code = commands.begin_standing_query(
        unit_id=unit_id, topic=topic, title="Ổ dịch", expression='"ổ dịch" "Kiên Giang"', by=an, at=world.at
    ).code
    story = commands.clip(
        unit_id=unit_id,
        publisher="Báo Kiên Giang",
        title="Kiên Giang khống chế ổ dịch ở chợ nổi",
        url="https://bao.example/o-dich-cho-noi",
        extract="Ổ dịch ở chợ nổi tỉnh Kiên Giang đã được khống chế sau ba ngày.",
        by=an,
        at=world.at,
    ).story
    return {
        **{f"press:{name}": {"code": code} for name in DOORS},
        "press:topic-stories": {"topic": topic},
        "press:add-match": {"story": story},
        "press:judge-match": {"story": story, "topic": topic, "say": "dung"},
    }
