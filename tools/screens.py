"""Pictures of the sample for README and guide: starts its own server, plays a few acts, writes docs/screens/*.png.

python tools/screens.py            all of them
python tools/screens.py today-1280 item-360
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright

from tests.browser.reader import PHONE, WIDE, Reader
from tests.browser.served import CHROMIUM, Served, chromium
from tests.world import papers

SCREENS = ROOT / "docs" / "screens"
LARGEST = 250_000  # bytes
TOPIC = "/lam-viec/van-de/VD-kg-2021-0007/"
BOARD, PLAN = "/lam-viec/nghia-vu/", "/lam-viec/ke-hoach/KH-kg-2021-so-yte/"
ROUND, LETTERS = "/lam-viec/dot-chon/DC-kg-2021-btg-tinh-uy/", "/lam-viec/cong-van/"
SENT = f"{LETTERS}?chieu=out"
CALENDAR = "/lam-viec/lich/?ai=all"
OFFICIAL = "Góp ý dự thảo kế hoạch sơ kết quý III"
REVIEWS, UNITS = "/lam-viec/so-ket/", "/lam-viec/to-chuc/"
PORTAL_CONCERNS, DESK_CONCERNS = "/phan-anh/", "/lam-viec/phan-anh/"
NOTICES = "hai hạn đăng ký thiết bị giám sát hành trình"
KEY_OF_FIRST = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "phoihop.site.settings"
import django
django.setup()
from phoihop.intake.commands.receiving import key_of
print(key_of("sample-0"))
"""
BATCH = """
batch: {key: minh-hoa, title: Sắp xếp các sở (minh họa), date: 2023-07-01, legal_basis: minh họa}
create:
  - {territory: kg, key: so-nnmt, name: Sở Nông nghiệp và Môi trường tỉnh Kiên Giang, kind: department, level: province,
     parent: kg/ubnd-tinh}
  - {territory: kg, key: so-khcn, name: Sở Khoa học và Công nghệ tỉnh Kiên Giang, kind: department, level: province,
     parent: kg/ubnd-tinh}
  - {territory: kg, key: so-vhtt, name: Sở Văn hóa và Thể thao tỉnh Kiên Giang, kind: department, level: province,
     parent: kg/ubnd-tinh}
steps:
  - rename: {from: kg/so-nnptnt, to: kg/so-nnmt}
  - split: {from: kg/so-tttt, to: [{unit: kg/so-khcn, posts: [Giám đốc]}, {unit: kg/so-vhtt}], default: kg/so-khcn}
"""


def nothing(reader: Reader) -> None:
    """The page as it opens."""


def explain(reader: Reader) -> None:
    reader.page.get_by_role("link", name="vì sao?").nth(1).click()
    reader.page.locator(".due > .why").wait_for()


def open_first(reader: Reader) -> None:
    reader.page.locator("main li.row .what a").first.click()


def open_official(reader: Reader) -> None:
    reader.page.locator("main li.row .what a").filter(has_text=OFFICIAL).first.click()


def open_as_outsider(reader: Reader) -> None:
    """The address that is printed beside the QR code, as the office opens it that it was handed to."""
    open_official(reader)
    reader.press("In, lấy liên kết để trao")
    address = reader.page.locator(".hand code").first.inner_text()
    reader.go(address)


def open_own_duty(reader: Reader) -> None:
    reader.page.locator('.lanes td[data-th="Trong"]').get_by_role("link", name="Gửi tài liệu", exact=True).click()


def bring_in(reader: Reader) -> None:
    """A letter of our own making goes in; its draft is opened to be confirmed."""
    page = reader.page
    scan = papers.scan_pdf([papers.paper_image(papers.letter_text(), dpi=200, angle=0.4, noise=0.02, seal=True)], 200)
    page.set_input_files("input[name=files]", {"name": "quet.pdf", "mimeType": "application/pdf", "buffer": scan})
    page.check("input[name=declared]")
    page.get_by_role("button", name="Đưa vào", exact=True).click()
    page.locator("[data-words] a.btn").click()
    page.locator("main a.btn").click()
    page.locator("img.sheet-picture").first.wait_for()


def open_titled(words: str) -> Callable[[Reader], None]:
    """The first link of the page with these words in it."""

    def act(reader: Reader) -> None:
        reader.page.get_by_role("main").get_by_role("link").filter(has_text=words).first.click()
        reader.page.locator("h1").filter(has_text=words).wait_for()

    return act


def open_raiser(reader: Reader) -> None:
    """The page of the sample's first raiser, by the key that his receipt gave."""
    reader.page.get_by_role("main").get_by_role("link").filter(has_text=NOTICES).first.click()
    code = reader.page.locator(".codebig").first.inner_text()
    asked = [sys.executable, "-c", KEY_OF_FIRST]
    told = subprocess.run(asked, env=reader.house.environment, cwd=ROOT, check=True, capture_output=True, text=True)
    reader.go(f"{PORTAL_CONCERNS}{code}/{told.stdout.strip()}/")


def down_to_list(reader: Reader) -> None:
    reader.page.locator("#h-ds").evaluate("heading => heading.scrollIntoView({behavior: 'instant'})")


def write_concern(reader: Reader) -> None:
    reader.fill("Việc gì, ở đâu?", "Đèn đường trước chợ tắt hơn một tuần, tối rất khó đi.")
    reader.page.get_by_label("Lĩnh vực").select_option(label="Điện, chiếu sáng")


def unfold_menu(reader: Reader) -> None:
    reader.page.get_by_role("link", name="Thêm", exact=True).click()


@dataclass(frozen=True)
class Screen:
    """One picture: who looks at what, and what he opens there."""

    name: str
    who: str  # nobody: as the public reads
    path: str
    act: Callable[[Reader], None] = nothing
    is_dark: bool = False
    stage: int = 0  # how far the year is played: PLAYS
    height: int = 0  # where what matters stands further down

    @property
    def viewport(self) -> dict[str, int]:
        usual = PHONE if self.name.endswith("-360") else WIDE
        return usual | ({"height": self.height} if self.height else {})


ALL = (
    Screen("today-1280", "an", "/lam-viec/"),
    Screen("today-dark-1280", "an", "/lam-viec/", is_dark=True),
    Screen("programme-1280", "an", "/lam-viec/chuong-trinh/"),
    Screen("dossier-1280", "an", TOPIC),
    Screen("board-1280", "an", BOARD, explain),
    Screen("round-1280", "an", ROUND),
    Screen("compare-1280", "an", "/lam-viec/quy-che/QC-kg-07/so-sanh/"),
    Screen("item-1280", "chi", TOPIC, open_own_duty),
    Screen("plan-1280", "binh", PLAN),
    Screen("letter-1280", "giang", LETTERS, open_first),
    Screen("ledger-1280", "kim", "/lam-viec/so-cai/"),
    Screen("accounts-1280", "long", "/lam-viec/tai-khoan/"),
    Screen("register-1280", "giang", "/lam-viec/van-ban/dua-vao/", bring_in),
    Screen("search-1280", "an", "/lam-viec/tim/?q=phong+chong+dich"),
    Screen("provision-1280", "an", "/lam-viec/cung-cap/"),
    Screen("official-1280", "an", SENT, open_official),
    Screen("calendar-1280", "an", CALENDAR),
    Screen("ahead-1280", "an", "/lam-viec/lich/sap-toi/?so=60&ai=all"),
    Screen("notices-1280", "chi", "/lam-viec/cua-toi/thong-bao/"),
    Screen("calendar-360", "chi", CALENDAR),
    Screen("link-360", "an", SENT, open_as_outsider),
    Screen("today-360", "chi", "/lam-viec/"),
    Screen("item-360", "chi", TOPIC, open_own_duty),
    Screen("dossier-360", "chi", TOPIC),
    Screen("menu-360", "chi", "/lam-viec/", unfold_menu),
    Screen("portal-1280", "", "/", height=1000),
    Screen("article-1280", "", "/tin/", open_titled("Chủ tàu đăng ký")),
    Screen("concerns-1280", "", PORTAL_CONCERNS, down_to_list),
    Screen("concern-form-360", "", f"{PORTAL_CONCERNS}viet/", write_concern),
    Screen("raiser-360", "", PORTAL_CONCERNS, open_raiser, height=1000),
    Screen("queue-1280", "an", DESK_CONCERNS),
    Screen("concern-1280", "an", DESK_CONCERNS, open_titled("Lịch tiêm ngừa"), height=1240),
    Screen("correction-1280", "", "/dinh-chinh/", open_titled("Từ 1/7/2021 mỗi tàu cá dưới 6 mét"), height=1000),
    Screen("release-1280", "toaan-duyet", "/lam-viec/thong-cao/", open_titled("Kết quả phiên xét xử"), height=1000),
    Screen("outreach-1280", "an", "/lam-viec/truyen-thong/", open_first, height=1100),
    Screen("stories-1280", "ha", "/lam-viec/diem-tin/"),
    Screen("digest-1280", "ha", "/lam-viec/diem-bao/", open_first, height=1100),
    Screen("assessment-1280", "an", "/lam-viec/danh-gia-tac-dong/", open_first, height=1240),
    Screen("forecast-1280", "binh", "/lam-viec/du-bao/", open_first, height=1100),
    Screen("outreach-360", "an", "/lam-viec/truyen-thong/", open_first, height=1000),
    Screen("review-1280", "binh", REVIEWS, open_first, stage=1, height=1240),
    Screen("review-360", "soyte-duyet", REVIEWS, open_first, stage=1),
    Screen("decade-1280", "an", f"{REVIEWS}nhieu-nam/DV-kg-btg-tinh-uy/", stage=2),
    Screen("restructure-1280", "long", f"{UNITS}sap-xep/SX-kg-minh-hoa/", stage=2, height=1240),
)


def main(names: list[str]) -> int:
    unknown = sorted(set(names) - {screen.name for screen in ALL})
    if unknown or not chromium():
        print(f"no such screen: {', '.join(unknown)}" if unknown else "no Chromium: apt-get install chromium")
        return 2
    SCREENS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        house = Served(Path(folder) / "data")
        house.data.mkdir()
        house.make("sample")
        house.start(("web",))
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM))
        try:
            wanted = [screen for screen in ALL if not names or screen.name in names]
            too_large = []
            for stage, further in enumerate(PLAYS[: 1 + max(screen.stage for screen in wanted)]):
                further(browser, house)
                here = [screen for screen in wanted if screen.stage == stage]
                too_large += [screen.name for screen in here if take(browser, house, screen) > LARGEST]
        finally:
            browser.close()
            house.stop()
    print(f"larger than {LARGEST} bytes: {', '.join(too_large)}" if too_large else "done")
    return 1 if too_large else 0


def play(browser: Browser, house: Served) -> None:
    """A little of the year, so that the pictures are not all of one colour: letters, work handed in, work accepted."""
    an = Reader(browser, house, "an")
    for username, number in (("chi", 7), ("sonn-dau-moi", 5), ("ubnd-dau-moi", 1)):
        topic = f"/lam-viec/van-de/VD-kg-2021-000{number}/"
        partner = Reader(browser, house, username)
        partner.go(topic)
        partner.send("Thông báo cho chủ trì")
        if number == 1:  # one letter is left waiting
            partner.close()
            continue
        an.go(topic)
        an.press("Mở công văn để xác nhận")
        an.send("Tiếp nhận")
        hand_in(partner, topic, "Gửi tài liệu", "Đã gửi 12 tài liệu.", "125/BC")
        accept(an, topic, "Gửi tài liệu")
        hand_in(partner, topic, "Cùng sơ kết", "Đã cùng sơ kết giai đoạn.", "131/BC")
        partner.close()
    acknowledge_official(browser, house, write_official(an))
    an.close()
    house.run("attend", "--once")


def write_official(reader: Reader) -> str:
    """A formal letter to an office that is in the house and to one that is not; gives its page."""
    page = reader.page
    reader.go(f"{LETTERS}moi/")
    page.get_by_label("Mục đích").select_option(label="Xin ý kiến")
    reader.fill("Trích yếu", OFFICIAL)
    reader.fill("Căn cứ", "Căn cứ Quy chế phối hợp đã ký")
    reader.fill("Nội dung", "Đề nghị quý cơ quan góp ý dự thảo kế hoạch sơ kết quý III, gửi trước ngày 20/8/2021.")
    for office in ("Sở Y tế tỉnh Kiên Giang", "Ban Thường vụ Tỉnh ủy Kiên Giang"):
        page.get_by_label(office).check()
    reader.send("Gửi công văn")
    return reader.path


def acknowledge_official(browser: Browser, house: Served, path: str) -> None:
    chi = Reader(browser, house, "chi")
    chi.go(path)
    chi.fill("Ý kiến bảo lưu", "Xin gửi góp ý trước ngày 22/8.")
    chi.send("Tiếp nhận")
    chi.close()


def play_review(browser: Browser, house: Served) -> None:
    """The year is worked through; in December the clock opens its review, which is written and put to be signed."""
    pass_to(house, "2021-12-15T08:00:00+07:00", "2021-01-01", "2021-12-14")
    go_on(house, "review")


def play_next_year(browser: Browser, house: Served) -> None:
    """The review is signed, the next year goes by; a restructuring is proposed and waits for its answers."""
    house.set_clock("2022-01-10T08:00:00+07:00")
    go_on(house, "settle")
    pass_to(house, "2022-12-15T08:00:00+07:00", "2022-01-01", "2022-12-14")
    batch = house.data / "sap-xep.yaml"
    batch.write_text(BATCH, encoding="utf-8")
    house.run("restructure", str(batch), code=4)


def pass_to(house: Served, moment: str, first: str, last: str) -> None:
    house.set_clock(moment)
    go_on(house, "work", first, last)
    house.run("tick")
    house.run("attend", "--once")


def go_on(house: Served, *words: str) -> None:
    subprocess.run([sys.executable, "-m", "tools.played_year", *words], env=house.environment, cwd=ROOT, check=True)


PLAYS = (play, play_review, play_next_year)


def open_duty(reader: Reader, topic: str, duty: str) -> None:
    reader.go(topic)
    reader.page.locator('.lanes td[data-th="Trước"]').get_by_role("link", name=duty, exact=True).click()


def hand_in(reader: Reader, topic: str, duty: str, statement: str, reference: str) -> None:
    open_duty(reader, topic, duty)
    reader.fill("Kết quả", statement)
    missing = reader.page.get_by_label("Lý do nộp khi còn văn bản chưa cung cấp")
    if missing.count():
        missing.fill("Đã gửi bản giấy.")
    reader.fill("Số văn bản hoặc đường dẫn", reference)
    reader.send("Nộp")


def accept(reader: Reader, topic: str, duty: str) -> None:
    open_duty(reader, topic, duty)
    reader.send("Nghiệm thu")


def take(browser: Browser, house: Served, screen: Screen) -> int:
    """Writes the picture; gives its size."""
    theme = "dark" if screen.is_dark else "light"
    reader = Reader(browser, house, screen.who, viewport=screen.viewport, color_scheme=theme)
    reader.go(screen.path)
    screen.act(reader)
    path = SCREENS / f"{screen.name}.png"
    reader.page.screenshot(path=path)
    reader.close()
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")
    return path.stat().st_size


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
