"""What the press desk does with it: stories handed to agencies, questions of the press, digests, spokespersons."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from phoihop.ground.clock import local_date
from phoihop.press import commands, queries
from phoihop.site.country.making.scene import Scene

HANDED, ASKED, DIGESTS = 6, 6, 8


def fill(scene: Scene) -> int:
    """The stories handed over are those that the desk's newest page shows."""
    made = _spokespersons(scene) + _digests(scene)
    return made + _handoffs(scene) + _questions(scene)


def _spokespersons(scene: Scene) -> int:
    for number, unit_id in enumerate((scene.lead_id, *scene.partners)):
        commands.name_spokesperson(
            unit_id=unit_id,
            kind="HEAD" if number == 0 else "APPOINTED",
            name=f"Người phát ngôn {number} (mẫu)",
            post="Người phát ngôn",
            phone=f"0000 {number:06}",
            announced_by=f"{number + 1:02}/TB",
            from_date=date(scene.now.year, 1, 15),
            is_illustration=True,
            by=scene.by,
            at=scene.days_ago(140),
        )
    return 1 + len(scene.partners)


def _digests(scene: Scene) -> int:
    """One a week, issued; the newest is still a draft."""
    count = scene.many(DIGESTS)
    for week in range(count, 0, -1):
        at = scene.days_ago(7 * (week - 1), 7) if week > 1 else scene.now
        code = commands.make_digest(unit_id=scene.lead_id, is_illustration=True, by=scene.by, at=at).code
        if week > 1:
            commands.approve_digest(code=code, by=scene.by, at=at)
            commands.issue_digest(code=code, by=scene.by, at=at)
    return count


def _handoffs(scene: Scene) -> int:
    """Stories that the standing queries found go to the partner of the topic."""
    chance, made = scene.chance("handoffs"), 0
    for plan in scene.plans:
        topic = plan.topics[0].code
        stories, _more = queries.stories_about(scene.by, topic, limit=1)
        for story in stories:
            if made >= scene.many(HANDED):
                return made
            at = scene.days_ago(chance.randrange(4, 20))
            code = commands.give_handoff(
                unit_id=scene.lead_id,
                story=story.code,
                agency_id=plan.partner_id,
                question="Việc này đến đâu, bao giờ xong, trả lời người đọc thế nào?",
                due_date=local_date(at) + timedelta(days=10),
                dossier=topic,
                is_illustration=True,
                by=scene.by,
                at=at,
            ).code
            if chance.random() < 0.7:
                commands.answer_handoff(
                    code=code, answer="Đã kiểm tra, việc còn lại xong trong tháng.", by=scene.by, at=_next(scene, at, 2)
                )
            made += 1
    return made


def _questions(scene: Scene) -> int:
    chance = scene.chance("questions")
    moments = scene.moments(scene.many(ASKED), 60, chance)
    for number, at in enumerate(moments):
        topic, title, partner_id = chance.choice(scene.topics())
        code = commands.receive_query(
            owner_id=scene.lead_id,
            answerer_id=partner_id,
            outlet=f"Báo {scene.body.name} (minh họa)",
            text=f"Xin cho biết tiến độ của việc: {title}. Bao giờ xong, ai trả lời?",
            way="PHONE",
            dossier=topic,
            is_illustration=True,
            by=scene.by,
            at=at,
        ).code
        if number % 3 == 2:
            continue
        commands.write_answer(
            code=code,
            answer="Việc theo đúng lịch đã công bố; số liệu có trên cổng.",
            spokesperson=queries.choices_of(scene.by, partner_id, local_date(at))[0][0],
            by=scene.by,
            at=_next(scene, at, 1),
        )
        commands.present_answer(code=code, by=scene.by, at=_next(scene, at, 1))
        commands.approve_answer(code=code, by=scene.by, at=_next(scene, at, 2))
    return len(moments)


def _next(scene: Scene, at: datetime, days: int) -> datetime:
    return min(at + timedelta(days=days), scene.now)
