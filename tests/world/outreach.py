"""A communication plan laid on the world: An writes it for the topic that Chi's office chose, Bình approves, Chi's
office makes an output of it and Yên approves that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from phoihop.communications import commands
from phoihop.communications.models import CommunicationPlan, OutreachFlag, OutreachLine, OutreachOutput, OutreachWindow
from phoihop.ground.actor import Actor, Role
from tests.world import plans as plan_layer
from tests.world.build import World

DETAILS: dict[str, dict[str, Any]] = {
    "VISUAL": {"form": "Pa-nô", "quantity": 12, "places": "Chợ nhà lồng\nBến tàu"},
    "PRESS": {"outlets": "Báo tỉnh", "form": "Phóng sự"},
    "CONFERENCE": {"places": "Trung tâm báo chí", "hours": "14:00-16:00"},
    "RADIO_TV": {"outlets": "Đài tỉnh", "hours": "18:30-18:45", "minutes": 15},
    "ORAL": {"speakers": "Báo cáo viên huyện", "groups": "Ngư dân", "places": "Nhà văn hóa ấp 3"},
    "LOUDSPEAKER": {"places": "Phường Vĩnh Thanh", "hours": "05:00-05:30\n17:00-17:30", "times": 20},
    "SOCIAL": {"pages": "Trang của Sở"},
    "WEB": {"sites": "Cổng của tỉnh", "section": "Y tế"},
}


@dataclass(frozen=True)
class Laid:
    """Codes of the topic, the plan and an output; line 1 is of Chi's office, by loudspeaker, until ten days hence."""

    world: World
    topic: str
    plan: str
    output: str = ""

    def actor(self, username: str, at: datetime | None = None) -> Actor:
        return self.world.person(username).actor_at(at or self.world.at)

    def row(self) -> CommunicationPlan:
        return CommunicationPlan.rows.get(code=self.plan)

    def line(self, number: int = 1) -> OutreachLine:
        return OutreachLine.rows.get(plan__code=self.plan, number=number)

    def made(self) -> OutreachOutput:
        return OutreachOutput.rows.get(code=self.output)


def begun(world: World, topic: str = "") -> Laid:
    """An begins it for the topic named, or for that of the year, which is then under way."""
    if "yen" not in world.accounts:
        world.add_person("yen", "so-yte", [Role.APPROVER], post="Phó Giám đốc")
    topic = topic or plan_layer.begin(world).topic
    told = commands.begin_outreach(
        dossier=topic, title="Truyền thông phòng dịch", by=world.person("an").actor, at=world.at
    )
    return Laid(world, topic, told.code)


def add(laid: Laid, channel: str = "LOUDSPEAKER", owner: str = "so-yte", **changed: Any) -> int:
    """One more line; its number."""
    today = laid.world.at.date()
    values: dict[str, Any] = {
        "audience": "Hộ dân ven chợ",
        "message": "Đeo khẩu trang, giữ khoảng cách khi đi chợ",
        "owner_id": laid.world.unit(owner),
        "first_date": today + timedelta(days=5),
        "last_date": today + timedelta(days=10),
        "details": DETAILS[channel],
    }
    by = changed.pop("by", laid.actor("an"))
    told = commands.add_line(code=laid.plan, channel=channel, **values | changed, by=by, at=laid.world.at)
    return told.number


def drafted(world: World) -> Laid:
    laid = begun(world)
    add(laid)
    return laid


def presented(world: World) -> Laid:
    laid = drafted(world)
    commands.present_outreach(code=laid.plan, by=laid.actor("an"), at=world.at)
    return laid


def approve(laid: Laid) -> None:
    """An presents what is new, Bình approves."""
    commands.present_outreach(code=laid.plan, by=laid.actor("an"), at=laid.world.at)
    commands.approve_outreach(code=laid.plan, by=laid.actor("binh"), at=laid.world.at)


def approved(world: World) -> Laid:
    laid = drafted(world)
    approve(laid)
    return laid


def produced(world: World) -> Laid:
    """Chi writes an output of line 1."""
    return produce(approved(world))


def produce(laid: Laid, number: int = 1, username: str = "chi", **changed: Any) -> Laid:
    values = {"title": "Bài phát trên loa", "text": "Bà con chú ý…"} | changed
    told = commands.begin_output(code=laid.plan, number=number, **values, by=laid.actor(username), at=laid.world.at)
    return Laid(laid.world, laid.topic, laid.plan, told.code)


def ready(laid: Laid, maker: str = "chi", approver: str = "yen") -> Laid:
    """The output is approved by another of its owner."""
    commands.send_output(code=laid.output, by=laid.actor(maker), at=laid.world.at)
    commands.approve_output(code=laid.output, by=laid.actor(approver), at=laid.world.at)
    return laid


def prove(laid: Laid, username: str = "chi", at: datetime | None = None, **changed: Any) -> None:
    paper = commands.Paper(**{"kind": "LOG", "text": "Phát 5 giờ và 17 giờ, 10 ngày"} | changed)
    when = at or laid.world.at
    commands.give_paper(code=laid.output, paper=paper, by=laid.actor(username, when), at=when)


def done(laid: Laid, username: str = "chi", at: datetime | None = None, **changed: Any) -> None:
    when = at or laid.world.at
    values: dict[str, Any] = {
        "done_date": when.date(),
        "reach": 1200,
        "counted": "Số hộ nghe được loa",
        "cost": 500_000,
    }
    commands.finish_output(code=laid.output, **values | changed, by=laid.actor(username, when), at=when)


def doors(world: World, topic: str) -> dict[str, dict[str, object]]:
    """What places of this room's doors stand for: a plan with an output under way, another being written."""
    stands = begun(world, topic)
    add(stands)
    approve(stands)
    made = produce(stands)
    draft = begun(world, topic)
    add(draft)
    commands.flag_field(
        code=draft.plan, number=1, field="dates", reason="Trùng ngày", by=stands.actor("an"), at=world.at
    )
    commands.set_window(
        first_date=world.at.date(),
        last_date=world.at.date(),
        reason="Ngày bầu cử",
        by=stands.actor("binh"),
        at=world.at,
    )
    of_plan = ("outreach", "outreach-line", "return-outreach", "approve-outreach", "revise-outreach")
    more = ("close-outreach", "move-outreach-line", "begin-output", "take-back-outreach")
    of_draft = ("write-outreach", "present-outreach", "drop-outreach", "drop-outreach-paper", "add-outreach-line")
    lines = ("write-outreach-line", "drop-outreach-line", "flag-outreach", "attach-outreach-paper")
    of_output = ("output", "write-output", "link-output", "send-output", "take-back-output", "return-output")
    works = ("approve-output", "schedule-output", "give-output-paper", "take-output-paper", "finish-output")
    rest = ("miss-output", "count-output", "drop-output")
    flag = OutreachFlag.rows.get(plan__code=draft.plan).pk
    return {
        **{f"communications:{door}": {"code": stands.plan} for door in (*of_plan, *more)},
        **{f"communications:{door}": {"code": draft.plan} for door in (*of_draft, *lines)},
        **{f"communications:{door}": {"code": made.output} for door in (*of_output, *works, *rest)},
        "communications:clear-outreach-flag": {"code": draft.plan, "flag": flag},
        "communications:lift-outreach-window": {"window": OutreachWindow.rows.get(lifted_at=None).pk},
    }
