"""Working days over Tết, 30/4-1/5 and swap days; the explanation says what happened and survives storage."""

import json
import pickle
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.ground.dates import (
    BadExplanation,
    BadSwap,
    CalendarRefused,
    Explanation,
    Mark,
    OutOfRange,
    Swap,
    TooManyDays,
    WorkCalendar,
    explain_count,
    explain_date,
    in_words,
    period_in_words,
)

calm = settings(deadline=None, database=None)  # no test fails on a clock or leaves files
PLAIN = WorkCalendar()
SWAPPED = WorkCalendar.from_rows([{"off": "2024-04-29", "working": date(2024, 5, 4)}])

days = st.dates(date(1995, 1, 1), date(2090, 12, 31))
amounts = st.integers(0, 300)
swaps = st.dictionaries(st.dates(date(2020, 1, 1), date(2026, 12, 31)), st.booleans(), max_size=20).map(
    lambda table: tuple(Swap(off=day) if is_off else Swap(working=day) for day, is_off in table.items())
)
calendars = swaps.map(lambda rows: WorkCalendar("Lịch thử", rows))


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "kind", "why"),
    [
        ("2021-02-09", "working", ""),
        ("2021-02-10", "holiday", "29 Tết"),
        ("2021-02-12", "holiday", "Tết Nguyên Đán"),
        ("2021-02-16", "holiday", "Mùng năm Tết Nguyên Đán"),
        ("2021-02-17", "working", ""),
        ("2024-02-08", "holiday", "29 Tết"),
        ("2024-02-14", "holiday", "Mùng năm Tết Nguyên Đán"),
        ("2024-02-15", "working", ""),
        ("2021-04-30", "holiday", "Ngày Chiến thắng"),
        ("2021-05-03", "holiday", "Ngày Quốc tế Lao động (nghỉ bù)"),
        ("2024-04-27", "off", "Thứ Bảy"),
        ("2024-04-28", "off", "Chủ nhật"),
        ("2024-04-29", "swap_off", "Nghỉ hoán đổi, làm bù ngày 4/5/2024"),
        ("2024-05-04", "swap_work", ""),
        ("2024-05-05", "off", "Chủ nhật"),
    ],
)
def test_what_a_day_is(day: str, kind: str, why: str) -> None:
    assert (SWAPPED.kind_of(d(day)), SWAPPED.name_of(d(day))) == (kind, why)
    assert SWAPPED.is_working(d(day)) == (not why)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2021-02-05", 5, "2021-02-19"),  # over Tết: 8, 9, then 17, 18, 19
        ("2024-02-07", 1, "2024-02-15"),
        ("2021-04-29", 1, "2021-05-04"),  # 30/4 Friday, 1/5 Saturday, made up on Monday
        ("2024-04-26", 3, "2024-05-04"),  # the make-up Saturday counts
        ("2024-04-26", 4, "2024-05-06"),
        ("2021-07-03", 0, "2021-07-05"),
        ("2021-07-05", 0, "2021-07-05"),
    ],
)
def test_add_working_days(start: str, n: int, end: str) -> None:
    assert SWAPPED.add_working_days(d(start), n) == d(end)


def test_subtract_working_days() -> None:
    assert SWAPPED.subtract_working_days(d("2021-02-19"), 5) == d("2021-02-05")
    assert SWAPPED.subtract_working_days(d("2021-07-04"), 0) == d("2021-07-02")


def test_the_table_wins_over_the_package() -> None:
    worked_tet = WorkCalendar(swaps=(Swap(working=d("2021-02-12"), note="Trực"), Swap(off=d("2021-07-05"), note="Bão")))
    assert worked_tet.is_working(d("2021-02-12"))
    assert worked_tet.name_of(d("2021-07-05")) == "Bão"
    assert not WorkCalendar(swaps=(Swap(off=d("2024-05-04")),)).is_working(d("2024-05-04"))


def test_make_up_days_known_to_the_package_are_worked_without_a_table() -> None:
    assert not PLAIN.is_working(d("2024-04-29"))
    assert PLAIN.is_working(d("2024-05-04"))


@pytest.mark.parametrize(
    "rows",
    [
        [{}],
        [{"off": "2024-04-31"}],
        [{"off": "2024-04-29", "holiday": "2024-04-30"}],
        [{"off": "2024-04-29", "working": "2024-04-29"}],
        [{"off": "2024-04-29"}, {"working": "2024-04-29"}],
    ],
)
def test_bad_rows_of_the_table_are_refused(rows: list[dict[str, str]]) -> None:
    with pytest.raises(BadSwap):
        WorkCalendar.from_rows(rows)


def test_absurd_questions_are_refused() -> None:
    for n in (-1, 1001):
        with pytest.raises(TooManyDays, match="từ 0 đến 1000"):
            PLAIN.add_working_days(d("2021-07-05"), n)
    for day in (d("1989-12-31"), d("2101-01-01"), date.max):
        with pytest.raises(OutOfRange, match="1990-2100"):
            PLAIN.is_working(day)
    with pytest.raises(OutOfRange):
        PLAIN.add_working_days(d("2100-12-20"), 30)
    with pytest.raises(OutOfRange):
        PLAIN.count_working_days(d("2000-01-01"), d("2020-01-01"))
    with pytest.raises(TypeError):
        PLAIN.is_working(datetime(2021, 7, 5))


@calm
@given(calendars, days, st.integers(1, 300))
def test_adding_n_and_counting_gives_n(calendar: WorkCalendar, start: date, n: int) -> None:
    end = calendar.add_working_days(start, n)
    assert calendar.count_working_days(start, end) == n
    assert calendar.count_working_days(end, start) == -n
    assert calendar.is_working(end)
    assert calendar.is_working(calendar.subtract_working_days(start, n))


@calm
@given(calendars, days, days.map(lambda day: day.toordinal() % 40), amounts)
def test_adding_is_monotone(calendar: WorkCalendar, start: date, later: int, n: int) -> None:
    end = calendar.add_working_days(start, n)
    assert end <= calendar.add_working_days(start + timedelta(days=later), n)
    assert end <= calendar.add_working_days(start, n + 1)


@calm
@given(calendars, days, amounts, st.sampled_from(["after", "before"]), st.sampled_from(["working_day", "day"]))
def test_an_explanation_agrees_with_the_calendar(
    calendar: WorkCalendar, start: date, n: int, rule: str, unit: str
) -> None:
    told = explain_count(calendar, rule=rule, amount=n, unit=unit, anchor="a.b", anchor_date=start)
    assert calendar.is_working(told.due)
    assert (told.due >= start) if rule == "after" else (told.due <= start)
    assert Explanation.from_plain(json.loads(json.dumps(told.to_plain()))) == told
    assert pickle.loads(pickle.dumps(told)) == told
    assert [mark.day for mark in told.strip] == sorted({mark.day for mark in told.strip})
    assert sum(mark.kind == "end" for mark in told.strip) == 1
    if abs((told.due - start).days) <= 120:
        assert max(mark.ordinal for mark in told.strip) == n
    assert all(text for _label, text in in_words(told, str))


def test_the_strip_shows_each_day() -> None:
    told = explain_count(SWAPPED, rule="after", amount=4, unit="working_day", anchor_date=d("2024-04-26"))
    assert told.strip == (
        Mark(d("2024-04-26"), "start"),
        Mark(d("2024-04-27"), "off"),
        Mark(d("2024-04-28"), "off"),
        Mark(d("2024-04-29"), "swap_off"),
        Mark(d("2024-04-30"), "holiday"),
        Mark(d("2024-05-01"), "holiday"),
        Mark(d("2024-05-02"), "counted", 1),
        Mark(d("2024-05-03"), "counted", 2),
        Mark(d("2024-05-04"), "swap_work", 3),
        Mark(d("2024-05-05"), "off"),
        Mark(d("2024-05-06"), "end", 4),
    )
    assert [met.day for met in told.holidays] == [d("2024-04-30"), d("2024-05-01")]
    assert told.swaps == (Swap(d("2024-04-29"), d("2024-05-04")),)


def test_a_count_of_days_moves_off_a_day_off_and_tells_only_what_mattered() -> None:
    later = explain_count(PLAIN, rule="after", amount=2, unit="day", anchor_date=d("2021-04-29"))
    assert (later.due, later.moved_from) == (d("2021-05-04"), d("2021-05-01"))
    assert [met.day for met in later.holidays] == [d("2021-05-01"), d("2021-05-03")]
    earlier = explain_count(PLAIN, rule="before", amount=2, unit="day", anchor_date=d("2021-07-06"))
    assert (earlier.due, earlier.moved_from) == (d("2021-07-02"), d("2021-07-04"))


def test_an_explanation_in_words() -> None:
    told = explain_date(PLAIN, rule="on", day=d("2021-02-12"))
    told = told.extended(new_due=d("2021-02-26"), granted_by="Bình", granted_date=d("2021-02-15"), reason="Chờ số liệu")
    assert told.due == d("2021-02-26")
    assert in_words(told, str) == (
        ("Quy tắc", "Ngày cố định 12/2/2021"),
        (
            "Lịch",
            (
                "Lịch làm việc Việt Nam; nghỉ 12/2/2021 (Tết Nguyên Đán); nghỉ 13/2/2021 (Mùng hai Tết Nguyên Đán); "
                "nghỉ 14/2/2021 (Mùng ba Tết Nguyên Đán); nghỉ 15/2/2021 (Mùng bốn Tết Nguyên Đán); "
                "nghỉ 16/2/2021 (Mùng năm Tết Nguyên Đán)"
            ),
        ),
        ("Dời hạn", "Rơi vào ngày nghỉ 12/2/2021, dời sang ngày làm việc kế tiếp 17/2/2021"),
        ("Gia hạn", "Từ 17/2/2021 đến 26/2/2021, Bình cho phép ngày 15/2/2021: Chờ số liệu"),
        ("Hạn", "26/2/2021"),
    )
    assert "(Lunar New Year)" in dict(in_words(told, str, language="en"))["Lịch"]
    assert Explanation.from_plain(json.loads(json.dumps(told.to_plain()))) == told


def test_words_go_through_the_readers_language() -> None:
    told = explain_count(
        SWAPPED,
        rule="before",
        amount=3,
        unit="working_day",
        anchor="x.y",
        anchor_date=d("2021-07-09"),
        anchor_name="họp",
    )
    english = {
        "%(amount)s ngày làm việc trước %(anchor)s": "%(amount)s working days before %(anchor)s",
        "họp": "meeting",
    }
    assert in_words(told, lambda text: english.get(text, text))[0] == ("Quy tắc", "3 working days before meeting")


def test_an_extension_must_be_later() -> None:
    told = explain_date(PLAIN, rule="on", day=d("2021-07-05"))
    with pytest.raises(CalendarRefused, match="5/7/2021"):
        told.extended(new_due=d("2021-07-05"), granted_by="Bình", granted_date=d("2021-07-01"))


def test_damaged_plain_data_are_refused() -> None:
    good = explain_date(PLAIN, rule="on", day=d("2021-07-05")).to_plain()
    for bad in ({}, good | {"due": "mai"}, good | {"strip": [["2021-07-05"]]}, good | {"swaps": [""]}):
        with pytest.raises(BadExplanation):
            Explanation.from_plain(bad)


def test_long_strips_keep_their_ends() -> None:
    told = explain_count(PLAIN, rule="after", amount=200, unit="working_day", anchor_date=d("2021-07-05"))
    assert [mark.kind for mark in told.strip] == ["start", "end"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("2021-07", "tháng 07/2021"),
        ("2021-Q3", "quý III/2021"),
        ("2021-H1", "6 tháng đầu năm 2021"),
        ("2021", "năm 2021"),
        ("khác", "khác"),
        ("", ""),
    ],
)
def test_period_in_words(key: str, words: str) -> None:
    assert period_in_words(key, str) == words
