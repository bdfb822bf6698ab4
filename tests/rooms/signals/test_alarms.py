"""Settings: what may be watched and what may not, false alarms shown before saving, change, stop and start."""

from __future__ import annotations

from datetime import date

import pytest

from phoihop.ground.command import Refused, SomebodyWasFaster
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.signals import commands, queries
from phoihop.signals.models import Alarm, AlarmUnit
from tests.world import signals as layer
from tests.world.build import World
from tests.world.cast import Person
from tests.world.signals import ONE, actor

HERE = "/lam-viec/canh-bao-som/nguong/"
GIVEN = {"source": "CONCERNS", "category": "y-te", "place": layer.PLACE, "method": "C2", "rest_days": "7"}


def test_a_setting_keeps_its_false_alarm_rate(world: World) -> None:
    layer.quiet_until(world, world.at.date() - ONE, days=200)
    row = layer.alarm_row(layer.watched(world))
    assert (row.code, row.method, row.threshold, row.least) == ("NG-kg-2021-0001", "C2", 3.0, 5)
    assert row.drawn > 10_000
    assert row.above > 0
    assert row.quiet_mean == pytest.approx(4, abs=2)
    assert row.false_a_year > 0
    again = layer.alarm_row(layer.watched(world, method="C1"))
    assert again.false_a_year != row.false_a_year


def test_without_any_past_the_rate_is_not_made_up(world: World) -> None:
    row = layer.alarm_row(layer.watched(world))
    assert (row.drawn, row.false_a_year) == (0, 0.0)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"source": "TWITTER"}, "chọn nguồn"),
        ({"place": "kg.vinhthanh.to-3"}, "một xã, phường hoặc rộng hơn"),
        ({"place": "Nhà số 12 đường Lê Lợi"}, "không theo dõi một địa chỉ"),
        ({"place": "ag"}, "thuộc địa bàn"),
        ({"topic": "Ông Nguyễn Văn Tám"}, "Không thấy vấn đề"),
        ({"topic": "VD-kg-2021-9999"}, "Không thấy vấn đề"),
        ({"category": "Báo Phố Biển"}, "không có lĩnh vực"),
        ({"source": "PRESS", "category": "y-te"}, "không có lĩnh vực"),
        ({"method": "OWN"}, "Không có phương pháp"),
        ({"threshold": 0.1}, "từ 0.5 đến 10"),
        ({"threshold": float("nan")}, "từ 0.5 đến 10"),
        ({"method": "FARRINGTON", "threshold": 3.0}, "0.0001 đến 0.1"),
        ({"least": 4}, "từ 5 trở lên"),
        ({"rest_days": 91}, "từ 0 đến 90"),
        ({"is_each_place": True}, "đã là một xã"),
    ],
)
def test_what_may_not_be_watched(world: World, given: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        layer.watched(world, **given)
    assert not Alarm.rows.exists()


def test_the_same_is_not_watched_twice(world: World) -> None:
    layer.watched(world)
    with pytest.raises(Refused, match="đã có ngưỡng như vậy"):
        layer.watched(world)
    layer.watched(world, method="C3")


def test_nobody_sets_for_another_unit(world: World) -> None:
    for username in ("chi", "kim", "giang"):
        with pytest.raises(NotAllowed):
            layer.watched(world, by=username, unit_id=world.unit("btg-tinh-uy"))


def test_changing_measures_anew_and_the_circle_follows(world: World) -> None:
    layer.quiet_until(world, world.at.date() - ONE, days=100)
    code = layer.watched(world, told_ids=[world.unit("so-yte")])
    before = layer.alarm_row(code)
    commands.change_alarm(
        code=code, method="C1", threshold=5.0, told_ids=[world.unit("so-tttt")], by=actor(world, "an"), at=world.at
    )
    row = layer.alarm_row(code)
    assert (row.method, row.threshold) == ("C1", 5.0)
    assert row.false_a_year < before.false_a_year
    assert [one.unit_id for one in AlarmUnit.rows.all()] == [world.unit("so-tttt")]
    with pytest.raises(SomebodyWasFaster):
        commands.change_alarm(code=code, method="C2", version=1, by=actor(world, "an"), at=world.at)


def test_who_is_told_sees_it_but_may_not_change_it(world: World) -> None:
    code = layer.watched(world, told_ids=[world.unit("so-yte")])
    assert queries.alarm_value(actor(world, "chi"), code).rights.change is False
    with pytest.raises(NotAllowed):
        commands.stop_alarm(code=code, reason="Không cần nữa", by=actor(world, "chi"), at=world.at)
    with pytest.raises(NotVisible):
        queries.alarm_value(actor(world, "dung"), code)
    assert queries.alarm_value(actor(world, "kim"), code).line.code == code


def test_stopped_it_opens_nothing_and_starts_again(world: World) -> None:
    layer.quiet_until(world, world.at.date() - ONE)
    code = layer.watched(world)
    an = actor(world, "an")
    commands.stop_alarm(code=code, reason="Đã có ngưỡng khác.", by=an, at=world.at)
    commands.stop_alarm(code=code, reason="Đã có ngưỡng khác.", by=an, at=world.at)
    layer.counted([(world.at.date(), 40)])
    assert commands.open_alerts(tested=[world.at.date()], by=layer.CLOCK, at=world.at + ONE) == ()
    with pytest.raises(Refused, match="đang ngừng"):
        commands.change_alarm(code=code, method="C1", by=an, at=world.at)
    commands.start_alarm(code=code, by=an, at=world.at)
    assert len(commands.open_alerts(tested=[world.at.date()], by=layer.CLOCK, at=world.at + ONE)) == 1


def test_the_rate_is_on_the_page_before_it_is_saved(world: World, an: Person) -> None:
    layer.quiet_until(world, world.at.date() - ONE, days=100)
    layer.watched(world, method="C1")
    shown = an.client.post(f"{HERE}dat/", GIVEN)
    html = shown.content.decode()
    assert shown.status_code == 200
    assert "báo nhầm khoảng" in html
    assert Alarm.rows.count() == 1
    seen = html.split('name="seen" value="')[1].split('"')[0]
    # Other values than those shown are shown first.
    other = an.client.post(f"{HERE}dat/", {**GIVEN, "threshold": "4", "seen": seen})
    assert other.status_code == 200
    assert Alarm.rows.count() == 1
    saved = an.client.post(f"{HERE}dat/", {**GIVEN, "seen": seen})
    assert saved.status_code == 302
    page = an.client.get(saved["Location"]).content.decode()
    assert "báo nhầm khoảng" in page
    assert "chưa có tỷ lệ báo nhầm thực tế" in page


def test_looking_for_units_saves_nothing(world: World, an: Person) -> None:
    layer.watched(world, method="C1")
    found = an.client.post(f"{HERE}dat/", {**GIVEN, "find": "Xay dung", "search": "1"})
    assert found.status_code == 200
    assert "Sở Xây dựng" in found.content.decode()
    assert Alarm.rows.count() == 1


def test_judged_outbreaks_are_left_out_of_the_quiet_past(world: World) -> None:
    code = layer.alarmed(world)
    scope = queries.Scope("CONCERNS", "", "y-te", layer.PLACE, is_each_place=False)
    today = date(2021, 8, 4)
    before = queries.measure(scope, method="C2", threshold=3.0, least=5, today=today)
    at = world.at + ONE
    commands.close_alert(code=code, outcome="TRUE", reason="Ổ dịch ở phường.", by=actor(world, "an", at), at=at)
    after = queries.measure(scope, method="C2", threshold=3.0, least=5, today=today)
    assert after.counted < before.counted
    assert after.mean <= before.mean
