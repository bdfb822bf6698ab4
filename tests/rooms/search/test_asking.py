"""What somebody typed, read: words, phrases, exclusions, OR, numbers, stop words; nothing raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.search.rules.asking import MOST_WORDS, asked, last_as_prefix


def groups(text: str) -> list[list[str]]:
    return [[" ".join(term.folded) for term in group] for group in asked(text).groups]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("phòng chống dịch", [["phong"], ["chong"], ["dich"]]),
        ('"phòng chống" dịch', [["phong chong"], ["dich"]]),
        ("“phòng chống”", [["phong chong"]]),
        ("lũ OR bão", [["lu", "bao"]]),
        ("lũ | bão | hạn", [["lu", "bao", "han"]]),
        ("kế hoạch của sở", [["ke"], ["hoach"], ["so"]]),
        ("không được", [["khong"]]),
        ("ve cho", [["ve"]]),  # "cho" is a stop word as it stands, "ve" is not: it may be vệ
        ("của và", [["cua"], ["va"]]),
        ('"của và" sở', [["cua va"], ["so"]]),
        ("238-QĐ/TW", [["238 qd tw"]]),
        ("số 238 – QĐ/TW", [["so"], ["238 qd tw"]]),
        ("238 QĐ/TW", [["238 qd tw"]]),
        ("năm 2021 - 2025", [["nam"], ["2021"], ["2025"]]),
        ("KH-SYT", [["kh syt"]]),
        ('"chưa đóng', [["chua"], ["dong"]]),
        ("OR", []),
        ('- | OR "" \'', []),
        ("a OR", [["a"]]),
        ("OR a", [["a"]]),
    ],
)
def test_reading(text: str, expected: list[list[str]]) -> None:
    assert groups(text) == expected


def test_exclusions() -> None:
    read = asked('dịch -"họp báo" -mật tuyên-truyền')
    assert [term.folded for term in read.without] == [("hop", "bao"), ("mat",)]
    assert groups("tuyên-truyền") == [["tuyen truyen"]]  # a hyphen within is no exclusion


def test_marks() -> None:
    assert asked("đà nẵng").is_marked
    assert asked("da nẵng").is_marked
    assert not asked("da nang").is_marked
    assert not asked("238-QĐ/TW").is_marked  # a symbol is a symbol


def test_numbers_have_keys() -> None:
    assert {term.number for term in asked("238-QĐTW").numbers} == {"238qdtw"}
    assert {term.number for term in asked("VD-kg-2021-0001").numbers} == {"vdkg20210001"}


def test_long_input_is_cut() -> None:
    assert len(groups("từ " * 1000)) == MOST_WORDS


def test_the_word_being_typed_is_a_beginning() -> None:
    read, beginning = last_as_prefix("phòng ch")
    assert (groups("phòng"), beginning) == ([[" ".join(term.folded) for term in g] for g in read.groups], "ch")
    assert last_as_prefix("phòng ")[1] == ""
    assert last_as_prefix("")[1] == ""


@given(st.text(alphabet="abđ\"-|()[]{}:*~^\\/+!&<>' OR\x00\u200b", max_size=40) | st.text(max_size=60))
def test_nothing_typed_is_ever_wrong(text: str) -> None:
    read = asked(text)
    assert all(term.folded for group in read.groups for term in group)
    last_as_prefix(text)
