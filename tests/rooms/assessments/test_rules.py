"""Scores and the list of questions: monotone, nested, never one number for people; sentences that must trigger."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.assessments.rules import scoping, scoring, wording
from phoihop.assessments.rules.scoring import Score

STEP = st.integers(1, 5)
SCORES = st.builds(Score, severity=STEP, reach=STEP, duration=STEP, likelihood=STEP)
ALL = [Score(s, r, d, p) for s in range(1, 6) for r in range(1, 6) for d in range(1, 6) for p in range(1, 6)]


@given(SCORES, st.sampled_from(scoring.SCALES))
def test_raising_any_scale_never_lowers_the_level(score: Score, scale: str) -> None:
    value = getattr(score, scale)
    if value < 5:
        higher = replace(score, **{scale: value + 1})
        assert scoring.level(higher) >= scoring.level(score)
        assert scoring.weight(higher) >= scoring.weight(score)


def test_every_level_and_every_weight_can_be_reached() -> None:
    assert {scoring.level(score) for score in ALL} == {0, 1, 2, 3, 4}
    assert {scoring.weight(score) for score in ALL} == {1, 2, 3, 4, 5}
    assert (scoring.level(Score(1, 1, 1, 1)), scoring.level(Score(5, 5, 5, 5))) == (0, 4)


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (Score(1, 1, 1, 5), 0),  # 10
        (Score(2, 2, 3, 2), 1),  # 20
        (Score(3, 3, 2, 3), 1),  # 45
        (Score(5, 2, 3, 2), 2),  # 50
        (Score(4, 3, 2, 5), 3),  # 100
        (Score(4, 5, 3, 5), 4),  # 160
    ],
)
def test_the_published_table_is_kept(score: Score, level: int) -> None:
    assert scoring.level(score) == level


def test_the_worst_for_few_is_not_outvoted_unless_it_is_remote() -> None:
    few = Score(5, 1, 1, 2)
    assert scoring.product(few) == 20
    assert scoring.level(few) == 2
    assert scoring.level(replace(few, likelihood=1)) == 0


@given(SCORES)
def test_poorer_evidence_never_narrows_what_may_be(score: Score) -> None:
    spans = [scoring.span(score, grade) for grade in scoring.GRADES]
    for first, last in spans:
        assert first <= scoring.level(score) <= last
    for better, worse in itertools.pairwise(spans):
        assert worse[0] <= better[0]
        assert better[1] <= worse[1]
    assert spans[0] == (scoring.level(score),) * 2


def test_without_evidence_it_is_an_assumption() -> None:
    assert scoring.best_grade([]) == "D"
    assert scoring.best_grade(["C", "A", "D"]) == "A"


@given(SCORES, SCORES)
def test_a_measure_that_is_not_turned_never_makes_harm_heavier(before: Score, after: Score) -> None:
    if not scoring.is_turned(before, after, is_positive=False):
        assert scoring.level(after) <= scoring.level(before)
    if not scoring.is_turned(before, after, is_positive=True):
        assert scoring.level(after) >= scoring.level(before)


@pytest.mark.parametrize("bad", [0, 6, -1])
def test_a_value_outside_the_scale_is_no_score(bad: int) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        Score(bad, 1, 1, 1)


@given(SCORES, SCORES)
def test_outcome_and_deviation_agree(expected: Score, actual: Score) -> None:
    apart = scoring.deviation(expected, "CAME", actual)
    assert apart is not None
    words = {0: "AS_EXPECTED"}.get(apart, "MORE" if apart > 0 else "LESS")
    assert scoring.outcome(expected, "CAME", actual) == words
    assert scoring.deviation(expected, "NOT", None) == -scoring.weight(expected)
    assert scoring.outcome(expected, "NOT", None) == "NOT_CAME"
    assert scoring.outcome(None, "CAME", actual) == "UNFORESEEN"
    assert scoring.deviation(None, "CAME", actual) == scoring.weight(actual)
    assert scoring.deviation(expected, "UNKNOWN", None) is None
    assert scoring.outcome(expected, "UNKNOWN", None) == "UNKNOWN"


@given(SCORES, STEP)
def test_how_likely_it_was_does_not_change_what_came_of_it(score: Score, likelihood: int) -> None:
    """Whether it would come is judged apart from how heavy it was."""
    assert scoring.weight(replace(score, likelihood=likelihood)) == scoring.weight(score)


def test_doubt_counts_as_yes() -> None:
    none = dict.fromkeys(scoping.KEYS, "NO")
    assert not scoping.is_needed(none)
    for key in scoping.KEYS:
        assert scoping.is_needed({**none, key: "UNSURE"})
        assert scoping.is_needed({**none, key: "YES"})
    assert scoping.missing({**none, "income": ""}) == ("income",)
    assert scoping.missing({}) == scoping.KEYS


def test_every_theme_but_the_open_one_has_a_question() -> None:
    assert {question.theme for question in scoping.QUESTIONS} == set(scoping.THEMES) - {"OTHER"}


@pytest.mark.parametrize(
    "text",
    [
        "Hộ đánh bắt ven bờ ở phường Vĩnh Thanh",
        "Bà con tiểu thương chợ cá",
        "Ông bà nội ngoại trong các hộ đi biển",
        "Anh chị em công nhân khu chế biến",
        "Cô giáo mầm non trong xã đảo",
        "Các cụ cao tuổi trong ấp",
        "Đồng bào Khmer ở Gò Quao",
        "Bác sĩ của trạm y tế xã",
        "Sinh kế của 450 hộ, thu nhập 3.500.000 đồng mỗi tháng",
        "Quyết định 120/QĐ-UBND ngày 02/8/2021",
        "Người dân lo giá cá xuống trong mùa mưa",
        "Chú ý hướng gió khi đặt lò sấy",
        "Dân cư quanh miếu Bà Chúa Xứ núi Sam",
        "Lễ hội Lăng Ông Nam Hải ở Rạch Sỏi",
        "Ngư dân huyện đảo Cô Tô và thành phố Bà Rịa",
        "Người hành hương núi Bà Đen",
    ],
)
def test_groups_places_and_figures_pass(text: str) -> None:
    assert wording.faults_of(text) == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Hộ ông Nguyễn Văn Tám mất ghe", "PERSON"),
        ("bà Trần Thị Hoa ở ấp 3", "PERSON"),
        ("Theo anh Minh, chợ vắng khách", "PERSON"),
        ("Đồng chí Lê Hùng phản đối", "PERSON"),
        ("Ông Nguyễn Văn Tám không chịu dời ghe", "PERSON"),
        ("Nhà ông Tư Hải cạnh chợ", "PERSON"),
        ("Liên hệ 0912 345 678 để hỏi", "NUMBER"),
        ("CCCD 079204001234", "NUMBER"),
        ("Gửi về tam.nguyen@example.vn", "NUMBER"),
        ("Danh sách hộ chưa đồng thuận", "VIEW"),
        ("Lập danh sách người phản đối", "VIEW"),
        ("Những phần tử chống đối ở chợ", "VIEW"),
        ("Xem xét thái độ chính trị của tiểu thương", "VIEW"),
    ],
)
def test_persons_and_views_do_not(text: str, fault: str) -> None:
    assert fault in wording.faults_of(text)
