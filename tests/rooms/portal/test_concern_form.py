"""A citizen writes: a code, a named agency and a date at once, and nothing typed is ever lost."""

from __future__ import annotations

import re

import pytest

from phoihop.ground.text import nfc
from phoihop.intake import commands, queries
from phoihop.intake.models import Input, InputPhoto, Throttle
from tests.conftest import StoppedClock
from tests.world.build import World
from tests.world.citizens import DESK, LAMP, Citizen, file, open_for_concerns, photo, proof, words


@pytest.fixture
def citizen(world: World) -> Citizen:
    open_for_concerns(world)
    return Citizen()


def test_a_code_an_agency_and_a_date_at_once(citizen: Citizen) -> None:
    answer = citizen.send()
    assert answer.status_code == 302
    receipt = citizen.client.get(answer["Location"])
    said = words(receipt)
    assert "PA-kg-2021-000001" in said
    assert "Sở Giao thông vận tải" in said
    assert "10 ngày làm việc sau ngày tiếp nhận" in said
    assert LAMP not in receipt.content.decode()
    assert not citizen.client.cookies
    for head, value in (("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex"), ("Referrer-Policy", "no-referrer")):
        assert value in receipt[head]
    assert len(receipt.content) < 100_000
    row = Input.rows.get()
    assert (row.service, row.place, row.promised_unit) == ("ha-tang", "rach-soi", "Sở Giao thông vận tải")
    assert row.promised_date is not None
    assert row.flags == "quick,no-work"


def test_with_the_work_of_a_browser_and_time_taken_no_flag(citizen: Citizen, clock: StoppedClock) -> None:
    action, nonce = citizen.form()
    clock.move(seconds=40)
    assert citizen.send(action, proof=proof(nonce)).status_code == 302
    assert Input.rows.get().flags == ""


def test_what_is_typed_comes_to_the_room_and_nothing_else(citizen: Citizen, world: World) -> None:
    code, _key = citizen.written(
        spot="trước cổng chợ", name="Bà Năm", phone="0912 345 678", mail="nam@example.vn", latitude="10.0123456",
        longitude="105.1", photos=[file(photo(size=(640, 480)))], nonsense="x",
    )  # fmt: skip
    taken = commands.take(code=code, by=DESK, at=world.at)
    assert taken is not None
    assert taken.payload == {
        "text": LAMP,
        "spot": "trước cổng chợ",
        "name": "Bà Năm",
        "phone": "0912 345 678",
        "mail": "nam@example.vn",
        "latitude": "10.01235",
        "longitude": "105.10000",
        "language": "vi",
    }
    assert [one[:4] for one in taken.photos] == [b"RIFF"]


@pytest.mark.parametrize(("north", "east"), [("91", "0"), ("x", "1"), ("nan", "1"), ("10", "")])
def test_what_is_no_place_on_earth_is_left_out(citizen: Citizen, world: World, north: str, east: str) -> None:
    code, _key = citizen.written(latitude=north, longitude=east)
    taken = commands.take(code=code, by=DESK, at=world.at)
    assert taken is not None
    assert "latitude" not in taken.payload


def test_too_long_says_by_how_much_and_keeps_the_words(citizen: Citizen) -> None:
    long = "Nước ngập cầu số hai. " * 50
    answer = citizen.send(text=long, name="Bà Năm")
    assert answer.status_code == 422
    assert "quá mức 1.000 là 99 ký tự" in words(answer)
    assert long.strip() in answer.content.decode()
    assert 'value="Bà Năm"' in answer.content.decode()
    assert not Input.rows.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "Ghi rõ việc gì"),
        ({"text": " \u200b\n "}, "Ghi rõ việc gì"),
        ({"service": ""}, "Chọn lĩnh vực gần nhất"),
        ({"service": "khong-co"}, "Chọn lĩnh vực gần nhất"),
        ({"phone": "gọi tôi"}, "Số điện thoại gồm"),
        ({"mail": "nam@"}, "Địa chỉ thư chưa đúng"),
        ({"place": "ha-noi"}, "Địa bàn"),
        ({"name": "x" * 101}, "Tên"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(citizen: Citizen, typed: dict[str, str], said: str) -> None:
    answer = citizen.send(**typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'class="errors' in answer.content.decode()
    assert nfc(typed.get("text", LAMP)).strip() in answer.content.decode()
    assert not Input.rows.exists()


def test_complaint_wording_gets_the_right_channel_and_nothing_is_kept(citizen: Citizen, world: World) -> None:
    text = "Tôi khiếu nại quyết định số 12/QĐ-UBND về thu hồi đất của gia đình tôi."
    answer = citizen.send(text=text)
    assert answer.status_code == 422
    assert "nơi tiếp công dân" in words(answer)
    assert text in answer.content.decode()
    assert not Input.rows.exists()
    code, _key = citizen.written(text=text, is_reflection="on")
    assert "channel" in Input.rows.get(code=code).flags


def test_sent_twice_it_is_one_and_edited_words_are_not_lost(citizen: Citizen) -> None:
    action, _nonce = citizen.form()
    first, again = citizen.send(action), citizen.send(action)
    assert first["Location"] == again["Location"]
    assert Input.rows.count() == 1
    edited = citizen.send(action, text=f"{LAMP} Nay thêm một đèn nữa.")
    assert edited.status_code == 409
    assert "PA-kg-2021-000001" in words(edited)
    assert "Nay thêm một đèn nữa." in edited.content.decode()
    assert f'action="{action}"' not in edited.content.decode()  # sent once more it is a concern of its own
    assert Input.rows.count() == 1


def test_a_form_left_open_too_long_is_shown_again_with_its_words(citizen: Citizen, clock: StoppedClock) -> None:
    action, _nonce = citizen.form()
    clock.move(hours=13)
    answer = citizen.send(action)
    assert answer.status_code == 422
    assert "mở quá lâu" in words(answer)
    assert LAMP in answer.content.decode()
    assert not Input.rows.exists()
    fresh = re.search(r'action="(/phan-anh/gui/[^"]+)"', answer.content.decode())
    assert fresh is not None
    assert citizen.send(fresh[1]).status_code == 302


def test_a_token_of_nobody_opens_no_door(citizen: Citizen) -> None:
    action, _nonce = citizen.form()
    for forged in (action[:-3] + "00/", "/phan-anh/gui/x/", "/phan-anh/gui/1-" + "0" * 32 + "-" + "0" * 32 + "/"):
        assert citizen.send(forged).status_code == 404
    assert citizen.client.get(action).status_code == 302
    assert not Input.rows.exists()
    assert not Throttle.rows.exists()


def test_the_same_words_again_and_again_wait_for_a_person(citizen: Citizen) -> None:
    for _ in range(4):
        citizen.written()
    assert [("repeats" in row.flags) for row in Input.rows.order_by("pk")] == [False, False, False, True]


def test_many_links_wait_for_a_person(citizen: Citizen) -> None:
    citizen.written(text="Xem http://a.example/1 và http://b.example/2 và http://c.example/3 ngay")
    assert "links" in Input.rows.get().flags


def test_photos_of_four_kinds_come_in_bare(citizen: Citizen, world: World) -> None:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x0e\0\x02\0\0\0\x10\0\0\0\x1aCHIM HOANG YEN\0\0\0\0\0\0"
    sent = [file(photo("JPEG", exif=exif)), file(photo("PNG"), "a.png"), file(photo("WEBP"), "../../a\0.webp")]
    code, _key = citizen.written(photos=[*sent, file(photo("JPEG", (5000, 4000)), "lon.jpg")])
    assert InputPhoto.rows.count() == 4
    taken = commands.take(code=code, by=DESK, at=world.at)
    assert taken is not None
    assert all(one.startswith(b"RIFF") and b"HOANG YEN" not in one for one in taken.photos)


def test_english_form_and_closed_portal(world: World) -> None:
    assert "chưa nhận phản ánh" in words(Citizen().client.get("/phan-anh/viet/"))
    open_for_concerns(world)
    english = Citizen(root="/en")
    page = english.client.get("/en/phan-anh/viet/").content.decode()
    assert "Environment" in page
    assert "/en/phan-anh/gui/" in page
    code, key = english.written(service="moi-truong")
    assert queries.holds_key(code, key)


def test_no_consent_is_set_beforehand_and_no_identity_is_asked_for(citizen: Citizen) -> None:
    page = citizen.client.get("/phan-anh/viet/").content.decode()
    assert not re.search(r"<input[^>]*\schecked", page)
    assert not re.search(r'name="[^"]*(cccd|cmnd|identity|birth)', page)
    assert "xóa sau 180 ngày" in words(citizen.client.get("/phan-anh/viet/"))
    assert len(page.encode()) < 100_000
