"""Assessments of what a measure does to people: four a body; asked, written, passed, and one still to be written."""

from __future__ import annotations

from datetime import datetime, timedelta

from phoihop.assessments import commands, queries
from phoihop.ground.clock import local_date
from phoihop.site.country.making.scene import Scene

A_BODY = 4


def fill(scene: Scene) -> int:
    chance = scene.chance("assessments")
    count = scene.many(A_BODY)
    for number in range(count):
        plan = scene.plans[number % len(scene.plans)]
        topic = chance.choice(plan.topics)
        asked = scene.days_ago(70 - 10 * (number % 5))
        code = commands.ask_assessment(
            owner_id=scene.lead_id,
            topic=topic.code,
            title=f"Tác động: {topic.title}"[:200],
            task="Nhóm nào được lợi, nhóm nào bị thiệt; cần làm trước điều gì.",
            assessor_id=plan.partner_id,
            due_date=local_date(asked) + timedelta(days=30),
            is_illustration=True,
            by=scene.by,
            at=asked,
        ).code
        commands.accept_assessment(code=code, by=scene.by, at=asked)
        if number < count - 1:
            _write(scene, code, plan.partner_id, asked + timedelta(days=12))
    return count


def _write(scene: Scene, code: str, assessor_id: int, at: datetime) -> None:
    by, day = scene.by, local_date(at)
    answers = dict.fromkeys(queries.SCOPING_KEYS, ("NO", "")) | {"income": ("YES", "Thu nhập của hộ nhỏ")}
    commands.scope_assessment(code=code, answers=answers, by=by, at=at)
    group = commands.set_group(
        code=code,
        name="Hộ buôn bán nhỏ",
        place=scene.body.name,
        size=640,
        source="Số liệu minh họa",
        is_vulnerable=True,
        by=by,
        at=at,
    ).number
    impact = commands.set_impact(
        code=code,
        group=group,
        theme="LIVELIHOOD",
        text="Mất thời gian làm thủ tục trong tháng đầu",
        severity=3,
        reach=3,
        duration=2,
        likelihood=4,
        by=by,
        at=at,
    ).number
    commands.add_evidence(code=code, number=impact, grade="D", statement="Ý kiến minh họa tại chỗ.", by=by, at=at)
    commands.set_measure(
        code=code,
        impact=impact,
        text="Mở bàn làm thủ tục buổi tối",
        unit_id=assessor_id,
        due_date=local_date(scene.now) + timedelta(days=45),
        is_condition=True,
        by=by,
        at=at,
    )
    commands.score_what_is_left(code=code, number=impact, severity=2, reach=3, duration=2, likelihood=2, by=by, at=at)
    commands.write_assessment(
        code=code,
        before="Hộ nhỏ làm thủ tục ban ngày.",
        after="Có bàn buổi tối, mỗi hồ sơ mười lăm phút.",
        findings="Làm được, với điều kiện có bàn buổi tối. Nội dung minh họa.",
        summary="Có bàn làm thủ tục buổi tối cho hộ nhỏ. Nội dung minh họa.",
        by=by,
        at=at,
    )
    commands.present_assessment(code=code, by=by, at=at)
    commands.pass_assessment(code=code, note="Đủ căn cứ. Nội dung minh họa.", by=by, at=at + timedelta(days=2))
    commands.validate_assessment(
        code=code, note="Đồng ý.", rescore_date=day + timedelta(days=150), by=by, at=at + timedelta(days=3)
    )
