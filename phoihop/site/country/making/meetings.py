"""Meetings: eight a body, so about 800 at scale 1; held with minutes and conclusions, and some to come."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from phoihop.meetings import commands
from phoihop.site.country.making.scene import Scene
from phoihop.site.country.making.words import sentences

A_BODY = 8
COMING = 2


def fill(scene: Scene) -> int:
    """Those in the past were called a week before, answered by every unit, minuted and approved."""
    chance = scene.chance("meetings")
    count = scene.many(A_BODY)
    topics = scene.topics()
    for number in range(count):
        to_come = number - (count - COMING)
        starts = scene.days_ago(-7 * (to_come + 1) if to_come >= 0 else -120 * to_come // count, 8)
        topic, title, partner_id = topics[chance.randrange(len(topics))]
        units = list(dict.fromkeys([partner_id, *chance.sample(list(scene.partners), 3)]))
        called = min(starts - timedelta(days=7), scene.now)
        code = commands.draft_meeting(
            organiser_id=scene.lead_id,
            title=f"Họp về {title[:1].lower()}{title[1:]}"[:200],
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            required_ids=units,
            place=f"Phòng họp {scene.body.name}",
            agenda=("Tình hình", "Việc còn vướng", "Phân công"),
            about=topic,
            dossier=topic,
            is_illustration=True,
            key=f"{scene.seed}/{scene.body.territory}/{number}",
            by=scene.by,
            at=called,
        ).code
        commands.call_meeting(code=code, by=scene.by, at=called)
        for unit in units:
            if chance.random() < 0.8:
                commands.answer_invitation(
                    code=code,
                    unit_id=unit,
                    answer="ACCEPTED",
                    person="Cán bộ đầu mối",
                    by=scene.partner_of(unit),
                    at=min(called + timedelta(days=1), scene.now),
                )
        if starts < scene.now:
            _held(scene, code, units, starts, chance)
    return count


def _held(scene: Scene, code: str, units: list[int], starts: datetime, chance: random.Random) -> None:
    """The roll, the minutes, and what the first unit has to do from now on."""
    over, officer = starts + timedelta(hours=2), scene.officer()
    for unit in units[1:]:
        commands.take_attendance(code=code, number=1, unit_id=unit, is_present=True, by=officer, at=starts)
    commands.hold_occurrence(code=code, number=1, by=officer, at=over)
    commands.write_minutes(
        code=code,
        number=1,
        text=sentences(chance, chance.randrange(3, 6)),
        conclusions=[
            commands.ConclusionText(
                text="Báo cáo kết quả việc còn vướng",
                lead_id=units[0],
                due_date=(over + timedelta(days=chance.randrange(10, 90))).date(),
            )
        ],
        by=scene.by,
        at=over,
    )
    if chance.random() < 0.8:
        commands.approve_minutes(code=code, number=1, by=scene.by, at=min(over + timedelta(days=1), scene.now))
