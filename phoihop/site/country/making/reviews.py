"""Looking back on the first quarter: a review of every third plan; parts are asked for, some are handed in."""

from __future__ import annotations

from datetime import timedelta

from phoihop.ground.clock import local_date
from phoihop.reviews import commands
from phoihop.site.country.making.scene import Scene

EVERY = 3


def fill(scene: Scene) -> int:
    chance, officer = scene.chance("reviews"), scene.officer()
    plans, period = scene.plans[::EVERY], f"{scene.now.year}-Q1"
    for number, plan in enumerate(plans):
        at = scene.days_ago(30 - number)
        code = commands.open_review(source=plan.code, period=period, by=scene.by, at=at).code
        due = local_date(scene.now) + timedelta(days=5)
        commands.gather_parts(code=code, parts_due=due, version=None, by=officer, at=at)
        if chance.random() < 0.6:
            _hand_in(scene, code, plan.partner_id, number)
    return len(plans)


def _hand_in(scene: Scene, code: str, partner_id: int, number: int) -> None:
    """A partner's part; the lead takes it into the review."""
    partner, at = scene.partner_of(partner_id), scene.days_ago(15 - number)
    texts = {"result": "Xong các việc của quý.", "lesson": "Hẹn ngày cụ thể ngay trong buổi họp."}
    commands.write_part(code=code, unit_id=partner_id, texts=texts, version=None, by=partner, at=at)
    commands.hand_in_part(code=code, unit_id=partner_id, version=None, by=partner, at=at)
    commands.accept_part(code=code, unit_id=partner_id, version=None, by=scene.officer(), at=at + timedelta(days=1))
