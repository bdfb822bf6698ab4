"""Information work and foresight in a real browser: lists that shut nobody out, one morning of the desk by clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import copy_of
from tests.browser.reader import PHONE, Reader
from tests.browser.served import Served
from tests.browser.test_pages import WCAG as EVERY_RULE

pytestmark = pytest.mark.browser

PAGES = {
    "communication plans": "/lam-viec/truyen-thong/",
    "outputs": "/lam-viec/truyen-thong/san-pham/",
    "gaps": "/lam-viec/truyen-thong/chua-lam/",
    "clashes": "/lam-viec/truyen-thong/cho-trung/",
    "look-ahead": "/lam-viec/truyen-thong/sap-toi/",
    "press conferences": "/lam-viec/hop-bao/",
    "stories": "/lam-viec/diem-tin/",
    "sources": "/lam-viec/nguon-tin/",
    "standing queries": "/lam-viec/cau-tim/",
    "digests": "/lam-viec/diem-bao/",
    "hand-offs": "/lam-viec/chuyen-tra-loi/",
    "press queries": "/lam-viec/cau-hoi-bao-chi/",
    "asked corrections": "/lam-viec/yeu-cau-cai-chinh/",
    "alerts": "/lam-viec/canh-bao-som/",
    "alarms": "/lam-viec/canh-bao-som/nguong/",
    "quality of alarms": "/lam-viec/canh-bao-som/chat-luong/",
    "assessments": "/lam-viec/danh-gia-tac-dong/",
    "forecasts": "/lam-viec/du-bao/",
    "scores": "/lam-viec/du-bao/ket-qua/",
}
WCAG = {**EVERY_RULE, "resultTypes": ["violations"]}  # what is well is not told at length
TOPIC = "VD-kg-2021-0007"
Open = Callable[..., Reader]


@pytest.fixture(scope="module")
def house(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(copy_of(sample_folder, tmp_path_factory.mktemp("information")))
    served.start(("web",), ("attend",))
    yield served
    served.stop()


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="wide"),
        pytest.param({"viewport": PHONE, "color_scheme": "dark"}, id="phone-dark"),
    ],
)
def test_no_list_shuts_anybody_out(house: Served, open_as: Open, how: dict[str, object]) -> None:
    """Nothing of WCAG 2.2 A or AA that a machine can find, no sideways scroll; `open_as` hears the console."""
    an, found = open_as(house, "an", **how), []
    for name, path in PAGES.items():
        an.go(path)
        found += too_wide(an, name)
        found += [
            f"{name}: {one['id']} ({one['help']}): {one['nodes'][0]['html'][:200]}"
            for one in Axe().run(an.page, options=WCAG).response["violations"]
        ]
    assert not found, "\n".join(found)


def test_what_stands_in_the_lists_fits_a_phone(house: Served, open_as: Open) -> None:
    """The first of every list, opened."""
    an, found = open_as(house, "an", viewport=PHONE), []
    for name, path in PAGES.items():
        an.go(path)
        first = an.page.locator("main li.row .what a").first
        if first.count():
            an.go(first.get_attribute("href") or "")
            found += too_wide(an, f"first of {name} ({an.path})")
    assert not found, "\n".join(found)


def too_wide(reader: Reader, name: str) -> list[str]:
    beyond = reader.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{name}: {beyond} px too wide"] if beyond > 0 else []


def test_a_clip_comes_to_the_topic_by_a_standing_query(house: Served, open_as: Open) -> None:
    """What stands before the query is not the desk's any more; what comes after it stands on the topic's page."""
    an, ha = open_as(house, "an"), open_as(house, "ha")
    first = clip(ha, "Lịch lấy mẫu ở khu dân cư được niêm yết")
    an.go(f"/lam-viec/van-de/{TOPIC}/")
    assert first not in an.text()
    an.press("Đặt câu tìm")
    expect(an.page.get_by_label("Về vấn đề")).to_have_value(TOPIC)
    an.fill("Tên câu tìm", "Điểm lấy mẫu lưu động")
    an.fill("Biểu thức", '"điểm lấy mẫu lưu động" NEAR/12 "khu dân cư"')
    an.send("Xem trước")
    an.sees("Hiểu là:")
    an.send("Đặt câu tìm")
    an.sees("Điểm lấy mẫu lưu động")
    second = clip(ha, "Thêm ba điểm lấy mẫu lưu động ở các khu dân cư ven biển")
    an.finds(f"/lam-viec/van-de/{TOPIC}/", second)
    assert first not in an.text()
    an.press(second)
    an.sees("Vì có:")


def clip(reader: Reader, title: str) -> str:
    """An article that no source brings, by the form; its headline."""
    reader.go("/lam-viec/diem-tin/")
    reader.press("Ghi tin bằng tay")
    reader.fill("Nơi đăng", "Báo của tỉnh (ví dụ)")
    reader.fill("Tiêu đề", title)
    reader.fill("Trích", f"{title}, theo thông báo của ngành y tế.")
    reader.send("Ghi tin")
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text(title)
    return title


def test_a_forecast_hides_the_others_until_ones_own(house: Served, open_as: Open) -> None:
    an, binh = open_as(house, "an"), open_as(house, "binh")
    an.go("/lam-viec/du-bao/")
    an.press("Soạn câu hỏi")
    an.fill("Về vấn đề", TOPIC)
    an.fill("Câu hỏi", "Số ca mắc mới trong tuần cuối tháng 10/2021 của tỉnh có dưới 100 ca không?")
    an.fill("Quy tắc kết quả", "Có, nếu tổng số ca mắc mới từ ngày 25 đến ngày 31/10/2021 trong báo cáo dưới 100 ca.")
    an.fill("Nguồn quyết định", "Báo cáo ngày của Sở Y tế trên trang thông tin của sở.")
    an.fill("Ngày cuối để cho xác suất", "2021-10-20")
    an.fill("Ngày có kết quả", "2021-11-02")
    an.fill("Tỷ lệ nền: những trường hợp giống", "Các đợt dịch ở tỉnh sau bốn tuần giãn cách.")
    an.fill("Nguồn của tỷ lệ nền", "Báo cáo tổng kết của Sở Y tế.")
    an.fill("Đã xảy ra bao nhiêu lần", "3")
    an.fill("Trong bao nhiêu trường hợp", "8")
    an.send("Lưu câu hỏi")
    question = an.path
    an.send("Trình để mở")

    binh.go(question)
    binh.press("Mở câu hỏi…")
    binh.page.get_by_label("Tôi xác nhận: câu hỏi là về một sự việc").check()
    binh.page.get_by_label("Tôi xác nhận: quy tắc và nguồn rõ").check()
    binh.send("Mở câu hỏi")
    his = "Hai tuần qua số ca giảm đều ở các khu đã xét nghiệm."
    estimate(binh, "70", his)

    an.go(question)
    an.sees("Xác suất của các vị trí khác đang ẩn.")
    assert his not in an.text()
    assert "Ước tính chung" not in an.text()
    mine = "Mùa mưa, các chợ mở lại, số ca có thể tăng."
    estimate(an, "40", mine)
    assert an.path == question
    an.sees(his)
    an.sees(mine)
    an.sees("Ước tính chung")


def estimate(reader: Reader, percent: str, reason: str) -> None:
    reader.press("Cho xác suất")
    reader.page.get_by_label("Xác suất „").fill(percent)
    reader.fill("Vì sao, trong một câu", reason)
    reader.send("Cho xác suất")
    reader.sees(reason)


def test_a_loudspeaker_is_a_line_like_any_other(house: Served, open_as: Open) -> None:
    """On a phone with JavaScript off: forms and links alone."""
    an = open_as(house, "an", viewport=PHONE, java_script_enabled=False)
    an.go("/lam-viec/truyen-thong/")
    an.press("Lập kế hoạch")
    an.page.get_by_label("Vấn đề").select_option(value=TOPIC)
    an.fill("Tên kế hoạch", "Để bà con biết lịch lấy mẫu")
    an.send("Bắt đầu")
    plan = an.path
    an.press("Thêm dòng")
    an.press("Truyền thanh cơ sở")
    an.sees("Đài xã, cụm loa, theo giờ phát.")
    an.fill("Đối tượng", "Hộ dân các khu phố ven biển")
    an.fill("Thông điệp", "Lịch lấy mẫu của tuần và điểm lấy mẫu gần nhà.")
    an.fill("Từ ngày", "2021-10-04")
    an.fill("Đến hết ngày", "2021-10-08")
    an.fill("Nơi thực hiện", "Cụm loa khu phố 1\nCụm loa khu phố 2")
    an.fill("Khung giờ", "05:00-05:30\n17:00-17:30")
    an.send("Thêm dòng")
    an.sees("Cụm loa khu phố 2")
    an.go(plan)
    assert an.rows() == 1
    an.sees("Truyền thanh cơ sở")
    an.sees("Hộ dân các khu phố ven biển")
