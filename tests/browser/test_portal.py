"""The portal in a real browser: with script and without, on a phone, in both languages, for everybody."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Request

from tests.browser.reader import PHONE, Reader
from tests.browser.served import ROOT, Served
from tests.world import portal

pytestmark = pytest.mark.browser

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PUBLISH = """
import django
django.setup()
from tests.world import portal
from tests.world.build import World
portal.everything_out(World())
portal.articles(World(), 24)
"""
Open = Callable[..., Reader]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("portal"))
    served.seed("empty")
    served.set_clock("2021-08-02T13:00:00+07:00")
    publish(served)
    served.start(("web",))
    yield served
    served.stop()


def publish(served: Served) -> None:
    """What the tests of the room publish, into this data folder."""
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH],
        env=served.environment | {"DJANGO_SETTINGS_MODULE": "phoihop.site.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="wide"),
        pytest.param({"viewport": PHONE, "color_scheme": "dark"}, id="phone-dark"),
    ],
)
def test_no_page_shuts_anybody_out(house: Served, open_as: Open, how: dict[str, object]) -> None:
    """No violation of WCAG 2.2 A or AA that a machine can find; in both languages, the phone in English."""
    reader = open_as(house, **how)
    root = "/en" if how else ""
    found = []
    for path in portal.ADDRESSES:
        reader.go(root + path)
        results = Axe().run(reader.page, options=WCAG)
        found += [
            f"{path}: {one['id']} ({one['help']}): {one['nodes'][0]['html'][:200]}"
            for one in results.response["violations"]
        ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 360, 640, 1280])
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_no_page_scrolls_sideways(house: Served, open_as: Open, width: int, has_script: bool) -> None:
    reader = open_as(house, viewport={"width": width, "height": 740}, java_script_enabled=has_script)
    wide = []
    for path in portal.ADDRESSES:
        reader.go(path)
        needed = reader.page.locator("html").evaluate("e => e.scrollWidth") if has_script else _laid_out(reader)
        if needed > width:
            wide.append(f"{path}: {needed}")
    assert not wide


def _laid_out(reader: Reader) -> int:
    """How wide a page is laid out, asked of the browser itself where the page may run no script."""
    session = reader.context.new_cdp_session(reader.page)
    width: float = session.send("Page.getLayoutMetrics")["cssContentSize"]["width"]
    return round(width)


def test_nothing_comes_from_elsewhere_and_nothing_is_remembered(house: Served, open_as: Open) -> None:
    reader = open_as(house)
    asked: list[str] = []

    def hear(request: Request) -> None:
        asked.append(request.url)

    reader.page.on("request", hear)
    for path in portal.ADDRESSES:
        reader.go(path)
    assert [url for url in asked if not url.startswith((house.url, "data:"))] == []
    assert reader.context.cookies() == []
    assert reader.page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_a_reader_searches_reads_and_says_what_is_wrong(house: Served, open_as: Open, has_script: bool) -> None:
    reader = open_as(house, viewport=PHONE, java_script_enabled=has_script)
    reader.go("/")
    reader.page.get_by_label("Tìm tin, kế hoạch, câu trả lời").fill("lich dang ky thiet bi")
    reader.send("Tìm")
    reader.press("Một lịch đăng ký thiết bị giám sát")
    reader.sees("Lê Minh Họa")
    reader.press("Xem các bản và chỗ đã sửa")
    reader.sees("Thêm ai phải đến")
    reader.press("Một lịch đăng ký thiết bị giám sát")
    reader.press("Góp ý về bài này")
    reader.page.get_by_label("Góp ý của bạn").fill("Giờ phát loa trong bài ghi nhầm.")
    reader.send("Gửi góp ý")
    reader.sees("Mã của góp ý: TN-kg-2021-")


def test_a_code_typed_on_the_front_page_opens_its_page(house: Served, open_as: Open) -> None:
    reader = open_as(house, java_script_enabled=False)
    reader.go("/")
    reader.page.get_by_label("Đã có mã?").fill(portal.PLAN)
    reader.send("Xem")
    assert reader.path == f"/ke-hoach/{portal.PLAN}/"


def test_english_speaks_english_and_names_stay_as_they_are(house: Served, open_as: Open) -> None:
    reader = open_as(house, viewport=PHONE)
    reader.go(f"/van-de/{portal.TOPIC}/")
    reader.page.get_by_role("banner").get_by_role("link", name="English").click()
    assert reader.path == f"/en/van-de/{portal.TOPIC}/"
    assert reader.page.locator("html").get_attribute("lang") == "en"
    reader.page.get_by_role("main").get_by_role("link", name="Một lịch đăng ký thiết bị giám sát").click()
    assert reader.path.startswith("/en/tin/")
    assert reader.page.locator("h1").get_attribute("lang") == "vi"


def test_only_with_the_keyboard(house: Served, open_as: Open) -> None:
    reader = open_as(house)
    reader.go("/")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.innerText") == "Đến nội dung chính"
    reader.page.keyboard.press("Enter")
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.type("thiet bi")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/tim/?q=thiet+bi")


def test_photos_come_in_the_size_that_fits(house: Served, open_as: Open) -> None:
    taken: dict[str, str] = {}
    for name, how in {"phone": {"viewport": PHONE}, "wide": {}}.items():
        reader = open_as(house, **how)
        reader.go("/tin/TT-kg-2021-0001/")
        photo = reader.page.locator("figure.photo img")
        photo.scroll_into_view_if_needed()
        photo.evaluate("e => e.decode()")
        taken[name] = str(photo.evaluate("e => e.currentSrc")).rpartition("/")[2].partition("?")[0]
    assert taken == {"phone": f"{portal.PHOTO}-640.webp", "wide": f"{portal.PHOTO}-900.webp"}


def test_on_paper_there_is_the_text_and_no_menu(house: Served, open_as: Open) -> None:
    reader = open_as(house)
    reader.go("/tin/TT-kg-2021-0001/")
    reader.page.emulate_media(media="print")
    assert reader.page.locator("article h1").is_visible()
    assert not reader.page.locator("aside").first.is_visible()
