"""Leo thang: the highest rung reached is told once per due date, in working hours, to those who are there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.ground.actor import Role
from phoihop.ground.dates import Swap, WorkCalendar
from phoihop.ground.powers import NotAllowed
from phoihop.ledger.models import Entry
from phoihop.ledger.queries import event_of, heard
from phoihop.notices.commands import hear
from phoihop.notices.models import Notice
from phoihop.obligations import commands, queries
from phoihop.obligations.commands import climbing
from phoihop.obligations.events import RungReached
from phoihop.obligations.models import Obligation, Rung
from phoihop.obligations.rules import ladder as rules
from phoihop.organizations import commands as organizations
from tests.world.build import LOADER, World
from tests.world.cast import Part, Person
from tests.world.obligations import CLOCK, act, open_all, opening, owe, row, url

KIND = "rung.reached"
WORK = "9:00"


def at(world: World, day: str, clock: str = WORK) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime.combine(date.fromisoformat(day), world.at.timetz()).replace(hour=hour, minute=minute)


def climb(world: World, day: str, clock: str = WORK) -> int:
    told = 0
    while batch := commands.climb_ladders(by=CLOCK, at=at(world, day, clock)):
        told += batch
    return told


def told(code: str) -> list[RungReached]:
    rows = Entry.rows.filter(code=code, kind=KIND).order_by("pk")
    return [event_of(heard(entry.pk), RungReached) for entry in rows]


def keys(code: str) -> list[str]:
    return [event.rung for event in told(code)]


def kept(code: str, state: str) -> list[str]:
    rows = Rung.rows.filter(obligation__code=code, state=state, reached_at__isnull=False).order_by("pk")
    return [rung.kind for rung in rows]


def hear_all(world: World) -> None:
    for entry in Entry.rows.filter(kind=KIND).order_by("pk"):
        hear(heard(entry.pk), at=world.at)


def told_people(world: World) -> set[str]:
    names = {account: name for name, account in world.accounts.items()}
    return {names[one] for one in Notice.rows.filter(kind=KIND).values_list("account_id", flat=True)}


# ── the arithmetic ──────────────────────────────────────────────────────────────────────────────────────────

DAYS = st.dates(date(2020, 12, 1), date(2024, 6, 30))
CALENDAR = WorkCalendar(swaps=(Swap(off=date(2024, 4, 29), working=date(2024, 5, 4)),))
calm = settings(deadline=None, database=None, max_examples=60)


@calm
@given(DAYS, st.integers(-20, 20))
def test_the_latest_due_date_is_the_latest(today: date, offset: int) -> None:
    due = rules.latest_due(CALENDAR, offset, today)
    assert rules.rung_day(CALENDAR, due, offset) <= today
    assert rules.rung_day(CALENDAR, due + timedelta(days=1), offset) > today


@calm
@given(DAYS, st.integers(-40, 40))
def test_each_due_date_stands_on_the_step_of_its_highest_rung(today: date, distance: int) -> None:
    due = today + timedelta(days=distance)
    steps = [
        step
        for step in rules.DEFAULT.steps(CALENDAR, today)
        if due <= step.until and (not step.after or due > step.after)
    ]
    reached = [rung.offset for rung in rules.DEFAULT.rungs if rules.rung_day(CALENDAR, due, rung.offset) <= today]
    assert [step.offset for step in steps] == ([max(reached)] if reached else [])


@calm
@given(DAYS, st.integers(-20, 20))
def test_a_rung_is_reached_on_a_working_day(due: date, offset: int) -> None:
    day = rules.rung_day(CALENDAR, due, offset)
    assert CALENDAR.is_working(day)
    assert day <= due if offset <= 0 else day > due


def test_tet_is_jumped_over() -> None:
    """Due 9/2/2021, the day before Tết: the next working day comes after it."""
    days = [(day.isoformat(), rung.key) for day, rung in rules.DEFAULT.days(WorkCalendar(), date(2021, 2, 9))]
    assert days[0] == ("2021-02-04", "-3 owner")
    assert days[1] == ("2021-02-09", "+0 owner")
    assert days[2][0] == "2021-02-17"
    assert days[-1] == ("2021-03-02", "+10 upper")


# ── the climb ───────────────────────────────────────────────────────────────────────────────────────────────


def test_day_by_day_each_rung_once(world: World) -> None:
    code = owe(world, days=3)  # Thursday 5/8
    for number in range(30):
        day = (date(2021, 7, 30) + timedelta(days=number)).isoformat()
        climb(world, day)
        climb(world, day)
    assert keys(code) == [
        "-3 owner", "+0 owner", "+1 deputy", "+1 owner", "+3 head", "+5 entitled", "+5 lead", "+10 upper",
    ]  # fmt: skip
    assert kept(code, "SKIPPED") == []
    days = list(Entry.rows.filter(code=code, kind=KIND).order_by("pk").values_list("at__date", flat=True))
    assert [day.day for day in days] == [2, 5, 6, 6, 10, 12, 12, 19]


def test_it_says_how_far_away_the_date_is(world: World) -> None:
    code = owe(world, days=3)
    climb(world, "2021-08-02")
    climb(world, "2021-08-05")
    climb(world, "2021-08-06")
    assert [event.wording for event in told(code)] == [
        "Còn 3 ngày làm việc", "Đến hạn hôm nay", "Trễ 1 ngày làm việc", "Trễ 1 ngày làm việc",
    ]  # fmt: skip


def test_after_a_stop_only_the_highest_is_told(world: World) -> None:
    codes = [owe(world, number, days=3) for number in range(3)]
    assert climb(world, "2021-08-11") == 3  # four days late
    for code in codes:
        assert keys(code) == ["+3 head"]
        assert set(kept(code, "SKIPPED")) == {"-3 owner", "+0 owner", "+1 deputy", "+1 owner"}
        assert told(code)[0].skipped == 4
        assert told(code)[0].wording == "Trễ 4 ngày làm việc"  # not the three of the rung
    assert climb(world, "2021-08-11") == 0


def test_a_new_date_starts_the_ladder_anew(world: World, an: Person) -> None:
    code = owe(world, days=-10)
    climb(world, "2021-08-02")
    commands.grant_extension(code=code, to_date=date(2021, 8, 20), reason="Dịch", by=an.actor, at=world.at)
    assert climb(world, "2021-08-03") == 0
    climb(world, "2021-08-17")
    climb(world, "2021-08-20")
    assert keys(code) == ["+5 entitled", "+5 lead", "-3 owner", "+0 owner"]


def test_a_day_declared_off_moves_the_rungs_still_to_come(world: World) -> None:
    code = owe(world, days=3)
    climb(world, "2021-08-06")
    commands.declare_day(day=date(2021, 8, 10), is_working=False, note="Bão", by=LOADER, at=world.at)
    assert climb(world, "2021-08-10") == 0
    climb(world, "2021-08-11")
    assert keys(code)[-1] == "+3 head"


def test_a_weekend_day_declared_working_counts(world: World) -> None:
    code = owe(world, days=3)
    commands.declare_day(day=date(2021, 8, 7), is_working=True, note="Làm bù", by=LOADER, at=world.at)
    climb(world, "2021-08-07")
    climb(world, "2021-08-09")
    assert keys(code) == ["+1 deputy", "+1 owner", "+3 head"]


@pytest.mark.parametrize(("name", "who"), [("hand_in", "chi"), ("waive", "binh"), ("block", "chi")])
def test_what_is_closed_waived_or_blocked_climbs_no_further(world: World, name: str, who: str) -> None:
    code = owe(world, days=-3)
    act(name, code, world.person(who))
    assert climb(world, "2021-08-20") == 0


def test_unblocked_and_returned_it_climbs_on(world: World, an: Person, chi: Person) -> None:
    blocked, returned = owe(world, 1, days=-3), owe(world, 2, days=-3)
    act("block", blocked, chi)
    act("unblock", blocked, chi)
    act("hand_in", returned, chi)
    act("return", returned, an)
    climb(world, "2021-08-04")
    assert keys(blocked) == keys(returned) == ["+3 head"]


def test_without_a_date_nobody_is_told(world: World) -> None:
    owe(world, days=None)
    assert climb(world, "2021-08-20") == 0


def test_persons_do_not_climb(world: World, an: Person, long: Person) -> None:
    for person in (an, long):
        with pytest.raises(NotAllowed):
            commands.climb_ladders(by=person.actor, at=world.at)


def test_much_is_told_in_parts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(climbing, "AT_ONCE", 3)
    open_all(world, *(opening(world, number, days=0) for number in range(7)))
    assert commands.climb_ladders(by=CLOCK, at=world.at) == 3
    assert climb(world, "2021-08-02") == 4
    assert Rung.rows.filter(state="TOLD", reached_at__isnull=False).count() == 7


# ── quiet hours, urgency, the rota ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "clock"),
    [("2021-08-05", "6:59"), ("2021-08-05", "17:30"), ("2021-08-07", "9:00"), ("2021-09-02", "9:00")],
    ids=["before seven", "in the evening", "on a Saturday", "on a holiday"],
)
def test_what_is_not_urgent_waits_for_the_morning(world: World, day: str, clock: str) -> None:
    due = WorkCalendar().previous_working_day(date.fromisoformat(day))
    code = owe(world, days=(due - world.at.date()).days)
    assert climb(world, day, clock) == 0
    after = WorkCalendar().add_working_days(date.fromisoformat(day), 1).isoformat()
    climb(world, after, "7:00")
    assert keys(code) == ["+1 deputy", "+1 owner"]


def test_the_urgent_breaks_through_the_night(world: World) -> None:
    code = owe(world, days=-14)
    assert climb(world, "2021-08-01", "3:00") == 0  # nine working days: not yet
    assert climb(world, "2021-08-02", "0:05") == 1
    assert (keys(code), told(code)[0].is_urgent) == (["+10 upper"], True)
    assert kept(code, "SKIPPED") != []
    assert climb(world, "2021-08-02") == 0


def test_who_is_on_duty_hears_what_is_urgent(world: World, giang: Person) -> None:
    organizations.set_duty(
        unit_id=world.unit("btg-tinh-uy"), from_date=date(2021, 8, 2), to_date=date(2021, 8, 2),
        account_ids=[world.accounts["giang"]], by=LOADER, at=world.at,
    )  # fmt: skip
    for number, is_urgent in enumerate((False, True)):
        commands.set_rung(
            unit_id=world.unit("btg-tinh-uy"), offset=0, to="entitled", is_urgent=is_urgent, by=LOADER, at=world.at
        )
        owe(world, number, days=0)
        climb(world, "2021-08-02")
        hear_all(world)
        assert ("giang" in told_people(world)) is is_urgent


# ── who is told ─────────────────────────────────────────────────────────────────────────────────────────────


def people_told(world: World, day: str) -> set[str]:
    climb(world, day)
    hear_all(world)
    return told_people(world)


def _with_heads(world: World) -> None:
    """The Department of Health with a head and his deputy; the committee above it with a chairman and an officer."""
    world._enter(Part("hung", "Đặng Hùng", "so-yte", "Giám đốc", (Role.APPROVER,), is_head=True))
    world._enter(Part("phuong", "Mai Phương", "so-yte", "Phó Giám đốc", (Role.APPROVER,)))
    world._enter(Part("quang", "Lý Quang", "ubnd-tinh", "Chủ tịch", (Role.APPROVER,), is_head=True))
    world._enter(Part("sau", "Võ Sáu", "ubnd-tinh", "Chuyên viên", (Role.DRAFTER,)))


@pytest.mark.parametrize(
    ("days", "who"),
    [
        (3, {"chi"}),
        (-3, {"chi", "phuong"}),
        (-5, {"hung"}),
        (-7, {"chi", "hung", "phuong", "an", "binh", "minh"}),
        (-14, {"quang"}),
    ],
    ids=["owner", "owner and deputy", "head", "lead and entitled", "upper"],
)
def test_each_rung_tells_its_own(world: World, days: int, who: set[str]) -> None:
    _with_heads(world)
    owe(world, days=days)
    assert people_told(world, "2021-08-02") == who


def test_only_lanes_still_open_are_told(world: World) -> None:
    partner = world.add_person("oanh", "so-tttt", [Role.FOCAL])
    code = owe(world, days=-3, supporting=["so-tttt", "so-nnptnt"])
    world.add_person("phuc", "so-nnptnt", [Role.FOCAL])
    act("support", code, partner)
    assert people_told(world, "2021-08-02") == {"chi", "phuc"}


def test_the_upper_unit_sees_it_once_told(world: World) -> None:
    _with_heads(world)
    code = owe(world, days=-14)
    chairman, officer = world.person("quang"), world.person("sau")
    assert chairman.client.get(url(code)).status_code == 404
    climb(world, "2021-08-02")
    page = chairman.client.get(url(code))
    assert page.status_code == 200
    assert "cơ quan cấp trên đã được báo" in page.content.decode()
    assert officer.client.get(url(code)).status_code == 404


def test_above_the_top_there_is_nobody(world: World) -> None:
    code = owe(world, days=-14, lead="tinh-uy", entitled="so-yte")
    climb(world, "2021-08-02")
    assert keys(code) == []
    assert kept(code, "SKIPPED")[0] == "+10 upper"
    assert climb(world, "2021-08-03") == 0


def absent(world: World, who: str, deputy: str = "") -> None:
    organizations.declare_absence(
        account_id=world.accounts[who], from_date=date(2021, 8, 2), to_date=date(2021, 8, 6), reason="leave",
        deputy_id=world.accounts[deputy] if deputy else None, by=LOADER, at=world.at,
    )  # fmt: skip


def test_who_is_away_is_told_and_so_is_the_deputy_with_both_names(world: World) -> None:
    world.add_person("oanh", "so-yte", [Role.CLERK], post="Văn thư", name="Tô Oanh")
    absent(world, "chi", "oanh")
    code = owe(world, days=0)
    assert people_told(world, "2021-08-02") == {"chi", "oanh"}
    assert told(code)[0].uncovered_ids == ()
    said = "Lê Thị Chi (Chuyên viên Văn phòng Sở) vắng mặt đến hết 6/8/2021; người thay: Tô Oanh."
    assert told(code)[0].absence == said
    assert said in world.person("oanh").client.get("/lam-viec/hop-thu/").content.decode()


def test_where_nobody_meant_is_there_whoever_is_hears_it(world: World) -> None:
    world.add_person("oanh", "so-yte", [Role.CLERK], post="Văn thư")
    absent(world, "chi")
    code = owe(world, days=0)
    assert people_told(world, "2021-08-02") == {"chi", "oanh"}
    assert told(code)[0].uncovered_ids == (world.unit("so-yte"),)
    assert "chưa có người thay" in told(code)[0].absence


def test_back_from_leave_the_deputy_hears_no_more(world: World) -> None:
    world.add_person("oanh", "so-yte", [Role.CLERK], post="Văn thư")
    absent(world, "chi", "oanh")
    owe(world, days=7)
    climb(world, "2021-08-09")
    for entry in Entry.rows.filter(kind=KIND):
        hear(heard(entry.pk), at=at(world, "2021-08-09"))
    assert told_people(world) == {"chi"}


# ── a unit's own ladder ─────────────────────────────────────────────────────────────────────────────────────


def own(world: World, rungs: Sequence[tuple[int, str]]) -> None:
    unit_id = world.unit("btg-tinh-uy")
    for offset, to in rungs:
        commands.set_rung(unit_id=unit_id, offset=offset, to=to, by=LOADER, at=world.at)
    for rung in rules.DEFAULT.rungs:
        if (rung.offset, rung.to) not in rungs:
            commands.drop_rung(unit_id=unit_id, rung=rung.key, by=LOADER, at=world.at)


def test_what_is_owed_to_a_unit_climbs_its_own_ladder(world: World) -> None:
    own(world, [(2, "head")])
    mine, other = owe(world, 1, days=-4), owe(world, 2, days=-4, lead="so-tttt", entitled="so-yte")
    climb(world, "2021-08-02")
    assert (keys(mine), keys(other)) == (["+2 head"], ["+1 deputy", "+1 owner"])


def test_a_rung_added_below_the_one_told_stays_silent(world: World) -> None:
    code = owe(world, days=-7)
    climb(world, "2021-08-02")
    before = keys(code)
    commands.set_rung(unit_id=world.unit("btg-tinh-uy"), offset=4, to="head", by=LOADER, at=world.at)
    assert climb(world, "2021-08-02") == 0
    value = queries.climb(world.person("chi").actor, code, world.at)
    assert value is not None
    assert {step.rung.key: step.state for step in value.steps}["+4 head"] == "skipped"
    assert keys(code) == before


def test_own_words_are_told(world: World) -> None:
    commands.set_rung(
        unit_id=world.unit("btg-tinh-uy"), offset=0, to="owner", wording="Xin gửi trước 16 giờ", by=LOADER, at=world.at
    )
    code = owe(world, days=0)
    climb(world, "2021-08-02")
    assert told(code)[0].wording == "Xin gửi trước 16 giờ"


def test_the_climb_asks_the_same_of_the_database_for_many(world: World) -> None:
    """Nothing is left to tell: what a stroke costs then does not grow with what is late."""

    def cost() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert commands.climb_ladders(by=CLOCK, at=world.at) == 0
        return len(taken.captured_queries)

    owe(world, 1, days=-3)
    climb(world, "2021-08-02")
    before = cost()
    open_all(world, *(opening(world, 10 + number, days=-number) for number in range(30)))
    climb(world, "2021-08-02")
    assert cost() == before
    assert Obligation.rows.count() == 31


def test_the_state_row_is_the_obligations(world: World) -> None:
    code = owe(world, days=0)
    climb(world, "2021-08-02")
    rung = Rung.rows.get(obligation=row(code), reached_at__isnull=False, state="TOLD")
    assert (rung.kind, rung.on_date) == ("+0 owner", date(2021, 8, 2))
