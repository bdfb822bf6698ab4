"""Press conferences laid on the world through the commands: begun by An, called by Bình, held, recorded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from phoihop.communications import commands
from phoihop.communications.models import Conference, ConferenceGuest, Outlet
from tests.world import asking, documents, outward
from tests.world.asking import actor
from tests.world.build import World

RECORD = "Họp báo về thiết bị giám sát hành trình.\n\nBáo chí hỏi hai câu; người phát ngôn trả lời một câu tại chỗ."


def starts(world: World) -> datetime:
    return world.at + timedelta(days=2)


def begun(world: World, by: str = "an", by_at: datetime | None = None, **changed: Any) -> str:
    """About nothing but itself, on the fourth of August at nine. `by_at`: when it was begun."""
    at = by_at or world.at
    if "spokesperson" not in changed:
        changed["spokesperson"] = asking.spokesperson(world)
    values: dict[str, Any] = {
        "unit_id": world.unit("btg-tinh-uy"),
        "title": "Giám sát tàu cá trong tháng 7",
        "starts_at": starts(world),
        "ends_at": starts(world) + timedelta(hours=1),
        "place": "Hội trường Ban Tuyên giáo",
        "text": "Kết quả lắp thiết bị giám sát hành trình.",
        "by": actor(world, by, at),
        "at": at,
    }
    return commands.begin_conference(**values | changed).code


def with_guests(world: World, **changed: Any) -> str:
    code = begun(world, **changed)
    for name in ("Báo Kiên Giang", "Đài Phát thanh và Truyền hình"):
        commands.add_guests(
            code=code, name=name, mail=f"toasoan{len(name)}@example.vn", by=actor(world, "an"), at=world.at
        )
    return code


def called(world: World, **changed: Any) -> str:
    code = with_guests(world, **changed)
    commands.call_conference(code=code, by=actor(world, "binh"), at=world.at)
    return code


def held(world: World, **changed: Any) -> str:
    code = called(world, **changed)
    at = starts(world) + timedelta(hours=2)
    commands.hold_conference(code=code, came=[1], by=actor(world, "an", at), at=at)
    return code


def recorded(world: World, **changed: Any) -> str:
    """Written by An, approved by Bình."""
    code = held(world, **changed)
    at = starts(world) + timedelta(hours=3)
    commands.write_conference_record(code=code, record=RECORD, by=actor(world, "an", at), at=at)
    commands.approve_conference_record(code=code, by=actor(world, "binh", at), at=at)
    return code


def row(code: str) -> Conference:
    return Conference.rows.get(code=code)


def guest(code: str, number: int = 1) -> ConferenceGuest:
    return ConferenceGuest.rows.get(conference__code=code, number=number)


def doors(world: World) -> dict[str, dict[str, object]]:
    """One being prepared, with Chi's office; one to which outlets are invited; one that was held yesterday, its record
    before Bình, and one whose record is approved. A release that nobody has yet, and an outlet."""
    an = actor(world, "an")
    draft, invited = with_guests(world), called(world)
    commands.ask_preparation(
        code=draft, unit_id=world.unit("so-yte"), what="Số liệu", due_date=world.at.date(), by=an, at=world.at
    )
    commands.add_material(code=draft, document=documents.registered(world), by=an, at=world.at)
    over, done = _yesterday(world), _yesterday(world)
    commands.approve_conference_record(code=done, by=actor(world, "binh"), at=world.at)
    commands.keep_outlet(
        unit_id=world.unit("btg-tinh-uy"), name="Báo Kiên Giang", mail="a@example.vn", by=an, at=world.at
    )
    release = outward.release(world)
    return {
        **{
            f"communications:{name}": {"code": draft}
            for name in (
                "conference",
                "write-conference",
                "add-guests",
                "remove-guest",
                "add-material",
                "remove-material",
                "ask-preparation",
                "call-conference",
                "drop-conference",
            )
        },
        **{
            f"communications:{name}": {"code": invited}
            for name in ("note-guest-answer", "cancel-conference", "hold-conference")
        },
        **{
            f"communications:{name}": {"code": over}
            for name in ("note-question", "write-conference-record", "approve-conference-record")
        },
        "communications:release-conference": {"code": done},
        "communications:release-press": {"code": release},
        "communications:drop-outlet": {"outlet_id": Outlet.rows.get().pk},
    }


def _yesterday(world: World) -> str:
    """Called two days ago, held yesterday, its record written by An."""
    before, at = world.at - timedelta(days=2), world.at - timedelta(days=1)
    code = with_guests(
        world, starts_at=at, ends_at=at + timedelta(hours=1), by_at=before, spokesperson=asking.spokesperson(world)
    )
    commands.call_conference(code=code, by=actor(world, "binh", before), at=before)
    commands.hold_conference(code=code, came=[1], by=actor(world, "an"), at=world.at)
    commands.write_conference_record(code=code, record=RECORD, by=actor(world, "an"), at=world.at)
    return code
