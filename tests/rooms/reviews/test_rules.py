"""Comparison, sums and lines of offices, as pure values."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from phoihop.reviews import rules, states
from phoihop.reviews.rules import Basis, KeptFigure, Reported

DUE = KeptFigure("Nghĩa vụ", "obligations.due", "Đến hạn", "Số đến hạn đến hết ngày 14/12/2021.", 3, ("a", "b", "c"))
BASIS = Basis(("238-QĐ/TW",), (1, 2))


def verdict(now: KeptFigure, before: KeptFigure | None, basis: Basis = BASIS, basis_before: Basis = BASIS) -> str:
    return rules.compare([now], [before] if before else [], basis, basis_before)[0].verdict


def test_the_same_definition_on_another_day_is_comparable() -> None:
    before = replace(DUE, definition="Số đến hạn đến hết ngày 14/12/2020.", number=2)
    assert verdict(DUE, before) == rules.MORE
    assert verdict(before, DUE) == rules.LESS
    assert verdict(DUE, DUE) == rules.SAME


def test_why_figures_cannot_be_compared() -> None:
    assert verdict(DUE, None) == rules.NOT_BEFORE
    assert verdict(DUE, replace(DUE, definition="Số khác hẳn.")) == rules.OTHER_DEFINITION
    assert verdict(DUE, DUE, basis_before=Basis(("221-QĐ/TW",), (1, 2))) == rules.OTHER_LAW
    assert verdict(DUE, DUE, basis_before=Basis(("238-QĐ/TW",), (1, 3))) == rules.OTHER_UNITS
    assert verdict(DUE, replace(DUE, number=None, rows=())) == rules.NO_NUMBER


def test_a_year_that_was_not_looked_back_on() -> None:
    assert rules.compare([DUE], None, BASIS, None)[0].verdict == rules.NOT_BEFORE


def test_missing_is_not_zero() -> None:
    unknown = replace(DUE, number=None, rows=())
    alone = rules.roll_up([Reported(1, "SK-1", (unknown,))])
    assert (alone[0].number, alone[0].of) == (None, 0)
    mixed = rules.roll_up([Reported(1, "SK-1", (unknown,)), Reported(2, "SK-2", (DUE,))])
    assert (mixed[0].number, mixed[0].of) == (3, 1)


def test_what_is_defined_otherwise_is_not_added() -> None:
    other = replace(DUE, definition="Số khác hẳn.", rows=("x",), number=1)
    summed = rules.roll_up([Reported(1, "SK-1", (DUE,)), Reported(2, "SK-2", (other,))])
    assert (summed[0].number, summed[0].is_mixed) == (None, True)


@given(st.lists(st.sets(st.text("abcdef", min_size=1, max_size=2), max_size=6), min_size=1, max_size=6))
def test_a_sum_is_the_number_of_different_rows(groups: list[set[str]]) -> None:
    reports = [
        Reported(n, f"SK-{n}", (replace(DUE, number=len(rows), rows=tuple(sorted(rows))),))
        for n, rows in enumerate(groups)
    ]
    summed = rules.roll_up(reports)[0]
    assert summed.number == len(set().union(*groups)) == len(summed.rows)
    assert set(summed.twice) == {row for row in summed.rows if sum(row in rows for rows in groups) > 1}


def test_the_nearest_lead_above() -> None:
    #   10 province committee: office 11 leads; 20 commune committee under it: office 21 leads; 30 is no relation
    parents = {11: 10, 20: 10, 21: 20, 12: 10}
    leads = {11, 21, 30}
    assert rules.upper_of(21, leads, parents) == 11
    assert rules.upper_of(11, leads, parents) is None
    assert rules.upper_of(12, leads, parents) is None  # beside it in the same office, not above
    assert rules.upper_of(30, leads, parents) is None
    assert rules.upper_of(21, {21, 20, 11}, parents) == 20
    assert rules.upper_of(1, {1, 2}, {1: 2, 2: 1}) == 2  # a circle does not hang


@given(
    st.dictionaries(st.integers(1, 12), st.integers(1, 12), max_size=12),
    st.sets(st.integers(1, 12), min_size=1, max_size=12),
)
def test_no_lead_is_above_itself_and_nothing_hangs(parents: dict[int, int], leads: set[int]) -> None:
    for lead in leads:
        upper = rules.upper_of(lead, leads, parents)
        assert upper is None or (upper in leads and upper != lead)


def test_a_share_needs_all_its_parts() -> None:
    _key, counted, share_of, share_rows = rules.INDICATORS[0]
    kept = replace(DUE, key="obligations.kept", number=2, rows=("a", "b"), url="/kept/")
    late_done = replace(DUE, key="obligations.late_done", number=1, rows=("c",))
    late = replace(DUE, key="obligations.late", number=0, rows=())
    assert rules.indicator([kept, late_done], counted, share_of, share_rows).percent is None
    whole = rules.indicator([kept, late_done, late], counted, share_of, share_rows)
    assert (whole.number, whole.of, whole.percent, whole.url) == (2, 3, 67, "/kept/")
    assert rules.indicator([], "topics.chosen").number is None


def test_every_state_leads_to_states_there_are() -> None:
    for table in (states.REVIEW, states.PART, states.LESSON):
        assert {to for acts in table.values() for to in acts.values()} <= table.keys()
        assert states.after(table, next(iter(table)), "no such act") is None


def test_figures_are_kept_and_read_back() -> None:
    assert rules.figures_read(rules.figures_plain([DUE])) == (DUE,)
