"""The calendar in a real browser: by keyboard, on a phone, without script, on one printed sheet; and a feed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import copy_of
from tests.browser.reader import PHONE, Reader
from tests.browser.served import Served
from tests.browser.test_pages import WCAG

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = {
    "month": "/lam-viec/lich/?ai=all",
    "week": "/lam-viec/lich/?xem=week&ai=all",
    "agenda": "/lam-viec/lich/?xem=agenda&ai=all",
    "clashes": "/lam-viec/lich/trung/",
    "ahead": "/lam-viec/lich/sap-toi/?so=90&ai=all",
    "feeds": "/lam-viec/cua-toi/lich/",
}
MANY = """
import django
django.setup()
from datetime import timedelta
from phoihop.ground import clock
from phoihop.ground.actor import Actor
from phoihop.obligations import commands
from phoihop.organizations import queries
loader = Actor.system("loader")
units = list(queries.units_by_keys(loader, "kg", ["so-yte", "btg-tinh-uy"]).values())
lead, entitled = (one.id for one in sorted(units, key=lambda one: one.key, reverse=True))
today = clock.local_date(clock.now())
commands.open_obligations(
    openings=[
        commands.Opening(
            origin=f"many/{n}",
            title=f"Việc thứ {n}: " + "tổng hợp số liệu, ý kiến và kiến nghị của các xã, phường " * 3,
            duty="partner.join-review", source="KH-kg-2021-so-yte", year=2021, clause="QC-kg-01, 4.1", territory="kg",
            rule={"on": str(today + timedelta(days=1 + n // 3))}, lead_id=lead, entitled_id=entitled,
        )
        for n in range(200)
    ],
    by=loader, at=clock.now(),
)
"""
Open = Callable[..., Reader]


@pytest.fixture(scope="module")
def house(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(copy_of(sample_folder, tmp_path_factory.mktemp("calendar")))
    environment = served.environment | {"DJANGO_SETTINGS_MODULE": "phoihop.site.settings"}
    done = subprocess.run([sys.executable, "-c", MANY], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    served.start(("web",))
    yield served
    served.stop()


def test_no_page_shuts_anybody_out(house: Served, open_as: Open) -> None:
    found = []
    for how in ({}, {"viewport": PHONE, "color_scheme": "dark"}):
        chi = open_as(house, "chi", **how)
        for name, path in PAGES.items():
            chi.go(path)
            results = Axe().run(chi.page, options=WCAG)
            found += [
                f"{name}: {one['id']} ({one['help']}): {one['nodes'][0]['html'][:200]}"
                for one in results.response["violations"]
            ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 360, 640])
def test_no_page_scrolls_sideways(house: Served, open_as: Open, width: int) -> None:
    chi = open_as(house, "chi", viewport={"width": width, "height": 740})
    wide = []
    for name, path in PAGES.items():
        chi.go(path)
        needed = chi.page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            wide.append(f"{name}: {needed}")
    assert not wide


def test_from_month_to_month_by_keyboard(house: Served, open_as: Open) -> None:
    chi = open_as(house, "chi")
    chi.go("/lam-viec/lich/")
    chi.sees("Tháng 8/2021")
    chi.page.get_by_role("link", name="Tháng sau").focus()
    chi.page.keyboard.press("Enter")
    expect(chi.page).to_have_url(re.compile("ngay=2021-09-01"))
    chi.sees("Tháng 9/2021")
    chi.sees("Quốc khánh")
    chi.page.get_by_role("link", name="Hôm nay").last.focus()
    chi.page.keyboard.press("Enter")
    expect(chi.page.locator("[aria-current=date]")).to_contain_text("hôm nay")


@pytest.mark.parametrize("days", [30, 60, 90])
def test_two_hundred_things_are_one_sheet(house: Served, open_as: Open, days: int) -> None:
    """The nearest stand on it by name, the rest is counted on the same sheet."""
    chi = open_as(house, "chi")
    chi.go(f"/lam-viec/lich/sap-toi/?so={days}&ai=all")
    sheet = PdfReader(BytesIO(chi.page.pdf(prefer_css_page_size=True, print_background=True)))
    assert len(sheet.pages) == 1
    width, height = (float(side) for side in sheet.pages[0].mediabox.upper_right)
    assert (round(width), round(height)) == (595, 842)
    text = " ".join(sheet.pages[0].extract_text().split())
    assert f"{days} ngày tới" in text
    assert "Việc thứ 0:" in text
    assert "không in ở đây" in text


def test_a_feed_without_script(house: Served, open_as: Open) -> None:
    """Made on a phone with JavaScript off, read by a stranger, taken back."""
    chi = open_as(house, "chi", viewport=PHONE, java_script_enabled=False)
    chi.go("/lam-viec/cua-toi/lich/")
    chi.page.get_by_label("Mọi việc của một cơ quan tôi").check()
    chi.send("Lập địa chỉ")
    address = chi.page.get_by_label("Địa chỉ lịch").input_value()
    path = address[address.index("/lich/") :]
    stranger = open_as(house)
    answer = stranger.context.request.get(f"{house.url}{path}")
    assert answer.status == 200
    assert len(Calendar.from_ical(answer.body()).walk("VEVENT")) >= 200
    chi.go("/lam-viec/cua-toi/lich/")
    chi.sees("đọc lần cuối")
    chi.send(re.compile("^Thu hồi"))
    assert stranger.context.request.get(f"{house.url}{path}").status == 404
