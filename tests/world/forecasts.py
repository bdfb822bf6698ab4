"""Forecast questions on the world: An words one about the topic, Bình opens it, seats of the commission give estimates,
Bình says what came, An confirms. `year` is the layer of plans; its topic has the Department of Health for a partner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from phoihop.forecasts import commands
from phoihop.forecasts.models import Question
from phoihop.ground.actor import Actor, Role
from tests.world import documents
from tests.world.build import World

TEXT = "Đến hết ngày 30/9/2021 tỉnh Kiên Giang có trên 10.000 ca mắc COVID-19 cộng dồn không?"
VALUES: dict[str, Any] = {
    "kind": "YESNO",
    "text": TEXT,
    "rule": "„Có“ nếu báo cáo ngày 30/9/2021 của Sở Y tế ghi số ca cộng dồn lớn hơn 10.000; ngược lại là „Không“.",
    "source": "Báo cáo ngày của Sở Y tế trong sổ văn bản",
    "counts": (3, 9),
    "base_class": "Các đợt dịch ở các tỉnh đồng bằng từ 2020, sau tám tuần kể từ ca đầu",
    "base_source": "Tổng hợp của Sở Y tế",
    "closes_date": date(2021, 9, 15),
    "resolves_date": date(2021, 9, 30),
}
BANDS: dict[str, Any] = {
    **VALUES,
    "kind": "BANDS",
    "text": "Số tàu cá mất kết nối giám sát quá 10 ngày trong tháng 9/2021 nằm trong khoảng nào?",
    "outcomes": ("Dưới 20 tàu", "Từ 20 đến 39 tàu", "Từ 40 tàu trở lên"),
    "counts": (2, 5, 3),
}
REASON = "Số ca mỗi ngày đang tăng theo báo cáo tuần."


def actor(world: World, username: str, at: datetime | None = None) -> Actor:
    return world.person(username).actor_at(at or world.at)


def after(world: World, days: int) -> datetime:
    return world.at + timedelta(days=days)


def drafted(world: World, topic: str, by: str = "an", **given: Any) -> str:
    who = actor(world, by)
    values = {"desk_id": who.unit_id, "dossier": topic, **VALUES, **given}
    return commands.draft_question(**values, by=who, at=world.at).code


def presented(world: World, topic: str, by: str = "an", **given: Any) -> str:
    code = drafted(world, topic, by, **given)
    commands.present_question(code=code, by=actor(world, by), at=world.at)
    return code


def opened(world: World, topic: str, **given: Any) -> str:
    """Open from the day of the world on, without an estimate."""
    code = presented(world, topic, **given)
    commands.open_question(code=code, is_of_event=True, is_clear=True, by=actor(world, "binh"), at=world.at)
    return code


def estimate(
    world: World, code: str, by: str, *shares: int, at: datetime | None = None, reason: str = REASON, **given: Any
) -> None:
    """`shares` in percent; of a yes-or-no question yes alone."""
    tenths = [10 * one for one in shares]
    tenths = [tenths[0], 1000 - tenths[0]] if len(tenths) == 1 else tenths
    at = at or world.at
    commands.give_estimate(code=code, shares=tenths, reason=reason, by=actor(world, by, at), at=at, **given)


def estimated(world: World, topic: str, given: Sequence[int] = (60, 70, 80), **more: Any) -> str:
    """Open, with estimates of An, Hà and Minh on the first day."""
    code = opened(world, topic, **more)
    for name, share in zip(("an", "ha", "minh"), given, strict=False):
        estimate(world, code, name, share)
    return code


def closed(world: World, topic: str, given: Sequence[int] = (60, 70, 80), **more: Any) -> str:
    code = estimated(world, topic, given, **more)
    at = after(world, 60)
    commands.close_question(code=code, by=Actor.system("deadline-clock"), at=at)
    return code


def proposed(world: World, code: str, outcome: int | None = 0, by: str = "binh", **given: Any) -> None:
    at = after(world, 60)
    values: dict[str, Any] = {
        "outcome": outcome,
        "decided_date": date(2021, 9, 30) if outcome is not None else None,
        "reason": "Báo cáo ngày 30/9 ghi 12.345 ca cộng dồn.",
        "link": "https://soyte.example/bao-cao-30-9" if outcome is not None else "",
    }
    commands.propose_resolution(code=code, **{**values, **given}, by=actor(world, by, at), at=at)


def confirmed(world: World, code: str, by: str = "an") -> None:
    at = after(world, 60)
    commands.confirm_resolution(code=code, by=actor(world, by, at), at=at)


def resolved(world: World, topic: str, given: Sequence[int] = (60, 70, 80), outcome: int = 0, **more: Any) -> str:
    """From the first word to the score."""
    code = closed(world, topic, given, **more)
    proposed(world, code, outcome)
    confirmed(world, code)
    return code


def evidence(world: World) -> str:
    return documents.registered(world)


def row(code: str) -> Question:
    return Question.rows.get(code=code)


def add_forecaster(world: World, username: str) -> None:
    world.add_person(username, "btg-tinh-uy", (Role.DRAFTER,), post="Chuyên viên Phòng Khoa giáo")


def doors(world: World, topic: str) -> tuple[str, dict[str, dict[str, object]]]:
    """An open question with estimates, and what stands in the places of other doors: one being worded, one that waits
    to be opened, one whose result waits to be confirmed, one that is resolved."""
    code = estimated(world, topic, (60, 70))
    draft = drafted(world, topic, text="Đến hết ngày 30/9/2021 Rạch Giá có trên 100 điểm phong tỏa không?")
    waiting = presented(world, topic, text="Trước ngày 15/9/2021 cảng cá Tắc Cậu có mở lại toàn bộ không?")
    asked = closed(world, topic, (30, 40), text="Trước ngày 15/9/2021 chợ Rạch Sỏi có mở lại toàn bộ không?")
    proposed(world, asked)
    done = resolved(world, topic, (30, 40), text="Trước ngày 15/9/2021 bến tàu Rạch Giá có mở lại không?")
    return code, {
        **{f"forecasts:{name}": {"code": draft} for name in ("write", "present", "drop")},
        **{f"forecasts:{name}": {"code": waiting} for name in ("open", "return")},
        **{f"forecasts:{name}": {"code": asked} for name in ("confirm", "refuse")},
        "forecasts:dispute": {"code": done},
    }
