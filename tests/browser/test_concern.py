"""A citizen on a phone and at a desk, with script and without: writes, gets a receipt, follows, reopens. The programme
is served; nothing but the portal's own pages is asked for."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.reader import PHONE, WIDE, Reader
from tests.browser.served import Served
from tests.browser.test_pages import violations
from tests.world.citizens import LAMP, photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Open = Callable[..., Reader]
ANSWER = "Hạn đúng là **31/8/2021**.\n\n- Ai đã đăng ký trong tháng 7 không phải làm lại."

# What the desk would have arranged: services, places, one concern that has been answered.
BEGIN = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "phoihop.site.settings"
import django
django.setup()
from datetime import timedelta
from phoihop.ground import clock
from phoihop.ground.actor import Actor
from phoihop.intake import commands as intake
from phoihop.publications import commands as out
at, loader = clock.now(), Actor.system("loader")
given = json.loads(sys.argv[1])
note = out.PortalNote(territory="kg", programme="Chương trình phối hợp tỉnh Kiên Giang 2021–2025")
out.write_note(note=note, by=loader, at=at)
out.arrange_services(territory="kg", services=[out.ServiceCopy(**one) for one in given["services"]], by=loader, at=at)
out.arrange_places(places=[out.PlaceCopy(**one) for one in given["places"]], by=loader, at=at)
receipt = intake.receive(what="CONCERN", channel="form", territory="kg", payload={"text": "x"}, service="ha-tang",
    place="rach-soi", by=Actor.system("portal"), at=at)
day = at.date()
step = lambda days, state, words, more="": out.Step(at=at - timedelta(days=days), state=state, words=words, more=more)
common = dict(territory="kg", service="ha-tang", place="rach-soi", title="Loa xã và thông báo ghi hai hạn khác nhau",
    unit_name="Sở Nông nghiệp và Phát triển nông thôn", other_units=["Sở Thông tin và Truyền thông"],
    received_at=at - timedelta(days=12), due_date=day, due_why=[("Quy tắc", "10 ngày làm việc sau ngày tiếp nhận"),
    ("Tính từ", "ngày tiếp nhận, 19/7/2021"), ("Lịch", "Lịch làm việc Việt Nam")], is_illustration=True)
answered = out.TrackingCopy(code=receipt.code, state="ANSWERED", state_words="Đã trả lời", answer=given["answer"],
    answer_number=1, answered_at=at - timedelta(days=2), reopen_until=day + timedelta(days=28), is_public=True,
    steps=[step(12, "RECEIVED", "Tiếp nhận", "Mã được cấp ngay"), step(11, "FORWARDED", "Giao Sở NN&PTNT chủ trì"),
    step(2, "ANSWERED", "Trả lời", "Sớm 1 ngày làm việc so với ngày hứa")], **common)
out.track(copy=answered, by=loader, at=at)
asked = intake.receive(what="CONCERN", channel="form", territory="kg", payload={"text": "y"}, service="ha-tang",
    by=Actor.system("portal"), at=at)
waits = out.TrackingCopy(code=asked.code, state="NEEDS_INFO", state_words="Yêu cầu bổ sung thông tin",
    asks="Đèn số mấy, trước nhà nào?", steps=[step(1, "NEEDS_INFO", "Hỏi thêm người phản ánh")], **common)
out.track(copy=waits, by=loader, at=at)
keys = ["ha-tang", "moi-truong", "dat-dai", "y-te"]
for number in range(60):
    own = {"code": f"PA-kg-2021-{number + 900:06d}", "service": keys[number % 7 % 4], "is_public": number < 5,
        "place": given["places"][number % 3]["key"], "state": "FORWARDED", "state_words": "Đang xử lý"}
    out.track(copy=out.TrackingCopy(**{**common, **own}), by=loader, at=at)
print(json.dumps([receipt.code, receipt.key, asked.code, asked.key]))
"""
SERVICES = [
    {"key": "ha-tang", "name": "Hạ tầng, giao thông", "unit_name": "Sở Giao thông vận tải", "answer_days": 10},
    {"key": "moi-truong", "name": "Môi trường, vệ sinh", "unit_name": "Sở Tài nguyên và Môi trường", "answer_days": 15},
    {"key": "dat-dai", "name": "Đất đai", "unit_name": "Sở Tài nguyên và Môi trường", "answer_days": 15},
    {"key": "y-te", "name": "Y tế, dịch bệnh", "unit_name": "Sở Y tế", "answer_days": 10},
]
PLACES = [
    {"key": "rach-gia", "name": "Thành phố Rạch Giá"},
    {"key": "rach-soi", "name": "Phường Rạch Sỏi", "parent": "rach-gia"},
    {"key": "phu-quoc", "name": "Thành phố Phú Quốc"},
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("citizens"))
    served.environment["PHOIHOP_SITE_URL"] = served.url
    served.seed("empty")
    served.set_clock("2021-08-02T09:00:00+07:00")
    given = json.dumps({"services": SERVICES, "places": PLACES, "answer": ANSWER})
    told = subprocess.run(
        [sys.executable, "-c", BEGIN, given], env=served.environment, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    served.told = json.loads(told.stdout)  # type: ignore[attr-defined]
    served.start(("web",))
    yield served
    served.stop()


def rows(house: Served, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with sqlite3.connect(f"file:{house.data / 'phoihop.sqlite3'}?mode=ro", uri=True) as database:
        return database.execute(sql, values).fetchall()


def keep_picture(reader: Reader, name: str) -> None:
    """For eyes, when a folder is named: PHOIHOP_TEST_PICTURES=folder."""
    if folder := os.environ.get("PHOIHOP_TEST_PICTURES"):
        reader.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def looks_right(reader: Reader, name: str) -> None:
    """Nothing that a checker of accessibility finds, nothing that scrolls sideways, no cookie, nobody else asked."""
    width = reader.page.viewport_size["width"]  # type: ignore[index]
    keep_picture(reader, f"{name}-{width}")
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert violations(reader, name) == []
    assert reader.context.cookies() == []


def writes(reader: Reader, text: str = LAMP) -> None:
    reader.go("/phan-anh/viet/")
    reader.fill("Việc gì, ở đâu?", text)
    reader.page.get_by_label("Lĩnh vực").select_option("ha-tang")
    reader.page.get_by_label("Địa bàn").select_option("rach-soi")


@pytest.mark.parametrize("how", [PHONE, WIDE], ids=["phone", "desk"])
def test_every_page_looks_right(house: Served, open_as: Open, how: dict[str, int]) -> None:
    code, key, asked, asked_key = house.told  # type: ignore[attr-defined]
    citizen = open_as(house, viewport=how)
    asked_for: list[str] = []
    citizen.page.on("request", lambda request: asked_for.append(request.url))
    pages = {
        "write": "/phan-anh/viet/",
        "list": "/phan-anh/",
        "filtered": "/phan-anh/?linh-vuc=ha-tang&buoc=open",
        "open": f"/phan-anh/{code}/",
        "raiser": f"/phan-anh/{code}/{key}/",
        "asked": f"/phan-anh/{asked}/{asked_key}/",
        "receipt": f"/phan-anh/{code}/{key}/bien-nhan/",
        "data": f"/phan-anh/{code}/{key}/du-lieu/",
        "english": f"/en/phan-anh/{code}/{key}/",
    }
    for name, path in pages.items():
        citizen.go(path)
        looks_right(citizen, f"concern-{name}")
    citizen.go(pages["raiser"])
    citizen.page.locator("details.due summary").click()
    citizen.sees("10 ngày làm việc sau ngày tiếp nhận")
    citizen.send("Mở lại phản ánh", status=422)
    looks_right(citizen, "concern-reopen-wrong")
    writes(citizen, "Tôi làm đơn tố cáo ông trưởng ấp.")
    citizen.send("Gửi phản ánh", status=422)
    citizen.sees("nơi tiếp công dân")
    looks_right(citizen, "concern-channel")
    assert [url for url in asked_for if not url.startswith(house.url)] == []


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_writes_and_follows(house: Served, open_as: Open, tmp_path: Path, script: bool) -> None:
    phone = open_as(house, viewport=PHONE, java_script_enabled=script)
    writes(phone, "x" * 1005)
    if script:
        expect(phone.page.locator("[data-count]")).to_have_text("Quá 5 ký tự, hãy rút ngắn")
    phone.send("Gửi phản ánh", status=422)
    phone.sees("quá mức 1.000 là 5 ký tự")
    assert phone.page.get_by_label("Việc gì, ở đâu?").input_value() == "x" * 1005
    phone.fill("Việc gì, ở đâu?", f"{LAMP} Lần {script}.")
    picture = tmp_path / "ảnh chụp.jpg"
    picture.write_bytes(photo(size=(1600, 1200)))
    phone.page.get_by_label("Ảnh", exact=False).set_input_files(picture)
    if script:
        expect(phone.page.locator("input[name=proof]")).not_to_have_value("")
    phone.page.wait_for_timeout(4500)
    phone.send("Gửi phản ánh")
    phone.sees("Đã nhận phản ánh của bạn")
    code = phone.page.locator(".codebig").inner_text()
    [(flags,)] = rows(house, "select flags from intake_input where code = ?", code)
    assert flags == ("" if script else "no-work")
    [(photos,)] = rows(
        house, "select count(*) from intake_inputphoto p join intake_input i on i.id=p.input_id where i.code=?", code
    )
    assert photos == 1
    link = phone.page.get_by_role("link", name=re.compile("^http")).inner_text()
    assert phone.page.locator("svg[role=img] path").get_attribute("d")
    phone.press("Theo dõi phản ánh")
    phone.sees("đang chờ được mở")
    other = open_as(house, viewport=WIDE, java_script_enabled=script)
    other.go(link)
    other.sees(code)
    other.go(f"/phan-anh/{code}/")
    assert LAMP not in other.page.content()


def test_words_come_back_after_a_closed_page_until_they_were_received(house: Served, open_as: Open) -> None:
    phone = open_as(house, viewport=PHONE)
    writes(phone, "Cầu số hai sập một nhịp, xe không qua được.")
    phone.page.wait_for_timeout(500)
    phone.go("/phan-anh/")
    phone.go("/phan-anh/viet/")
    phone.sees("Đã khôi phục chữ gõ dở")
    box = phone.page.get_by_label("Việc gì, ở đâu?")
    assert box.input_value() == "Cầu số hai sập một nhịp, xe không qua được."
    kept = phone.page.evaluate("Object.values(localStorage).join()")
    assert "Cầu số hai" in kept
    phone.page.get_by_label("Lĩnh vực").select_option("ha-tang")
    phone.send("Gửi phản ánh")
    phone.sees("Đã nhận phản ánh của bạn")
    phone.go("/phan-anh/viet/")
    assert box.input_value() == ""
    assert phone.page.evaluate("localStorage.length") == 0


def test_place_only_when_pressed(house: Served, open_as: Open) -> None:
    phone = open_as(
        house, viewport=PHONE, geolocation={"latitude": 10.01234567, "longitude": 105.1}, permissions=["geolocation"]
    )
    writes(phone)
    north = phone.page.locator("input[name=latitude]")
    assert north.input_value() == ""
    phone.press("Dùng vị trí của tôi")
    expect(north).to_have_value("10.01235")
    phone.press("Bỏ vị trí")
    assert north.input_value() == ""


def test_double_press_is_one_concern(house: Served, open_as: Open) -> None:
    phone = open_as(house, viewport=PHONE, java_script_enabled=False)
    text = "Cống thoát nước đường Lâm Quang Ky bị nghẹt."
    before = rows(house, "select count(*) from intake_input")
    writes(phone, text)
    with phone.page.expect_navigation(url=re.compile("bien-nhan")):
        phone.page.get_by_role("button", name="Gửi phản ánh").dblclick()
    phone.sees("Đã nhận phản ánh của bạn")
    phone.page.wait_for_timeout(500)
    assert rows(house, "select count(*) from intake_input") == [(before[0][0] + 1,)]
