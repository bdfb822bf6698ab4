"""News of a body: twenty, so about 2,000 at scale 1; most are out, a few wait. And some of its plans in the open."""

from __future__ import annotations

from phoihop.communications import commands
from phoihop.ground.command import Refused
from phoihop.plans.commands import approve_plan
from phoihop.site.country.making.portal import CATEGORIES
from phoihop.site.country.making.scene import Scene
from phoihop.site.country.making.words import NEWS, sentences

A_BODY = 20
OPEN_PLANS = 3  # shown on the portal, with their first topic
RELEASES, CARDS = 1, 2


def fill(scene: Scene) -> int:
    return _news(scene) + _records(scene) + _cards(scene) + _releases(scene)


def _news(scene: Scene) -> int:
    chance = scene.chance("articles")
    moments = scene.moments(scene.many(A_BODY), 150, chance)
    topics = scene.topics(without=("case",))  # nobody writes of a case before its court has
    for number, at in enumerate(moments):
        topic, title, partner_id = topics[chance.randrange(len(topics))]
        heading = chance.choice(NEWS).format(place=scene.body.name, matter=title.lower())
        code = commands.begin_article(
            unit_id=scene.lead_id if number % 2 else partner_id,
            title=f"{heading[0].upper()}{heading[1:]}"[:200],
            summary=sentences(chance, 1),
            text="\n\n".join(sentences(chance, 4) for _each in range(4)),
            category=CATEGORIES[number % len(CATEGORIES)][0],
            source=topic,
            is_illustration=True,
            by=scene.by,
            at=at,
        ).code
        commands.send_article(code=code, by=scene.by, at=at)
        if number >= len(moments) - 2:
            continue
        commands.approve_article(code=code, by=scene.by, at=at)
        commands.publish_article(code=code, by=scene.by, at=at)
    return len(moments)


def _records(scene: Scene) -> int:
    """What may not go out (a case) stays inside, as it would for an editor."""
    made = 0
    for plan in scene.plans[:OPEN_PLANS]:
        approve_plan(code=plan.code, note="", by=scene.by, at=scene.now)
        for code in (plan.topics[0].code, plan.code):
            try:
                commands.publish_record(code=code, summary="", by=scene.by, at=scene.now)
            except Refused:
                continue
            made += 1
    return made


def _cards(scene: Scene) -> int:
    topics = scene.topics(without=("case",))
    for number in range(CARDS):
        topic, _title, partner_id = topics[number]
        code = commands.begin_card(
            unit_id=partner_id,
            title=f"Cách làm gọn ở {scene.body.name}, thẻ {number + 1}",
            problem="Mỗi nơi một mẫu giấy, sai một ô là phải đi lại.",
            practice="Ngồi chung một buổi, gạch các ô trùng, còn một tờ.",
            result="Người dân đi một lần thay vì ba (số liệu minh họa).",
            cost="Một buổi họp.",
            contact="Văn phòng",
            source=topic,
            is_illustration=True,
            by=scene.by,
            at=scene.days_ago(40 + number),
        ).code
        commands.send_card(code=code, by=scene.by, at=scene.days_ago(39 + number))
        commands.publish_card(code=code, by=scene.by, at=scene.days_ago(38 + number))
    return CARDS


def _releases(scene: Scene) -> int:
    """Presented, and waiting for the two people that let a release go."""
    for number in range(RELEASES):
        at = scene.days_ago(3 + number)
        code = commands.begin_release(
            unit_id=scene.lead_id,
            title=f"Lịch cung cấp thông tin cho báo chí của {scene.body.name}",
            is_illustration=True,
            by=scene.by,
            at=at,
        ).code
        commands.write_release(
            code=code,
            title=f"Lịch cung cấp thông tin cho báo chí của {scene.body.name}",
            summary="Mỗi tháng một lần; có việc đột xuất thì trong ngày.",
            text="Các cơ quan phối hợp cung cấp thông tin định kỳ cho báo chí vào tuần thứ hai của tháng.",
            by=scene.by,
            at=at,
        )
        commands.present_release(code=code, by=scene.by, at=at)
    return RELEASES
