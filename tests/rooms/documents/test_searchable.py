"""A searchable copy looks as the scan does, and its words stand where they are printed, in Vietnamese."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Sequence

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from phoihop.documents.outside.reading import ocr
from phoihop.documents.outside.searchable import NotSearchable, make_searchable
from phoihop.documents.rules.reading import ScanPage
from tests.world.papers import letter_text, paper_image, scan_pdf

LETTER = letter_text(paragraphs=("Sở Y tế đề nghị các đơn vị cung cấp số liệu trước ngày 20 hằng tháng.",))
DPI = 150
ANGLES = (0, 90, 270, 4)

needs_tesseract = pytest.mark.skipif(not ocr.is_available(), reason="needs tesseract-ocr and tesseract-ocr-vie")


def hocr(words: Sequence[tuple[str, tuple[int, int, int, int]]], size: tuple[int, int], skew: str = "") -> str:
    spans = "".join(
        f"<p class='ocr_par' lang='vie' title='bbox {x} {y} {r} {b}'>"
        f"<span class='ocr_line' title='bbox {x} {y} {r} {b}; baseline 0 0; x_size {b - y}'>"
        f"<span class='ocrx_word' title='bbox {x} {y} {r} {b}; x_wconf 95'>{text}</span></span></p>"
        for text, (x, y, r, b) in words
    )
    return (
        "<html xmlns='http://www.w3.org/1999/xhtml'><body>"
        f"<div class='ocr_page' title='image \"stdin\"; bbox 0 0 {size[0]} {size[1]};{skew} ppageno 0'>"
        f"<div class='ocr_carea' title='bbox 0 0 {size[0]} {size[1]}'>{spans}</div></div></body></html>"
    )


def words_of(pdf: bytes, page: int = 0) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(document[page].get_textpage().get_text_bounded().split())


def place_of(pdf: bytes, words: str, page: int = 0) -> tuple[float, float]:
    """The middle of the words on the page as it is shown, as shares of its width and height from the top left."""
    with pypdfium2.PdfDocument(pdf) as document:
        one = document[page]
        text = one.get_textpage()
        start, count = text.search(words).get_next()
        boxes = [text.get_charbox(start + number) for number in range(count)]
        left, bottom, right, top = one.get_cropbox()
        x = (sum(box[0] + box[2] for box in boxes) / 2 / count - left) / (right - left)
        y = (top - sum(box[1] + box[3] for box in boxes) / 2 / count) / (top - bottom)
        for _ in range(one.get_rotation() // 90):
            x, y = 1 - y, x
        return x, y


def shown(pdf: bytes, page: int = 0) -> np.ndarray:
    with pypdfium2.PdfDocument(pdf) as document:
        return np.asarray(document[page].render(scale=1).to_pil()).astype(int)


@pytest.fixture(scope="module")
def scanned() -> tuple[bytes, bytes]:
    """A PDF of scans that lie in four ways, and its searchable copy."""
    pages = [paper_image(LETTER, dpi=DPI, angle=angle) for angle in ANGLES]
    read = [ocr.read_scan(page, dpi=DPI) for page in pages]
    scans = [ScanPage(number, one.hocr, one.confidence, one.angle) for number, one in enumerate(read, 1)]
    original = scan_pdf(pages, DPI)
    return original, make_searchable(original, media_type="application/pdf", scans=scans)


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("page", range(len(ANGLES)))
def test_words_are_there_and_the_look_is_the_same(scanned: tuple[bytes, bytes], page: int) -> None:
    original, copy = scanned
    assert "Sở Y tế đề nghị các đơn vị cung cấp số liệu trước ngày 20 hằng tháng" in words_of(copy, page)
    assert words_of(copy, page).index("KẾ HOẠCH") < words_of(copy, page).index("Nơi nhận")
    assert np.array_equal(shown(original, page), shown(copy, page))
    assert words_of(original, page) == ""


@needs_tesseract
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
def test_another_reader_finds_the_same_words(scanned: tuple[bytes, bytes]) -> None:
    pages = subprocess.run(["pdftotext", "-l", "3", "-", "-"], input=scanned[1], capture_output=True, check=True)
    for text in pages.stdout.decode().split("\f")[:3]:
        assert "Phối hợp thông tin về phòng, chống dịch năm 2026" in " ".join(text.split())


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_word_stands_where_it_is_seen(angle: int, rotate: int) -> None:
    """What was read: the page as it is shown, turned by `angle`. The word lies at 3/10 and 1/10 of what is shown."""
    seen = (600, 800)
    across, down = 0.3, 0.1
    size = seen if angle % 180 == 0 else seen[::-1]
    # The same place after the picture was turned counter-clockwise.
    x, y = {0: (across, down), 90: (down, 1 - across), 180: (1 - across, 1 - down), 270: (1 - down, across)}[angle]
    box = (round(x * size[0]) - 50, round(y * size[1]) - 10, round(x * size[0]) + 50, round(y * size[1]) + 10)
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 400) if rotate % 180 == 0 else (400, 300))
        if rotate:
            pdf.pages[0].Rotate = rotate
        out = io.BytesIO()
        pdf.save(out)
    scan = ScanPage(1, hocr([("Huế", box)], size), 95.0, angle)
    copy = make_searchable(out.getvalue(), media_type="application/pdf", scans=[scan])
    # Upside down, the reader gives the letters from the left; one letter is enough to know the place.
    assert place_of(copy, "u") == pytest.approx((across, down), abs=0.03)


def test_a_straightened_page_gets_its_words_back_on_the_slope() -> None:
    page = Image.new("L", (600, 800), 255)
    out = io.BytesIO()
    page.save(out, "PNG")
    # Straightened by 10° counter-clockwise, the picture grew; its middle stayed the middle of the page.
    turned = page.rotate(10, expand=True).size
    box = (turned[0] // 2 + 150, turned[1] // 2 - 10, turned[0] // 2 + 250, turned[1] // 2 + 10)
    text = hocr([("Huế", box)], turned, " x_skew 10.00 600 800;")
    copy = make_searchable(out.getvalue(), media_type="image/png", scans=[ScanPage(1, text, 90.0)])
    x, y = place_of(copy, "Huế")
    assert x == pytest.approx(0.5 + 200 * np.cos(np.radians(10)) / 600, abs=0.02)
    assert y == pytest.approx(0.5 + 200 * np.sin(np.radians(10)) / 800, abs=0.02)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_pictures_become_pages_that_look_like_them(kind: str) -> None:
    page = paper_image("Nghị quyết số 12", dpi=100, seal=True)
    out = io.BytesIO()
    page.save(out, kind, dpi=(100, 100), **({"lossless": True} if kind == "WEBP" else {}))
    scan = ScanPage(1, hocr([("Quyết", (100, 100, 200, 130)), ("định", (210, 100, 300, 130))], page.size), 90.0)
    copy = make_searchable(out.getvalue(), media_type=f"image/{kind.lower()}", scans=[scan])
    assert words_of(copy) == "Quyết định"
    with pypdfium2.PdfDocument(copy) as document:
        seen = document[0].render(scale=100 / 72).to_pil().convert("RGB").resize(page.size)
    again = Image.open(io.BytesIO(out.getvalue())).convert("RGB")
    assert np.abs(np.asarray(seen).astype(int) - np.asarray(again)).mean() < 3
    if kind == "JPEG":
        assert out.getvalue() in copy  # the picture itself, not a copy of a copy


def test_every_frame_of_a_picture_and_a_turned_photo() -> None:
    frames = [paper_image(f"Trang {number}", dpi=60) for number in (1, 2, 3)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    scans = [ScanPage(number, hocr([(f"Trang{number}", (50, 50, 200, 80))], frames[0].size), 90.0) for number in (1, 3)]
    copy = make_searchable(out.getvalue(), media_type="image/tiff", scans=scans)
    assert [words_of(copy, page) for page in range(3)] == ["Trang1", "", "Trang3"]

    turned = frames[0].transpose(Image.Transpose.ROTATE_90)
    exif = turned.getexif()
    exif[0x0112] = 6  # shown turned clockwise
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif, quality=95)
    copy = make_searchable(out.getvalue(), media_type="image/jpeg", scans=[])
    height, width = shown(copy).shape[:2]
    assert height > width


@needs_tesseract
def test_an_empty_page_gets_no_words() -> None:
    page = Image.new("L", (500, 700), 255)
    read = ocr.read_scan(page, dpi=60)
    scan = ScanPage(1, read.hocr, read.confidence, read.angle)
    assert words_of(make_searchable(scan_pdf([page], 60), media_type="application/pdf", scans=[scan])) == ""


@pytest.mark.parametrize("reading", ["<html>", "no hOCR at all", "<html xmlns='http://www.w3.org/1999/xhtml'/>"])
def test_a_damaged_reading_is_said_plainly(reading: str) -> None:
    original = scan_pdf([paper_image("Một trang", dpi=60)], 60)
    with pytest.raises(NotSearchable, match="Read the file again"):
        make_searchable(original, media_type="application/pdf", scans=[ScanPage(1, reading, 50.0)])


def test_pages_beyond_the_file_and_pages_without_words_are_left_alone() -> None:
    original = scan_pdf([paper_image("Một trang", dpi=60)], 60)
    scans = [ScanPage(1, "", 0.0), ScanPage(7, hocr([("xa", (1, 1, 50, 20))], (100, 100)), 90.0)]
    copy = make_searchable(original, media_type="application/pdf", scans=scans)
    assert words_of(copy) == ""
    assert np.array_equal(shown(original), shown(copy))


def test_the_same_scan_gives_the_same_bytes() -> None:
    original = scan_pdf([paper_image("Một trang", dpi=60)], 60)
    scans = [ScanPage(1, hocr([("trang", (100, 100, 200, 130))], (496, 702)), 90.0)]
    one, two = (make_searchable(original, media_type="application/pdf", scans=scans) for _ in range(2))
    assert words_of(one) == "trang"
    assert one == two


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"", "application/pdf"), (b"%PDF-1.7 broken", "application/pdf"), (b"", "image/png"), (b"GIF89a", "image/gif")],
)
def test_what_does_not_open_is_said_plainly(content: bytes, media_type: str) -> None:
    with pytest.raises(NotSearchable, match="does not open"):
        make_searchable(content, media_type=media_type, scans=[])


def test_a_locked_file_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="chủ", user="khách"))
    with pytest.raises(NotSearchable):
        make_searchable(out.getvalue(), media_type="application/pdf", scans=[])
