"""Lịch làm việc: a day declared moves the open dates counted over it, and says so on each; closed ones never move."""

from datetime import date

import pytest

from phoihop.ground.command import Refused
from phoihop.ground.dates import WorkCalendar
from phoihop.ground.powers import NotAllowed
from phoihop.ledger.models import Entry
from phoihop.obligations import commands
from phoihop.obligations.models import Day
from phoihop.obligations.queries import calendar, occurrences, read_explanation
from tests.world.build import LOADER
from tests.world.flat import grows_flat
from tests.world.obligations import DAYS, act, due, entries, owe, row

COUNTED = {"rule": {"after": "phase.entered", "working_days": 5}, "anchors": {"phase.entered": date(2021, 8, 2)}}
OFF = date(2021, 8, 4)  # a Wednesday


def declare(world, day=OFF, *, is_working=False, note="Nghỉ theo thông báo của tỉnh", by=LOADER):
    return commands.declare_day(day=day, is_working=is_working, note=note, by=by, at=world.at)


def revoke(world, day=OFF, by=LOADER):
    return commands.revoke_day(day=day, by=by, at=world.at)


def explanation(code):
    return read_explanation(row(code).explanation)


def test_the_table_is_there_and_right():
    """The swap of 2024: Monday 29/4 off, Saturday 4/5 worked; Tết and 30/4-1/5 as they were."""
    days = WorkCalendar()
    assert not days.is_working(date(2024, 4, 29))
    assert days.is_working(date(2024, 5, 4))
    for day in (date(2021, 2, 12), date(2024, 2, 12), date(2021, 4, 30), date(2024, 4, 30), date(2024, 5, 1)):
        assert not days.is_working(day)


def test_open_dates_move_and_say_so(world):
    code = owe(world, **COUNTED)
    assert due(code) == date(2021, 8, 9)
    event = declare(world)
    assert (event.amended, due(code)) == (1, date(2021, 8, 10))
    assert [swap.note for swap in explanation(code).swaps] == ["Nghỉ theo thông báo của tỉnh"]
    assert entries(code) == ["obligation.opened", "obligation.amended"]
    told = Entry.rows.filter(kind="obligation.amended").get()
    assert "2021-08-09" in told.data
    assert "2021-08-10" in told.data


def test_revoked_they_move_back(world):
    code = owe(world, **COUNTED)
    before = row(code).explanation
    declare(world)
    assert revoke(world).amended == 1
    assert (due(code), row(code).explanation) == (date(2021, 8, 9), before)
    with pytest.raises(Refused):
        revoke(world)


def test_every_form_of_rule_is_reckoned_anew(world):
    fixed = owe(world, 1, rule={"on": "2021-08-04"})
    before = owe(
        world,
        2,
        rule={"before": "meeting.start", "working_days": 2},
        anchors={"meeting.start": date(2021, 8, 5)},
    )
    rule = {"each": "month", "working_day": 3}
    period = next(one for one in occurrences(rule, 2021, None, None) if one.key == "2021-08")
    monthly = owe(
        world, "2021-08", origin="KH/test/2021-08", rule=rule, due_date=period.due, explanation=period.explanation
    )
    assert [due(code) for code in (fixed, before, monthly)] == [date(2021, 8, 4), date(2021, 8, 3), date(2021, 8, 4)]
    assert declare(world).amended == 3
    assert [due(code) for code in (fixed, before, monthly)] == [date(2021, 8, 5), date(2021, 8, 2), date(2021, 8, 5)]
    assert explanation(fixed).moved_from == date(2021, 8, 4)


def test_a_make_up_day_brings_dates_forward(world):
    code = owe(world, **COUNTED)
    declare(world, date(2021, 8, 7), is_working=True, note="Làm bù")
    assert due(code) == date(2021, 8, 7)


def test_a_day_that_changes_only_the_words_changes_the_explanation_quietly(world):
    code = owe(world, **COUNTED)
    declare(world)
    version = row(code).version
    assert declare(world, note="Công văn 1180/UBND ngày 3/8").amended == 0
    assert explanation(code).swaps[0].note == "Công văn 1180/UBND ngày 3/8"
    assert row(code).version == version


def test_what_is_closed_or_handed_in_never_moves(world, chi, an):
    accepted, handed_in = owe(world, 1, **COUNTED), owe(world, 2, **COUNTED)
    for code in (accepted, handed_in):
        act("hand_in", code, chi)
    act("accept", accepted, an)
    kept = [(row(code).due_date, row(code).explanation) for code in (accepted, handed_in)]
    assert declare(world).amended == 0
    assert [(row(code).due_date, row(code).explanation) for code in (accepted, handed_in)] == kept


def test_what_lies_far_away_is_left_alone(world):
    past = owe(world, 1, rule={"on": "2021-05-04"})
    future = owe(
        world, 2, rule={"after": "phase.entered", "working_days": 5}, anchors={"phase.entered": date(2021, 11, 1)}
    )
    dateless = owe(world, 3, days=None)
    assert declare(world).amended == 0
    assert [row(code).version for code in (past, future, dateless)] == [1, 1, 1]


def test_an_extension_stays_and_is_told_on_the_new_base(world, an):
    code = owe(world, **COUNTED)
    commands.grant_extension(code=code, to_date=date(2021, 8, 20), reason="Dịch", by=an.actor, at=world.at)
    assert declare(world).amended == 0  # the date in force is the same
    found = row(code)
    assert (found.due_date, found.base_due_date) == (date(2021, 8, 20), date(2021, 8, 10))
    assert explanation(code).extensions[0].old_due == date(2021, 8, 10)


def test_twice_changes_nothing(world, long):
    declare(world, by=long.actor)
    assert declare(world, by=long.actor) is None
    assert Day.rows.count() == 1
    assert calendar().kind_of(OFF) == "swap_off"


def test_only_administrators(world, an, kim, khach):
    for person in (an, kim):
        with pytest.raises(NotAllowed):
            declare(world, by=person.actor)
        with pytest.raises(NotAllowed):
            revoke(world, by=person.actor)


@pytest.mark.parametrize("day", [date(1899, 1, 1), date(9999, 12, 31)])
def test_years_without_a_calendar(world, day):
    with pytest.raises(Refused):
        declare(world, day)


def test_the_page(world, an, long, khach):
    declare(world)
    page = an.client.get(DAYS).content.decode()
    assert "Nghỉ theo thông báo của tỉnh" in page
    assert "Quốc khánh" in page
    assert "khai-bao/" not in page
    assert "khai-bao/" in long.client.get(DAYS).content.decode()
    assert "Nghỉ theo thông báo" not in an.client.get(DAYS, {"nam": "2022"}).content.decode()
    for odd in ("x", "-1", "99999", "²"):
        assert an.client.get(DAYS, {"nam": odd}).status_code == 200
    assert khach.client.get(DAYS)["Location"].startswith("/dang-nhap/")


def test_by_forms(world, an, long, khach):
    typed = {"day": "2021-08-04", "is_working": "0", "note": "Theo thông báo 12/TB"}
    for step in ("khai-bao/", "bo/"):
        assert an.client.post(DAYS + step, typed).status_code == 403
        assert khach.client.post(DAYS + step, typed)["Location"].startswith("/dang-nhap/")
        assert long.client.post(DAYS + step, {**typed, "day": "x"}).status_code == 422
    assert long.client.post(DAYS + "khai-bao/", {"day": "2021-08-04"}).status_code == 422
    assert long.client.post(DAYS + "khai-bao/", typed).status_code == 302
    assert calendar().kind_of(OFF) == "swap_off"
    assert long.client.post(DAYS + "bo/", {"day": "2021-08-04"}).status_code == 302
    assert long.client.post(DAYS + "bo/", {"day": "2021-08-04"}).status_code == 422


def test_the_page_grows_flat(world, an):
    grows_flat(
        an.client, DAYS, lambda: [declare(world, date(2021, 9, day), note=f"Ngày {day}") for day in (6, 7, 8, 9)]
    )
