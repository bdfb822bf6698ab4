"""A desk for citizens' concerns in the world of the tests: An's office receives, departments answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from phoihop.concerns import commands
from phoihop.concerns.commands.photos import Photo
from phoihop.ground.actor import Actor
from phoihop.intake import commands as intake
from phoihop.publications.commands import PortalNote, write_note
from phoihop.publications.queries import promise
from tests.world.build import LOADER, World
from tests.world.drill import SERVICES, places

DESK = "btg-tinh-uy"
ANSWERS = {
    "giao-thong": "so-xaydung",
    "dien": "so-xaydung",
    "moi-truong": "so-tttt",
    "cap-nuoc": "so-xaydung",
    "y-te": "so-yte",
    "nghe-ca": "so-nnptnt",
    "khac": DESK,
}
PORTAL = Actor.system("portal")
FRONT = Actor.system("front-desk")


def arrange(world: World, *, most_places: int = 120) -> None:
    """Services, places and routes, all at once; the portal knows whose it is."""
    note = PortalNote(territory=world.territory, programme="Chương trình phối hợp Kiên Giang", headline="Cổng")
    write_note(note=note, by=LOADER, at=world.at)
    commands.set_desk(territory=world.territory, unit_id=world.unit(DESK), by=LOADER, at=world.at)
    found = [commands.PlaceInput(key=key, name=name) for key, name in places(most_places)]
    commands.arrange_places(territory=world.territory, places=found, by=LOADER, at=world.at)
    names = {key: name for key, (name, _words) in SERVICES.items()} | {"khac": "Việc khác"}
    commands.arrange_services(
        territory=world.territory,
        services=[commands.ServiceInput(key=key, name=name, order=n) for n, (key, name) in enumerate(names.items())],
        routes=[commands.RouteInput(service=key, unit_id=world.unit(unit)) for key, unit in ANSWERS.items()],
        by=LOADER,
        at=world.at,
    )


def send(
    world: World,
    text: str,
    *,
    service: str = "y-te",
    place: str = "",
    at: datetime | None = None,
    flags: tuple[str, ...] = (),
    **contact: str,
) -> tuple[str, str]:
    """As it comes in by the portal, taken in at once: the code and its raiser's key."""
    at = at or world.at
    given = promise(world.territory, service, place, at)
    receipt = intake.receive(
        what="CONCERN",
        channel="form",
        territory=world.territory,
        payload={"text": text, **contact},
        service=service,
        place=place,
        promised_unit=given.unit_name if given else "",
        promised_date=given.due_date if given else None,
        flags=flags,
        by=PORTAL,
        at=at,
    )
    commands.take_in_concern(code=receipt.code, by=FRONT, at=at)
    return receipt.code, receipt.key


def assign(world: World, code: str, lead: str = "so-yte", *others: str, by: Any = LOADER) -> None:
    supporting = {world.unit(other): "Cho biết phần của cơ quan" for other in others}
    commands.assign_concern(code=code, lead_id=world.unit(lead), supporting=supporting, by=by, at=world.at)


def answered(world: World, code: str, text: str = "Đã phun thuốc ở cả ba tổ.") -> None:
    """Written and approved by the builder."""
    commands.compose_answer(code=code, text=text, by=LOADER, at=world.at)
    commands.submit_answer(code=code, by=LOADER, at=world.at)
    commands.approve_answer(code=code, by=LOADER, at=world.at)


def doors(world: World) -> tuple[str, dict[str, dict[str, object]]]:
    """A concern that Chi's office answers, with a photo and a request about data: what stands in addresses."""
    arrange(world, most_places=2)
    receipt = intake.receive(
        what="CONCERN",
        channel="form",
        territory=world.territory,
        payload={"text": "Trạm y tế hết thuốc.", "name": "Huỳnh Thị Năm", "mail": "nam@thu-rieng.example"},
        service="y-te",
        by=PORTAL,
        at=world.at,
    )
    photo = Photo(1, "image/webp", b"RIFF\x00\x00\x00\x00WEBP")
    commands.take_in_concern(code=receipt.code, photos=(photo,), by=FRONT, at=world.at)
    assign(world, receipt.code)
    told = commands.request_data(code=receipt.code, wish="SEE", by=LOADER, at=world.at)
    return receipt.code, {
        "concerns:service": {"key": "y-te"},
        "concerns:clock": {"key": "feedback_answer"},
        "concerns:settle": {"code": told.request},
    }
