"""What comes in from calendars: whatever it is, it never raises; zones are read right; each forgery has its reason."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoihop.ledger.models import Entry
from phoihop.meetings import commands
from phoihop.meetings.models import Counter, Place
from phoihop.meetings.rules import reading
from tests.rooms.meetings import programs
from tests.rooms.meetings.outgoing import sent
from tests.rooms.meetings.programs import Invited, ics_of
from tests.world.meetings import address, call, series, starts

SAMPLES = Path(__file__).resolve().parents[4] / "shared/data/ical/samples"


def hear(raw, sender, at, method="REPLY"):
    return commands.hear_calendar(method, ics_of(raw), sender, at)


@pytest.fixture
def it(world):
    address(world, "so-yte")
    return Invited.of(sent(call(world))[0])


def _ignored():
    """What the ledger says of messages that were ignored, oldest first."""
    return [str(json.loads(one.data)) for one in Entry.rows.filter(kind="reply.ignored").order_by("pk")]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collection of calendar files does not lie beside the project")
@pytest.mark.slow
def test_samples_of_the_world_never_raise(world, it):
    files = sorted(SAMPLES.glob("*.ics"))
    assert len(files) > 100
    for path in files:
        raw = path.read_bytes()
        readings = (raw,) if raw.isascii() else (raw, raw.decode("latin-1"))
        for ics in readings:
            assert commands.hear_calendar("REQUEST", ics, "x@y.example", world.at) is False, path.name
    assert Place.rows.get().state == "NEEDS-ACTION"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collection of calendar files does not lie beside the project")
@pytest.mark.slow
def test_samples_that_name_our_meeting_never_raise(world, it):
    """The same files with our UID and organiser's address put in, as an ill-willed writer would."""
    for path in sorted(SAMPLES.glob("*.ics")):
        text = path.read_bytes().decode("utf-8", "replace")
        head = f"BEGIN:VEVENT\r\nORGANIZER:mailto:{it.organiser}\r\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{it.me}"
        lines = []
        for line in text.splitlines():
            name = line.partition(":")[0].partition(";")[0].upper()
            ours = f"UID:{it.uid}" if name == "UID" else head if line.strip().upper() == "BEGIN:VEVENT" else line
            lines += [ours] if name != "METHOD" else []
        commands.hear_calendar("REPLY", "\r\n".join(lines), it.me, world.at + timedelta(hours=1))
    assert Place.rows.get().state == "NEEDS-ACTION"


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    for ics in (text, f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"):
        try:
            reading.read("REPLY", ics)
        except reading.Unreadable:
            continue


@pytest.mark.parametrize("answer", ["ACCEPTED", "TENTATIVE", "DECLINED"])
@pytest.mark.parametrize("program", ["thunderbird", "evolution", "google", "outlook", "apple"])
def test_every_program_is_understood(world, it, program, answer):
    t = world.at + timedelta(hours=1)
    assert hear(getattr(programs, program)(it, answer, t, comment="Cảm ơn"), it.me, t)
    place = Place.rows.get()
    assert (place.state, place.comment, place.stamp, place.way) == (answer, "Cảm ơn", t, "mail")


@pytest.mark.parametrize("program", ["thunderbird", "outlook", "google"])
def test_another_time_in_every_form_of_zone(world, it, program):
    t, other = world.at + timedelta(hours=1), it.starts + timedelta(days=1)
    raw = {
        "thunderbird": lambda: programs.thunderbird_counter(it, other, t),
        "outlook": lambda: programs.outlook(it, "TENTATIVE", t, starts=other),
        "google": lambda: programs.google(
            it, "NEEDS-ACTION", t, method="COUNTER", starts=other, ends=other + timedelta(hours=2)
        ),
    }[program]()
    assert hear(raw, it.me, t, "COUNTER")
    counter = Counter.rows.get()
    assert (counter.starts_at, counter.ends_at) == (other, other + timedelta(hours=2))


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("DTSTART:20210811T020000Z", 2),
        ("DTSTART;TZID=Asia/Ho_Chi_Minh:20210811T090000", 2),
        ("DTSTART;TZID=Asia/Saigon:20210811T090000", 2),
        ("DTSTART;TZID=SE Asia Standard Time:20210811T090000", 2),
        ("DTSTART;TZID=Europe/Paris:20210811T040000", 2),
        ("DTSTART:20210811T090000", 2),  # without a zone it is meant where the meeting is
    ],
)
def test_times_in_every_zone(line, hour):
    ics = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert reading.read("COUNTER", ics)[0].starts == datetime(2021, 8, 11, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "sender", "said"),
    [
        ({"organiser": "an@khac.example.vn"}, None, "không mang địa chỉ"),
        ({"me": "ke-la@xa.example.com"}, None, "không được mời"),
        ({}, "ke-la@xa.example.com", "không đến từ"),
        ({"sequence": 3}, None, "chưa từng gửi"),
    ],
)
def test_a_forgery_is_ignored_and_logged(world, it, change, sender, said):
    t = world.at + timedelta(hours=1)
    other = replace(it, **change)
    assert hear(programs.google(other, "DECLINED", t), sender or other.me, t)
    assert Place.rows.get().state == "NEEDS-ACTION"
    (entry,) = _ignored()
    assert said in entry


def test_one_occasion_is_answered_alone(world):
    address(world, "so-yte")
    it = Invited.of(sent(series(world))[0])
    t = world.at + timedelta(hours=1)
    ics = ics_of(programs.google(it, "DECLINED", t))
    second = programs.utc(starts(world) + timedelta(days=7))
    for original, count in ((second, 1), ("20210101T000000Z", 1)):
        text = ics.replace("BEGIN:VEVENT", f"BEGIN:VEVENT\r\nRECURRENCE-ID:{original}")
        commands.hear_calendar("REPLY", text, it.me, t)
        assert Place.rows.filter(state="DECLINED").count() == count
    assert Place.rows.get(state="DECLINED").occurrence.number == 2
    assert len(_ignored()) == 1


def test_a_clock_that_runs_ahead_shuts_nothing_out(world, it):
    t = world.at + timedelta(hours=1)
    hear(programs.google(it, "ACCEPTED", t + timedelta(days=400)), it.me, t)
    hear(programs.google(it, "DECLINED", t + timedelta(minutes=1)), it.me, t + timedelta(minutes=1))
    assert Place.rows.get().state == "DECLINED"
