"""What stands outward for tests that walk through every door: releases of the lead, its bulletin, a plan in public, and
who speaks for it."""

from __future__ import annotations

from datetime import timedelta

from phoihop.communications import commands
from phoihop.press import commands as press
from tests.world.build import World
from tests.world.plans import Year

DRAFT_DOORS = ("write-release", "present-release")
RELEASE_DOORS = (
    "release",
    "preview-release",
    "drop-release",
    "restore-release",
    "return-release",
    "record-release-event",
    "override-wording",
    "give-release",
    "remove-holder",
    "open-release",
    "approve-release",
    "take-back-release",
    "revise-release",
    "withdraw-release",
)
BULLETIN_DRAFT_DOORS = ("write-bulletin", "write-item", "set-audience", "issue-bulletin", "drop-bulletin")
BULLETIN_DOORS = ("bulletin", "acknowledge-bulletin", "recall-bulletin", "download-bulletin")
RECORD_DOORS = ("publish-record", "preview-record", "withdraw-record")


def doors(world: World, year: Year) -> dict[str, dict[str, object]]:
    """Chi's office holds the release and has the bulletin before it."""
    draft, presented = release(world), release(world)
    binh = world.person("binh").actor
    commands.present_release(code=presented, by=binh, at=world.at)
    commands.give_release(code=presented, unit_ids=[world.unit("so-yte")], by=binh, at=world.at)
    writing, issued = bulletin(world), bulletin(world)
    commands.issue_bulletin(code=issued, by=binh, at=world.at)
    commands.publish_plan(code=year.plan, summary="", by=world.person("ha").actor, at=world.at)
    speaker = press.name_spokesperson(
        unit_id=world.unit("btg-tinh-uy"),
        kind="APPOINTED",
        name="Trần Thị Nhung",
        post="Chánh Văn phòng",
        phone="0297 3812 345",
        announced_by="15/QĐ-BTGTU",
        from_date=world.at.date(),
        by=binh,
        at=world.at,
    ).code
    return {
        **{f"communications:{name}": {"code": draft} for name in DRAFT_DOORS},
        **{f"communications:{name}": {"code": presented} for name in RELEASE_DOORS},
        **{f"communications:{name}": {"code": writing, "position": 1} for name in BULLETIN_DRAFT_DOORS},
        **{f"communications:{name}": {"code": issued, "kind": "pdf"} for name in BULLETIN_DOORS},
        **{f"communications:{name}": {"code": year.plan} for name in RECORD_DOORS},
        "communications:note-proceedings": {"code": year.topic},
        **{f"press:{name}": {"code": speaker} for name in ("spokesperson", "amend", "end")},
    }


def release(world: World) -> str:
    an = world.person("an").actor
    title = "Lịch cung cấp thông tin cho báo chí"
    code = commands.begin_release(unit_id=world.unit("btg-tinh-uy"), title=title, by=an, at=world.at).code
    commands.write_release(code=code, title=title, summary="", text="Tuần thứ hai mỗi tháng.", by=an, at=world.at)
    return code


def bulletin(world: World) -> str:
    an = world.person("an").actor
    title = "Thông tin nội bộ số 8"
    code = commands.begin_bulletin(unit_id=world.unit("btg-tinh-uy"), title=title, by=an, at=world.at).code
    until = world.at.date() + timedelta(days=5)
    commands.write_bulletin(code=code, title=title, lede="", acknowledge_by=until, by=an, at=world.at)
    commands.write_item(code=code, position=1, title="Cách làm hay", text="Mỗi tháng một việc.", by=an, at=world.at)
    commands.set_audience(code=code, unit_ids=[world.unit("so-yte")], by=an, at=world.at)
    return code
