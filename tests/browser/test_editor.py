"""The editor's desk in a real browser: written from a topic, seen as the public will, approved, out; two at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import copy_of
from tests.browser.reader import PHONE, Reader
from tests.browser.served import Served
from tests.world.news import picture

pytestmark = pytest.mark.browser

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
NEWS = "/lam-viec/tin-bai/"
DESK = (
    NEWS,
    f"{NEWS}viet/",
    f"{NEWS}TT-kg-2021-0006/",
    f"{NEWS}gop-y/",
    "/lam-viec/anh/",
    "/lam-viec/anh/dua-vao/",
    "/lam-viec/anh/AN-kg-2021-0006/",
    "/lam-viec/kinh-nghiem/",
    "/lam-viec/kinh-nghiem/KN-kg-2021-0001/",
    "/lam-viec/kinh-nghiem/viet/",
    "/lam-viec/cong-thong-tin/",
    "/lam-viec/cong-thong-tin/trang/",
    "/lam-viec/cong-thong-tin/chuyen-muc/",
)
Open = Callable[..., Reader]


@pytest.fixture(scope="module")
def house(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(copy_of(sample_folder, tmp_path_factory.mktemp("editor")))
    served.run("sample", "public")  # made already with the folder: changes nothing
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
def test_the_desk_shuts_nobody_out(house: Served, open_as: Open, how: dict[str, object]) -> None:
    ha, found = open_as(house, "ha", **how), []
    for path in DESK:
        ha.go(path)
        width = ha.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, path
        found += [f"{path}: {one['id']}" for one in Axe().run(ha.page, options=WCAG).response["violations"]]
    assert not found, "\n".join(found)


def test_from_a_topic_to_the_public(house: Served, open_as: Open, tmp_path: Path) -> None:
    an, binh, ha, reader = (open_as(house, name) for name in ("an", "binh", "ha", ""))
    file = tmp_path / "ben-ca.jpg"
    file.write_bytes(picture())
    an.go("/lam-viec/anh/dua-vao/")
    an.page.get_by_label("Tệp ảnh").set_input_files(file)
    an.fill("Ảnh cho thấy gì", "Thuyền ở bến, vẽ bằng hình khối")
    an.send("Đưa vào kho")
    an.sees("900 × 600")
    an.go("/lam-viec/van-de/VD-kg-2021-0007/")
    an.press("Viết tin từ đây")
    title = an.page.get_by_label("Tiêu đề").input_value()
    assert title == "Phòng, chống dịch trong các khu dân cư"
    assert "Sở Y tế" in an.page.get_by_label("Nội dung").input_value()
    an.fill("Tiêu đề", "Lịch lấy mẫu của tuần này")
    an.fill("Nội dung", "Lịch lấy mẫu được **dán ở từng khu**.\n\n- sáng: 7 giờ\n- chiều: 14 giờ")
    an.page.get_by_label("Ảnh", exact=False).first.select_option(index=1)
    an.send("Lưu bản thảo")
    path = an.path
    an.send("Trình duyệt")
    binh.go(path)
    binh.send("Xem trước trên cổng thông tin")
    binh.sees("Xem trước: chưa công bố.")
    binh.sees("dán ở từng khu")
    before = binh.page.locator("article").inner_text()
    assert binh.page.locator("article img").evaluate("one => one.complete && one.naturalWidth > 0")
    reader.go(path.replace("/lam-viec/tin-bai/", "/tin/"), 404)
    binh.go(path)
    binh.send("Duyệt")
    ha.go(path)
    ha.send("Công bố ngay")
    reader.go(path.replace("/lam-viec/tin-bai/", "/tin/"))
    assert reader.page.locator("article").inner_text() == before
    assert reader.page.locator("article img").evaluate("one => one.complete && one.naturalWidth > 0")


def test_two_write_at_once(house: Served, open_as: Open) -> None:
    an, ha = open_as(house, "an"), open_as(house, "ha")
    an.go(f"{NEWS}viet/")
    an.fill("Tiêu đề", "Hai người cùng viết")
    an.fill("Nội dung", "Đoạn đầu.")
    an.send("Lưu bản thảo")
    path = an.path
    for one in (an, ha):
        one.go(f"{path}sua/")
    an.fill("Nội dung", "Đoạn đầu.\n\nĐoạn của An.")
    an.send("Lưu bản thảo")
    ha.fill("Nội dung", "Đoạn đầu.\n\nĐoạn của Hà.")
    ha.send("Lưu bản thảo", status=409)
    ha.sees("Người khác vừa lưu trước bạn")
    ha.sees("Đoạn của")
    assert "Đoạn của Hà." in ha.page.get_by_label("Nội dung").input_value()
    ha.fill("Nội dung", "Đoạn đầu.\n\nĐoạn của An.\n\nĐoạn của Hà.")
    ha.send("Lưu bản thảo")
    ha.sees("Đoạn của An.")


def test_without_script_a_card_becomes_a_topic(house: Served, open_as: Open) -> None:
    chi = open_as(house, "chi", java_script_enabled=False)
    chi.go("/lam-viec/kinh-nghiem/")
    chi.press("Một mẫu đăng ký dùng chung cho ba cơ quan")
    chi.sees("Ba cơ quan ngồi một buổi")
    chi.press("Dùng cho kế hoạch của mình")
    chi.fill("Tên vấn đề", "Một mẫu đăng ký khám cho các trạm")
    chi.send("Thêm vào kế hoạch")
    chi.sees("Theo thẻ kinh nghiệm KN-kg-2021-0001")
