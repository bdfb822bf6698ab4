"""A case laid on the world: the court chose it as a topic, and writes a release about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from phoihop.communications import commands
from phoihop.communications.models import Release
from phoihop.ground.actor import Actor, Role
from phoihop.plans import commands as plans
from tests.world import plans as plan_layer
from tests.world.build import World

TEXT = "Hội đồng xét xử đã tuyên án sơ thẩm.\n\nBản án chưa có hiệu lực; các bên có quyền kháng cáo."
CLOCK = Actor.system("deadline-clock")


@dataclass(frozen=True)
class Case:
    """The court's people: Oanh drafts, Phúc and Quý approve. Codes of the plan, the topic and the release."""

    world: World
    plan: str
    topic: str
    code: str = ""

    def actor(self, username: str, at: datetime | None = None) -> Actor:
        return self.world.person(username).actor_at(at or self.world.at)

    def row(self) -> Release:
        return Release.rows.get(code=self.code)


def court(world: World) -> None:
    world.add_person("oanh", "ta-tinh", [Role.DRAFTER, Role.FOCAL], post="Thư ký")
    world.add_person("phuc", "ta-tinh", [Role.APPROVER], post="Chánh án")
    world.add_person("quy", "ta-tinh", [Role.APPROVER], post="Phó Chánh án")


def case(world: World) -> Case:
    """A topic of the kind "case" that the court proposed on its plan with the lead."""
    court(world)
    year = plan_layer.call_round(world, "ta-tinh")
    told = plans.propose_topic(
        code=year.plan, kind="case", title="Xét xử vụ án lưu động", by=world.person("oanh").actor, at=world.at
    )
    return Case(world, year.plan, told.code)


def begun(world: World, **changed: Any) -> Case:
    """Oanh begins the release and writes it."""
    found = case(world)
    told = commands.begin_release(
        unit_id=world.unit("ta-tinh"),
        title="Kết quả xét xử sơ thẩm vụ án lưu động",
        dossier=found.topic,
        by=found.actor("oanh"),
        at=world.at,
    )
    found = Case(world, found.plan, found.topic, told.code)
    write(found, **changed)
    return found


def write(found: Case, **changed: Any) -> None:
    values: dict[str, Any] = {
        "title": "Kết quả xét xử sơ thẩm vụ án lưu động",
        "summary": "Phiên tòa kết thúc ngày 2/8.",
        "text": TEXT,
    }
    commands.write_release(code=found.code, **values | changed, by=found.actor("oanh"), at=found.world.at)


def presented(world: World, **changed: Any) -> Case:
    found = begun(world, **changed)
    commands.present_release(code=found.code, by=found.actor("oanh"), at=world.at)
    return found


def with_event(world: World, **changed: Any) -> Case:
    """The judgment was read an hour ago."""
    found = presented(world, **changed)
    commands.record_release_event(
        code=found.code,
        event="JUDGMENT_READ",
        happened_at=world.at - timedelta(hours=1),
        proof="12/2021/HS-ST",
        stage="APPEAL",
        by=found.actor("phuc"),
        at=world.at,
    )
    return found


def approve(found: Case, username: str, at: datetime | None = None) -> Any:
    at = at or found.world.at
    return commands.approve_release(code=found.code, number=found.row().number, by=found.actor(username, at), at=at)


def releasing(world: World, **changed: Any) -> Case:
    found = with_event(world, **changed)
    approve(found, "phuc")
    approve(found, "quy")
    return found


def published(world: World, **changed: Any) -> Case:
    found = releasing(world, **changed)
    assert commands.tick(by=CLOCK, at=world.at + timedelta(minutes=10)) >= 1
    return found
