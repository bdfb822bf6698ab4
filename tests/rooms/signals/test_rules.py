"""Quiet pasts and false alarms, what may be watched, quality, wording: pure."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.signals.rules import days, quiet, watching, wording
from phoihop.signals.rules.quality import Judged, quality
from tests.rooms.signals import plain


@pytest.mark.once
@pytest.mark.parametrize("method", ["C1", "C2", "C3"])
def test_the_simulated_rate_is_that_of_plain_loops(method: str) -> None:
    """The same mean, another generator, the formula in loops: the two rates agree within the noise of both."""
    own = quiet.false_alarms(method, quiet.Quiet(6.0, 1.0, 200), plain.ABOVE[method], 1)
    chance = random.Random(5)
    series = [plain.poisson(chance, 6.0) for _day in range(20_000)]
    loops = len(plain.alarms(method, series)) / len(series)
    assert own.rate == pytest.approx(loops, rel=0.15)
    assert own.yearly == pytest.approx(own.rate * 365)


def test_the_seed_is_fixed_and_the_least_number_counts() -> None:
    past = quiet.Quiet(3.0, 1.5, 100)
    assert quiet.false_alarms("C2", past, 3.0, 5) == quiet.false_alarms("C2", past, 3.0, 5)
    assert quiet.false_alarms("C2", past, 3.0, 12).above < quiet.false_alarms("C2", past, 3.0, 5).above
    assert quiet.false_alarms("C2", past, 5.0, 5).above < quiet.false_alarms("C2", past, 3.0, 5).above
    assert quiet.false_alarms("C1", quiet.Quiet(0.0, 1.0, 0), 3.0, 5).above == 0


def test_what_is_drawn_has_the_mean_and_dispersion_it_should() -> None:
    for mean, dispersion in ((4.0, 1.0), (4.0, 2.5), (20.0, 3.0)):
        found = quiet.drawn(quiet.Quiet(mean, dispersion, 1), 60_000, 1)
        assert found.mean() == pytest.approx(mean, rel=0.03)
        assert found.var() / found.mean() == pytest.approx(dispersion, rel=0.05)


@pytest.mark.once
def test_farringtons_false_alarms_are_near_the_share_that_was_asked_for() -> None:
    found = quiet.false_alarms("FARRINGTON", quiet.Quiet(15.0, 1.0, 100), 0.01, 5)
    assert found.drawn == quiet.WEEKS_DRAWN
    assert 0.004 < found.rate < 0.02


def test_days_of_outbreaks_and_the_largest_counts_are_left_out() -> None:
    series = [5] * 100 + [60] * 3
    assert quiet.quiet_past(series, frozenset({100, 101, 102})).mean == 5
    assert quiet.quiet_past([5] * 100 + [60] * 2).mean == 5
    assert days.mean_and_dispersion([]) == (0.0, 1.0)


CODES = st.sampled_from(["", "VD-kg-2021-01", "VD-kg-2021-02"])
PLACES = st.sampled_from(["kg", "kg.vinhthanh", "kg.rachgia", "ag"])


@given(cells=st.lists(st.tuples(CODES, st.sampled_from(["", "y-te"]), PLACES, st.integers(1, 9)), max_size=20))
@settings(max_examples=80, deadline=None)
def test_a_sum_is_exactly_the_cells_it_holds(cells: list[tuple[str, str, str, int]]) -> None:
    wanted = {
        watching.Pattern("CONCERNS", topic, category, place)
        for topic in ("", "VD-kg-2021-01")
        for category in ("", "y-te")
        for place in ("", "kg", "kg.vinhthanh")
    }
    sums = dict.fromkeys(wanted, 0)
    for topic, category, place, number in cells:
        for pattern in watching.patterns_of(watching.Cell("CONCERNS", topic, category, place), wanted):
            sums[pattern] += number
    for pattern in wanted:
        by_hand = sum(
            number
            for topic, category, place, number in cells
            if pattern.topic in ("", topic)
            and pattern.category in ("", category)
            and (pattern.place in ("", place) or place.startswith(f"{pattern.place}."))
        )
        assert sums[pattern] == by_hand
    assert not list(watching.patterns_of(watching.Cell("PRESS", "", "", "kg"), wanted))


def test_nothing_finer_than_a_commune_is_kept() -> None:
    known = {"vn", "kg", "kg.vinhthanh"}
    assert watching.coarse("kg.vinhthanh.to-3", known, "kg") == "kg.vinhthanh"
    assert watching.coarse("kg.khong-co", known, "kg") == "kg"
    assert watching.coarse("", known, "vn") == "vn"


def test_a_cell_rests_after_its_alert_unless_it_rises_above_the_peak() -> None:
    assert watching.may_alert_again(closed_days=None, rest_days=7, number=5, peak=0)
    assert not watching.may_alert_again(closed_days=3, rest_days=7, number=9, peak=9)
    assert watching.may_alert_again(closed_days=3, rest_days=7, number=10, peak=9)
    assert watching.may_alert_again(closed_days=7, rest_days=7, number=1, peak=9)


def test_quality_counts_late_ones_as_right_but_apart() -> None:
    found = quality([Judged("TRUE", 4), Judged("FALSE"), Judged("TOO_LATE", -2), Judged(""), Judged("TRUE")])
    assert (found.opened, found.judged, found.true, found.false, found.late) == (5, 4, 2, 1, 1)
    assert found.right == pytest.approx(0.75)
    assert found.wrong == pytest.approx(0.25)
    assert found.lead_days == 1.0
    assert quality([]).right is None


@pytest.mark.parametrize(
    "text",
    [
        "Ông Nguyễn Văn Tám ở ấp 3 có triệu chứng",
        "Gọi 0912 345 678 để hỏi thêm",
        "Căn cước 091203004567 đã báo",
        "Viết cho tam@example.vn",
        "Bài của @phobien",
        "Xem facebook.com/nguyenvantam",
    ],
)
def test_a_note_about_a_person_is_one(text: str) -> None:
    assert wording.names_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "Trạm y tế phường Vĩnh Thanh ghi nhận 23 ca sốt từ ngày 30/7/2021 đến 2/8/2021.",
        "Theo Báo cáo số 123/BC-SYT ngày 02/8/2021, tổng 1.250.000 đồng.",
        "Anh em tàu cá Kiên Giang vào bờ tránh bão.",
    ],
)
def test_facts_are_no_persons(text: str) -> None:
    assert not wording.names_a_person(text)
