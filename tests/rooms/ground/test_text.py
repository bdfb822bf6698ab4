"""Vietnamese text: what is removed at entry, what is equal, what comes first."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.ground.text import fold, nfc, slug, sort_key, tone_key

calm = settings(deadline=None, database=None)  # no test fails on a clock or leaves files
vietnamese = st.text(
    st.sampled_from(
        "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵĐÀ -.,\n3"
    )
)
anything = st.one_of(vietnamese, st.text())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ðề án, ðề án", "Đề án, đề án"),
        ("Ba\u200bn\ufeff Tuyên\u00ad giáo", "Ban Tuyên giáo"),
        ("\u202efdp.exe\u2066x\u200f", "fdp.exex"),
        ("a\x00b\x07c\x7f\x9f", "abc"),
        ("một\r\nhai\rba\u2028bốn\tnăm\n", "một\nhai\nba\nbốn\tnăm\n"),
        ("\ud800x", "x"),
        ("e\u034f\u0323\u0302", "ệ"),
        ("Tỉnh ủy, tỉnh uỷ", "Tỉnh ủy, tỉnh uỷ"),
    ],
)
def test_text_at_entry(typed: str, kept: str) -> None:
    assert nfc(typed) == kept


def test_all_orders_of_marks_are_one_letter() -> None:
    assert {nfc(form) for form in ("ệ", "e\u0323\u0302", "e\u0302\u0323", "ẹ\u0302", "ê\u0323")} == {"ệ"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đề án ĐƯỜNG PHỐ", "de an duong pho"),
        ("Ðà Nẵng", "da nang"),
        ("Tỉnh ủy Kiên Giang", "tinh uy kien giang"),
        (unicodedata.normalize("NFD", "Sở Nông nghiệp"), "so nong nghiep"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@calm
@given(anything)
def test_entry_and_fold_are_idempotent(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert fold(fold(text)) == fold(text)
    nfc(text).encode()


@calm
@given(anything)
def test_decomposed_text_is_the_same_text(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    for form in (nfc, fold, tone_key, sort_key, slug):
        assert form(decomposed) == form(text)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("hòa", "hoà", "hoa1"),
        ("khỏe", "khoẻ", "khoe3"),
        ("thủy", "thuỷ", "thuy3"),
        ("ủy", "uỷ", "uy3"),
        ("HỎA TỐC", "hoả tốc", "hoa3 tôc2"),
        ("quý", "QUÝ", "quy2"),
        ("Đường, phố", "đường, phố", "đương1, phô2"),
    ],
)
def test_tone_key_joins_both_habits(old: str, new: str, key: str) -> None:
    assert tone_key(old) == tone_key(new) == key


@pytest.mark.parametrize(("one", "other"), [("quý", "quí"), ("lý", "lí"), ("hòa", "hóa"), ("ban", "bàn"), ("o", "ơ")])
def test_tone_key_keeps_apart(one: str, other: str) -> None:
    assert tone_key(one) != tone_key(other)


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "An Giang", "Ăn", "Ân", "Bắc", "Da", "Dũng", "Đà", "Em", "Ê", "O", "Ô", "Ơ", "U", "Ư", "Zô"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "man"],
        ["Hà Nội", "Hà Tiên", "Hành"],
        ["Ba", "Bà Rịa", "Bá Thước", "Bác"],
        ["2. Kế hoạch", "Kế hoạch", "Kế hoạch 2"],
    ],
)
def test_sort_key_is_the_alphabet(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_sort_key_does_not_mind_case_or_tone_placement() -> None:
    assert sort_key("HÒA  BÌNH") == sort_key("hoà-bình")


def test_slug() -> None:
    assert slug("Đề án: Tôn tạo khu di tích (2021)") == "de-an-ton-tao-khu-di-tich-2021"
    assert slug("Phòng, chống dịch", longest=12) == "phong-chong"
    assert slug("Phòng, chống dịch", longest=11) == "phong-chong"
    assert slug("Nghiêng" * 5, longest=7) == "nghieng"
    assert slug("…") == ""
