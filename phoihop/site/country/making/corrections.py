"""Corrections: three a body, so about 300 at scale 1."""

from __future__ import annotations

from datetime import timedelta

from phoihop.corrections import commands
from phoihop.ground.clock import local_date
from phoihop.site.country.making.scene import Scene
from phoihop.site.country.making.words import MATTERS

A_BODY = 3


def fill(scene: Scene) -> int:
    """The desk, then claims; the last one is still being looked into."""
    chance = scene.chance("corrections")
    commands.set_desk(unit_id=scene.lead_id, by=scene.by, at=scene.days_ago(140))
    moments = scene.moments(scene.many(A_BODY), 90, chance)
    for number, at in enumerate(moments):
        matter = chance.choice(MATTERS)
        code = commands.open_claim(
            owner_id=scene.lead_id,
            agency_id=chance.choice(scene.partners),
            text=f"Từ tháng sau {scene.body.name} thu thêm {chance.randrange(20, 900)} nghìn đồng mỗi hộ cho {matter}",
            publisher=f"Trang tin {number + 1} của {scene.body.name} (minh họa)",
            address=f"https://{scene.body.territory.replace('.', '-')}.example/tin-{number}",
            day=local_date(at) - timedelta(days=1),
            is_other=True,  # the places of one variant are told the same
            is_illustration=True,
            by=scene.by,
            at=at,
        ).code
        commands.ask_reply(
            code=code, number=1, way="HAND", until=local_date(at) + timedelta(days=5), by=scene.by, at=at
        )
        if number == len(moments) - 1 and number:
            continue
        later = min(at + timedelta(days=6), scene.now)
        commands.write_finding(
            code=code,
            verdict="UNPROVEN",
            fact="Chưa có văn bản nào quy định khoản thu này; cơ quan đang xác minh nơi tung tin.",
            explanation="Đã hỏi các cơ quan được nêu tên. Nội dung minh họa.",
            recheck_date=local_date(scene.now) + timedelta(days=14 + number),
            by=scene.by,
            at=later,
        )
        commands.present_claim(code=code, by=scene.by, at=later)
        commands.approve_claim(code=code, by=scene.by, at=later)
        commands.publish_correction(code=code, by=scene.by, at=later)
    return len(moments)
