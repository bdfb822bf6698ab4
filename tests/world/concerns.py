"""Concerns laid on the world: Binh's commission receives them, the Department of Health answers, others take part."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from phoihop.concerns import commands
from phoihop.concerns.models import Concern
from phoihop.ground.actor import Actor, Role
from phoihop.intake import commands as intake
from phoihop.intake.events import InputReceived
from phoihop.intake.queries import digest_of
from tests.world.build import LOADER, World
from tests.world.cast import Person

PORTAL = Actor.system("portal")
TEXT = "Trạm y tế phường Vĩnh Thanh đóng cửa buổi chiều, người dân đến tiêm không biết giờ nào làm việc."
SERVICES = (("y-te", "Y tế, dịch bệnh", "so-yte"), ("nong-nghiep", "Nông nghiệp, thủy sản", "so-nnptnt"))
PLACE = "kg.vinhthanh"


def desk(world: World) -> int:
    """The routing of the province: two services, one place, Binh's commission as the reception unit."""
    unit_id = world.unit("btg-tinh-uy")
    commands.set_desk(territory="kg", unit_id=unit_id, by=LOADER, at=world.at)
    places = [commands.PlaceInput(key=PLACE, name="Phường Vĩnh Thanh")]
    commands.arrange_places(territory="kg", places=places, by=LOADER, at=world.at)
    services = [commands.ServiceInput(key=key, name=name) for key, name, _unit in SERVICES]
    routes = [commands.RouteInput(service=key, unit_id=world.unit(unit)) for key, _name, unit in SERVICES]
    commands.arrange_services(territory="kg", services=services, routes=routes, by=LOADER, at=world.at)
    return unit_id


def noted(world: World, *, at: datetime | None = None, by: str = "an", **given: Any) -> str:
    """What somebody said on the telephone, written down by An. The code."""
    unit_id = desk(world)
    values: dict[str, Any] = {"channel": "phone", "service": "y-te", "place": PLACE, "text": TEXT, **given}
    told = commands.record_concern(
        reception_id=unit_id, territory="kg", by=world.person(by).actor, at=at or world.at, **values
    )
    return told.code


def sent(
    world: World,
    text: str = TEXT,
    *,
    what: str = "CONCERN",
    photos: tuple[bytes, ...] = (),
    about: str = "",
    **more: Any,
) -> intake.Receipt:
    """What the portal has sent in, and the listener has taken out."""
    desk(world)
    payload = {"text": text, **more.pop("payload", {})}
    at = more.pop("at", world.at)
    if about:
        payload = {"by_key": digest_of("k"), **payload}
    receipt = intake.receive(
        what=what,
        channel="form",
        territory="kg",
        payload=payload,
        photos=photos,
        about=about,
        **({} if about else {"service": "y-te", "place": PLACE}),
        by=PORTAL,
        at=at,
        **more,
    )
    take(receipt.code, what, about, at)
    return receipt


def take(code: str, what: str, about: str, at: datetime) -> None:
    """As the listener does it."""
    commands.take_input(InputReceived(code=code, what=what, channel="form", about=about), at)


def follow(world: World, about: str, what: str, at: datetime | None = None, **payload: str) -> None:
    """Something its raiser sends about a concern of his."""
    sent(world, payload.pop("text", ""), what=what, about=about, payload=payload, at=at or world.at)


def assigned(world: World, *supporting: str, **given: Any) -> str:
    """Given to the Department of Health, with these to help."""
    code = noted(world, **given)
    assign(world, code, *supporting)
    return code


def assign(world: World, code: str, *supporting: str, lead: str = "so-yte", at: datetime | None = None) -> None:
    commands.assign_concern(
        code=code,
        lead_id=world.unit(lead),
        supporting={world.unit(key): f"Phần của {key}" for key in supporting},
        by=world.person("an").actor,
        at=at or world.at,
    )


def head_of_health(world: World) -> Person:
    """The approver of the Department of Health, whom the cast has not."""
    if "yen" not in world.accounts:
        return world.add_person("yen", "so-yte", (Role.APPROVER,), post="Giám đốc Sở", name="Hoàng Hải Yến")
    return world.person("yen")


def answer(world: World, code: str, text: str = "Trạm mở cửa cả ngày từ 2/8.", *, at: datetime | None = None) -> None:
    """Chi composes and puts it before Yến, who lets it go out."""
    at = at or world.at
    chi, yen = world.person("chi").actor_at(at), head_of_health(world).actor_at(at)
    commands.compose_answer(code=code, text=text, by=chi, at=at)
    commands.submit_answer(code=code, without_parts_reason="Đã trao đổi", by=chi, at=at)
    commands.approve_answer(code=code, by=yen, at=at)


def answered(world: World, **given: Any) -> str:
    code = assigned(world, **given)
    answer(world, code)
    return code


def row(code: str) -> Concern:
    return Concern.rows.get(code=code)


def clock() -> Actor:
    return Actor.system("deadline-clock")


def builder() -> Actor:
    return Actor.system("sample-builder")
