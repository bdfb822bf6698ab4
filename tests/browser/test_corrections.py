"""Corrections in a real browser: read, asked for and answered by the public, worked through at the desk, printed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import copy_of
from tests.browser.reader import PHONE, Reader
from tests.browser.served import ROOT, Served

pytestmark = pytest.mark.browser

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
BUILD = """
import django
django.setup()
from phoihop.corrections import queries
from phoihop.ground import clock
from phoihop.ground.actor import Actor
from phoihop.site.public_sample import corrections
by = Actor.system("sample-builder")
corrections.build(by=by, at=clock.now())
assert len(queries.claims(by).lines) >= 5
"""
FALSE = "Từ 1/7/2021 mỗi tàu cá dưới 6 mét"
Open = Callable[..., Reader]


@pytest.fixture(scope="module")
def house(sample_folder: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(copy_of(sample_folder, tmp_path_factory.mktemp("corrections")))  # type: ignore[arg-type]
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        env=served.environment | {"DJANGO_SETTINGS_MODULE": "phoihop.site.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    served.start(("web",), ("attend",))
    yield served
    served.stop()


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="wide"),
        pytest.param({"viewport": PHONE, "color_scheme": "dark"}, id="phone-dark"),
        pytest.param({"viewport": PHONE}, id="phone"),
    ],
)
def test_nobody_is_shut_out(house: Served, open_as: Open, how: dict[str, object]) -> None:
    stranger, an = open_as(house, **how), open_as(house, "an", **how)
    stranger.go("/dinh-chinh/")
    stranger.press(false_link(stranger))
    one = stranger.path
    found: list[str] = []
    for reader, paths in (
        (stranger, ("/dinh-chinh/", one, f"{one}tra-loi/", "/dinh-chinh/yeu-cau/", f"/en{one}")),
        (an, ("/lam-viec/dinh-chinh/", "/lam-viec/dinh-chinh/mo/", f"/lam-viec{one}", "/lam-viec/dinh-chinh/yeu-cau/")),
    ):
        for path in paths:
            reader.go(path)
            results = Axe().run(reader.page, options=WCAG)
            found += [
                f"{path}: {v['id']} ({v['help']}): {v['nodes'][0]['html'][:200]}"
                for v in results.response["violations"]
            ]
            wide = reader.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found += [f"{path}: {wide} px sideways"] if wide > 0 else []
    assert not found, "\n".join(found)


def false_link(reader: Reader) -> str:
    return reader.page.get_by_role("link", name=FALSE).first.inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_the_public_asks_and_replies_with_and_without_script(house: Served, open_as: Open, script: bool) -> None:
    reader = open_as(house, java_script_enabled=script, viewport=PHONE)
    reader.go("/dinh-chinh/yeu-cau/")
    reader.fill("Điều đã được nói", f"Từ 5/8 chợ Rạch Sỏi chỉ họp {2 + script} giờ mỗi ngày")
    reader.send("Gửi yêu cầu")
    reader.sees("Mã tiếp nhận")
    reader.go("/dinh-chinh/")
    reader.press(false_link(reader))
    reader.press("Phản hồi của nơi đăng")
    reader.fill("Nguyên văn phản hồi", "Chúng tôi giữ nguyên tin đã đăng.")
    reader.fill("Nơi xác nhận phản hồi", "https://cuabien.example/phan-hoi")
    reader.send("Gửi phản hồi")
    reader.sees("công khai nguyên văn")
    assert reader.context.cookies() == []


def test_printed_it_is_a_card(house: Served, open_as: Open) -> None:
    reader = open_as(house)
    reader.go("/dinh-chinh/")
    reader.press(false_link(reader))
    reader.page.emulate_media(media="print")
    expect(reader.page.locator(".only-print")).to_be_visible()
    expect(reader.page.get_by_text("Thẻ hình để chia sẻ")).to_be_hidden()
    pages = reader.page.pdf(format="A4").count(b"/Type /Page\n")
    assert pages <= 2
    assert reader.page.pdf(format="A5").startswith(b"%PDF")


def test_a_claim_from_its_opening_to_the_portal(house: Served, open_as: Open) -> None:
    an, binh, reader = open_as(house, "an"), open_as(house, "binh"), open_as(house)
    an.go("/lam-viec/dinh-chinh/mo/")
    an.fill("Điều được nói", "Theo tôi cảng cá thu phí quá đáng")
    an.fill("Nơi đã đăng", "Bản tin Bến Cá")
    an.fill("Đăng ở đâu", "https://benca.example/phi")
    an.fill("Ngày đăng", "2021-07-05")
    an.send("Mở kiểm chứng", status=422)
    an.sees("Ý kiến, phê bình không phải là thứ để kiểm chứng")
    an.fill("Điều được nói", "Phí qua phà Rạch Giá – Phú Quốc tăng gấp đôi từ ngày 6/7/2021")
    an.send("Mở kiểm chứng")
    code = an.path.rstrip("/").rpartition("/")[2]
    an.press("Viết kết luận")
    an.page.get_by_label("Chưa đủ chứng cứ").check()
    an.fill("Điều đúng, một câu", "Chưa có văn bản nào về phí qua phà.")
    an.fill("Giải thích", "Đã hỏi cơ quan quản lý; chưa có văn bản.")
    an.send("Lưu kết luận")
    an.press("Xem trước đúng như trên cổng thông tin")
    expect(an.page.get_by_role("status")).to_contain_text("chưa công bố")
    an.sees("Chưa có văn bản nào về phí qua phà.")
    an.go(f"/lam-viec/dinh-chinh/{code}/")
    an.send("Trình duyệt")
    binh.go(f"/lam-viec/dinh-chinh/{code}/")
    binh.send("Duyệt kết luận")
    binh.press("Công bố…")
    binh.send("Công bố")
    reader.go(f"/dinh-chinh/{code}/")
    reader.sees("Chưa đủ chứng cứ")
