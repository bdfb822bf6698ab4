"""Sources and stories for tests that walk through every door. Nothing here is ever due: no test reaches for the web."""

from __future__ import annotations

from phoihop.press import commands
from phoihop.press.models import Source
from tests.world.build import World

STORY_DOORS = ("story", "hide-story", "merge-story")
SOURCE_DOORS = ("source", "amend-source", "pause-source")
BOAT = (
    "Lực lượng chức năng vừa bắt giữ hai tàu cá vi phạm vùng biển nước ngoài, lập biên bản và bàn giao cho địa phương "
    "xử lý theo quy định về khai thác bất hợp pháp, không báo cáo."
)


def doors(world: World) -> dict[str, dict[str, object]]:
    """A story of two items, one that is hidden, one that is merged; a source that is read and one that rests."""
    whole = clip(world, "Bắt giữ hai tàu cá vi phạm vùng biển Kiên Giang", BOAT)
    clip(world, "Bắt giữ hai tàu cá vi phạm vùng biển Kiên Giang", BOAT, publisher="Đài Phát thanh")
    hidden, merged = clip(world, "Quảng cáo tour du lịch hè", "Giá tốt."), clip(world, "Tin vắn trong ngày", "Vắn tắt.")
    an = world.person("an").actor
    commands.hide_story(code=hidden, reason="Quảng cáo", by=an, at=world.at)
    commands.merge_story(code=merged, into=whole, by=an, at=world.at)
    read, resting = source(world, "rss"), source(world, "nghi")
    commands.pause_source(code=resting, reason="Trang đang sửa", by=an, at=world.at)
    return {
        **{f"press:{name}": {"code": whole} for name in (*STORY_DOORS, "split-story")},
        "press:show-story": {"code": hidden},
        "press:part-story": {"code": merged},
        **{f"press:{name}": {"code": read} for name in SOURCE_DOORS},
        "press:resume-source": {"code": resting},
    }


def source(world: World, path: str) -> str:
    """A source whose time does not come."""
    code = commands.add_source(
        unit_id=world.unit("btg-tinh-uy"),
        kind="FEED",
        publisher="Báo Kiên Giang",
        url=f"https://bao.example/{path}",
        by=world.person("an").actor,
        at=world.at,
    ).code
    Source.rows.filter(code=code).update(next_at=None)
    return code


def clip(world: World, title: str, extract: str, publisher: str = "Báo Kiên Giang") -> str:
    return commands.clip(
        unit_id=world.unit("btg-tinh-uy"),
        publisher=publisher,
        title=title,
        extract=extract,
        by=world.person("an").actor,
        at=world.at,
    ).story
