"""The chain proves itself: whatever is done to an export is found."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.ledger import rules
from tests.rooms.ledger.samples import export_of, head_of

LINES = export_of([[1, 2, 3], [5, 6], [4, 7, 8]])
HEAD = head_of(LINES)
places = st.integers(0, len(LINES) - 1)


def is_sound(lines, head=""):
    return rules.verify(lines, head=head).is_sound


def test_an_untouched_export_is_sound():
    verdict = rules.verify(LINES, head=HEAD)
    assert (verdict.is_sound, verdict.entries, verdict.seals, verdict.after_head) == (True, 8, 3, 0)
    assert is_sound([f"{line}\n" for line in LINES])


def test_an_empty_ledger_is_sound():
    assert is_sound(export_of([]), head=rules.GENESIS)


@given(places, st.data())
def test_any_changed_character_is_found(place, data):
    line = LINES[place]
    at = data.draw(st.integers(0, len(line) - 1))
    new = data.draw(st.characters(codec="utf-8").filter(lambda c: c != line[at]))
    assert not is_sound([*LINES[:place], line[:at] + new + line[at + 1 :], *LINES[place + 1 :]])


@given(places, st.text(max_size=30))
def test_any_inserted_line_is_found(place, text):
    assert not is_sound([*LINES[:place], text, *LINES[place:]])


@given(places, places)
def test_any_repeated_line_is_found(place, other):
    assert not is_sound([*LINES[:place], LINES[other], *LINES[place:]])


@given(places)
def test_any_removed_line_is_found(place):
    assert not is_sound([*LINES[:place], *LINES[place + 1 :]])


@given(st.permutations(LINES).filter(lambda lines: lines != LINES))
def test_any_other_order_is_found(lines):
    assert not is_sound(lines)


@given(st.integers(0, len(LINES) - 1))
def test_any_cut_is_found(place):
    assert not is_sound(LINES[:place])


@given(st.lists(st.sampled_from(["id", "kind", "code", "data"]), min_size=1, unique=True), st.integers(0, 7))
def test_any_changed_value_is_found(names, which):
    rows = [json.loads(line) for line in LINES]
    entry = [row["entry"] for row in rows if "entry" in row][which]
    for name in names:
        entry[name] = 99 if name == "id" else entry[name] + "!"
    assert not is_sound([rules.canonical(row) for row in rows])


def test_a_value_beside_the_entry_is_found():
    row = json.loads(LINES[1])
    assert not is_sound([LINES[0], rules.canonical({**row, "note": "x"}), *LINES[2:]])
    assert not is_sound([LINES[0], LINES[1].replace('{"entry":{', '{"entry":{"code":"KH-9",'), *LINES[2:]])


def test_a_tail_cut_and_closed_again_is_found_with_the_head():
    cut = export_of([[1, 2, 3], [5, 6]])
    assert is_sound(cut)
    assert not is_sound(cut, HEAD)


def test_a_rewritten_tail_is_found_with_the_head():
    rewritten = export_of([[1, 2, 3], [5, 6], [4, 7, 9]])
    assert is_sound(rewritten)
    assert not is_sound(rewritten, HEAD)


def test_a_ledger_that_went_on_still_holds_the_old_head():
    verdict = rules.verify(export_of([[1, 2, 3], [5, 6], [4, 7, 8], [9]]), head=HEAD)
    assert (verdict.is_sound, verdict.after_head) == (True, 1)


@pytest.mark.parametrize(
    "line",
    ["", "null", "[]", '{"entry":1}', '{"seal":[]}', '{"end":null}', "[" * 100_000, '{"entry":{"id":"\ud800"}}', "NaN"],
)
def test_rubbish_is_found_and_hurts_nobody(line):
    assert not is_sound([LINES[0], line, *LINES[1:]])
    assert not is_sound([line])


def test_findings_are_bounded():
    assert len(rules.verify(["x"] * 5000).findings) == rules.MOST_FINDINGS + 1


@given(st.lists(st.integers(1, 10**9), unique=True))
def test_ranges_keep_numbers_and_order(numbers):
    assert rules.read_ranges(rules.write_ranges(numbers)) == numbers
