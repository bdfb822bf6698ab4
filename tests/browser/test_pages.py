"""The pages themselves, on the sample as delivered: by keyboard, on a phone, printed, in English, without script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import copy_of
from tests.browser.reader import PHONE, Reader
from tests.browser.served import Served

pytestmark = pytest.mark.browser

PAGES = {
    "today": "/lam-viec/",
    "board": "/lam-viec/nghia-vu/",
    "item": "/lam-viec/nghia-vu/NV-kg-2021-000044/",
    "dossier": "/lam-viec/van-de/VD-kg-2021-0007/",
    "plan": "/lam-viec/ke-hoach/KH-kg-2021-so-yte/",
    "programme": "/lam-viec/chuong-trinh/",
    "round": "/lam-viec/dot-chon/DC-kg-2021-btg-tinh-uy/",
    "agreement": "/lam-viec/quy-che/QC-kg-07/",
    "compare": "/lam-viec/quy-che/QC-kg-07/so-sanh/",
    "inbox": "/lam-viec/hop-thu/",
    "letters": "/lam-viec/cong-van/",
    "units": "/lam-viec/to-chuc/",
    "more": "/lam-viec/them/",
}
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
ACCENTED = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
Open = Callable[..., Reader]


@pytest.fixture(scope="module")
def house(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(copy_of(sample_folder, tmp_path_factory.mktemp("pages")))
    served.start(("web",))
    yield served
    served.stop()


def test_no_page_shuts_anybody_out(house: Served, open_as: Open) -> None:
    """No violation of WCAG 2.2 A or AA that a machine can find, on a wide screen and on a phone, light and dark."""
    found = []
    for how in ({}, {"viewport": PHONE, "color_scheme": "dark"}):
        stranger = open_as(house, **how)
        stranger.go("/dang-nhap/")
        found += violations(stranger, "login")
        an = open_as(house, "an", **how)
        for name, path in PAGES.items():
            an.go(path)
            found += violations(an, name)
    assert not found, "\n".join(found)


def violations(reader: Reader, name: str) -> list[str]:
    results = Axe().run(reader.page, options=WCAG)
    return [
        f"{name}: {one['id']} ({one['help']}): {one['nodes'][0]['html'][:200]}"
        for one in results.response["violations"]
    ]


@pytest.mark.parametrize("width", [320, 360, 640])
def test_no_page_scrolls_sideways(house: Served, open_as: Open, width: int) -> None:
    """360 px is a phone; 640 px is what is left of 1280 at 200 % zoom; 320 px is the least WCAG asks for."""
    an = open_as(house, "an", viewport={"width": width, "height": 740})
    wide = []
    for name, path in PAGES.items():
        an.go(path)
        needed = an.page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            wide.append(f"{name}: {needed}")
    assert not wide


def test_the_first_duty_needs_no_mouse(house: Served, open_as: Open) -> None:
    chi = open_as(house)
    chi.go("/dang-nhap/")
    keys = chi.page.keyboard
    tab_to(chi, "Tên đăng nhập")
    keys.type("chi")
    keys.press("Tab")
    keys.type(house.password)
    keys.press("Enter")
    expect(chi.page.get_by_role("heading", level=1)).to_have_text("Hôm nay")
    keys.press("Tab")  # the first stop of every page goes past the menu
    assert focused(chi) == "Đến nội dung chính"
    keys.press("Enter")
    tab_to(chi, "Bắt đầu từ việc gấp nhất")
    keys.press("Enter")
    expect(chi.page).to_have_url(re.compile("/nghia-vu/NV-"))
    item = chi.path
    keys.press("Tab")
    keys.press("Enter")
    tab_to(chi, "Kết quả")
    keys.type("Đã gửi đủ tài liệu, làm bằng bàn phím.")
    tab_to(chi, "Số văn bản")
    keys.type("9/BC-SYT")
    keys.press("Enter")
    chi.sees("Chờ nghiệm thu")
    assert chi.path == item
    keys.press("g")
    keys.press("b")
    expect(chi.page).to_have_url(f"{house.url}/lam-viec/nghia-vu/")


def focused(reader: Reader) -> str:
    """The words of what holds the focus."""
    said = "e => (e.labels && e.labels.length ? e.labels[0].innerText : e.innerText).trim()"
    return str(reader.page.evaluate(f"({said})(document.activeElement)"))


def tab_to(reader: Reader, words: str, *, most: int = 40) -> None:
    for _ in range(most):
        if focused(reader).startswith(words):
            return
        reader.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {words!r}")


def test_english_has_no_vietnamese_words(house: Served, open_as: Open) -> None:
    """Names of the programme stay as they are; headings, buttons, links of the frame and labels are English."""
    kim = open_as(house, "kim")
    kim.page.locator("details.me > summary").click()
    with kim.page.expect_navigation():
        kim.page.get_by_role("button", name="English").click()
    left = []
    for name, path in {**PAGES, "ledger": "/lam-viec/so-cai/"}.items():
        kim.go(path)
        assert kim.page.locator("html").get_attribute("lang") == "en"
        said = kim.page.locator(FRAME).all_inner_texts()
        left += [f"{name}: {words}" for words in said if any(letter in ACCENTED for letter in words.lower())]
    assert not left, "\n".join(left)


# What is the house's own speech, never the sample's: menu, headings of sections, heads of tables, buttons, states.
FRAME = (
    ".nav a, .skip, main section h2, main aside h2, main thead th:not(.mx th, .lanes th), main button, main label, "
    ".badge, .tally a, .legend li, footer summary, .track li > span, .foot .demo, main dt, .tabs a, main legend"
)


def test_paper_has_no_menu_and_nothing_folded(house: Served, open_as: Open) -> None:
    an = open_as(house, "an")
    an.go(PAGES["programme"])
    an.page.emulate_media(media="print")
    an.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for hidden in (".nav", ".skip", ".me", ".tabs"):
        assert not an.page.locator(hidden).first.is_visible(), hidden
    for table in an.page.locator("details.alt").all():
        assert table.get_attribute("open") is not None
    expect(an.page.locator("table.mx tbody tr").first).to_be_visible()
    an.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert an.page.locator("details.alt[open]").count() == 0
    an.go(PAGES["item"])
    for hidden in ("main form .btn", "main aside .btn2"):
        assert not an.page.locator(hidden).first.is_visible(), hidden
    an.sees("Định kỳ, tháng 07/2021")


def test_everything_works_without_script(house: Served, open_as: Open) -> None:
    """Sign in, change the language, hand in, look why, leave: forms and links alone."""
    yte = open_as(house, "soyte-duyet", java_script_enabled=False, viewport=PHONE)
    yte.page.get_by_role("link", name="Thêm", exact=True).click()
    expect(yte.page.get_by_role("link", name="Quy chế", exact=True)).to_be_visible()
    yte.go("/lam-viec/nghia-vu/?dossier=VD-kg-2021-0007&status=late")
    yte.page.locator("main li.row .what a").first.click()
    yte.fill("Kết quả", "Đã làm, không cần JavaScript.")
    yte.send("Nộp")
    yte.sees("Chờ nghiệm thu")
    yte.page.locator("details.me > summary").click()
    with yte.page.expect_navigation():
        yte.page.get_by_role("button", name="English").click()
    yte.sees("JavaScript")
    assert yte.page.locator("html").get_attribute("lang") == "en"
    yte.page.locator("details.me > summary").click()
    with yte.page.expect_navigation():
        yte.page.get_by_role("button", name="Sign out").click()
    yte.page.goto(f"{house.url}/lam-viec/")
    expect(yte.page).to_have_url(re.compile("/dang-nhap/"))


def test_two_people_at_once(house: Served, open_as: Open) -> None:
    """One wins. The other sees what happened, loses no word, and may send it again as soon as the rules allow."""
    focal, head, an = (open_as(house, name) for name in ("sonn-dau-moi", "sonn-duyet", "an"))
    focal.go("/lam-viec/nghia-vu/?dossier=VD-kg-2021-0005&status=late")
    focal.page.locator("main li.row .what a").first.click()
    expect(focal.page).to_have_url(re.compile("/nghia-vu/NV-"))
    item = focal.path
    head.go(item)
    mine = "Bản của đầu mối: đã sơ kết ở ba khu dân cư."
    focal.fill("Kết quả", mine)
    head.fill("Kết quả", "Bản của giám đốc: đã sơ kết.")
    head.send("Nộp")
    head.sees("Chờ nghiệm thu")

    focal.send("Nộp", status=409)
    focal.sees("Có người vừa làm trước")
    focal.sees("Bản của giám đốc: đã sơ kết.")
    kept = focal.page.get_by_label("Nội dung bạn đã nhập")
    expect(kept).to_have_value(mine)
    focal.send("Gửi lại trên bản mới", status=422)  # handed in already: now it is the lead's turn
    expect(kept).to_have_value(mine)

    an.go(item)
    an.page.locator("details.act > summary", has_text="Trả lại để làm tiếp").click()
    an.fill("Lý do", "Hai bản khác nhau.")
    an.send("Trả lại")
    focal.send("Gửi lại", status=409)
    focal.sees("Hai bản khác nhau.")
    focal.send("Gửi lại trên bản mới")
    assert focal.path == item
    focal.sees(mine)
    focal.sees("Chờ nghiệm thu")


def test_a_wrong_password_keeps_the_name(house: Served, open_as: Open) -> None:
    stranger = open_as(house)
    stranger.go("/dang-nhap/")
    stranger.fill("Tên đăng nhập", "chi")
    stranger.fill("Mật khẩu", "không phải mật khẩu")
    stranger.send("Đăng nhập", status=422)
    expect(stranger.page.get_by_label("Tên đăng nhập")).to_have_value("chi")
    expect(stranger.page.get_by_role("alert").first).to_be_visible()
