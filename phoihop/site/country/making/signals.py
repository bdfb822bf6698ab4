"""Alarms: two a body, over its concerns and its press. What they count is counted by the clock, as everywhere."""

from __future__ import annotations

from phoihop.signals import commands
from phoihop.site.country.making.scene import Scene

SOURCES = ("CONCERNS", "PRESS")


def fill(scene: Scene) -> int:
    for source in SOURCES:
        commands.set_alarm(
            unit_id=scene.lead_id,
            source=source,
            place=scene.body.territory,
            told_ids=[scene.partners[0]],
            is_illustration=True,
            by=scene.by,
            at=scene.days_ago(6),
        )
    return len(SOURCES)
