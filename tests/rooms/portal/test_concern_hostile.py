"""What pranksters and machines send: never a fault of ours, nothing half-kept, memory as before, words not lost."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phoihop.ground.actor import Actor
from phoihop.ground.text import nfc
from phoihop.intake import commands
from phoihop.intake.models import Input, InputPhoto, Throttle
from phoihop.intake.rules.limits import LIMITS
from phoihop.portal.outside import concern_photos
from tests.rooms.portal.test_concern_following import answered, forms_on, tracked
from tests.world import files
from tests.world.build import World
from tests.world.citizens import DESK, LAMP, Citizen, file, open_for_concerns, photo, words
from tests.world.together import together

BESIDE = Path(__file__).resolve().parents[4] / "shared/data/naughty_strings/blns.json"
OWN = [
    "<script>alert('x')</script>",
    '"><svg/onload=alert(1)>',
    "{{ 7*7 }}{% debug %}",
    "%(name)s %s %n {0} ${x}",
    "'; DROP TABLE intake_input; --",
    "../../../../etc/passwd",
    "\u202egnp.exe",
    "a\u0000b",
    "\ufeff\u200b",
    "ﷺ" * 20,
    "👩‍👩‍👧‍👦 🇻🇳",
    "\r\nSet-Cookie: x=1",
    "=cmd|' /C calc'!A0",
]


def naughty() -> list[str]:
    """Our own, and the list beside the project where there is one."""
    return OWN + (json.loads(BESIDE.read_text(encoding="utf-8")) if BESIDE.exists() else [])


@pytest.fixture
def citizen(world: World) -> Citizen:
    open_for_concerns(world)
    return Citizen()


def bomb_png(side: int) -> bytes:
    """A small file that says it is a picture of side × side."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10_000_000, 9))
        + chunk(b"IEND", b"")
    )


def zipped(size: int = 20_000_000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * size)
    return out.getvalue()


UPLOADS: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "anh.jpg", "trống"),
    "zip bomb": (zipped(), "anh.jpg", "không phải ảnh"),
    "pixel bomb": (bomb_png(60_000), "anh.png", "quá nhiều điểm ảnh"),
    "large png": (bomb_png(5_000), "anh.png", "quá nhiều điểm ảnh"),
    "over 10 MB": (photo() + b"\0" * concern_photos.LARGEST, "anh.jpg", "tối đa 10 MB"),
    "wrong extension": (files.pdf("Một tờ đơn"), "anh.jpg", "không phải ảnh"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg", "không phải ảnh"),
    "gif": (photo("GIF"), "a.gif", "không phải ảnh"),
    "cut off": (photo(size=(900, 900), quality=95)[:2000], "a.jpg", "hỏng"),
    "head alone": (b"\xff\xd8\xff\xe0", "a.jpg", "ảnh"),
    "a program": (b"MZ" + b"\0" * 500, "a.png", "không phải ảnh"),
}


@pytest.mark.parametrize("kind", UPLOADS)
def test_each_bad_photo_gets_its_sentence_and_the_words_stay(citizen: Citizen, kind: str) -> None:
    content, name, said = UPLOADS[kind]
    before = concern_photos.ROOM.left
    answer = citizen.send(photos=[file(photo()), file(content, name)])
    assert answer.status_code == 422, kind
    assert "thứ 2" in words(answer)
    assert said in words(answer)
    assert "hãy chọn lại ảnh rồi gửi" in words(answer)
    assert LAMP in answer.content.decode()
    assert not Input.rows.exists()
    assert concern_photos.ROOM.left == before


@pytest.mark.parametrize("name", ["a\0.jpg", "../../../etc/passwd", "x" * 500 + ".jpg", "con", "ảnh 😀.jpg", "a.exe"])
def test_a_name_means_nothing(citizen: Citizen, name: str) -> None:
    citizen.written(photos=[file(photo(), name)])
    assert InputPhoto.rows.count() == 1


def test_a_polyglot_leaves_nothing_but_pixels(citizen: Citizen, world: World) -> None:
    hidden = b"<?php system('x') ?>" + zipped(1000)
    code, _key = citizen.written(photos=[file(photo(size=(80, 80)) + hidden)])
    taken = commands.take(code=code, by=DESK, at=world.at)
    assert taken is not None
    assert b"php" not in taken.photos[0]
    assert b"PK\3\4" not in taken.photos[0]


def test_more_than_four_photos(citizen: Citizen) -> None:
    answer = citizen.send(photos=[file(photo()) for _ in range(5)])
    assert answer.status_code == 422
    assert "tối đa bốn ảnh" in words(answer)
    assert citizen.send(photos=[file(photo()) for _ in range(101)]).status_code == 422
    assert not Input.rows.exists()


def test_when_many_send_at_once_memory_is_bounded(citizen: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
    room = concern_photos._Room(1_000)
    monkeypatch.setattr(concern_photos, "ROOM", room)
    answer = citizen.send(photos=[file(photo(size=(800, 800), quality=100))])
    assert answer.status_code == 422
    assert "nhiều người đang gửi ảnh" in words(answer)
    assert LAMP in answer.content.decode()
    assert room.left == 1_000


def test_a_body_that_is_too_long_is_not_read(citizen: Citizen) -> None:
    class Unread(io.BytesIO):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("the body was read")

    for length in (concern_photos.LONGEST + 1, 2 * 2**30):
        answer = citizen.client.generic(
            "POST",
            citizen.form()[0],
            b"",
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(length),
            **{"wsgi.input": Unread()},
        )
        assert answer.status_code == 413
        assert "bốn ảnh" in words(answer)


PHOTO_CUT = b'--x\r\nContent-Disposition: form-data; name="photos"; filename="a"\r\n\r\nabc'


@pytest.mark.parametrize("body", [b"", b"--x", PHOTO_CUT])
def test_a_body_that_was_cut_off_says_so(citizen: Citizen, body: bytes) -> None:
    before = concern_photos.ROOM.left
    kind = "multipart/form-data; boundary=x"
    answer = citizen.client.generic("POST", citizen.form()[0], body, content_type=kind)
    assert answer.status_code in (400, 422)
    assert not Input.rows.exists()
    assert concern_photos.ROOM.left == before


def test_a_body_cut_anywhere_is_never_a_fault(citizen: Citizen) -> None:
    parts = b"".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (("text", LAMP), ("service", "ha-tang"), ("place", ""), ("proof", ""))
    )
    head = b'--x\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    end = b'\r\n--x\r\nContent-Disposition: form-data; name="end"\r\n\r\n1\r\n--x--\r\n'
    whole = parts + head + photo() + end
    kind, action = "multipart/form-data; boundary=x", citizen.form()[0]
    chance = random.Random(6)
    for number, cut in enumerate(sorted(chance.sample(range(len(whole) - 12), 40))):
        citizen.client.defaults["REMOTE_ADDR"] = f"203.0.113.{number}"
        answer = citizen.client.generic("POST", action, whole[:cut], content_type=kind)
        assert answer.status_code in (400, 422), (cut, answer.status_code)
        broken = bytearray(whole)
        broken[cut] ^= 0x55
        answer = citizen.client.generic("POST", citizen.form()[0], bytes(broken), content_type=kind)
        assert answer.status_code in (302, 400, 422), (cut, answer.status_code)
    assert concern_photos.ROOM.left == concern_photos.ALL_TOGETHER


@pytest.mark.parametrize(
    "kind",
    ["application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded; charset=utf-7"],
)
def test_another_kind_of_body(citizen: Citizen, kind: str) -> None:
    answer = citizen.client.generic("POST", citizen.form()[0], b'{"text": "x"}', content_type=kind)
    assert answer.status_code in (400, 422)
    assert not Input.rows.exists()


@pytest.mark.slow
def test_naughty_strings_through_every_public_field(citizen: Citizen, world: World) -> None:
    fields = ("text", "spot", "name", "phone", "mail", "place", "service", "latitude", "proof", "is_reflection")
    kept = 0
    for number, text in enumerate(naughty()):
        field = fields[number % len(fields)] if text not in OWN else "text"
        citizen.client.defaults["REMOTE_ADDR"] = f"2001:db8:{number:x}::1"
        typed = {field: f"{text} {LAMP}"[:900] if field == "text" else text[:250]}
        answer = citizen.send(**typed)
        assert answer.status_code in (302, 422), (text, answer.status_code)
        if answer.status_code == 422:
            assert "<script>alert" not in answer.content.decode()
            continue
        kept += 1
        code = answer["Location"].split("/")[2]
        taken = commands.take(code=code, by=DESK, at=world.at)
        assert taken is not None
        if field in ("text", "spot", "name"):
            assert taken.payload.get(field, "") == nfc(typed[field]).strip()
        for page in (citizen.client.get(answer["Location"]), citizen.client.get(f"/phan-anh/{code}/")):
            assert page.status_code == 200
    assert kept >= len(OWN)


def test_naughty_strings_in_addresses_and_follow_up_forms(citizen: Citizen, world: World) -> None:
    code, key = citizen.written()
    answered(world, code, state="ANSWERED")
    here = f"/phan-anh/{code}/{key}/"
    for text in OWN:
        for name in ("linh-vuc", "dia-ban", "buoc", "truoc"):
            assert citizen.client.get("/phan-anh/", {name: text}).status_code == 200
        token = forms_on(citizen.client.get(here))["mo-lai"]
        sent = {"token": token, "reason": "NOT_SO", "text": f"{text} chưa thay đèn."}
        assert citizen.client.post(f"{here}mo-lai/", sent).status_code == 302
        assert citizen.client.post(f"{here}mo-lai/", {"token": text, "reason": text, "text": text}).status_code == 422
        assert citizen.client.post(f"{here}du-lieu/", {"token": text, "ask": text, "text": text}).status_code == 422
        citizen.client.defaults["REMOTE_ADDR"] = f"198.51.100.{OWN.index(text)}"
    tracked(world, code, state="NEEDS_INFO")
    assert citizen.client.post(f"{here}bo-sung/", {"token": "x", "text": OWN[0], "end": "1"}).status_code == 422


@pytest.mark.slow
@pytest.mark.once
def test_a_flood_of_posts_from_one_address(citizen: Citizen) -> None:
    """After the limit each costs a look and writes nothing; everybody else goes on. Ten thousand, served:
    benchmarks.portal."""
    action, most = citizen.form()[0], LIMITS["concern"].most
    body = {"text": LAMP, "service": "ha-tang", "end": "1"}
    answers = [citizen.client.post(citizen.form()[0], body).status_code for _ in range(most)]
    assert set(answers) == {302}
    counts = list(Throttle.rows.order_by("pk").values())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        refused = citizen.client.post(action, body)
    assert refused.status_code == 429
    assert LAMP in refused.content.decode()
    assert refused["Retry-After"]
    assert len(asked) <= 3
    assert all(query["sql"].startswith("SELECT") for query in asked)
    long = {"text": LAMP * 200, "service": "ha-tang"}
    for number in range(1_000):
        assert citizen.client.post(action, long if number % 2 else body).status_code == 429
    assert list(Throttle.rows.order_by("pk").values()) == counts
    assert Input.rows.count() == most
    assert Citizen("198.51.100.20").send().status_code == 302
    # A household has a whole /64 of addresses, and is one.
    home = Citizen("2001:db8:1:2::1")
    for number in range(most):
        home.client.defaults["REMOTE_ADDR"] = f"2001:db8:1:2::{number:x}"
        assert home.client.post(home.form()[0], body).status_code == 302
    home.client.defaults["REMOTE_ADDR"] = "2001:db8:1:2:ffff::1"
    assert home.send().status_code == 429


@pytest.mark.django_db(transaction=True)
def test_two_posts_of_one_form_at_once_are_one(at: Any) -> None:
    portal, receipts = Actor.system("portal"), []

    def post() -> None:
        given = {"what": "CONCERN", "channel": "form", "territory": "kg", "payload": {"text": LAMP}, "nonce": "f" * 32}
        receipts.append(commands.receive(**given, by=portal, at=at))  # type: ignore[arg-type]

    assert together(*[post] * 6) == []
    assert Input.rows.count() == 1
    assert {(one.code, one.key) for one in receipts} == {(receipts[0].code, receipts[0].key)}
    assert sorted(one.is_repeat for one in receipts) == [False] + [True] * 5
