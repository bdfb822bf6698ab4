"""Every morning: what is counted, what never is, once however often, late arrivals, and what opens an alert."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from phoihop.concerns import commands as concerns
from phoihop.concerns.models import Concern
from phoihop.concerns.queries import counts_by_day
from phoihop.ground.figures import DayCount
from phoihop.ground.powers import NotAllowed
from phoihop.press import queries as press
from phoihop.signals import commands
from phoihop.signals.models import Alert, AlertReading, AlertUnit, Count, Morning
from tests.world import concerns as concern_layer
from tests.world import signals as layer
from tests.world.build import World
from tests.world.concerns import PLACE
from tests.world.signals import CLOCK, ONE, actor

TODAY = date(2021, 8, 2)


def rows(span: str = "DAY") -> list[tuple[Any, ...]]:
    columns = ("first", "source", "topic", "category", "place", "number")
    return list(Count.rows.filter(span=span).order_by(*columns).values_list(*columns))


def test_concerns_are_counted_by_day_service_and_place(world: World) -> None:
    concern_layer.noted(world)
    concern_layer.noted(world, text="Chợ Vĩnh Thanh thiếu nước rửa tay từ sáng đến chiều.")
    concern_layer.noted(world, text="Bến cá không có người hướng dẫn khai báo tàu.", service="nong-nghiep", place="")
    found = {(one.category, one.place): one.number for one in counts_by_day(TODAY, TODAY)}
    assert found == {("y-te", PLACE): 2, ("nong-nghiep", "kg"): 1}
    assert counts_by_day(TODAY - 7 * ONE, TODAY - ONE) == []


def test_merged_ones_count_once_and_complaints_never(world: World) -> None:
    first = concern_layer.noted(world)
    second = concern_layer.noted(world, text="Trạm y tế Vĩnh Thanh đóng cửa chiều nay.")
    third = concern_layer.noted(world, text="Tôi muốn hỏi lịch tiêm của phường.")
    fourth = concern_layer.noted(world, text="Chưa rõ giờ tiêm của phường.")
    by = actor(world, "an")
    concerns.merge_concerns(code=second, into=first, by=by, at=world.at)
    concerns.refuse_concern(code=third, reason="COMPLAINT", owner="Thanh tra tỉnh", by=by, at=world.at)
    concerns.hold_concern(code=fourth, by=by, at=world.at)
    assert Concern.rows.count() == 4
    assert sum(one.number for one in counts_by_day(TODAY, TODAY)) == 1


def test_only_numbers_are_kept_and_places_are_communes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    concern_layer.noted(world)
    monkeypatch.setattr(
        press,
        "counts_by_day",
        lambda first, last: [press_count(TODAY, "VD-kg-2021-01", "kg.vinhthanh.to-3", 2)],
        raising=False,
    )
    commands.take_counts(first=TODAY, last=TODAY, by=CLOCK, at=world.at)
    assert rows() == [
        (TODAY, "CONCERNS", "", "y-te", PLACE, 1),
        (TODAY, "PRESS", "VD-kg-2021-01", "FEED", PLACE, 2),
    ]
    assert {field.name for field in Count._meta.get_fields()} == {
        "id",
        "span",
        "first",
        "source",
        "topic",
        "category",
        "place",
        "number",
    }


def press_count(day: date, topic: str, place: str, number: int) -> DayCount:
    return DayCount(day, topic, "FEED", place, number)


def test_counting_again_gives_the_same_rows_and_late_arrivals_are_seen(world: World) -> None:
    concern_layer.noted(world)
    commands.take_counts(first=TODAY - 3 * ONE, last=TODAY, by=CLOCK, at=world.at)
    before = rows(), rows("WEEK")
    commands.take_counts(first=TODAY - 3 * ONE, last=TODAY, by=CLOCK, at=world.at)
    assert (rows(), rows("WEEK")) == before
    concern_layer.noted(world, text="Đường vào trạm y tế ngập nước.", at=world.at - 2 * ONE)
    commands.take_counts(first=TODAY - 3 * ONE, last=TODAY, by=CLOCK, at=world.at)
    assert [(one[0], one[-1]) for one in rows()] == [(TODAY - 2 * ONE, 1), (TODAY, 1)]
    assert [(one[0], one[-1]) for one in rows("WEEK")] == [(date(2021, 7, 26), 1), (TODAY, 1)]


def test_a_week_is_the_sum_of_its_days(world: World) -> None:
    for back in range(9):
        concern_layer.noted(world, text=f"Phản ánh thứ {back} về trạm y tế phường.", at=world.at - back * ONE)
    commands.take_counts(first=TODAY - 8 * ONE, last=TODAY, by=CLOCK, at=world.at)
    assert {one[0]: one[-1] for one in rows("WEEK")} == {
        date(2021, 7, 19): 1,
        date(2021, 7, 26): 7,
        date(2021, 8, 2): 1,
    }
    # Counting only the last days leaves the older ones of their week in its sum.
    commands.take_counts(first=TODAY - 2 * ONE, last=TODAY, by=CLOCK, at=world.at)
    assert {one[0]: one[-1] for one in rows("WEEK")}[date(2021, 7, 26)] == 7


def test_the_clock_counts_once_a_morning_and_not_before_six(world: World) -> None:
    concern_layer.noted(world, at=world.at - ONE)
    early = world.at.replace(hour=5, minute=59)
    commands.tick(by=CLOCK, at=early)
    assert not Morning.rows.exists()
    commands.tick(by=CLOCK, at=world.at)
    assert Morning.rows.get().cells == 1
    taken = rows()
    concern_layer.noted(world, text="Đến muộn, cho ngày hôm qua.", at=world.at - ONE)
    commands.tick(by=CLOCK, at=world.at + timedelta(hours=2))
    assert rows() == taken
    commands.tick(by=CLOCK, at=world.at + ONE)
    assert Morning.rows.count() == 2
    assert rows()[0][-1] == 2


def test_nobody_but_the_clock_counts_or_opens(world: World) -> None:
    for username in ("an", "long"):
        with pytest.raises(NotAllowed):
            commands.take_counts(first=TODAY, last=TODAY, by=actor(world, username), at=world.at)
        with pytest.raises(NotAllowed):
            commands.open_alerts(tested=[TODAY], by=actor(world, username), at=world.at)


def test_a_planted_outbreak_opens_one_alert_with_its_circle(world: World) -> None:
    code = layer.alarmed(world)
    row = layer.row(code)
    assert (row.code, row.state, row.number, row.place) == ("BD-kg-2021-0001", "OPEN", 30, PLACE)
    assert row.owner_id == world.unit("btg-tinh-uy")
    assert row.expected < 8 < row.limit < 30
    assert AlertUnit.rows.get(alert=row).unit_id == world.unit("so-yte")
    assert "Phường Vĩnh Thanh" in row.title


def test_a_usual_day_opens_nothing(world: World) -> None:
    layer.quiet_until(world, TODAY - ONE)
    layer.watched(world)
    layer.counted([(TODAY, 8)])
    assert commands.open_alerts(tested=[TODAY], by=CLOCK, at=world.at + ONE) == ()


def test_while_it_is_open_it_rises_and_no_second_one_opens(world: World) -> None:
    code = layer.alarmed(world)
    tuesday = TODAY + ONE
    layer.counted([(tuesday, 45)])
    assert commands.open_alerts(tested=[TODAY, tuesday], by=CLOCK, at=world.at + 2 * ONE) == ()
    assert commands.open_alerts(tested=[TODAY, tuesday], by=CLOCK, at=world.at + 2 * ONE) == ()
    row = layer.row(code)
    assert (row.last_day, row.number, row.peak, row.first_day) == (tuesday, 45, 45, TODAY)
    assert AlertReading.rows.filter(alert=row).count() == 2
    assert Alert.rows.count() == 1


@pytest.mark.parametrize(
    ("number", "days_later", "opens"), [(30, 2, False), (31, 2, True), (30, 14, True), (12, 2, False)]
)
def test_after_it_was_closed_the_place_rests_unless_it_rises(
    world: World, number: int, days_later: int, opens: bool
) -> None:
    code = layer.alarmed(world)
    at = world.at + ONE
    commands.close_alert(code=code, outcome="FALSE", reason="Đếm hai lần một đợt.", by=actor(world, "an", at), at=at)
    day = TODAY + days_later * ONE
    steady = [TODAY + n * ONE for n in range(1, days_later)]
    layer.counted([(one, 6 if one.weekday() < 5 else 2) for one in steady])
    layer.counted([(day, number)])
    found = commands.open_alerts(tested=[day], by=CLOCK, at=world.at + (days_later + 1) * ONE)
    assert bool(found) == opens
    assert Alert.rows.count() == 1 + opens


def test_below_the_small_number_threshold_nothing_alerts(world: World) -> None:
    layer.counted([(TODAY - n * ONE, 20) for n in range(1, 40)], category="nong-nghiep")  # the source is lively
    layer.watched(world, method="C1")
    layer.counted([(TODAY, 4)])
    assert commands.open_alerts(tested=[TODAY], by=CLOCK, at=world.at + ONE) == ()
    Count.rows.filter(first=TODAY, span="DAY").update(number=5)
    assert len(commands.open_alerts(tested=[TODAY], by=CLOCK, at=world.at + ONE)) == 1


def test_each_commune_apart_opens_its_own(world: World) -> None:
    layer.quiet_until(world, TODAY - ONE)
    layer.quiet_until(world, TODAY - ONE, place="kg")  # what named no commune
    layer.watched(world, place="kg", is_each_place=True)
    layer.counted([(TODAY, 30)])
    (code,) = commands.open_alerts(tested=[TODAY], by=CLOCK, at=world.at + ONE)
    assert layer.row(code).place == PLACE
    assert layer.row(code).title.endswith("Phường Vĩnh Thanh")


def test_no_alert_from_a_holiday_and_its_backlog(world: World) -> None:
    """2/9/2021 was off, with the 3rd; on Monday the 6th what had waited was recorded."""
    last = date(2021, 9, 6)
    layer.quiet_until(world, date(2021, 9, 1))
    layer.counted([(last, 30)])
    layer.watched(world)
    at = world.at + (last - TODAY).days * ONE + ONE
    tested = [date(2021, 9, day) for day in range(2, 7)]
    assert commands.open_alerts(tested=tested, by=CLOCK, at=at) == ()
    # After so long a stretch the backlog has two days; the same number on the third opens an alert.
    layer.counted([(last + ONE, 30), (last + 2 * ONE, 30)])
    assert commands.open_alerts(tested=[last + ONE], by=CLOCK, at=at + ONE) == ()
    assert len(commands.open_alerts(tested=[last + 2 * ONE], by=CLOCK, at=at + 2 * ONE)) == 1


def test_farrington_looks_at_whole_weeks_with_three_years_behind(world: World) -> None:
    week = date(2021, 7, 26)
    first = week - timedelta(weeks=52 * 4)
    days = [first + n * ONE for n in range((week - first).days)]
    layer.counted([(day, 2) for day in days])
    layer.watched(world, method="FARRINGTON")
    layer.counted([(week + n * ONE, 9) for n in range(7)])
    assert commands.open_alerts(tested=[week + 5 * ONE], by=CLOCK, at=world.at) == ()  # the week is not over
    (code,) = commands.open_alerts(tested=[week + 6 * ONE], by=CLOCK, at=world.at)
    row = layer.row(code)
    assert (row.is_weekly, row.first_day, row.number) == (True, week, 63)
    assert row.expected == pytest.approx(14, rel=0.1)


def test_mornings_that_were_missed_are_looked_at_later(world: World) -> None:
    layer.quiet_until(world, TODAY - ONE)
    layer.watched(world)
    Morning.rows.create(day=TODAY, at=world.at)
    texts = [f"Trạm y tế phường thiếu thuốc, lần {n}." for n in range(14)]
    for text in texts:
        concern_layer.noted(world, text=text, at=world.at)
    commands.tick(by=CLOCK, at=world.at + 3 * ONE)
    # A fortnight was counted anew from what the room of concerns holds; the seeded past before it stays.
    assert Count.rows.get(span="DAY", first=TODAY).number == 14
    assert Morning.rows.count() == 2
