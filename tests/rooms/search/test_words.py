"""Text as words to find: both tone habits, marks, đ, abbreviations both ways, numbers in all their spellings."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.ground.abbreviations import MEANINGS
from phoihop.ground.text import fold, nfc
from phoihop.search.rules.words import BREAK, number_key, numbers_in, shadow, words_of


def words(text: str, *, title: str = "") -> tuple[list[str], list[str]]:
    made = words_of("", title, text, [], [])
    return made.all_exact.split(), made.all_fold.split()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa bình", "hoà bình"),
        ("khỏe mạnh", "khoẻ mạnh"),
        ("thủy lợi", "thuỷ lợi"),
        ("Ủy ban", "Uỷ ban"),
        ("CỘNG HÒA", "CỘNG HOÀ"),
        (unicodedata.normalize("NFD", "Đặng Thị Huệ"), "Đặng Thị Huệ"),
        ("Ðắk Lắk", "Đắk Lắk"),  # eth typed for đ
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_the_same_word_in_two_spellings_is_one(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_y_and_i_stay_apart_and_marks_count_in_the_exact_form() -> None:
    assert words("quý") != words("quí")
    (exact_1, folded_1), (exact_2, folded_2) = words("Đà Nẵng"), words("Đã nâng")
    assert exact_1 != exact_2
    assert folded_1 == folded_2 == ["¦", "da", "nang"]


@pytest.mark.parametrize(("short", "meaning"), sorted(MEANINGS.items()))
def test_each_abbreviation_is_found_by_its_meaning_and_the_other_way(short: str, meaning: str) -> None:
    _exact, folded = words(f"Theo {short} thì khác")
    assert fold("".join(c if c.isalnum() else " " for c in meaning)).split()[-1] in folded
    written_out = words_of("", "", f"theo {meaning} thì khác", [], []).all_fold
    pieces = "".join(c if c.isalnum() else " " for c in fold(short))
    assert f" {BREAK} {' '.join(pieces.split())}" in written_out


@pytest.mark.parametrize("text", ["238-QĐ/TW", "QĐ", "TT", "BC báo", "HĐ", "CT", "ĐU tỉnh", "45/KH-SYT"])
def test_what_has_two_meanings_or_stands_in_a_number_is_not_expanded(text: str) -> None:
    assert BREAK not in words(text)[1][1:]


def test_small_letters_are_no_abbreviation() -> None:
    assert "phong" not in words("vp của vt")[1]


@pytest.mark.parametrize(
    "text", ["238-QĐ/TW", "238-QĐTW", "238 – QĐ/TW", "238 QĐ/TW", "238-QĐ/tw", "Số 238 - QĐ/TW ngày"]
)
def test_a_number_has_one_key_however_it_is_written(text: str) -> None:
    assert "238qdtw" in numbers_in(text)


def test_a_symbol_is_a_key_of_its_own() -> None:
    made = words_of("VD-kg-2021-0001", "", "", ["45/KH-SYT"], [])
    assert {"=45khsyt", "45khsyt", "khsyt", "no45", "=vdkg20210001"} <= set(made.numbers)
    assert {"45", "kh", "syt"} <= set(made.all_fold.split())


def test_plain_words_are_no_numbers() -> None:
    assert numbers_in("kinh tế-xã hội, hai-ba người, và/hoặc") == []


def test_phrases_do_not_run_over_from_the_title_into_the_text() -> None:
    assert "tinh bao" not in words_of("", "Ủy ban tỉnh", "báo cáo", [], []).all_fold


@given(st.text(max_size=60))
def test_the_shadow_keeps_every_place(text: str) -> None:
    text = nfc(text)
    assert len(shadow(text)) == len(text)


@given(st.text(max_size=80))
def test_any_text_becomes_words(text: str) -> None:
    made = words_of(text, text, text, [text], [text])
    assert "\n" not in made.all_fold
    assert number_key(text) == number_key(number_key(text))
