"""Lịch: everything the reader may see, on its day; holidays, swap days, filters; one look at what is coming."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from phoihop.meetings import commands as meetings
from phoihop.obligations import commands as obligations
from tests.world import meetings as meeting_layer
from tests.world import plans
from tests.world.build import LOADER, World
from tests.world.cast import Person
from tests.world.flat import grows_flat
from tests.world.obligations import act, open_all, opening, owe

PAGE = "/lam-viec/lich/"
CLASHES = "/lam-viec/lich/trung/"
AHEAD = "/lam-viec/lich/sap-toi/"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def read(person: Person, url: str = PAGE) -> str:
    answer = person.client.get(url)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def cell(page: str, day: str) -> str:
    """What stands in the table under this day."""
    found = re.search(rf'<td(?:(?!</td>).)*datetime="{day}".*?</td>', page, re.DOTALL)
    assert found is not None, day
    return found[0]


def meet(
    world: World, title: str, starts: datetime, hours: int = 2, *, by: str = "an", to: tuple[str, ...] = ("so-yte",)
) -> str:
    return meeting_layer.call(
        world, title=title, starts_at=starts, ends_at=starts + timedelta(hours=hours), by=by, to=to
    )


def test_a_month_shows_everything_on_its_day(world: World, chi: Person) -> None:
    """The year begun at the department: its dues, the answer to the round, phases; and a meeting it is invited to."""
    year = plans.begin(world)
    code = meet(world, "Họp giao ban tháng 8", datetime(2021, 8, 10, 9, tzinfo=ZONE))
    owed = owe(world, days=3)
    page = read(chi)
    due = cell(page, "2021-08-05")
    assert f"/lam-viec/nghia-vu/{owed}/" in due
    assert "Hạn · Sắp đến hạn" in due
    meeting = cell(page, "2021-08-10")
    assert reverse("meetings:meeting", args=[code]) in meeting
    assert "9.00–11.00 Họp giao ban tháng 8" in meeting
    assert "Cuộc họp · Chờ cơ quan trả lời" in meeting
    everything = read(chi, f"{PAGE}?xem=agenda&ngay=2021-07-05&ai=all")
    assert f"/lam-viec/van-de/{year.topic}/" in everything or f"/lam-viec/dot-chon/{year.round}/" in everything


def test_today_is_named_and_days_off_are_marked(world: World, an: Person) -> None:
    page = read(an)
    today = cell(page, "2021-08-02")
    assert 'aria-current="date"' in today
    assert "hôm nay" in today
    assert page.count("hôm nay") == 1
    september = read(an, f"{PAGE}?ngay=2021-09-15")
    national = cell(september, "2021-09-02")
    assert 'class="hol' in national
    assert "Quốc khánh" in national
    assert 'class="off' in cell(september, "2021-09-05")


def test_tet_and_swap_days_are_right(world: World, an: Person) -> None:
    """Tết of 2022 lay on 1/2; a Saturday declared worked instead of another day is marked so."""
    obligations.declare_day(day=date(2022, 2, 12), is_working=True, note="", by=LOADER, at=world.at)
    page = read(an, f"{PAGE}?ngay=2022-02-15")
    for day in ("2022-01-31", "2022-02-01", "2022-02-02", "2022-02-03", "2022-02-04"):
        assert 'class="hol' in cell(page, day), day
    assert 'class="swap' in cell(page, "2022-02-12")
    assert "Làm bù" in cell(page, "2022-02-12")
    assert 'class="off' in cell(page, "2022-02-13")


def test_nobody_sees_what_he_may_not_open(world: World, dung: Person, chi: Person, kim: Person) -> None:
    owed = owe(world, days=3)
    code = meet(world, "Họp kín", datetime(2021, 8, 10, 9, tzinfo=ZONE))
    for url in (f"{PAGE}?ai=all", f"{PAGE}?ai=all&xem=agenda", f"{CLASHES}?ngay=2021-08-10", f"{AHEAD}?ai=all"):
        outside = read(dung, url)
        assert owed not in outside
        assert code not in outside
        assert "Họp kín" not in outside
    assert owed in read(chi, f"{PAGE}?ai=all")
    assert owed in read(kim, f"{PAGE}?ai=all")
    assert owed not in read(kim, f"{PAGE}?ai=unit"), "an auditor's office takes no part in it"


def test_filters_whose_and_kind(world: World, an: Person, chi: Person) -> None:
    owed = owe(world, days=3)
    code = meet(world, "Họp", datetime(2021, 8, 10, 9, tzinfo=ZONE))
    assert owed not in read(an, f"{PAGE}?ai=mine"), "the commission is owed it and has nothing to do yet"
    assert owed in read(an, f"{PAGE}?ai=unit")
    assert owed in read(chi, f"{PAGE}?ai=mine")
    only_due = read(chi, f"{PAGE}?ai=all&loai=due")
    assert owed in only_due
    assert code not in only_due
    both = read(chi, f"{PAGE}?ai=all&loai=due&loai=meeting")
    assert owed in both
    assert code in both


@pytest.mark.parametrize(
    "query",
    [
        "ngay=2021-02-30",
        "ngay=9999-99-99",
        "ngay=0001-01-01",
        "ngay=9999-12-31",
        "xem=khac",
        "ai=ai-do",
        "loai=x",
        "so=7",
    ],
)
@pytest.mark.parametrize("page", [PAGE, CLASHES, AHEAD])
def test_a_wrong_address_still_opens(world: World, an: Person, page: str, query: str) -> None:
    read(an, f"{page}?{query}")
    read(an, f"{page}?{query}&xem=agenda")


def test_a_full_day_leads_to_the_whole_day(world: World, chi: Person) -> None:
    open_all(world, *(opening(world, number, days=3) for number in range(9)))
    full = cell(read(chi), "2021-08-05")
    assert full.count("<li>") == 3
    assert "và 6 việc nữa" in full
    whole = read(chi, f"{PAGE}?xem=agenda&ngay=2021-08-05")
    assert whole.count("/lam-viec/nghia-vu/NV-") == 9
    assert cell(read(chi, f"{PAGE}?xem=week&ngay=2021-08-05"), "2021-08-05").count("<li>") == 9


def test_a_week_and_the_steps_around(world: World, chi: Person) -> None:
    page = read(chi, f"{PAGE}?xem=week&ngay=2021-08-05")
    assert "Tuần 31, 2/8–8/8 năm 2021" in page
    assert page.count("<td") == 7
    assert "ngay=2021-08-01" in page
    assert "ngay=2021-08-09" in page
    december = read(chi, f"{PAGE}?ngay=2021-12-31")
    assert "ngay=2022-01-01" in december
    assert "ngay=2021-11-30" in december


def test_what_was_done_and_what_was_cancelled_say_so(world: World, chi: Person, an: Person) -> None:
    owed = owe(world, days=3)
    act("hand_in", owed, chi)
    act("accept", owed, an)
    code = meet(world, "Họp", datetime(2021, 8, 10, 9, tzinfo=ZONE))
    meetings.cancel_meeting(code=code, reason="Bão", by=an.actor, at=world.at)
    page = read(chi)
    assert "Hạn · Hoàn thành" in cell(page, "2021-08-05")
    assert "Cuộc họp · Đã hủy" in cell(page, "2021-08-10")


# ── days × offices ──────────────────────────────────────────────────────────────────────────────────────────


def test_clashes_of_an_office(world: World, chi: Person) -> None:
    """Two meetings at one hour, a due date on a day of a meeting, a meeting on a day off; and days free for all."""
    meet(world, "Họp A", datetime(2021, 8, 10, 9, tzinfo=ZONE))
    meet(world, "Họp B", datetime(2021, 8, 10, 10, tzinfo=ZONE))
    meet(world, "Họp C", datetime(2021, 8, 3, 14, tzinfo=ZONE))
    meet(world, "Họp D", datetime(2021, 8, 7, 8, tzinfo=ZONE))
    owe(world, days=1)
    page = read(chi, f"{CLASHES}?ngay=2021-08-02")
    assert "Trùng giờ: “Họp A” (9.00–11.00) và “Họp B” (10.00–12.00)" in page
    assert "Họp đúng ngày đến hạn" in page
    assert "Rơi vào ngày nghỉ" in page
    assert "Ngày làm việc mọi cơ quan đều trống: Thứ Hai 2/8, Thứ Tư 4/8" in page


def test_meetings_one_after_the_other_do_not_collide(world: World, chi: Person) -> None:
    meet(world, "Họp A", datetime(2021, 8, 10, 9, tzinfo=ZONE))
    meet(world, "Họp B", datetime(2021, 8, 10, 11, tzinfo=ZONE))
    page = read(chi, f"{CLASHES}?ngay=2021-08-10")
    assert "2 cuộc họp" in page
    assert "Trùng giờ" not in page


def test_offices_are_chosen(world: World, an: Person) -> None:
    meet(world, "Họp", datetime(2021, 8, 10, 9, tzinfo=ZONE), to=("so-yte", "so-xaydung"))
    one = read(an, f"{CLASHES}?ngay=2021-08-10&co_quan={world.unit('so-xaydung')}")
    heads = re.search(r"<thead>.*?</thead>", one, re.DOTALL)
    assert heads is not None
    assert heads[0].count("<th ") == 2
    assert "Sở Xây dựng" in heads[0]
    assert "Sở Y tế" not in heads[0]


# ── what is coming ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_nearest_are_named_and_the_rest_counted(world: World, chi: Person) -> None:
    open_all(world, *(opening(world, number, days=1 + number // 3) for number in range(200)))
    page = read(chi, f"{AHEAD}?so=90")
    lines = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    assert lines is not None
    assert lines[1].count("<tr") == 42
    assert "Tổng cộng: 200 hạn." in page
    assert "Còn 158 việc từ 17/8/2021 trở đi không in ở đây: 158 hạn." in page
    assert "Danh sách số 0<" in lines[1]


def test_what_is_late_already_is_counted_and_opens(world: World, chi: Person) -> None:
    owe(world, 1, days=-3)
    owe(world, 2, days=4)
    page = read(chi, AHEAD)
    assert "Đang quá hạn: 1 việc" in page
    assert "Danh sách số 1" not in page
    assert "còn 4 ngày làm việc" in page


def test_thirty_sixty_ninety(world: World, chi: Person) -> None:
    owe(world, 1, days=20)
    owe(world, 2, days=50)
    owe(world, 3, days=80)
    numbers = [read(chi, f"{AHEAD}?so={days}").count("/lam-viec/nghia-vu/NV-") for days in (30, 60, 90)]
    assert numbers == [1, 2, 3]


# ── cost ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "url",
    [
        f"{PAGE}?ai=all",
        f"{PAGE}?ai=all&xem=agenda",
        f"{PAGE}?xem=week",
        f"{AHEAD}?ai=all",
        f"{CLASHES}?ngay=2021-08-02",
    ],
)
def test_the_cost_does_not_grow(world: World, an: Person, url: str) -> None:
    plans.begin(world)
    meet(world, "Họp", datetime(2021, 8, 5, 9, tzinfo=ZONE))
    owe(world, 1000, days=2, supporting=("so-xaydung",))

    def add() -> None:
        open_all(
            world, *(opening(world, number, days=2 + number % 5, supporting=("so-xaydung",)) for number in range(12))
        )
        for hour in (9, 14):
            meet(world, f"Họp {hour}", datetime(2021, 8, 6, hour, tzinfo=ZONE), to=("so-yte", "so-xaydung"))

    grows_flat(an.client, url, add)
