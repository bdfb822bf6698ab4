"""The life of a letter and of its shares: the tables, the codes of the standard, and any order of what may happen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.dispatches import rules, states

PARTNER_IS_TOLD = {
    "deliver",
    "refuse",
    "acknowledge",
    "ask_recall",
    "agree",
    "decline",
    "assign",
    "process",
    "complete",
}


def verbs(*tables):
    return {verb for table in tables for then in table.values() for verb in then}


def test_every_status_code_of_the_standard_stands_for_one_verb():
    assert sorted(rules.EDXML_STATUS.values()) == ["01", "02", "03", "04", "05", "06", "13", "15", "16"]
    assert set(rules.EDXML_STATUS) == PARTNER_IS_TOLD
    assert len(set(rules.EDXML_STATUS.values())) == len(rules.EDXML_STATUS)


@pytest.mark.parametrize(
    ("verb", "code"),
    [
        ("deliver", "01"),
        ("refuse", "02"),
        ("acknowledge", "03"),
        ("assign", "04"),
        ("process", "05"),
        ("complete", "06"),
        ("ask_recall", "13"),
        ("agree", "15"),
        ("decline", "16"),
    ],
)
def test_what_each_verb_says(verb, code):
    assert rules.EDXML_STATUS[verb] == code


def test_every_verb_of_a_share_has_a_code_or_is_silent():
    found = verbs(states.RECIPIENT, states.RECALL, states.HANDLING)
    by_message = {"recall"}  # the message itself takes the letter back: a kind of business, no status
    assert found - by_message - rules.EDXML_SILENT == set(rules.EDXML_STATUS)
    assert not rules.EDXML_SILENT & set(rules.EDXML_STATUS)


def test_the_kinds_of_business_are_those_of_the_standard():
    assert rules.EDXML_BUSINESS == {"send": "0", "recall": "1", "update": "2", "replace": "3"}
    assert {one.lower() for one in rules.CHANGES} <= set(rules.EDXML_BUSINESS)


@pytest.mark.parametrize("table", [states.DISPATCH, states.RECIPIENT, states.RECALL, states.HANDLING])
def test_tables_are_closed(table):
    assert {state for then in table.values() for state in then.values()} <= set(table)


@given(st.lists(st.sampled_from(sorted(verbs(states.RECIPIENT)))))
def test_any_order_of_events_keeps_what_an_office_said(happened):
    state, said = "CREATED", ""
    for verb in happened:
        then = states.RECIPIENT[state].get(verb)
        if then is None:
            continue
        if said == "REFUSED":
            raise AssertionError("nothing follows a refusal")
        if said == "ACKNOWLEDGED":
            assert then == "RECALLED"
        state = then
        said = state if state in states.ANSWERED else said
        assert state in states.RECIPIENT
        assert (state in states.WAITING) + (state in states.ANSWERED) + (state == "RECALLED") == 1
    assert (state in states.WAITING) == ("deliver" in states.RECIPIENT[state] or state == "DELIVERED")


def test_whoever_answers_can_be_said_to_have_it():
    for state in states.UNREACHED:
        assert states.RECIPIENT[state]["deliver"] == "DELIVERED"


@given(st.text("abcCV-0123456789", min_size=1, max_size=30), st.integers(1, 10**9), st.integers(1, 9999))
def test_the_key_of_a_mail_is_read_back(code, unit_id, tries):
    assert rules.read_mail_key(rules.mail_key(code, unit_id, tries)) == (code, unit_id, tries)


@pytest.mark.parametrize(
    "key", ["", "meeting/HN-1/2", "dispatch/CV-1/x", "dispatch/CV-1/2/recall/3", "dispatch/CV-1/2/1", "dispatch//2"]
)
def test_other_keys_are_not_letters(key):
    assert rules.read_mail_key(key) is None


def test_codes_typed_in_one_field():
    assert rules.document_codes(" VB-kg-2021-000001,VB-2;\nVB-2  VB-3 ") == ("VB-kg-2021-000001", "VB-2", "VB-3")
    assert rules.document_codes("") == ()
