"""Channels as data, how a line stands, and clashes, checked against the plain definition."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.communications.queries.outreach_words import (
    CHANNEL_HELP,
    CHANNEL_WORDS,
    DETAIL_WORDS,
    FLAG_WORDS,
    KIND_HELP,
    KIND_WORDS,
    REACH_HELP,
    days_in_words,
)
from phoihop.communications.rules import outreach as rules
from phoihop.communications.rules import outreach_looking as looking
from tests.world.outreach import DETAILS

DAY = date(2021, 8, 2)


def test_all_eight_channels_have_words() -> None:
    assert list(rules.CHANNELS) == list(CHANNEL_WORDS) == list(CHANNEL_HELP) == list(REACH_HELP)
    assert len(rules.CHANNELS) == 8
    assert {field.key for one in rules.CHANNELS.values() for field in one.fields} == set(DETAIL_WORDS)
    assert {field.kind for one in rules.CHANNELS.values() for field in one.fields} == set(KIND_HELP)
    assert {*rules.FLAGGED, *rules.PLAN_FLAGGED} == set(FLAG_WORDS)
    assert set(rules.KINDS) == set(KIND_WORDS)


@pytest.mark.parametrize("channel", rules.CHANNELS)
def test_what_is_kept_of_a_channel_reads_back_the_same(channel: str) -> None:
    kept = rules.read_details(channel, DETAILS[channel])
    assert rules.read_details(channel, {key: rules.text_of(value) for key, value in kept.items()}) == kept


@pytest.mark.parametrize(
    ("channel", "given_", "field", "why"),
    [
        ("LOUDSPEAKER", {"places": "Xã A"}, "hours", "needed"),
        ("LOUDSPEAKER", {"places": "Xã A", "hours": "sáng sớm"}, "hours", "hours"),
        ("LOUDSPEAKER", {"places": "Xã A", "hours": "06:00-05:00"}, "hours", "hours"),
        ("LOUDSPEAKER", {"places": "", "hours": "05:00-06:00"}, "places", "needed"),
        ("VISUAL", {"form": "Pa-nô", "quantity": "mười"}, "quantity", "number"),
        ("VISUAL", {"form": "x" * 301}, "form", "long"),
        ("ORAL", {"speakers": "A", "places": "x" * 301}, "places", "long"),
    ],
)
def test_what_a_channel_asks_for(channel: str, given_: dict[str, str], field: str, why: str) -> None:
    with pytest.raises(rules.BadDetails) as bad:
        rules.read_details(channel, given_)
    assert (bad.value.field, bad.value.why) == (field, why)


def test_what_a_channel_does_not_know_is_left_out() -> None:
    assert rules.read_details("WEB", {"sites": "Cổng", "phone": "090"}) == {"sites": ["Cổng"]}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("05:00-05:30", (300, 330)),
        ("5g-5g30", (300, 330)),
        ("17h00 – 17h30", (1020, 1050)),
        ("00:00-24:00", (0, 1440)),
        ("05:00-05:00", None),
        ("05:60-06:00", None),
        ("23:00-25:00", None),
        ("", None),
    ],
)
def test_hours(text: str, span: tuple[int, int] | None) -> None:
    assert rules.span_of_hours(text) == span


@pytest.mark.parametrize(
    ("state", "days", "outputs", "handed", "expected"),
    [
        ("DRAFT", -5, [], False, "draft"),
        ("DROPPED", -5, ["DONE"], False, "dropped"),
        ("APPROVED", 0, [], False, "planned"),
        ("APPROVED", -1, [], False, "gap"),
        ("APPROVED", 1, ["DRAFT"], False, "working"),
        ("APPROVED", -1, ["SCHEDULED"], False, "gap"),
        ("APPROVED", -1, ["DONE"], False, "done"),
        ("APPROVED", 1, ["DONE", "SENT"], False, "working"),
        ("APPROVED", -1, ["DONE", "SENT"], False, "gap"),
        ("APPROVED", -1, ["DONE", "NOT_DONE"], False, "done"),
        ("APPROVED", 1, ["NOT_DONE"], False, "missed"),
        ("APPROVED", -1, ["DROPPED"], False, "gap"),
        ("APPROVED", -1, [], True, "handed"),
        ("APPROVED", -1, ["DONE"], True, "done"),
    ],
)
def test_how_a_line_stands(state: str, days: int, outputs: list[str], handed: bool, expected: str) -> None:
    last = DAY + timedelta(days=days)
    assert rules.stands(state, last, DAY, outputs, is_handed_in=handed) == expected


@given(
    st.lists(st.sampled_from(sorted(rules.OUTPUT)), max_size=4),
    st.integers(-3, 3),
    st.booleans(),
)
def test_a_gap_is_exactly_an_overdue_line_with_something_undone(outputs: list[str], days: int, handed: bool) -> None:
    stands = rules.stands("APPROVED", DAY + timedelta(days=days), DAY, outputs, is_handed_in=handed)
    is_open = any(one in rules.OUTPUT_OPEN for one in outputs)
    nothing = not is_open and not any(one in ("DONE", "NOT_DONE") for one in outputs)
    waits = handed and "DONE" not in outputs
    assert (stands == "gap") == (days < 0 and (is_open or nothing) and not waits)


SLOTS = st.builds(
    lambda key, start, length, channel, audience, places, hours, territory: looking.Slot(
        key=str(key),
        first=DAY + timedelta(days=start),
        last=DAY + timedelta(days=start + length),
        channel=channel,
        audience=audience,
        places=frozenset(places),
        hours=tuple(hours),
        territory=territory,
    ),
    st.integers(0, 10**9),
    st.integers(0, 20),
    st.integers(0, 6),
    st.sampled_from(["ORAL", "LOUDSPEAKER"]),
    st.sampled_from(["", "ngu dan", "hoc sinh"]),
    st.lists(st.sampled_from(["xa a", "xa b"]), max_size=2),
    st.lists(st.sampled_from([(300, 330), (320, 400), (1000, 1100)]), max_size=2),
    st.sampled_from(["kg", "kg.vinhthanh", "kgx", "ag"]),
)


def _meet(one: looking.Slot, other: looking.Slot) -> tuple[str, ...]:
    """The definition, day by day and minute by minute."""
    days = set(_days(one)) & set(_days(other))
    minutes = _minutes(one) & _minutes(other)
    if one.channel != other.channel or not days or not minutes:
        return ()
    grounds = []
    if one.audience == other.audience != "":
        grounds.append("audience")
    if one.places & other.places:
        grounds.append("place")
    return tuple(grounds)


def _days(slot: looking.Slot) -> list[date]:
    return [slot.first + timedelta(days=n) for n in range((slot.last - slot.first).days + 1)]


def _minutes(slot: looking.Slot) -> set[int]:
    return {minute for first, last in slot.hours for minute in range(first, last)} or set(range(1440))


@settings(max_examples=60, deadline=None)
@given(st.lists(SLOTS, max_size=9, unique_by=lambda slot: slot.key))
def test_clashes_are_all_pairs_that_meet(slots: list[looking.Slot]) -> None:
    expected = {
        tuple(sorted((one.key, other.key))): _meet(one, other)
        for one, other in combinations(slots, 2)
        if _meet(one, other)
    }
    found = looking.clashes(slots)
    assert {(one.one, one.other): one.grounds for one in found} == expected
    by_key = {slot.key: slot for slot in slots}
    for one in found:
        common = sorted(set(_days(by_key[one.one])) & set(_days(by_key[one.other])))
        assert (one.first, one.last) == (common[0], common[-1])


@settings(max_examples=60, deadline=None)
@given(st.lists(SLOTS, max_size=6, unique_by=lambda slot: slot.key), st.integers(0, 20), st.integers(0, 4))
def test_windows_stop_what_lies_in_their_territory(slots: list[looking.Slot], start: int, length: int) -> None:
    first = DAY + timedelta(days=start)
    window = looking.Window("w", first, first + timedelta(days=length), "kg", frozenset({"ORAL"}))
    days = {first + timedelta(days=n) for n in range(length + 1)}
    expected = {
        slot.key
        for slot in slots
        if days & set(_days(slot)) and slot.channel == "ORAL" and slot.territory in ("kg", "kg.vinhthanh")
    }
    assert {one.slot for one in looking.blocked(slots, [window])} == expected


@pytest.mark.parametrize(("text", "days"), [("60", 60), ("90", 90), ("", 30), ("31", 30), ("x", 30)])
def test_how_far_ahead(text: str, days: int) -> None:
    assert looking.days_in(text) == days


def test_days_are_read_with_their_year() -> None:
    assert days_in_words(DAY, DAY) == "2/8/2021"
    assert days_in_words(DAY, date(2021, 8, 9)) == "2/8–9/8/2021"
    assert days_in_words(DAY, date(2022, 1, 1)) == "2/8/2021–1/1/2022"
