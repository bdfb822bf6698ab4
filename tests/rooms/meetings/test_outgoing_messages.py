"""Every calendar message this house writes: read by icalendar and libical, allowed by its method's table."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from phoihop.meetings import commands
from phoihop.meetings.models import Counter, Occurrence
from tests.rooms.meetings.libical import judge
from tests.rooms.meetings.outgoing import sent
from tests.world.meetings import address, call, series, starts

UNITS = ("so-yte", "so-tttt", "so-nnptnt")


def _everything(world, an, chi):
    """A series lived through: every method goes out at least once."""
    for unit in UNITS:
        address(world, unit)
    code = series(
        world, to=UNITS, text='Kính mời; mang theo số liệu, "bản in".\nXin đúng giờ.', title="Họp “Tết”; số 1, 2"
    )
    start = starts(world)
    by, at = an.actor, world.at
    mandate = commands.Mandate(
        name='Lê "Ba" Văn', post="Phó Giám đốc", address="ba@soyte.example.vn", scope="Quyết định"
    )
    unit_id = chi.actor.unit_id
    commands.answer_invitation(code=code, unit_id=unit_id, answer="DELEGATED", mandate=mandate, by=chi.actor, at=at)
    commands.counter_invitation(
        code=code,
        unit_id=unit_id,
        number=2,
        starts_at=start + timedelta(days=8),
        ends_at=start + timedelta(days=8, hours=1),
        comment="Trùng lịch",
        by=chi.actor,
        at=at,
    )
    counter = Counter.rows.get()
    commands.decide_counter(code=code, counter_id=counter.pk, is_accepted=False, answer="Đã đặt phòng", by=by, at=at)
    commands.change_occurrence(
        code=code,
        number=2,
        starts_at=start + timedelta(days=9),
        ends_at=start + timedelta(days=9, hours=1),
        place="Hội trường",
        by=by,
        at=at,
    )
    commands.add_occurrence(
        code=code, starts_at=start + timedelta(days=30), ends_at=start + timedelta(days=30, hours=1), by=by, at=at
    )
    commands.cancel_occurrence(code=code, number=3, reason="Trùng lễ", by=by, at=at)
    commands.change_meeting(code=code, title="Tên mới", by=by, at=at)
    commands.remove_unit(code=code, unit_id=world.unit("so-nnptnt"), by=by, at=at)
    commands.cancel_meeting(code=code, reason="Dịch bệnh", by=by, at=at)
    single = call(world, to=("so-tttt",), video_url="https://hop.example.gov.vn/x?a=1,2;b", place="")
    return [*sent(code), *sent(single)]


def test_each_is_read_and_allowed(world, an, chi):
    messages = _everything(world, an, chi)
    assert {one.method for one in messages} == {"REQUEST", "ADD", "CANCEL", "DECLINECOUNTER"}
    for one in messages:
        calendar = Calendar.from_ical(one.ics)
        assert not [c.errors for c in calendar.walk() if c.errors], one.ics
        assert str(calendar["METHOD"]) == one.method
        errors, is_allowed, back = judge(one.ics)
        assert (errors, is_allowed) == (0, True), back
        assert max(len(line.encode()) for line in one.ics.splitlines()) <= 75


def test_libical_refuses_what_is_wrong(world, an, chi):
    address(world, "so-yte")
    good = sent(call(world))[0].ics
    assert judge(good)[:2] == (0, True)
    without = "".join(line + "\r\n" for line in good.split("\r\n") if line and not line.startswith("UID"))
    assert not judge(without)[1]


def test_numbers_rise_and_times_are_local(world, an, chi):
    address(world, "so-yte")
    code = call(world)
    commands.change_meeting(code=code, starts_at=starts(world) + timedelta(hours=1), by=an.actor, at=world.at)
    commands.cancel_meeting(code=code, reason="Bận", by=an.actor, at=world.at)
    first, second, third = sent(code)
    assert [int(one.events[0]["SEQUENCE"]) for one in (first, second, third)] == [0, 1, 2]
    assert len({str(one.events[0]["UID"]) for one in (first, second, third)}) == 1
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20210810T090000" in first.ics
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20210810T100000" in second.ics
    assert first.ics.count("BEGIN:VTIMEZONE") == 1
    assert str(first.events[0]["ORGANIZER"]) == str(third.events[0]["ORGANIZER"])


def test_each_unit_has_an_organisers_address_of_its_own(world, an, chi):
    for unit in UNITS:
        address(world, unit)
    messages = sent(call(world, to=UNITS))
    assert len(messages) == 3
    assert len({str(one.events[0]["ORGANIZER"]) for one in messages}) == 3
    assert {str(a) for a in messages[0].events[0]["ATTENDEE"]} == {
        f"mailto:vanphong@{unit}.example.gov.vn" for unit in UNITS
    }


def test_a_series_says_what_differs(world, an, chi):
    address(world, "so-yte")
    code = series(world)
    at, by, start = world.at, an.actor, starts(world)
    commands.change_occurrence(
        code=code,
        number=2,
        starts_at=start + timedelta(days=8),
        ends_at=start + timedelta(days=8, hours=1),
        by=by,
        at=at,
    )
    commands.cancel_occurrence(code=code, number=3, reason="Lễ", by=by, at=at)
    commands.change_meeting(code=code, place="Phòng 2", by=by, at=at)
    master, moved = sent(code, "REQUEST")[-1].events
    assert "EXDATE;TZID=Asia/Ho_Chi_Minh:20210824T090000" in sent(code, "REQUEST")[-1].ics
    assert moved["RECURRENCE-ID"].dt == start + timedelta(days=7)
    assert moved["DTSTART"].dt == start + timedelta(days=8)
    assert "RRULE" in master
    assert Occurrence.rows.filter(state="CANCELLED").count() == 1


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=WEEKLY", "số buổi hoặc ngày cuối"),
        ("FREQ=DAILY;COUNT=61", "không quá 60 buổi"),
        ("FREQ=SECONDLY;COUNT=3", "Không đọc được"),
        ("COUNT=3;X", "Không đọc được"),
        ("FREQ=WEEKLY;BYDAY=FR;COUNT=3", "Buổi đầu không rơi"),
        ("FREQ=WEEKLY;UNTIL=20210901T000000", "Không đọc được"),
    ],
)
def test_rules_that_are_refused(world, an, rule, said):
    from phoihop.ground.command import Refused

    with pytest.raises(Refused, match=said):
        call(world, repeat=rule)
