"""Forecasts: four questions a body; two people estimate, half of the questions are over and scored."""

from __future__ import annotations

from datetime import timedelta

from phoihop.forecasts import commands
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.site.country.making.scene import Scene

A_BODY = 4
CLOCK = Actor.system("deadline-clock")


def fill(scene: Scene) -> int:
    chance = scene.chance("forecasts")
    seats, topics, count = (scene.head(), scene.officer()), scene.topics(), scene.many(A_BODY)
    for number in range(count):
        topic, title, _partner = topics[chance.randrange(len(topics))]
        over = number * 2 < count
        opened = scene.days_ago(50 - number)
        closes = local_date(scene.now) + timedelta(days=-12 - number if over else 20 + number)
        code = commands.draft_question(
            desk_id=scene.lead_id,
            dossier=topic,
            kind="YESNO",
            text=f"Đến ngày {closes:%d/%m/%Y}, việc “{title[:120]}” có từ 90 % hộ tham gia không?",
            rule="Có: báo cáo tuần ghi từ 90 % trở lên. Không: ghi thấp hơn 90 %.",
            source="Báo cáo tuần minh họa",
            counts=(chance.randrange(2, 9), chance.randrange(2, 9)),
            base_class="Các kỳ báo cáo tuần của năm trước (số liệu minh họa)",
            base_source="Số liệu minh họa",
            closes_date=closes,
            resolves_date=closes + timedelta(days=2),
            is_illustration=True,
            by=scene.by,
            at=opened,
        ).code
        commands.present_question(code=code, by=scene.by, at=opened)
        commands.open_question(code=code, is_of_event=True, is_clear=True, by=scene.by, at=opened)
        for turn in (1, 8):
            for seat in seats:
                share = chance.randrange(150, 900)
                commands.give_estimate(
                    code=code,
                    shares=[share, 1000 - share],
                    reason=f"Lần {turn}: theo bảng theo dõi của tuần.",
                    by=seat,
                    at=opened + timedelta(days=turn),
                )
        if over:
            _resolve(scene, code, closes_days=12 + number, outcome=chance.randrange(2))
    return count


def _resolve(scene: Scene, code: str, *, closes_days: int, outcome: int) -> None:
    came = scene.days_ago(closes_days - 3)
    commands.close_question(code=code, by=CLOCK, at=came)
    commands.propose_resolution(
        code=code,
        outcome=outcome,
        decided_date=local_date(came),
        reason="Theo báo cáo tuần, đúng quy tắc.",
        link="https://baocao.example/tuan",
        by=scene.by,
        at=came + timedelta(hours=3),
    )
    commands.confirm_resolution(code=code, by=scene.by, at=came + timedelta(days=1))
