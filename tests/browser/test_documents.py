"""Papers in a real browser: dropped, read, confirmed by the Enter key, marked; wide, on a phone, without script."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import copy_of
from tests.browser.reader import PHONE, WIDE, Reader
from tests.browser.served import Served
from tests.browser.test_pages import violations
from tests.world import files
from tests.world.intake import LETTER

pytestmark = pytest.mark.browser

PAPERS = "/lam-viec/van-ban/"
TAKE_IN = f"{PAPERS}dua-vao/"
PHONE_NUMBER = "0912345678"
Open = Callable[..., Reader]
DROP = """(sent) => {
  const carried = new DataTransfer();
  for (const [name, content] of sent) {
    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
    carried.items.add(new File([bytes], name, { lastModified: 1 }));
  }
  const dropped = new DragEvent("drop", { dataTransfer: carried, bubbles: true });
  document.querySelector("form[data-take-in]").dispatchEvent(dropped);
}"""


@pytest.fixture
def house(sample_folder: Path, tmp_path: Path) -> Iterator[Served]:
    served = Served(copy_of(sample_folder, tmp_path), more={"PHOIHOP_LARGEST_FILE_MB": "1"})
    served.start(("web",))
    yield served
    served.stop()


def letter(number: int) -> bytes:
    text = LETTER.replace("125/BC", f"{number}/BC").replace("tháng 7", f"tháng {number}")
    return files.pdf(f"{text}\nLiên hệ tổ trưởng, điện thoại {PHONE_NUMBER}.")


def six() -> list[tuple[str, bytes]]:
    return [
        ("Báo cáo.pdf", letter(6)),
        ("Báo cáo 7.docx", files.docx(*LETTER.split("\n"))),
        ("Danh sách.xlsx", files.xlsx([["LƯU HÀNH NỘI BỘ"], ["Tổ 1"]])),
        ("Phương án.pdf", files.pdf("SỞ Y TẾ\nTỐI MẬT\nPhương án")),
        ("Biên bản.pdf", files.changed_pdf(letter(8), password="mo-cua")),
        ("Quá lớn.txt", b"a" * (3 * 2**19)),
    ]


def drop(reader: Reader, sent: list[tuple[str, bytes]]) -> None:
    reader.page.evaluate(DROP, [(name, base64.b64encode(content).decode()) for name, content in sent])


def results(reader: Reader) -> list[str]:
    return [" ".join(words.split()) for words in reader.page.locator("[data-results] > li").all_inner_texts()]


def code_of(reader: Reader) -> str:
    found = re.search(r"VB-kg-\d{4}-\d{6}", reader.page.url)
    assert found is not None, reader.page.url
    return found[0]


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_from_dropping_files_to_a_redacted_twin(house: Served, open_as: Open, viewport: dict[str, int]) -> None:
    an = open_as(house, "an", viewport=viewport)
    page, keys = an.page, an.page.keyboard

    # Six files are dropped; each has its answer as soon as it was read.
    an.go(TAKE_IN)
    drop(an, six())
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 6
    page.get_by_label("Tôi xác nhận các tệp này không chứa bí mật nhà nước").check()
    page.get_by_role("button", name="Đưa vào").click()
    expect(page.locator("[data-words]")).to_contain_text("Xong 6 tệp: nhận 3, không nhận hoặc giữ 3.", timeout=120_000)
    an.forgive(413)
    said = results(an)
    assert len(said) == 6
    for line, words in zip(
        said,
        (
            "Đã nhận",
            "Đã nhận",
            "lưu hành nội bộ",
            "Có dấu chỉ độ mật",
            "Tệp có mật khẩu",
            "lớn hơn 1 MB",
        ),
        strict=True,
    ):
        assert words in line, line
    assert "mang văn bản đến bộ phận quản lý tài liệu mật" in said[3]
    assert page.locator("progress").evaluate("bar => bar.value / bar.max") == 1
    found = violations(an, "take in")

    # Sent again after a break: nothing twice. What was too large may be tried again.
    page.get_by_role("button", name="Đưa vào").click()
    expect(page.locator("[data-results] > li")).to_have_count(7)
    an.forgive(413)

    # Confirmed by the Enter key alone: the link, the first of the tray, each paper, until none is left.
    expect(page.locator("[data-words] a")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chờ vào sổ")
    found += violations(an, "tray")
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vào sổ văn bản")
    found += violations(an, "register")
    first = code_of(an)
    for _left in range(3):
        now = code_of(an)
        keys.press("Enter")
        expect(page).not_to_have_url(f"{house.url}{PAPERS}{now}/vao-so/")
    an.sees("Đã vào sổ")

    # The paper's page, and its file in the browser's own viewer.
    an.go(f"{PAPERS}{first}/")
    an.sees("6/BC-SYT")
    an.sees("số điện thoại")
    found += violations(an, "document")
    opened = an.context.request.get(f"{house.url}{PAPERS}{first}/tep/original/1/")
    assert opened.headers["content-type"] == "application/pdf"
    assert opened.body()[:5] == b"%PDF-"

    # A passage is marked with the selection, the number is offered by itself; the twin holds neither.
    an.press("Che thông tin")
    found += violations(an, "mark")
    expect(page.locator("[data-tools]")).to_be_visible()
    assert select(an, "khoanh vùng")
    page.get_by_role("button", name="Che đoạn đang chọn").click()
    expect(page.locator("[data-tools]")).to_contain_text("Đã đánh dấu 1 chỗ.")
    assert page.get_by_label(re.compile(PHONE_NUMBER)).is_checked()
    an.send("Lập bản đã che")
    an.sees("Bản đã che")
    twin = an.context.request.get(f"{house.url}{PAPERS}{first}/tep/redacted/1/").body()
    assert words_of(twin, house.data)
    assert "khoanh vùng" not in words_of(twin, house.data)
    assert PHONE_NUMBER not in words_of(twin, house.data)
    assert "ổ dịch nhỏ" in words_of(twin, house.data)

    # Sending it points out what is personal.
    an.press("Gửi cho cơ quan khác")
    found += violations(an, "share")
    an.fill("Tìm cơ quan khác", "so y te")
    an.send("Tìm")
    page.locator("label", has_text="Sở Y tế").first.click()
    page.get_by_label(re.compile("Tôi đã xem dữ liệu cá nhân")).check()
    an.send("Gửi văn bản")
    an.sees("Đã gửi cho")
    for name, path in {"list": PAPERS, "books": "/lam-viec/so-van-ban/"}.items():
        an.go(path)
        found += violations(an, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], name
    assert not found, "\n".join(found)


def select(reader: Reader, words: str) -> bool:
    """Selects these words on the first page of the text, as a mouse would."""
    return bool(
        reader.page.evaluate(
            """(words) => {
              const walker = document.createTreeWalker(document.querySelector("pre[data-page]"), NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                window.getSelection().setBaseAndExtent(node, at, node, at + words.length);
                return true;
              }
              return false;
            }""",
            words,
        )
    )


def words_of(content: bytes, folder: Path) -> str:
    path = folder / "twin.pdf"
    path.write_bytes(content)
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_without_script(house: Served, open_as: Open, tmp_path: Path) -> None:
    """Several files at once, confirmed, marked by typing, sent: forms alone."""
    chi = open_as(house, "chi", java_script_enabled=False, viewport=PHONE)
    chi.go(TAKE_IN)
    given = []
    for name, content in six()[:2]:
        (tmp_path / name).write_bytes(content)
        given.append(tmp_path / name)
    chi.page.locator("input[type=file]").set_input_files(given)
    chi.page.get_by_label("Tôi xác nhận các tệp này không chứa bí mật nhà nước").check()
    chi.send("Đưa vào")
    chi.sees("Đã nhận 2 trên 2 tệp.")
    chi.press("Xem và vào sổ")
    chi.press("Xem văn bản đầu tiên")
    code = code_of(chi)
    chi.page.get_by_label(re.compile("Giữ để tham khảo")).check()
    chi.send("Vào sổ")
    chi.go(f"{PAPERS}{code}/")
    chi.press("Che thông tin")
    assert not chi.page.locator("[data-tools]").is_visible()
    chi.fill("Chữ cần che", "khoanh vùng")
    chi.send("Lập bản đã che")
    chi.sees("Bản đã che")
    twin = chi.context.request.get(f"{house.url}{PAPERS}{code}/tep/redacted/1/").body()
    assert "khoanh vùng" not in words_of(twin, tmp_path)


def test_a_break_is_told_and_nothing_is_doubled(house: Served, open_as: Open) -> None:
    """The connection is lost after the second file; sending again goes on with the third."""
    chi = open_as(house, "chi")
    sent = [(f"Bản {number}.txt", f"Báo cáo số {number} của tổ.".encode()) for number in range(1, 5)]
    chi.go(TAKE_IN)
    drop(chi, sent)
    chi.page.get_by_label("Tôi xác nhận các tệp này không chứa bí mật nhà nước").check()
    seen = []

    def cut(route: object) -> None:
        seen.append(route)
        if len(seen) == 3:
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    chi.page.route(f"**{TAKE_IN}", cut)
    chi.page.get_by_role("button", name="Đưa vào").click()
    expect(chi.page.locator("[data-words]")).to_contain_text("Mất kết nối ở Bản 3.txt")
    chi.complaints.clear()
    assert len(results(chi)) == 2
    chi.page.get_by_role("button", name="Đưa vào").click()
    expect(chi.page.locator("[data-words]")).to_contain_text("Xong 4 tệp: nhận 4")
    assert len(results(chi)) == 4
    chi.go(f"{PAPERS}cho-vao-so/")
    assert chi.rows() == 4
