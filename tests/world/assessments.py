"""Assessments laid on the world: An's office asks about Chi's topic, the Department of Health assesses, a colleague of
An evaluates, Bình validates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from phoihop.assessments import commands
from phoihop.assessments.models import Assessment, Group, Impact
from phoihop.assessments.rules import scoping
from phoihop.ground.actor import Actor, Role
from tests.world import documents
from tests.world import plans as plan_layer
from tests.world.build import World

TITLE = "Khu cách ly tập trung và sinh kế quanh chợ cá"
GROUP = "Hộ buôn bán nhỏ quanh chợ cá"
HARM = "Mất thu nhập trong thời gian phong tỏa"
GOOD = "Được xét nghiệm và tiêm sớm hơn"


def actor(world: World, username: str, at: datetime | None = None) -> Actor:
    return world.person(username).actor_at(at or world.at)


def judge(world: World) -> str:
    """A second drafter of the lead, who has written nothing."""
    if "tam" not in world.accounts:
        world.add_person("tam", "btg-tinh-uy", (Role.DRAFTER,), post="Chuyên viên Phòng Khoa giáo")
    return "tam"


def topic(world: World) -> str:
    return plan_layer.begin(world).topic


def asked(world: World, about: str = "", by: str = "an", **given: Any) -> str:
    """A request at its beginning; gives its code."""
    who = actor(world, by)
    values: dict[str, Any] = {
        "owner_id": who.unit_id,
        "topic": about or topic(world),
        "title": TITLE,
        "task": "Ai được lợi, ai bị thiệt khi lập khu cách ly cạnh chợ cá.",
        "assessor_id": world.unit("so-yte"),
        "due_date": date(2021, 9, 1),
    }
    return commands.ask_assessment(**{**values, **given}, by=who, at=world.at).code


def accepted(world: World, about: str = "", **given: Any) -> str:
    code = asked(world, about, **given)
    commands.accept_assessment(code=code, by=actor(world, "chi"), at=world.at)
    return code


def answers(*yes: str, unsure: tuple[str, ...] = ()) -> dict[str, tuple[str, str]]:
    found = dict.fromkeys(scoping.KEYS, ("NO", ""))
    return found | dict.fromkeys(yes, ("YES", "chợ cá")) | dict.fromkeys(unsure, ("UNSURE", "chưa hỏi"))


def scoped(world: World, about: str = "", **given: Any) -> str:
    code = accepted(world, about, **given)
    commands.scope_assessment(code=code, answers=answers("income", "illness"), by=actor(world, "chi"), at=world.at)
    return code


def group(world: World, code: str, **given: Any) -> int:
    values: dict[str, Any] = {"name": GROUP, "place": "Phường Vĩnh Thanh", "size": 450, "source": "Thống kê phường"}
    return commands.set_group(code=code, **{**values, **given}, by=actor(world, "chi"), at=world.at).number


def impact(world: World, code: str, of: int, **given: Any) -> int:
    values: dict[str, Any] = {
        "theme": "LIVELIHOOD",
        "text": HARM,
        "severity": 4,
        "reach": 4,
        "duration": 2,
        "likelihood": 4,
    }
    return commands.set_impact(code=code, group=of, **{**values, **given}, by=actor(world, "chi"), at=world.at).number


def evidence(world: World, code: str, of: int, **given: Any) -> int:
    values = {"grade": "D", "statement": "Theo đợt phong tỏa trước."}
    told = commands.add_evidence(code=code, number=of, **{**values, **given}, by=actor(world, "chi"), at=world.at)
    return told.number


def paper(world: World) -> str:
    """A registered report that both offices may open."""
    return documents.registered(world, "giang")


def measure(world: World, code: str, of: int = 0, **given: Any) -> int:
    values: dict[str, Any] = {
        "text": "Hỗ trợ một lần cho hộ buôn bán nhỏ",
        "unit_id": world.unit("so-tttt"),
        "due_date": date(2021, 9, 15),
        "cost": 900,
        "is_condition": True,
    }
    return commands.set_measure(code=code, impact=of, **{**values, **given}, by=actor(world, "chi"), at=world.at).number


def left(world: World, code: str, of: int, **given: Any) -> None:
    values = {"severity": 2, "reach": 4, "duration": 2, "likelihood": 3}
    commands.score_what_is_left(code=code, number=of, **{**values, **given}, by=actor(world, "chi"), at=world.at)


def written(world: World, about: str = "", **given: Any) -> str:
    """A whole file: two impacts on one group, one measure, texts."""
    code = scoped(world, about, **given)
    of = group(world, code)
    harm = impact(world, code, of)
    good = impact(world, code, of, theme="HEALTH", text=GOOD, is_positive=True, severity=3, likelihood=5)
    evidence(world, code, harm)
    evidence(world, code, good, grade="C", statement="Ý kiến Trung tâm Y tế thành phố.")
    measure(world, code, harm)
    left(world, code, harm)
    commands.write_assessment(
        code=code,
        before="Chợ họp bốn giờ mỗi ngày.",
        after="Chợ đóng hai tuần, có điểm bán thay thế.",
        findings="Làm được, với điều kiện hỗ trợ thu nhập.",
        summary="Khu cách ly được lập; hộ buôn bán nhỏ được hỗ trợ một lần.",
        by=actor(world, "chi"),
        at=world.at,
    )
    return code


def presented(world: World, about: str = "", **given: Any) -> str:
    code = written(world, about, **given)
    commands.present_assessment(code=code, by=actor(world, "chi"), at=world.at)
    return code


def passed(world: World, about: str = "", **given: Any) -> str:
    code = presented(world, about, **given)
    commands.pass_assessment(code=code, note="Đủ căn cứ.", by=actor(world, judge(world)), at=world.at)
    return code


def validated(world: World, about: str = "", **given: Any) -> str:
    code = passed(world, about, **given)
    commands.validate_assessment(
        code=code, note="Đồng ý.", rescore_date=date(2022, 3, 1), by=actor(world, "binh"), at=world.at
    )
    return code


def rescored(world: World, code: str) -> None:
    """The harm came lighter than expected, the good did not come."""
    chi = actor(world, "chi")
    harm, good = Impact.rows.filter(assessment__code=code).order_by("number").values_list("number", flat=True)[:2]
    based = {"grade": "C", "statement": "Báo cáo của phường."}
    commands.rescore_impact(
        code=code,
        number=harm,
        came="CAME",
        severity=1,
        reach=3,
        duration=1,
        text="Phần lớn hộ bán lại sau một tuần.",
        **based,
        by=chi,
        at=world.at,
    )
    commands.rescore_impact(
        code=code, number=good, came="NOT", text="Tiêm theo lịch chung.", **based, by=chi, at=world.at
    )


def closed(world: World, about: str = "", **given: Any) -> str:
    code = validated(world, about, **given)
    rescored(world, code)
    commands.close_assessment(code=code, note="Hỗ trợ có tác dụng.", by=actor(world, "binh"), at=world.at)
    return code


def row(code: str) -> Assessment:
    return Assessment.rows.get(code=code)


def groups(code: str) -> list[int]:
    return list(Group.rows.filter(assessment__code=code).order_by("number").values_list("number", flat=True))


def doors(world: World, about: str) -> tuple[str, dict[str, dict[str, object]]]:
    """A file being written by the partner, with a line of every kind, and a validated one for the doors that ask for
    it: its version, what came, what goes out."""
    done = validated(world, about)
    code = scoped(world, about)
    of = group(world, code)
    harm = impact(world, code, of)
    piece = evidence(world, code, harm)
    put = measure(world, code, harm)
    chi = actor(world, "chi")
    left_open = commands.set_question(code=code, text="Bao nhiêu hộ bán rong?", by=chi, at=world.at).number
    first = Impact.rows.filter(assessment__code=done).order_by("number").values_list("number", flat=True)[0]
    before_evaluator = presented(world, about)
    tam = actor(world, judge(world))
    remark = commands.make_remark(code=before_evaluator, text="Số hộ lấy từ đâu?", by=tam, at=world.at).number
    fresh, ready = asked(world, about), passed(world, about)
    numbers = {"group": of, "impact": harm, "left": harm, "add-evidence": harm, "add-measure-for": harm}
    numbers |= {"measure": put, "question": left_open}
    return code, {
        **{f"assessments:{name}": {"number": number} for name, number in numbers.items()},
        "assessments:drop": {"part": "evidence", "number": piece},
        "assessments:file": {"kind": "pdf"},
        "assessments:validate": {"code": ready},
        "assessments:version": {"code": done, "number": 1},
        "assessments:rescore": {"code": done, "number": first},
        **{f"assessments:{name}": {"code": done} for name in ("unforeseen", "close", "revise", "publish", "take-back")},
        **{f"assessments:{name}": {"code": before_evaluator} for name in ("remark", "pass", "return", "dissent")},
        **{f"assessments:{name}": {"code": before_evaluator, "number": remark} for name in ("answer", "settle")},
        **{f"assessments:{name}": {"code": fresh} for name in ("accept", "decline", "withdraw")},
    }
