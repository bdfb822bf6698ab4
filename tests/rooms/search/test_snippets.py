"""The stretch shown: its own letters, marked where it was found, never longer than asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from phoihop.ground.text import nfc
from phoihop.search.rules.snippets import WIDTH, beginning, marked, snippet
from phoihop.search.rules.words import shadow


def hits(segments) -> list[str]:
    return [segment.text for segment in segments if segment.is_hit]


def text_of(segments) -> str:
    return "".join(segment.text for segment in segments)


def test_the_letters_stay_and_whole_words_are_marked() -> None:
    text = "Ủy ban nhân dân tỉnh họp bàn phòng dịch; nhân viên văn phòng"
    found = marked(text, shadow(text), {"phong", "dich", "nhan"})
    assert text_of(found) == text
    assert hits(found) == ["nhân", "phòng dịch", "nhân", "phòng"]


def test_no_part_of_a_word_is_marked() -> None:
    text = "thanh thanhh xthanh"
    assert hits(marked(text, shadow(text), {"thanh"})) == ["thanh"]


def test_the_densest_place_is_shown() -> None:
    text = "dịch " + "lời nói đầu " * 60 + "phòng, chống dịch bệnh " + "lời cuối " * 60
    found = snippet(text, shadow(text), {"phong", "chong", "dich"})
    assert hits(found) == ["phòng", "chống dịch"]
    assert found[0].text == "… "
    assert found[-1].text == " …"


def test_marks_decide_between_places() -> None:
    text = "Đã nâng cấp đường. " + "lời nói đầu " * 60 + "thành phố Đà Nẵng " + "lời cuối " * 60
    found = snippet(text, shadow(text), {"da", "nang"}, {"đa1", "năng4"})
    assert hits(found) == ["Đà Nẵng"]


def test_nothing_where_no_word_stands() -> None:
    assert snippet("Không có gì", shadow("Không có gì"), {"xyz"}) == ()
    assert text_of(beginning("một " * 200)).endswith(" …")


@given(st.text(max_size=900), st.sets(st.sampled_from(["a", "an", "1", "đ", "ban", "é"]), max_size=3))
def test_a_snippet_is_a_piece_of_its_text(text: str, words: set[str]) -> None:
    text = nfc(text)
    shown = text_of(snippet(text, shadow(text), words))
    assert len(shown) <= WIDTH + 30
    assert shown.removeprefix("… ").removesuffix(" …") in text
