"""Questions of the press and asked corrections, laid on the world through the commands."""

from __future__ import annotations

from datetime import date
from typing import Any

from phoihop.ground.actor import Actor
from phoihop.press import commands
from phoihop.press.models import AskedCorrection, PressQuery
from tests.world import documents
from tests.world.build import World

TEXT = "Bao nhiêu tàu cá của tỉnh đã lắp thiết bị giám sát hành trình?"
ANSWER = "Đến ngày 1/8/2021 có 3.600 tàu cá đã lắp thiết bị giám sát hành trình."
SAID = "Bài báo viết phí cảng cá Tắc Cậu tăng gấp đôi từ ngày 1/8/2021"
RIGHT = "Phí cảng cá Tắc Cậu không đổi, vẫn là 50.000 đồng một lượt"


def actor(world: World, username: str, at: Any = None) -> Actor:
    return world.person(username).actor_at(at or world.at)


def spokesperson(world: World, unit: str = "btg-tinh-uy", by: str = "binh", **changed: Any) -> str:
    values: dict[str, Any] = {
        "unit_id": world.unit(unit),
        "kind": "APPOINTED",
        "name": "Trần Thị Nhung",
        "post": "Chánh Văn phòng",
        "email": "vp@example.vn",
        "announced_by": "15/QĐ-BTGTU",
        "from_date": date(2021, 8, 1),
        "by": actor(world, by),
        "at": world.at,
    }
    return commands.name_spokesperson(**values | changed).code


def received(world: World, by: str = "giang", **changed: Any) -> str:
    """Giang puts a question to the lead down."""
    values: dict[str, Any] = {
        "owner_id": world.unit("btg-tinh-uy"),
        "outlet": "Báo Kiên Giang",
        "text": TEXT,
        "way": "MAIL",
        "mail": "toasoan@example.vn",
        "by": actor(world, by),
        "at": world.at,
    }
    return commands.receive_query(**values | changed).code


def written(world: World, by: str = "an", **changed: Any) -> str:
    """An answers it, in the name of the spokesperson."""
    speaker = spokesperson(world)
    code = received(world, **changed)
    commands.write_answer(code=code, answer=ANSWER, spokesperson=speaker, by=actor(world, by), at=world.at)
    return code


def presented(world: World, **changed: Any) -> str:
    code = written(world, **changed)
    commands.present_answer(code=code, by=actor(world, "an"), at=world.at)
    return code


def query(code: str) -> PressQuery:
    return PressQuery.rows.get(code=code)


def asked(world: World, by: str = "an", **changed: Any) -> str:
    """An begins to ask a paper for a correction."""
    values: dict[str, Any] = {
        "unit_id": world.unit("btg-tinh-uy"),
        "publisher": "Báo Miền Tây",
        "item": "https://bao.example.vn/phi-cang-ca",
        "item_title": "Phí cảng cá tăng gấp đôi",
        "item_date": date(2021, 8, 1),
        "said": SAID,
        "right": RIGHT,
        "by": actor(world, by),
        "at": world.at,
    }
    return commands.open_asked_correction(**values | changed).code


def asked_with_paper(world: World, **changed: Any) -> str:
    code = asked(world, **changed)
    paper = documents.registered(world, "giang")
    commands.attach_asked_evidence(code=code, document=paper, page="2", by=actor(world, "an"), at=world.at)
    return code


def asked_sent(world: World, **changed: Any) -> str:
    """Presented by An, approved by Bình, sent by mail by Giang."""
    code = asked_with_paper(world, **changed)
    commands.present_asked_correction(code=code, by=actor(world, "an"), at=world.at)
    commands.approve_asked_correction(code=code, by=actor(world, "binh"), at=world.at)
    commands.send_asked_correction(
        code=code, way="MAIL", mail="toasoan@example.vn", by=actor(world, "giang"), at=world.at
    )
    return code


def asked_row(code: str) -> AskedCorrection:
    return AskedCorrection.rows.get(code=code)


def doors(world: World) -> dict[str, dict[str, object]]:
    """A question that An has answered and one before Bình; requests in draft, before Bình, approved, and sent."""
    answered, before = written(world), presented(world, outlet="Báo Miền Tây")
    draft, waiting = asked_with_paper(world), asked_with_paper(world)
    commands.present_asked_correction(code=waiting, by=actor(world, "an"), at=world.at)
    approved, sent = asked_with_paper(world), asked_sent(world)
    commands.present_asked_correction(code=approved, by=actor(world, "an"), at=world.at)
    commands.approve_asked_correction(code=approved, by=actor(world, "binh"), at=world.at)
    return {
        **{
            f"press:{name}": {"code": answered}
            for name in (
                "press-query",
                "assign-query",
                "write-answer",
                "present-answer",
                "refuse-query",
                "extend-query",
                "withdraw-query",
            )
        },
        **{f"press:{name}": {"code": before} for name in ("return-answer", "approve-answer")},
        **{
            f"press:{name}": {"code": draft}
            for name in (
                "asked-correction",
                "write-asked",
                "asked-evidence",
                "drop-asked-evidence",
                "present-asked",
                "drop-asked",
            )
        },
        **{f"press:{name}": {"code": waiting} for name in ("return-asked", "approve-asked")},
        "press:send-asked": {"code": approved},
        "press:settle-asked": {"code": sent},
    }
