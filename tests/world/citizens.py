"""A portal that takes concerns, and citizens who write them: through the forms, as a browser without script would."""

from __future__ import annotations

import hashlib
import io
import re
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from phoihop.ground.actor import Actor
from phoihop.intake import commands as intake
from phoihop.portal.forms.tokens import WORK_BITS, new_token
from phoihop.publications import commands
from tests.world.build import LOADER, World

DESK = Actor.system("front-desk").through("concern.take_in")
ACTION = re.compile(r'action="((?:/en)?/phan-anh/gui/([0-9a-f]+-([0-9a-f]{32})-[0-9a-f]{32})/)"')
LAMP = "Đèn đường trước chợ Rạch Sỏi hỏng ba tối nay, trẻ con đi học về tối rất nguy hiểm."


def open_for_concerns(world: World, **changed: Any) -> None:
    """Services, places, and the portal's own note."""
    note = commands.PortalNote(territory="kg", programme="Chương trình phối hợp Kiên Giang", headline="Cổng", **changed)
    commands.write_note(note=note, by=LOADER, at=world.at)
    services = [
        commands.ServiceCopy(
            key="ha-tang", name="Hạ tầng, giao thông", unit_name="Sở Giao thông vận tải", answer_days=10
        ),
        commands.ServiceCopy(
            key="moi-truong",
            name="Môi trường, vệ sinh",
            english="Environment",
            group="Đời sống",
            unit_name="Sở Tài nguyên và Môi trường",
            answer_days=15,
        ),
    ]
    commands.arrange_services(territory="kg", services=services, by=LOADER, at=world.at)
    places = [
        commands.PlaceCopy(key="rach-gia", name="Thành phố Rạch Giá"),
        commands.PlaceCopy(key="rach-soi", name="Phường Rạch Sỏi", parent="rach-gia"),
        commands.PlaceCopy(key="vinh-lac", name="Phường Vĩnh Lạc", parent="rach-gia"),
        commands.PlaceCopy(key="phu-quoc", name="Thành phố Phú Quốc"),
    ]
    commands.arrange_places(places=places, by=LOADER, at=world.at)


def photo(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **how: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (40, 120, 90)).save(out, kind, **how)
    return out.getvalue()


def file(content: bytes, name: str = "anh.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def proof(nonce: str) -> str:
    """The quiet work of a browser with script."""
    for number in range(2 ** (WORK_BITS + 6)):
        digest = hashlib.sha256(f"{nonce}:{number}".encode()).digest()
        if int.from_bytes(digest[:4]) >> (32 - WORK_BITS) == 0:
            return str(number)
    raise AssertionError("no proof found")


class Citizen:
    """Somebody with a browser and nothing else."""

    def __init__(self, address: str = "203.0.113.7", root: str = "") -> None:
        self.client, self.root = Client(REMOTE_ADDR=address), root

    def form(self) -> tuple[str, str]:
        """The address that a fresh form is sent to, and its nonce."""
        page = self.client.get(f"{self.root}/phan-anh/viet/").content.decode()
        found = ACTION.search(page)
        assert found is not None, page
        return found[1], found[3]

    def send(self, action: str = "", **typed: Any) -> Any:
        values = {"text": LAMP, "service": "ha-tang", "place": "rach-soi", "proof": "", **typed, "end": "1"}
        return self.client.post(action or self.form()[0], values)

    def written(self, **typed: Any) -> tuple[str, str]:
        """Code and key of a concern that was received."""
        answer = self.send(**typed)
        assert answer.status_code == 302, words(answer)
        _empty, *parts = answer["Location"].removeprefix(self.root).split("/")
        assert parts[0] == "phan-anh"
        return parts[1], parts[2]


def doors(world: World) -> dict[str, dict[str, object]]:
    """A concern somebody has sent, and a form somebody has opened: for tests that walk through every door."""
    given = {"what": "CONCERN", "channel": "form", "territory": "kg", "payload": {"text": LAMP}}
    receipt = intake.receive(**given, by=Actor.system("portal"), at=world.at)  # type: ignore[arg-type]
    own: dict[str, object] = {"code": receipt.code, "key": receipt.key}
    names = ("concern", "raiser", "receipt", "more", "reopen", "rate", "data")
    found = {f"portal:{name if name == 'concern' else f'concern-{name}'}": own for name in names}
    return {**found, "portal:concern-send": {"token": new_token("concern", world.at)}}


def words(answer: Any) -> str:
    """What a page says, without its marks."""
    main = answer.content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())
