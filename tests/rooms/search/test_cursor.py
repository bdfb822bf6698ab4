"""How far the index has followed: numbers that come late are not lost, those that never come are given up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.search.rules import cursor as cursors
from phoihop.search.rules.cursor import GAP_SECONDS, Cursor


def test_a_skipped_number_is_a_gap_until_it_comes() -> None:
    cursor = Cursor(last=5).passed([6, 9], "then", 0.0)
    assert (cursor.last, cursor.gaps) == (9, ((7, 8, 0.0),))
    cursor = cursor.passed([7], "", 1.0)
    assert (cursor.last, cursor.gaps, cursor.last_at) == (9, ((8, 8, 0.0),), "then")


def test_a_gap_of_long_ago_is_given_up() -> None:
    cursor = Cursor(last=5).passed([9], "", 0.0).passed([10], "", GAP_SECONDS)
    assert cursor.gaps == ()


@given(st.lists(st.integers(1, 60), unique=True, min_size=1), st.data())
def test_every_number_is_seen_once_or_stands_in_a_gap(numbers: list[int], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(numbers)))
    cursor = Cursor().passed(numbers[:cut], "", 0.0).passed(numbers[cut:], "", 0.0)
    missing = {n for first, last, _ in cursor.gaps for n in range(first, last + 1)}
    assert cursor.last == max(numbers)
    assert missing == set(range(1, cursor.last + 1)) - set(numbers)


@pytest.mark.parametrize(
    "cursor", [Cursor(), Cursor(9, "x", ((1, 2, 3.0),), None, ("A", "B")), Cursor(rebuild=("a", "b"))]
)
def test_written_and_read_again(cursor: Cursor) -> None:
    assert cursors.read(cursors.write(cursor)) == cursor


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"last": 3}', '{"last":"x","last_at":"","gaps":[],"rebuild":null,"waiting":[]}']
)
def test_a_damaged_cursor_is_none(text: str) -> None:
    assert cursors.read(text) is None
