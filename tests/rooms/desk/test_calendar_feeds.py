"""What a calendar program reads: right for icalendar and libical, and only what the owner may see that day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from phoihop.desk import queries
from phoihop.meetings import commands as meetings
from phoihop.obligations import commands as obligations
from phoihop.organizations import commands as organizations
from phoihop.organizations.models import Seat
from tests.rooms.meetings.libical import judge
from tests.world import meetings as meeting_layer
from tests.world import plans
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.obligations import act, open_all, opening, owe, row

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def address(person: Person, what: str = "unit", **values: Any) -> str:
    given = {"unit_id": person.actor.unit_id, **values} if what == "unit" else values
    return organizations.open_feed(what=what, by=person.actor, at=person.at, **given).url_path


def text(client: Any, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    ics: str = answer.content.decode()
    return ics


def events(ics: str) -> dict[str, Any]:
    """By summary."""
    return {str(event["summary"]): event for event in Calendar.from_ical(ics).walk("VEVENT")}


def test_both_libraries_read_it_without_an_error(world: World, chi: Person, khach: Person) -> None:
    plans.begin(world)
    owe(world, 1, days=3, title='Danh sách "số 1"; dấu phẩy, gạch \\ và xuống\ndòng ' + "ờ" * 200)
    meeting_layer.series(world)
    ics = text(khach.client, address(chi))
    errors, is_allowed, again = judge(ics)
    assert (errors, is_allowed) == (0, True)
    assert "X-LIC-ERROR" not in again
    calendar = Calendar.from_ical(ics)
    assert calendar.errors == []
    assert all(not component.errors for component in calendar.walk())
    assert len(calendar.walk("VEVENT")) > 6
    assert all(len(line.encode()) <= 75 for line in ics.split("\r\n"))
    assert "\n" not in ics.replace("\r\n", "")


def test_a_due_date_and_its_alarm(world: World, chi: Person, khach: Person) -> None:
    """A whole day that keeps nobody busy; the program reminds at eight on the working day before."""
    owed = owe(world, 1, days=7)  # Monday 9/8
    event = events(text(khach.client, address(chi)))["Hạn: Danh sách số 1"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2021, 8, 9), date(2021, 8, 10))
    assert event["transp"] == "TRANSPARENT"
    assert event["sequence"] == row(owed).version
    assert event["uid"].startswith(f"due-{owed}@")
    assert event["url"].endswith(f"/lam-viec/nghia-vu/{owed}/")
    assert event["url"].startswith("http")
    assert [str(one) for one in event["categories"].cats] == ["Hạn"]
    assert "description" not in event
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == datetime(2021, 8, 6, 8) - datetime(2021, 8, 9)


def test_the_alarm_knows_tet_and_swap_days(world: World, chi: Person, khach: Person) -> None:
    """Due on Monday 7/2/2022, after Tết (31/1–4/2): reminded on Friday 28/1, or on a Saturday that is worked."""
    open_all(world, opening(world, 1, rule={"on": "2022-02-07"}))
    url = address(chi)

    def reminded() -> datetime:
        event = events(text(khach.client, url))["Hạn: Danh sách số 1"]
        assert event.decoded("dtstart") == date(2022, 2, 7)
        return datetime(2022, 2, 7) + event.walk("VALARM")[0].decoded("trigger")

    assert reminded() == datetime(2022, 1, 28, 8)
    obligations.declare_day(day=date(2022, 2, 5), is_working=True, note="", by=LOADER, at=world.at)
    assert reminded() == datetime(2022, 2, 5, 8)


def test_a_meeting_that_moves_keeps_its_name_and_rises(world: World, an: Person, chi: Person, khach: Person) -> None:
    code = meeting_layer.call(world)
    url = address(chi)
    before = events(text(khach.client, url))["Giao ban công tác phối hợp tháng 8"]
    later = meeting_layer.starts(world) + timedelta(days=1)
    meetings.change_occurrence(
        code=code,
        number=1,
        starts_at=later,
        ends_at=later + timedelta(hours=2),
        place=None,
        version=None,
        by=an.actor,
        at=world.at + timedelta(hours=1),
    )
    after = events(text(khach.client, url))["Giao ban công tác phối hợp tháng 8"]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstart") == later
    assert after.decoded("dtstart").tzinfo.key == "Asia/Ho_Chi_Minh"
    assert after["transp"] == "OPAQUE"
    assert after["location"] == "Phòng họp số 1"
    meetings.cancel_meeting(code=code, reason="Bão", by=an.actor, at=world.at + timedelta(hours=2))
    gone = events(text(khach.client, url))["Giao ban công tác phối hợp tháng 8"]
    assert gone["status"] == "CANCELLED"
    assert gone["sequence"] > after["sequence"]
    assert not gone.walk("VALARM")


def test_what_is_done_leaves_the_feed(world: World, an: Person, chi: Person, khach: Person) -> None:
    owed = owe(world, 1, days=3)
    url = address(chi)
    act("hand_in", owed, chi)
    assert "Hạn: Danh sách số 1" in events(text(khach.client, url))
    act("accept", owed, an)
    assert events(text(khach.client, url)) == {}


def test_unchanged_is_not_sent_again(world: World, chi: Person, khach: Person, clock: Any) -> None:
    owe(world, 1, days=3)
    url = address(chi)
    first = khach.client.get(url)
    clock.move(hours=3)
    again = khach.client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    owe(world, 2, days=4)
    changed = khach.client.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert khach.client.head(url).status_code == 200
    assert khach.client.post(url).status_code == 405


# ── whose ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_mine_is_what_my_offices_have_to_do(world: World, an: Person, chi: Person, khach: Person) -> None:
    owe(world, 1, days=3)
    assert list(events(text(khach.client, address(chi, "mine")))) == ["Hạn: Danh sách số 1"]
    assert events(text(khach.client, address(an, "mine"))) == {}
    assert list(events(text(khach.client, address(an)))) == ["Hạn: Danh sách số 1"]


def test_a_topic_and_a_kind(world: World, chi: Person, khach: Person) -> None:
    year = plans.begin(world)
    owe(world, 1, days=3)
    meeting_layer.call(world)
    of_topic = Calendar.from_ical(text(khach.client, address(chi, "topic", about=year.topic))).walk("VEVENT")
    assert of_topic
    assert "Hạn: Danh sách số 1" not in {str(event["summary"]) for event in of_topic}
    of_kind = events(text(khach.client, address(chi, "kind", about="meeting")))
    assert list(of_kind) == ["Giao ban công tác phối hợp tháng 8"]


def test_a_seat_that_ended_gives_an_empty_calendar_that_says_so(
    world: World, chi: Person, khach: Person, clock: Any
) -> None:
    owe(world, 1, days=3)
    meeting_layer.call(world)
    urls = [address(chi, "mine"), address(chi), address(chi, "kind", about="due")]
    assert all(events(text(khach.client, url)) for url in urls)
    seat = Seat.rows.get(account_id=chi.account_id)
    organizations.end_seat(seat_id=seat.pk, on_date=world.at.date(), by=LOADER, at=world.at)
    assert all(events(text(khach.client, url)) for url in urls), "the last day counts"
    clock.move(days=1)
    for url in urls:
        ics = text(khach.client, url)
        assert events(ics) == {}
        assert "không còn giữ vị trí" in str(Calendar.from_ical(ics)["x-wr-caldesc"])
        assert judge(ics)[:2] == (0, True)


def test_a_disabled_account_reads_nothing(world: World, chi: Person, khach: Person) -> None:
    owe(world, 1, days=3)
    url = address(chi)
    organizations.disable_account(account_id=chi.account_id or 0, by=LOADER, at=world.at)
    assert events(text(khach.client, url)) == {}


def test_a_second_seat_adds_its_own_and_nothing_twice(world: World, chi: Person, khach: Person) -> None:
    owe(world, 1, days=3)
    owe(world, 2, days=3, lead="so-xaydung")
    url = address(chi, "mine")
    assert list(events(text(khach.client, url))) == ["Hạn: Danh sách số 1"]
    post = organizations.create_post(unit_id=world.unit("so-xaydung"), title="Biệt phái", by=LOADER, at=world.at)
    organizations.seat_person(
        post_id=post.post_id, account_id=chi.account_id or 0, role="focal", by=LOADER, at=world.at
    )
    ics = text(khach.client, url)
    assert sorted(events(ics)) == ["Hạn: Danh sách số 1", "Hạn: Danh sách số 2"]
    assert ics.count("BEGIN:VEVENT") == 2


def test_uids_are_each_others_and_stay(world: World, chi: Person, khach: Person) -> None:
    plans.begin(world)
    meeting_layer.series(world)
    url = address(chi)

    def uids() -> list[str]:
        return [str(event["uid"]) for event in Calendar.from_ical(text(khach.client, url)).walk("VEVENT")]

    first = uids()
    assert len(set(first)) == len(first)
    assert uids() == first


def test_the_cost_does_not_grow(world: World, chi: Person) -> None:
    owe(world, 1000, days=2, supporting=("so-xaydung",))
    meeting_layer.call(world)

    def taken() -> int:
        with CaptureQueriesContext(connection) as queries_taken:
            queries.feed_text(chi.account_id or 0, "mine", at=world.at)
        return len(queries_taken)

    taken()
    before = taken()
    open_all(world, *(opening(world, number, days=2 + number % 5) for number in range(20)))
    meeting_layer.series(world)
    taken()
    assert taken() == before


def test_a_long_feed_keeps_the_nearest(world: World, chi: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from phoihop.desk.queries import feeds

    monkeypatch.setattr(feeds, "MOST", 5)
    open_all(world, *(opening(world, number, days=number) for number in range(1, 12)))
    ics = queries.feed_text(chi.account_id or 0, "mine", at=world.at)
    assert len(events(ics)) == 5
    assert max(event.decoded("dtstart") for event in events(ics).values()) < date(2021, 8, 12)
    assert "chỉ gồm những ngày gần nhất" in str(Calendar.from_ical(ics)["x-wr-caldesc"])
