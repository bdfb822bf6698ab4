"""Claims on the world: An opens one for the Department of Health, Chi checks it, Bình approves, Hà publishes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from phoihop.corrections import commands
from phoihop.corrections.models import Claim
from phoihop.ground.actor import Actor
from phoihop.intake import commands as public_input
from tests.world import documents, intake
from tests.world.build import World

TEXT = "Từ 1/8/2021 người dân Kiên Giang phải trả 300.000 đồng cho mỗi liều vắc xin"
FACT = "Vắc xin được tiêm miễn phí; không nơi nào trong tỉnh được thu tiền."
EXPLANATION = (
    "Báo cáo của Sở Y tế ghi rõ toàn bộ vắc xin do ngân sách chi trả.\n\n"
    "- không thu tiền công tiêm\n- không thu tiền vắc xin"
)


def actor(world: World, username: str, at: datetime | None = None) -> Actor:
    return world.person(username).actor_at(at or world.at)


def opened(world: World, by: str = "an", **given: Any) -> str:
    """A claim at its beginning; gives its code."""
    who = actor(world, by)
    values: dict[str, Any] = {
        "owner_id": who.unit_id,
        "agency_id": world.unit("so-yte"),
        "text": TEXT,
        "publisher": "Trang tin Phố Biển",
        "address": "https://phobien.example/vac-xin-thu-tien",
        "day": date(2021, 7, 30),
    }
    return commands.open_claim(**{**values, **given}, by=who, at=world.at).code


def paper(world: World, by: str = "giang", **given: Any) -> str:
    """A registered report of the Department of Health without a file of its own; gives its code."""
    return documents.registered(world, by, **given)


def paper_with_file(world: World, *lines: str, by: str = "giang") -> str:
    """The same with a real file, read by the guard."""
    return documents.registered(world, by, code=intake.take(world, intake.letter(*lines), by=by).code)


def written(world: World, code: str, by: str = "an", **given: Any) -> None:
    row = Claim.rows.get(code=code)
    values: dict[str, Any] = {
        "verdict": "CORRECTED" if row.is_own_error else "FALSE",
        "fact": FACT,
        "explanation": EXPLANATION,
    }
    commands.write_finding(code=code, **{**values, **given}, by=actor(world, by), at=world.at)


def evidenced(world: World, code: str, document: str = "", by: str = "an", **given: Any) -> str:
    document = document or paper(world)
    values = {"page": "2", **given}
    commands.attach_evidence(code=code, document=document, **values, by=actor(world, by), at=world.at)
    return document


def presented(world: World, **given: Any) -> str:
    """Opened, with evidence and a finding, before Bình."""
    code = opened(world, **given)
    evidenced(world, code)
    written(world, code)
    commands.present_claim(code=code, by=actor(world, "an"), at=world.at)
    return code


def approved(world: World, **given: Any) -> str:
    code = presented(world, **given)
    commands.approve_claim(code=code, by=actor(world, "binh"), at=world.at)
    return code


def published(world: World, **given: Any) -> str:
    code = approved(world, **given)
    commands.publish_correction(code=code, by=actor(world, "ha"), at=world.at)
    return code


def again(world: World, code: str, note: str = "Có số liệu mới.", **given: Any) -> None:
    """A published one looked at again, changed and out in its next version, a day later."""
    at = world.at + timedelta(days=1)
    commands.recheck_claim(code=code, reason="Có số liệu mới", by=actor(world, "an", at), at=at)
    values = {"verdict": "PARTLY", "fact": "Một điểm tiêm dịch vụ có thu tiền.", "explanation": EXPLANATION, **given}
    commands.write_finding(code=code, **values, by=actor(world, "an", at), at=at)
    commands.present_claim(code=code, by=actor(world, "an", at), at=at)
    commands.approve_claim(code=code, by=actor(world, "binh", at), at=at)
    commands.publish_correction(code=code, note=note, by=actor(world, "ha", at), at=at)


def row(code: str) -> Claim:
    return Claim.rows.get(code=code)


def doors(world: World) -> tuple[str, dict[str, dict[str, object]]]:
    """A claim under way with everything on it, and what stands in the places of other doors: one that is out, and a
    wish of somebody of the public."""
    out = published(world, text="Ngày 28/7/2021 đập Giang Thành bị vỡ một đoạn dài 20 mét")
    code = opened(world)
    evidenced(world, code)
    commands.record_reply(code=code, publisher="Trang tin Phố Biển", text="Đã sửa.", by=actor(world, "an"), at=world.at)
    commands.set_desk(unit_id=world.unit("btg-tinh-uy"), by=actor(world, "binh"), at=world.at)
    asked = public_input.receive(
        what="CLAIM",
        channel="form",
        territory=world.territory,
        payload={"text": "Từ 5/8 chợ Rạch Sỏi chỉ họp 2 giờ mỗi ngày"},
        by=Actor.system("portal"),
        at=world.at,
    ).code
    commands.take_check(code=asked, by=Actor.system("front-desk"), at=world.at)
    return code, {
        **{f"corrections:{name}": {"code": asked} for name in ("check", "decline-check", "join-check")},
        **{f"portal:{name}": {"code": out} for name in ("correction", "correction-reply")},
    }
