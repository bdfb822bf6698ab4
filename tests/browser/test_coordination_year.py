"""One coordination year in a real browser, on the real programme: four accounts, from the round to the figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import copy_of
from tests.browser.reader import Reader
from tests.browser.served import Served

pytestmark = pytest.mark.browser

TITLE = "Phòng, chống dịch trong các khu dân cư"
PLAN = "KH-kg-2021-so-yte"
TOPIC = "/lam-viec/van-de/VD-kg-2021-0001/"
Open = Callable[..., Reader]


@pytest.fixture(scope="module")
def house(unplayed_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Agreements and rules in force on Monday 5/7/2021, nothing of the year done yet; web and listeners run."""
    served = Served(copy_of(unplayed_folder, tmp_path_factory.mktemp("story")))
    served.start(("web",), ("attend",))
    yield served
    served.stop()


def duty(reader: Reader, name: str, phase: str = "Trước") -> Locator:
    """The link of a duty in the lanes of the dossier that is open."""
    return reader.page.locator(f'.lanes td[data-th="{phase}"]').get_by_role("link", name=name, exact=True)


def go_to_duty(reader: Reader, name: str, phase: str = "Trước") -> None:
    reader.go(TOPIC)
    duty(reader, name, phase).click()
    expect(reader.page).to_have_url(re.compile("/nghia-vu/NV-"))


def hand_in(reader: Reader, statement: str, reference: str, *, missing: str = "", status: int = 200) -> None:
    reader.fill("Kết quả", statement)
    reader.fill("Số văn bản hoặc đường dẫn", reference)
    if missing:
        reader.fill("Lý do nộp khi còn văn bản chưa cung cấp", missing)
    reader.send("Nộp", status=status)


def test_a_coordination_year(house: Served, open_as: Open) -> None:
    an, binh, chi, kim = (open_as(house, name) for name in ("an", "binh", "chi", "kim"))

    # An opens the round of 2021.
    an.go("/lam-viec/dot-chon/")
    an.press("Mở đợt chọn vấn đề")
    an.page.get_by_label("Năm").select_option("2021")
    an.fill("Hạn trả lời", "2021-07-15")
    an.send("Mở đợt")
    an.sees("trả lời trước hết ngày 15/7/2021")
    the_round = an.path

    # Chi is told, proposes her topic, selects it and tells the lead in one press.
    chi.finds("/lam-viec/hop-thu/", "2021")
    chi.go(the_round)
    chi.press("Chọn vấn đề")
    chi.page.get_by_label("Loại").select_option("issue")
    chi.fill("Tên vấn đề", TITLE)
    chi.send("Thêm vấn đề")
    assert chi.path == TOPIC
    chi.send("Chọn và thông báo")
    chi.sees("Chờ chủ trì xác nhận")

    # Delivered at once, by the machine; acknowledged by the office only when An does it.
    an.finds("/lam-viec/hop-thu/", "Thông báo vấn đề phối hợp năm 2021")
    an.go(TOPIC)
    an.sees("Chờ chủ trì xác nhận")
    an.press("Mở công văn để xác nhận")
    expect(an.page.locator('td[data-th="Trạng thái"]')).to_contain_text("Chờ tiếp nhận")
    expect(an.page.locator('td[data-th="Đã giao"]')).to_contain_text(", 5/7/2021")
    an.send("Tiếp nhận")
    chi.go(TOPIC)
    chi.sees("Chủ trì đã xác nhận")

    # An outsider does not learn that there is such a topic.
    outsider = open_as(house, "sonn-dau-moi")
    outsider.go(TOPIC, 404)
    assert TITLE not in outsider.page.content()

    # The clauses have become obligations; a date explains itself in its row, and as a page without script.
    an.go(f"/lam-viec/nghia-vu/?dossier=VD-kg-2021-0001&q={'Thẩm định'}")
    row = an.page.locator("main li.row").first
    row.get_by_role("link", name="vì sao?").click()
    for words in ("10 ngày làm việc sau", "QC-kg-07, 5.1", "19/7/2021"):
        expect(row).to_contain_text(words)
    an.page.keyboard.press("Escape")
    expect(row.locator(".due > .why")).to_be_hidden()
    plain = open_as(house, "an", java_script_enabled=False)
    plain.go(an.path)
    plain.page.get_by_role("link", name="vì sao?").first.click()
    expect(plain.page).to_have_url(re.compile("/vi-sao/$"))
    plain.sees("10 ngày làm việc sau")

    # Bình approves, An enters the first phase.
    binh.go(f"/lam-viec/ke-hoach/{PLAN}/")
    binh.send("Duyệt kế hoạch")
    binh.sees("Đã duyệt")
    an.go(TOPIC)
    an.press("Vào giai đoạn Trước")
    an.fill("Dự kiến kết thúc", "2021-07-30")
    an.send("Vào giai đoạn")

    # A week later. The phase does not close over open work, and says which.
    house.set_clock("2021-07-12T08:00:00+07:00")
    house.run("tick")
    an.go(TOPIC)
    an.sees("Điều kiện kết thúc giai đoạn Trước")
    an.sees("mọi nghĩa vụ của giai đoạn đã được nghiệm thu hoặc miễn (còn NV-kg-2021-")
    expect(an.page.get_by_role("button", name="Kết thúc giai đoạn Trước")).to_have_count(0)
    assert "NV-kg-2021-" in an.refused(f"{TOPIC}xong/before/")

    # Chi starts from Today's one button: two presses from there to a duty handed in.
    chi.go("/lam-viec/")
    chi.press("Bắt đầu từ việc gấp nhất")
    chi.sees("Gửi đủ tài liệu của vấn đề")
    hand_in(chi, "Đã gửi 12 tài liệu của ba khu dân cư.", "125/BC-SYT", missing="Đã gửi bản giấy.")
    chi.sees("Chờ nghiệm thu")

    # An returns it with a reason, Chi hands in again, An accepts.
    an.finds("/lam-viec/hop-thu/", "Đã gửi 12 tài liệu")
    go_to_duty(an, "Gửi tài liệu")
    an.page.locator("details.act > summary", has_text="Trả lại để làm tiếp").click()
    an.fill("Lý do", "Thiếu danh sách khu phong tỏa.")
    an.send("Trả lại")
    go_to_duty(chi, "Gửi tài liệu")
    chi.sees("Thiếu danh sách khu phong tỏa.")
    hand_in(chi, "Đã gửi thêm danh sách khu phong tỏa.", "131/BC-SYT", missing="Đã gửi bản giấy.")
    go_to_duty(an, "Gửi tài liệu")
    an.send("Nghiệm thu")

    # An appraises and Chi accepts; the joint review is waived by Bình, with a reason.
    go_to_duty(an, "Thẩm định, dự báo")
    hand_in(an, "Đã thẩm định tác động, dự báo ba tình huống.", "48-BC/BTGTU")
    go_to_duty(chi, "Thẩm định, dự báo")
    chi.send("Nghiệm thu")
    go_to_duty(binh, "Cùng sơ kết")
    binh.page.locator("details.act > summary", has_text="Miễn nghĩa vụ").click()
    waiver = binh.page.get_by_role("group").filter(has_text="Miễn nghĩa vụ")
    waiver.get_by_label("Lý do").fill("Gộp vào sơ kết cuối năm.")
    binh.send("Miễn")
    binh.sees("Gộp vào sơ kết cuối năm.")

    # Now the phase closes.
    an.go(TOPIC)
    an.send("Kết thúc giai đoạn Trước")
    an.sees("Điều kiện vào giai đoạn Trong")

    # Late in the year: what was promised, kept and late; every figure and every cell opens as many rows as it says.
    house.set_clock("2021-10-04T08:00:00+07:00")
    house.run("tick")
    an.go("/lam-viec/chuong-trinh/")
    figures = {figure.inner_text(): figure.get_attribute("href") for figure in an.page.locator("main a.figure").all()}
    numbers = {said.partition(" ")[2]: int(said.partition(" ")[0]) for said in figures}
    assert numbers["được miễn"] == 1
    assert numbers["đã giữ lời"] >= 2
    assert numbers["quá hạn"] > 0
    cells = {
        str(cell.get_attribute("href")): sum(map(int, re.findall(r"\b(\d+) ", cell.locator(".vh").inner_text())))
        for cell in an.page.locator("table.mx tbody tr", has_text="Sở Y tế").locator("a.cell").all()
    }
    assert len(cells) >= 8
    for said, address in figures.items():
        an.go(str(address))
        assert an.rows() == int(said.partition(" ")[0]), said
    for address, counted in cells.items():
        an.go(address)
        assert an.rows() == counted > 0, address

    # Kim sees it all, may do nothing, and reads the ledger.
    kim.go(TOPIC)
    kim.sees(TITLE)
    expect(kim.page.get_by_role("main").get_by_role("button", name=re.compile("giai đoạn"))).to_have_count(0)
    kim.go("/lam-viec/so-cai/")
    kim.sees("Tự kiểm chứng sổ cái")
    kim.go("/lam-viec/so-cai/?loai=plan.approved")
    kim.sees("Trưởng ban")
    assert house.ask("ledger", "verify")["sound"] is True
