"""The tables of states and the pure rules: no state without a way on, a refusal always names an owner."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.concerns import queries, states
from phoihop.concerns.rules import likeness
from phoihop.concerns.rules.above import common_upper
from phoihop.concerns.rules.clocks import DEFAULTS
from phoihop.concerns.rules.masking import COVER, mask
from phoihop.ground.text import fold


def reached(start: str) -> set[str]:
    seen, todo = set(), [start]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += [following or "IN_PROGRESS" for following in states.CONCERN[state].values()]
    return seen


@pytest.mark.parametrize("state", states.CONCERN)
def test_no_state_without_a_way_on(state: str) -> None:
    """From every state an answer can be reached, but for the one that comes after the answer."""
    if state not in states.FINAL:
        assert "ANSWERED" in reached(state)


def test_every_state_is_reached_and_has_words() -> None:
    assert reached("HELD") | reached("RECEIVED") == set(states.CONCERN)
    assert set(states.CONCERN) <= set(queries.STATES)
    assert set(states.REASONS) == set(queries.REASONS)
    assert set(states.REOPENS) == set(queries.REOPENS)
    assert set(DEFAULTS) == set(queries.CLOCKS)


@pytest.mark.parametrize(
    ("state", "is_published", "is_rated", "shown"),
    [
        ("ANSWERED", False, False, "ANSWERED"),
        ("ANSWERED", False, True, "RATED"),
        ("ANSWERED", True, True, "PUBLISHED"),
        ("CLOSED", False, True, "CLOSED"),
        ("CLOSED", True, False, "PUBLISHED"),
        ("REOPENED", True, True, "REOPENED"),
    ],
)
def test_as_the_public_is_told(state: str, is_published: bool, is_rated: bool, shown: str) -> None:
    assert states.shown(state, is_published=is_published, is_rated=is_rated) == shown


def test_the_nearest_unit_above_both() -> None:
    parents = {3: 2, 4: 2, 2: 1, 5: 1}
    assert common_upper([3, 4], parents) == 2
    assert common_upper([3, 5], parents) == 1
    assert common_upper([3], parents) == 2
    assert common_upper([3, 2], parents) == 1  # it may not be one of them
    assert common_upper([3, 9], parents) is None
    assert common_upper([1, 3], parents) is None
    assert common_upper([7], {7: 8, 8: 7}) == 8  # a ring does not hang


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=6), max_size=4))
def test_a_masked_text_holds_none_of_the_strings(text: str, strings: list[str]) -> None:
    masked = mask(text, strings)
    for string in strings:
        if string.strip() and string not in COVER and not any(string in COVER + char for char in text):
            assert string not in masked.replace(COVER, "\0")


def test_the_same_in_other_words_is_more_alike_than_something_else() -> None:
    one = fold("Đèn đường hẻm 12 Nguyễn Trung Trực tắt ba tối nay, đi lại nguy hiểm")
    edited = fold("Hẻm 12 Nguyễn Trung Trực đèn đường tắt đã ba tối, đi lại rất nguy hiểm")
    other = fold("Chợ phường đổ rác ra đường, mùi hôi nặng, mong cho xe đến lấy")
    assert likeness.words_score(one, one) == 100
    assert likeness.words_score(one, edited) >= 85
    assert likeness.words_score(one, other) < 60
    assert likeness.words_score(one, "") == 0


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness.words_score(one, other) == likeness.words_score(other, one)


def test_place_counts() -> None:
    assert likeness.score(80, same_place=True, metres=None) > likeness.score(80, same_place=False, metres=None)
    assert likeness.score(80, same_place=True, metres=100) > likeness.score(80, same_place=True, metres=9000)
    assert likeness.score(99, same_place=True, metres=10) == 100
    assert likeness.metres_between((10.0, 105.0), (10.0, 105.0)) == 0
    assert 110_000 < likeness.metres_between((10.0, 105.0), (11.0, 105.0)) < 112_000
