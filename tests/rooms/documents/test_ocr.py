"""A page is read however it lay on the glass; the child that reads writes no file and leaves nothing running."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from phoihop.documents.outside.reading import ocr, tesseract
from tests.world.papers import Stamp, font_file, letter_text, paper_image

pytestmark = [
    pytest.mark.skipif(not ocr.is_available(), reason="needs tesseract-ocr and tesseract-ocr-vie"),
    pytest.mark.slow,
]

LETTER = letter_text(
    paragraphs=(
        "Căn cứ Quy chế phối hợp giữa các cơ quan trong tỉnh về cung cấp thông tin cho người dân;",
        "Sở Y tế đề nghị các đơn vị cung cấp số liệu trước ngày 20 hằng tháng; việc đột xuất thì báo cáo ngay.",
        "Mỗi việc có một đơn vị chủ trì, thời hạn rõ ràng và kết quả được kiểm chứng.",
    )
)


def wrong(text: str) -> float:
    """Share of letters that differ from the letter's."""
    wanted = " ".join(LETTER.split())
    return Levenshtein.distance(" ".join(text.split()), wanted) / len(wanted)


@pytest.fixture(scope="module")
def plain() -> ocr.ScanText:
    return ocr.read_scan(paper_image(LETTER, dpi=200, stamp="MẬT"), dpi=200)


def test_a_letter_with_its_columns_apart(plain: ocr.ScanText) -> None:
    lines = plain.text.split("\n")
    assert lines[:3] == ["UBND TỈNH AN GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ Y TẾ"]
    assert "Độc lập - Tự do - Hạnh phúc" in lines
    assert "KẾ HOẠCH" in lines
    assert "An Giang, ngày 05 tháng 01 năm 2026" in lines
    assert wrong(plain.text) < 0.02
    assert plain.angle == 0
    assert plain.confidence > 85


def test_the_stamp_comes_with_it(plain: ocr.ScanText) -> None:
    assert plain.stamps == ("MẬT",)


def test_every_word_has_its_box(plain: ocr.ScanText) -> None:
    words = [word for line in tesseract.lines(plain.hocr) for word in line.words]
    assert len(words) > 100
    number = next(word for word in words if word.text.endswith("KH-SYT"))
    left, top, right, bottom = (side / 200 * 25.4 for side in number.box)
    assert 30 < left < right < 100
    assert 20 < top < bottom < 50


@pytest.mark.parametrize(("angle", "turn"), [(90, 270), (180, 180), (270, 90), (93, 270), (6, 0), (-8, 0)])
def test_turned_and_skewed(angle: float, turn: int) -> None:
    read = ocr.read_scan(paper_image(LETTER, dpi=150, angle=angle), dpi=150)
    assert read.angle == turn
    assert wrong(read.text) < 0.02


@pytest.mark.parametrize(
    "paper",
    [
        {"ink": 0.15, "noise": 0.5},
        {"noise": 3},
        {"dpi": 150, "quality": 40, "blur": 0.8},
        {"dpi": 400, "quality": 75},
        {"dpi": 80},
    ],
)
def test_faint_noisy_coarse_and_fine(paper: dict[str, Any]) -> None:
    given = {"dpi": 200, **paper}
    assert wrong(ocr.read_scan(paper_image(LETTER, **given), dpi=given["dpi"]).text) < 0.03


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_pictures_of_every_kind(mode: str) -> None:
    page = paper_image("Cộng tác viên báo cáo trước ngày 20 hằng tháng.", dpi=200, size=(210, 60))
    if mode == "I;16":
        page = Image.fromarray(np.asarray(page.convert("L")).astype(np.uint16) * 200 + 3000)
    elif mode == "RGBA":
        page.putalpha(page.convert("L").point(lambda level: 255 if level < 200 else 0))  # paper that shows through
    else:
        page = page.convert(mode)
    assert ocr.read_scan(page, dpi=200).text == "Cộng tác viên báo cáo trước ngày 20 hằng tháng."


def test_a_false_dpi_does_no_harm() -> None:
    page = paper_image(LETTER, dpi=150)
    for dpi in (0, 72000):
        assert wrong(ocr.read_scan(page, dpi=dpi).text) < 0.02


def test_nothing_to_read() -> None:
    for size in ((1, 1), (40, 3000), (1200, 800)):
        read = ocr.read_scan(Image.new("RGB", size, "white"), dpi=150)
        assert (read.text, read.stamps, read.confidence, read.angle) == ("", (), 0.0, 0)


def test_a_table_does_not_lie_sideways() -> None:
    page = Image.new("L", (1240, 1754), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(font_file(), 26)
    for row in range(26):
        for column, words in enumerate(("Số 12", "Đơn vị chủ trì", "Đúng hạn", "12/BC-SYT", "Đã gửi")):
            left, top = 100 + column * 210, 100 + row * 56
            draw.rectangle((left, top, left + 210, top + 56), outline=0, width=2)
            draw.text((left + 12, top + 12), words, fill=0, font=font)
    read = ocr.read_scan(page, dpi=150)
    assert read.angle == 0
    assert read.text.count("Đúng hạn") > 20


def test_columns_are_parted_and_justified_lines_are_not() -> None:
    def line(*boxes: tuple[str, int, int]) -> tesseract.Line:
        words = (tesseract.Word(text, (left, 0, right, 40), 90) for text, left, right in boxes)
        return tesseract.Line(tuple(words), 50.0)

    head = line(("SỞ", 0, 60), ("Y", 75, 100), ("TẾ", 115, 170), ("Độc", 400, 470), ("lập", 485, 540))
    wide = line(("các", 0, 60), ("đơn", 150, 210), ("vị", 295, 330), ("nộp", 420, 480))
    mark = line(("05/BC-SYT", 0, 200), ("MẬT", 400, 480))
    assert list(ocr._text((head, wide, mark))) == ["SỞ Y TẾ", "Độc lập", "các đơn vị nộp", "05/BC-SYT", "MẬT"]


def test_a_picture_tesseract_cannot_take() -> None:
    with pytest.raises(ocr.OcrFailed, match="Nothing was kept"):
        tesseract.read(Image.new("L", (0, 0)), layout=3, dpi=300)


def test_no_file_is_written() -> None:
    """With a file size limit of nothing, the first byte written to any file would end the child."""
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
        "from PIL import Image\n"
        "from phoihop.documents.outside.reading import ocr\n"
        "from tests.world.papers import letter_text, paper_image\n"
        "read = ocr.read_scan(paper_image(letter_text(), dpi=150, angle=180, stamp='MẬT'), dpi=150)\n"
        "assert read.angle == 180 and 'KẾ HOẠCH' in read.text and read.stamps == ('MẬT',), read\n"
        "import sys; assert 'django' not in sys.modules\n"
    )
    root = Path(__file__).parents[3]
    child = [sys.executable, "-B", "-c", program]
    done = subprocess.run(child, cwd=root, stderr=subprocess.PIPE, check=False, env={**os.environ, "PYTHONPATH": "."})
    assert done.returncode == 0, done.stderr.decode()


def test_tesseract_ends_with_its_reader() -> None:
    """A reader that is killed in the middle of a page leaves no Tesseract behind."""
    program = (
        "import os, subprocess\n"
        "from phoihop.documents.outside.reading import tesseract\n"
        "from tests.world.papers import letter_text, paper_image\n"
        "page = paper_image(letter_text(), dpi=300).convert('L')\n"
        "start = subprocess.Popen.__init__\n"
        "def noted(self, *args, **values):\n"
        "    start(self, *args, **values)\n"
        "    print(self.pid, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
        "subprocess.Popen.__init__ = noted\n"
        "tesseract.read(page, layout=3, dpi=300)\n"
    )
    reader = subprocess.run(
        [sys.executable, "-B", "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert reader.returncode == -9, reader.stderr.decode()
    status = Path(f"/proc/{int(reader.stdout.split()[0])}/stat")
    for _ in range(250):
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.02)
    pytest.fail("Tesseract went on after its reader was killed")


def test_a_stamp_on_a_turned_page_is_found_and_its_page_turned() -> None:
    page = paper_image(LETTER, dpi=150, angle=90, stamp=Stamp("TUYỆT MẬT"))
    read = ocr.read_scan(page, dpi=150)
    assert (read.angle, read.stamps) == (270, ("TUYỆT MẬT",))
