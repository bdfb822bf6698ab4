"""Stamps are found in red ink and in frames, however they lie; ordinary red and boxes are not taken for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from phoihop.documents.outside.reading import ocr, shapes, stamps
from tests.world.papers import Seal, Stamp, letter_text, paper_image

pytestmark = pytest.mark.skipif(not ocr.is_available(), reason="needs tesseract-ocr and tesseract-ocr-vie")

EMPTY = (170.0, 258.0)  # mm: a place without print
OVER_PRINT = (80.0, 120.0)


def read(stamp: Stamp | tuple[Stamp, ...], *, dpi: int = 200, **paper: Any) -> set[str]:
    given = stamp if isinstance(stamp, tuple) else (stamp,)
    image = paper_image(paper.pop("text", letter_text()), stamp=given, dpi=dpi, **paper)
    return set(stamps.read_stamps(image, dpi=dpi))


def test_a_mark_is_found() -> None:
    assert read(Stamp("MẬT"), seal=True) == {"MẬT"}


@pytest.mark.slow
@pytest.mark.parametrize("word", stamps.WORDS)
def test_each_word_under_the_number(word: str) -> None:
    assert read(Stamp(word), seal=True, quality=75) == {word}


@pytest.mark.slow
@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("angle", [-8, 5, 90, 180, 270])
def test_askew_and_turned_at_every_resolution(angle: float, dpi: int) -> None:
    assert read(Stamp("TỐI MẬT", angle=angle), dpi=dpi) == {"TỐI MẬT"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stamp", "paper"),
    [
        (Stamp("MẬT", at=OVER_PRINT), {}),
        (Stamp("TUYỆT MẬT", at=OVER_PRINT, angle=-4, smudge=0.5), {"quality": 75}),
        (Stamp("MẬT", ink=0.35), {"noise": 0.3}),
        (Stamp("TỐI MẬT", ink=0.35, angle=3), {"quality": 75}),
        (Stamp("TUYỆT MẬT", smudge=1), {"quality": 40}),
        (Stamp("MẬT", border=1, family="sans"), {"quality": 40, "noise": 0.6}),
        (Stamp("MẬT", border=0), {}),
        (Stamp("TỐI MẬT", border=0, angle=6), {}),
        (Stamp("TUYỆT MẬT", at=(100, 240)), {"seal": Seal(at=(135, 240)), "signature": True}),
        (Stamp("MẬT", at=(112, 230)), {"seal": Seal(at=(136, 240))}),
    ],
)
def test_over_print_faint_worn_and_beside_a_seal(stamp: Stamp, paper: dict[str, Any]) -> None:
    assert read(stamp, **paper) == {stamp.word}


@pytest.mark.slow
@pytest.mark.parametrize("word", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "HỎA TỐC", "LƯU HÀNH NỘI BỘ"])
@pytest.mark.parametrize("angle", [0, -6, 90])
def test_grey_scans_have_frames_only(word: str, angle: float) -> None:
    assert read(Stamp(word, angle=angle), grey=True, seal=True) == {word}


@pytest.mark.slow
def test_secrecy_and_urgency_on_one_page_are_told_apart() -> None:
    both = (Stamp("MẬT"), Stamp("HỎA TỐC", at=(38, 80)))
    assert read(both) == {"MẬT", "HỎA TỐC"}
    assert read((Stamp("GIẢI MẬT"), Stamp("MẬT", at=(38, 95)))) == {"GIẢI MẬT", "MẬT"}
    assert read(Stamp("THƯỢNG KHẨN")) == {"THƯỢNG KHẨN"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "paper",
    [
        {"seal": True, "signature": True, "seed": 1},
        {"seal": True, "signature": True, "seed": 2},
        {"banner": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "seal": True},
        {"banner": "MẶT TRẬN TỔ QUỐC VIỆT NAM"},
        {"banner": "ĐẢNG CỘNG SẢN VIỆT NAM", "quality": 40},
        {"stamp": [Stamp("ĐẾN Số: 1234"), Stamp("SAO Y", at=EMPTY)]},
        {"stamp": [Stamp("MẪU", border=1), Stamp("MẶT TRẬN", at=EMPTY)]},
        {"stamp": [Stamp("BẢN GỐC"), Stamp("HÓA ĐƠN", at=EMPTY)], "grey": True},
        {"stamp": [Stamp("KHÁM"), Stamp("HOÀN TẤT", at=EMPTY)]},
    ],
)
def test_ordinary_red_and_ordinary_stamps_are_no_marks(paper: dict[str, Any]) -> None:
    assert stamps.read_stamps(paper_image(letter_text(), dpi=200, **paper), dpi=200) == ()


def test_a_clean_page_is_not_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def must_not(*args: object, **values: object) -> str:
        raise AssertionError("Tesseract was run over a page without red and without frames")

    monkeypatch.setattr(stamps.tesseract, "read", must_not)
    assert stamps.read_stamps(paper_image(letter_text(), dpi=150, noise=0.5), dpi=150) == ()
    assert stamps.read_stamps(Image.new("RGB", (3, 5), "white"), dpi=72) == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("MẬT", "MẬT"),
        ("MIẬT", "MẬT"),
        ("[MÂT]", "MẬT"),
        ("TUYÊT MẠT", "TUYỆT MẬT"),
        ("TÔ! MẬT", "TỐI MẬT"),
        ("TH ỢNG KHAN", "THƯỢNG KHẨN"),
        ("TẾ? MẠT", "TỐI MẬT"),
        ("CÓ MẶT", None),
        ("TIỀN MẶT", None),
        ("MẪU", None),
        ("CHẤT", None),
        ("KHÁM", None),
        ("HÓA ĐƠN", None),
        ("MẶT TRẬN TỔ QUỐC", None),
        ("", None),
    ],
)
def test_words_read_with_wrong_letters(text: str, word: str | None) -> None:
    assert stamps._word(text) == word


def test_parts_of_a_mask_are_joined_over_corners_and_around_holes() -> None:
    drawn = np.array([[1, 1, 1, 0, 0, 1], [1, 0, 1, 0, 1, 0], [1, 0, 0, 0, 0, 0], [1, 1, 1, 1, 0, 1]], dtype=bool)
    boxes = sorted((part.left, part.top, part.right, part.bottom, part.area) for part in shapes.labelled(drawn).parts)
    assert boxes == [(0, 0, 4, 4, 10), (4, 0, 6, 2, 2), (5, 3, 6, 4, 1)]
    assert shapes.labelled(np.zeros((4, 4), dtype=bool)).parts == []
