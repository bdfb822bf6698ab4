"""Passkeys in a real browser with an authenticator of its own, and no page that breaks its own policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import copy_of
from tests.browser.reader import Reader
from tests.browser.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAFETY = "/lam-viec/cua-toi/an-toan/"
PAGES = (
    "/lam-viec/",
    "/lam-viec/lich/",
    "/lam-viec/tim/?q=y",
    "/lam-viec/to-chuc/",
    "/lam-viec/ke-hoach/",
    "/lam-viec/van-ban/",
    "/lam-viec/cua-toi/",
    SAFETY,
    f"{SAFETY}ung-dung/",
    f"{SAFETY}khoa/",
    "/",
    "/tin/",
    "/phan-anh/",
)
LISTEN = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile || ""}`);
});
"""


@pytest.fixture(scope="module")
def house(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    house = Served(copy_of(sample_folder, tmp_path_factory.mktemp("passkeys")))
    house.url = f"http://localhost:{house.port}"  # a passkey is for a name, never for an address
    house.start()
    yield house
    house.stop()


@pytest.fixture
def reader(browser: Browser, house: Served) -> Iterator[Reader]:
    reader = Reader(browser, house)
    yield reader
    complaints = list(reader.complaints)
    reader.close()
    assert not complaints


def authenticator(reader: Reader) -> Any:
    """A platform's authenticator whose user is always there and known."""
    session = reader.context.new_cdp_session(reader.page)
    session.send("WebAuthn.enable")
    made = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session, made["authenticatorId"]


def test_a_passkey_is_made_and_signs_in_alone_and_as_a_second_step(reader: Reader) -> None:
    authenticator(reader)
    reader.sign_in("chi")
    reader.go(f"{SAFETY}khoa/")
    reader.fill("Tên khóa", "điện thoại của Chi")
    reader.press("Tạo khóa truy cập")
    expect(reader.page).to_have_url(f"{reader.house.url}{SAFETY}")
    reader.sees("điện thoại của Chi")
    reader.sees("Bạn nên tạo mã dự phòng")

    reader.context.clear_cookies()
    reader.go("/dang-nhap/")
    reader.press("Dùng khóa truy cập")
    expect(reader.page).to_have_url(f"{reader.house.url}/lam-viec/")

    reader.context.clear_cookies()
    reader.go("/dang-nhap/?next=/lam-viec/to-chuc/")
    reader.fill("Tên đăng nhập", "chi")
    reader.fill("Mật khẩu", reader.house.password)
    reader.press("Đăng nhập")
    reader.sees("Bước hai: xác thực")
    reader.press("Dùng khóa truy cập")
    expect(reader.page).to_have_url(f"{reader.house.url}/lam-viec/to-chuc/")

    reader.go(SAFETY)
    reader.press(re.compile("Gỡ"))
    reader.sees("Chưa có cách xác thực nào ngoài mật khẩu")


def test_without_a_passkey_the_page_says_so_and_the_password_is_there(reader: Reader) -> None:
    session, made = authenticator(reader)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": made, "isUserVerified": False})
    reader.go("/dang-nhap/")
    reader.press("Dùng khóa truy cập")
    expect(reader.page.get_by_role("alert")).to_contain_text("Chưa nhận được khóa truy cập")
    expect(reader.page.get_by_label("Mật khẩu")).to_be_visible()


def test_no_page_breaks_its_own_policy(reader: Reader) -> None:
    reader.context.add_init_script(LISTEN)
    reader.sign_in("an")
    broken = {}
    for path in PAGES:
        reader.page.goto(f"{reader.house.url}{path}", wait_until="load")
        assert reader.page.evaluate("Array.isArray(window.broken)")
        broken[path] = reader.page.evaluate("window.broken")
    assert not any(broken.values()), broken
    # The listener hears: an inline script that somebody slips in is stopped.
    reader.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'bad=1'}))")
    reader.page.wait_for_function("window.broken.length > 0")
    assert reader.page.evaluate("window.bad") is None
    reader.complaints = [said for said in reader.complaints if "Content Security Policy" not in said]
