"""Clauses as values: hash, difference, ids, warnings, citations."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.agreements import rules
from phoihop.agreements.rules import ClauseText, DutyText

A, B, C = (ClauseText(ref, f"Điều {ref}.") for ref in "123")


def test_the_hash_is_that_of_words_order_and_duties() -> None:
    assert rules.text_hash([A, B]) == rules.text_hash([A, ClauseText("2", "Điều 2.")])
    duty = DutyText("lead.inform", "Thông tin", {"each": "month", "working_day": 3})
    other = DutyText("lead.inform", "Thông tin", {"each": "month", "working_day": 4})
    texts = [[A, B], [B, A], [A], [A, ClauseText("2", "Khác.")]]
    texts += [[A, ClauseText("2", "Điều 2.", (one,))] for one in (duty, other)]
    assert len({rules.text_hash(text) for text in texts}) == len(texts)


def test_unicode_written_two_ways_is_one_text() -> None:
    assert rules.text_hash([ClauseText("1", "Điê\u0300u")]) == rules.text_hash([ClauseText("1", "Điều")])


def test_what_differs() -> None:
    new = [C, A, ClauseText("4", "Mới.")]
    changes = [(change.ref, change.kind, change.is_moved) for change in rules.compare([A, B, C], new)]
    assert {(ref, kind) for ref, kind, _moved in changes} == {
        ("1", "same"),
        ("2", "removed"),
        ("3", "same"),
        ("4", "added"),
    }
    assert sum(moved for _ref, _kind, moved in changes) == 1
    assert rules.changed_refs([A, B, C], new) == tuple(ref for ref, kind, _moved in changes if kind != "same")


def test_a_removed_duty_is_named() -> None:
    old = [ClauseText("1", "a", (DutyText("lead.inform", "x"), DutyText("lead.listen", "y")))]
    assert rules.removed_duties(old, [ClauseText("2", "b", (DutyText("lead.listen", "y"),))]) == ("lead.inform",)


@pytest.mark.parametrize(
    ("refs", "after", "proposed"),
    [([], "", "1"), (["1", "2"], "2", "3"), (["4.1", "4.2"], "4.1", "4.3"), (["4.1"], "4.1", "4.2")],
)
def test_the_next_free_id(refs: list[str], after: str, proposed: str) -> None:
    assert rules.next_ref(refs, after=after) == proposed


def test_an_id_of_a_signed_clause_is_not_used_again() -> None:
    assert rules.is_ref_free("4", base=[], signed=[])
    assert rules.is_ref_free("4", base=["4"], signed=["4"])
    assert not rules.is_ref_free("4", base=[], signed=["4"])


@pytest.mark.parametrize(
    ("left", "reached"), [(91, ()), (90, (90,)), (30, (90, 30)), (7, (90, 30, 7)), (0, (90, 30, 7)), (-1, ())]
)
def test_steps_before_the_end(left: int, reached: tuple[int, ...]) -> None:
    today = date(2025, 1, 1)
    assert rules.warnings_reached(date.fromordinal(today.toordinal() + left), today) == reached


def test_who_still_signs() -> None:
    roles = {1: "LEAD", 2: "PARTNER", 3: "PARTNER", 4: "WITNESS"}
    assert rules.others_to_sign(roles, 1, {2}) == {3}
    assert rules.others_to_sign(roles, None, set()) == {1, 2, 3}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Căn cứ 221-QĐ/TW và 238-QĐTW", ["221-qđ/tw", "238-qđ/tw"]),
        ("Nghị định 05/2020/NĐ-CP, Luật 126/2025/QH15", ["5/2020/nđ-cp", "126/2025/qh15"]),
        ("ngày 30/9/2020, điều 4.1", []),
    ],
)
def test_citations(text: str, keys: list[str]) -> None:
    assert [citation.key for citation in rules.citations(text)] == keys


def test_circles_and_successors() -> None:
    assert rules.makes_circle({1: [2], 2: [3]}, 3, 1)
    assert not rules.makes_circle({1: [2], 2: [3]}, 1, 3)
    assert rules.last_successor({1: 2, 2: 3, 3: 1}, 1) in {1, 2, 3}
