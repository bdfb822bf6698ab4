"""Communication plans: one of every plan of a body, so 800 at scale 1, with outputs; and a press conference."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta

from phoihop.communications import commands
from phoihop.ground.clock import local_date
from phoihop.site.country.making.scene import Scene

BEGUN = 60  # days ago
# channel, days from now of its first and last day, its own details
LINES: tuple[tuple[str, int, int, Mapping[str, object]], ...] = (
    ("LOUDSPEAKER", -40, -20, {"places": "Các ấp", "hours": "17:00-17:30", "times": 8}),
    ("VISUAL", -35, -12, {"form": "Áp phích", "quantity": 30, "places": "Nhà văn hóa"}),
    ("WEB", 5, 25, {"sites": "Trang của cơ quan", "section": "Tin tức"}),
)


def fill(scene: Scene) -> int:
    chance = scene.chance("outreach")
    for plan in scene.plans:
        topic = chance.choice(plan.topics)
        _plan(scene, topic.code, topic.title, plan.partner_id, chance)
    return len(scene.plans) + _conference(scene)


def _plan(scene: Scene, dossier: str, about: str, partner_id: int, chance: random.Random) -> None:
    begun, today = scene.days_ago(BEGUN), local_date(scene.now)
    title, goal = f"Truyền thông: {about}"[:200], "Mỗi hộ biết việc gì, làm ở đâu, hỏi ai."
    code = commands.begin_outreach(dossier=dossier, title=title, is_illustration=True, by=scene.by, at=begun).code
    commands.write_outreach(code=code, title=title, goal=goal, by=scene.by, at=begun)
    for number, (channel, first, last, details) in enumerate(LINES):
        commands.add_line(
            code=code,
            audience=f"Người dân {scene.body.name}",
            message=f"Ba điều cần biết về việc: {about}"[:300],
            channel=channel,
            owner_id=partner_id if number else scene.lead_id,
            first_date=today + timedelta(days=first),
            last_date=today + timedelta(days=last),
            details=details,
            by=scene.by,
            at=begun,
        )
    commands.present_outreach(code=code, by=scene.by, at=begun)
    if chance.random() < 0.1:
        return
    commands.approve_outreach(code=code, by=scene.by, at=begun + timedelta(hours=3))
    for number, (_channel, first, last, _details) in enumerate(LINES, start=1):
        if last < 0:
            _output(scene, code, number, first, last + 1 if chance.random() < 0.2 else last - 1, chance)


def _output(scene: Scene, plan: str, number: int, first: int, done: int, chance: random.Random) -> None:
    begun, finished = scene.days_ago(-first), scene.days_ago(-done)
    code = commands.begin_output(
        code=plan, number=number, title=f"Bản {number}", text="Nội dung minh họa.", by=scene.by, at=begun
    ).code
    commands.send_output(code=code, by=scene.by, at=begun)
    commands.approve_output(code=code, by=scene.by, at=begun + timedelta(hours=2))
    proof = commands.Paper("LOG", text="Nhật ký phát và treo (minh họa)")
    commands.give_paper(code=code, paper=proof, by=scene.by, at=finished)
    commands.finish_output(
        code=code,
        done_date=local_date(finished),
        reach=chance.randrange(100, 4_000),
        counted="Ước tính tại chỗ (minh họa)",
        by=scene.by,
        at=finished,
    )


def _conference(scene: Scene) -> int:
    """Still being prepared: nobody is written to by an illustration."""
    starts = scene.days_ago(-10, 8)
    topic, title, _partner = scene.topics()[0]
    commands.begin_conference(
        unit_id=scene.lead_id,
        title=f"Họp báo: {title}"[:200],
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place=f"Hội trường {scene.body.name}",
        text="Kết quả sáu tháng, việc của sáu tháng tới; trả lời câu hỏi của báo, đài.",
        about=[topic],
        is_illustration=True,
        by=scene.by,
        at=scene.days_ago(4),
    )
    return 1
