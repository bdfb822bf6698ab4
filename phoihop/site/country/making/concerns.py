"""Citizens' concerns: 303 a body, so 30,000 at scale 1; most are answered, a few are open, late or refused."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from phoihop.concerns import commands
from phoihop.intake import commands as intake
from phoihop.publications.queries import promise
from phoihop.site.country.making.scene import Scene
from phoihop.site.country.making.words import DONE, OPENINGS, SINCE, SPOTS, TROUBLES, WISHES

A_BODY = 303
DAYS = 150
CHANNELS = ("form", "form", "form", "open311", "phone", "letter")
# key, name, English, place in the order of the body's partners
SERVICES = (
    ("giao-thong", "Hạ tầng, giao thông", "Roads and transport", 0),
    ("dien", "Điện, chiếu sáng", "Power and lighting", 0),
    ("moi-truong", "Môi trường, vệ sinh", "Environment", 4),
    ("cap-nuoc", "Cấp thoát nước, ngập", "Water and flooding", 5),
    ("y-te", "Y tế, dịch bệnh", "Health", 3),
    ("thu-tuc", "Thủ tục hành chính", "Administrative procedures", 6),
    ("khac", "Việc khác", "Other", 7),
)


@dataclass(frozen=True, slots=True)
class _Concern:
    code: str
    spot: str
    service: str
    matter: str
    text: str
    at: datetime


def fill(scene: Scene) -> int:
    """In the order in which they came, so that codes follow time."""
    chance = scene.chance("concerns")
    _arrange(scene)
    moments = scene.moments(scene.many(A_BODY), DAYS, chance)
    for number, at in enumerate(moments):
        _live(scene, _send(scene, number, at, chance), chance)
    return len(moments)


def _arrange(scene: Scene) -> None:
    """Who receives, what can be told, where, and who answers."""
    territory, at = scene.body.territory, scene.days_ago(DAYS + 5)
    commands.set_desk(territory=territory, unit_id=scene.lead_id, by=scene.by, at=at)
    places = [commands.PlaceInput(key=f"{territory}.{n}", name=_spot(scene, n)) for n in range(len(SPOTS))]
    commands.arrange_places(territory=territory, places=places, by=scene.by, at=at)
    commands.arrange_services(
        territory=territory,
        services=[
            commands.ServiceInput(key=key, name=name, english=english, order=order * 10)
            for order, (key, name, english, _partner) in enumerate(SERVICES, start=1)
        ],
        routes=[commands.RouteInput(service=key, unit_id=scene.partners[partner]) for key, _n, _e, partner in SERVICES],
        by=scene.by,
        at=at,
    )


def _spot(scene: Scene, number: int) -> str:
    return f"{SPOTS[number]} {scene.body.name}"


def _send(scene: Scene, number: int, at: datetime, chance: random.Random) -> _Concern:
    """As somebody sends it in, and as the desk takes it."""
    service, trouble, matter = chance.choice(TROUBLES)
    territory, place = scene.body.territory, chance.randrange(len(SPOTS))
    spot = f"{territory}.{place}"
    said = trouble.format(spot=SPOTS[place].lower())
    text = f"{chance.choice(OPENINGS)}: {said}, {chance.choice(SINCE)}; {chance.choice(WISHES)}."
    given = promise(territory, service, spot, at)
    receipt = intake.receive(
        what="CONCERN",
        channel=chance.choice(CHANNELS),
        territory=territory,
        payload={"text": text},
        service=service,
        place=spot,
        promised_unit=given.unit_name if given else "",
        promised_date=given.due_date if given else None,
        nonce=f"{scene.seed}/{territory}/{number}",
        flags=("illustration",),
        by=scene.by,
        at=at,
    )
    commands.take_in_concern(code=receipt.code, by=scene.by, at=at)
    return _Concern(receipt.code, spot, service, matter, text, at)


def _live(scene: Scene, one: _Concern, chance: random.Random) -> None:
    """What came of it. Of the last two weeks many wait; of what is older, nearly all have their answer."""
    fate, age = chance.random(), (scene.now - one.at).days
    patience = 1.0 if age > 14 else 0.35
    if fate < 0.03:
        _refuse(scene, one)
        return
    if age < 2 or fate > 0.985:
        return
    lead_id = scene.partners[next(partner for key, _n, _e, partner in SERVICES if key == one.service)]
    public = chance.random() < 0.5
    if public:
        commands.moderate_concern(
            code=one.code,
            title=f"{one.matter.capitalize()}: {scene.body.name}",
            public_text=one.text,
            by=scene.by,
            at=_later(scene, one, 1),
        )
    helps = _helping(scene, lead_id, chance)
    commands.assign_concern(
        code=one.code,
        lead_id=lead_id,
        supporting=dict.fromkeys(helps, "Cho biết phần việc của cơ quan mình."),
        by=scene.by,
        at=_later(scene, one, 2),
    )
    if fate > 0.03 + 0.93 * patience:
        if chance.random() < 0.5:
            commands.start_concern(code=one.code, by=scene.by, at=_later(scene, one, 30))
        return
    _answer(scene, one, lead_id, helps, chance, public=public)


def _helping(scene: Scene, lead_id: int, chance: random.Random) -> list[int]:
    if chance.random() > 0.1:
        return []
    return [chance.choice([unit for unit in scene.partners if unit != lead_id])]


def _answer(
    scene: Scene, one: _Concern, lead_id: int, helps: Sequence[int], chance: random.Random, *, public: bool
) -> None:
    hours = chance.randrange(26, 24 * 9)
    for unit in helps:
        commands.write_part(
            code=one.code,
            text="Phần việc của cơ quan đã làm xong trong tuần.",
            unit_id=unit,
            by=scene.by,
            at=_later(scene, one, hours - 3),
        )
    if helps:
        commands.write_part(
            code=one.code,
            text="Đã xem tại chỗ, kết quả như câu trả lời.",
            unit_id=lead_id,
            by=scene.by,
            at=_later(scene, one, hours - 2),
        )
    at = _later(scene, one, hours)
    text = f"Cơ quan {chance.choice(DONE)}. Cảm ơn người phản ánh; nếu còn thấy như cũ, xin báo lại ở chính mã này."
    commands.compose_answer(code=one.code, text=text, by=scene.by, at=at)
    commands.submit_answer(code=one.code, by=scene.by, at=at)
    commands.approve_answer(code=one.code, by=scene.by, at=min(at + timedelta(minutes=40), scene.now))
    if public:
        commands.publish_concern(code=one.code, by=scene.by, at=_later(scene, one, hours + 1))
    luck = chance.random()
    if luck < 0.3:
        commands.rate_concern(
            code=one.code, stars=chance.randrange(2, 6), by=scene.by, at=_later(scene, one, hours + 5)
        )
    elif luck < 0.33:
        commands.reopen_concern(
            code=one.code,
            reason="NOT_SO",
            words="Hôm sau lại như cũ.",
            by=scene.by,
            at=_later(scene, one, hours + 30),
        )


def _refuse(scene: Scene, one: _Concern) -> None:
    commands.refuse_concern(
        code=one.code,
        reason="COMPLAINT",
        owner=f"Ban Tiếp công dân {scene.body.name}",
        words="Khiếu nại có đường riêng: xin gửi đơn hoặc đến trực tiếp nơi tiếp công dân.",
        by=scene.by,
        at=_later(scene, one, 3),
    )


def _later(scene: Scene, one: _Concern, hours: int) -> datetime:
    """Never after the country's own now."""
    return min(one.at + timedelta(hours=hours), scene.now)
