"""Due rules: what a file may say, which dates come out, what is refused with which sentence."""

import json
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoihop.ground.dates import WorkCalendar
from phoihop.obligations.rules import (
    BadRule,
    Counted,
    NoRule,
    OnDate,
    OnDemand,
    Recurring,
    Rule,
    applies,
    due,
    occurrences,
    parse_rule,
    parse_rules,
    to_plain,
)

calm = settings(deadline=None, database=None)  # no test fails on a clock or leaves files
CALENDAR = WorkCalendar.from_rows([{"off": date(2024, 4, 29), "working": date(2024, 5, 4)}])


def d(text: str) -> date:
    return date.fromisoformat(text)


def dates_of(raw: dict[str, Any], year: int, start: str = "", end: str = "") -> dict[str, str]:
    rule = parse_rule(raw)
    assert isinstance(rule, Recurring)
    found = occurrences(rule, year, d(start) if start else None, d(end) if end else None, CALENDAR)
    return {one.key: one.due.isoformat() for one in found}


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (None, NoRule()),
        ({"on_demand": True}, OnDemand()),
        ({"on": date(2021, 12, 31)}, OnDate(date(2021, 12, 31))),
        ({"on": "2021-12-31", "per": "plan"}, OnDate(date(2021, 12, 31), per="plan")),
        ({"after": "topic.selected", "working_days": 5}, Counted("after", "topic.selected", 5, "working_day")),
        (
            {"before": "phase.end", "days": 10, "phases": ["during", "after"], "per": "phase"},
            Counted("before", "phase.end", 10, "day", "phase", ("during", "after")),
        ),
        ({"each": "month", "working_day": 3}, Recurring("month", 3, "working_day")),
        (
            {"each": "year", "on": "01-31", "first": "2021-07-15"},
            Recurring("year", on=(1, 31), first=date(2021, 7, 15)),
        ),
        ({"each": "quarter", "day": 25, "cut_off": 14}, Recurring("quarter", 25, "day", cut_off=(0, 14))),
        ({"each": "year", "day": 5, "cut_off": "12-14"}, Recurring("year", 5, "day", cut_off=(12, 14))),
    ],
)
def test_parse_rule(raw: object, rule: Rule) -> None:
    assert parse_rule(raw) == rule
    assert parse_rule(json.loads(json.dumps(to_plain(rule)))) == rule


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ([], "phải là các cặp"),
        ({}, "Cần đúng một trong các khóa: after"),
        ({"after": "a.b", "before": "a.b", "days": 1}, "Cần đúng một trong các khóa: after"),
        ({"after": "họp", "days": 1}, "“họp” không phải là tên sự kiện"),
        ({"after": "phase.left", "days": 1}, "Không có sự kiện “phase.left”"),
        ({"after": "phase.end"}, "working_days, days"),
        ({"after": "phase.end", "days": 1, "working_days": 1}, "working_days, days"),
        ({"after": "phase.end", "days": -1}, "từ 0 đến 1000, không phải “-1”"),
        ({"after": "phase.end", "days": 1001}, "từ 0 đến 1000"),
        ({"after": "phase.end", "days": True}, "số nguyên"),
        ({"after": "phase.end", "days": 1, "phase": "x"}, "Khóa lạ: phase"),
        ({"after": "phase.end", "days": 1, "phases": ["sau"]}, "Không có giai đoạn: sau"),
        ({"after": "phase.end", "days": 1, "phases": "during"}, "danh sách"),
        ({"after": "phase.end", "days": 1, "phases": ["during", "during"]}, "lặp lại"),
        ({"after": "phase.end", "days": 1, "per": "week"}, "per là một trong"),
        ({"on": "31/12/2021"}, "không phải là ngày"),
        ({"on": "0021-12-31"}, "năm phải từ 1990 đến 2100"),
        ({"on_demand": "yes"}, "on_demand chỉ nhận"),
        ({"each": "week", "day": 1}, "each là một trong"),
        ({"each": "month", "day": 32}, "từ 1 đến 31"),
        ({"each": "month", "working_day": 0}, "từ 1 đến 31"),
        ({"each": "year", "on": "02-30"}, "không phải là tháng-ngày"),
        ({"each": "month", "on": "01-31"}, "chỉ dùng với each: year"),
        ({"each": "year", "on": "01-31", "day": 3}, "Chỉ được dùng một trong"),
        ({"each": "month", "day": 3, "cut_off": "12-14"}, "chỉ dùng với each: year"),
        ({"each": "month", "day": 3, "cut_off": 0}, "cut_off phải là ngày 1-31"),
        ({"each": "month", "day": 3, "first": "hôm nay"}, "first: “hôm nay” không phải là ngày"),
    ],
)
def test_bad_rules_are_refused_with_a_sentence(raw: object, sentence: str) -> None:
    with pytest.raises(BadRule) as refusal:
        parse_rule(raw, phases=["before", "during", "after"], events=["phase.entered", "phase.end"])
    assert sentence in str(refusal.value)


def test_all_faults_of_all_rules_come_at_once_with_their_place() -> None:
    with pytest.raises(BadRule) as refusal:
        parse_rules({"lead.listen": {"each": "week"}, "lead.correct": {"after": "x", "days": -3}, "lead.review": None})
    assert [fault.place for fault in refusal.value.faults] == ["lead.listen", "lead.correct", "lead.correct"]
    assert str(refusal.value.faults[0]).startswith("lead.listen: each là một trong")
    with pytest.raises(BadRule):
        parse_rules(["lead.listen"])


@calm
@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.dates(), st.lists, max_leaves=3), st.data()
)
def test_any_input_is_a_rule_or_a_refusal(value: object, data: st.DataObject) -> None:
    keys = ["after", "before", "each", "on", "on_demand", "days", "working_day", "cut_off", "first", "phases", "per"]
    raw = dict.fromkeys(data.draw(st.lists(st.sampled_from(keys), unique=True)), value)
    raw |= data.draw(st.sampled_from([{}, {"each": "year"}, {"after": "a.b"}, {"each": "month", "day": 3}]))
    try:
        rule = parse_rule(raw)
    except BadRule as refusal:
        said = str(refusal)
    else:
        said = "a rule"
        assert parse_rule(to_plain(rule)) == rule
    assert said


@pytest.mark.parametrize(
    ("raw", "anchor", "expected", "moved_from"),
    [
        ({"after": "topic.selected", "working_days": 5}, "2021-02-05", "2021-02-19", None),  # Tết 2021
        ({"after": "topic.selected", "working_days": 5}, "2024-02-06", "2024-02-20", None),  # Tết 2024
        ({"after": "topic.selected", "working_days": 3}, "2024-04-26", "2024-05-04", None),  # make-up Saturday
        ({"after": "topic.selected", "days": 3}, "2024-04-26", "2024-05-02", "2024-04-29"),  # swap day off
        ({"after": "topic.selected", "working_days": 0}, "2021-07-03", "2021-07-05", "2021-07-03"),
        ({"before": "topic.selected", "working_days": 3}, "2021-05-05", "2021-04-28", None),  # 30/4 - 3/5
        ({"before": "topic.selected", "days": 3}, "2021-05-04", "2021-04-29", "2021-05-01"),
    ],
)
def test_counted_rules(raw: object, anchor: str, expected: str, moved_from: str | None) -> None:
    answer = due(parse_rule(raw), {"topic.selected": d(anchor)}, CALENDAR)
    assert answer.date == d(expected)
    assert answer.waits_for is None
    assert answer.explanation is not None
    assert answer.explanation.due == answer.date
    assert answer.explanation.anchor_name == "ngày chọn vấn đề"
    assert answer.explanation.moved_from == (d(moved_from) if moved_from else None)


def test_a_fixed_date_on_a_day_off_moves_forward() -> None:
    answer = due(OnDate(d("2021-02-12")), {}, CALENDAR)
    assert answer.date == d("2021-02-17")
    assert answer.explanation is not None
    assert answer.explanation.moved_from == d("2021-02-12")


def test_a_rule_waits_for_its_anchor() -> None:
    assert due(parse_rule({"before": "meeting.start", "days": 3}), {}, CALENDAR).waits_for == "meeting.start"
    assert due(OnDemand(), {}, CALENDAR).waits_for == "demand"
    assert due(OnDemand(), {"demand": d("2021-07-04")}, CALENDAR).date == d("2021-07-05")
    assert due(Recurring("month", 3, "working_day"), {}, CALENDAR).waits_for == "period"
    assert due(Recurring("month", 3, "working_day"), {"period": d("2021-07-20")}, CALENDAR).date == d("2021-07-05")
    assert due(NoRule(), {}, CALENDAR) == due(
        Recurring("year", on=(1, 31), first=d("2022-01-05")), {"period": d("2021-05-05")}, CALENDAR
    )


def test_phases() -> None:
    rule = parse_rule({"after": "phase.entered", "working_days": 5, "phases": ["before", "during"]})
    assert [applies(rule, phase) for phase in ("before", "during", "after")] == [True, True, False]
    assert applies(NoRule(), "after")


def test_monthly_within_the_agreements_force() -> None:
    assert dates_of({"each": "month", "working_day": 3}, 2021, "2021-07-01", "2025-12-31") == {
        "2021-07": "2021-07-05",
        "2021-08": "2021-08-04",
        "2021-09": "2021-09-07",  # 2/9 and 3/9 are off
        "2021-10": "2021-10-05",
        "2021-11": "2021-11-03",
        "2021-12": "2021-12-03",
    }
    assert "2021-07" not in dates_of({"each": "month", "working_day": 3}, 2021, "2021-07-06")
    assert list(dates_of({"each": "month", "working_day": 3}, 2025, "2021-07-01", "2025-02-05")) == [
        "2025-01",
        "2025-02",
    ]
    assert dates_of({"each": "month", "working_day": 3}, 2026, "2021-07-01", "2025-12-31") == {}


def test_the_first_year_of_a_yearly_rule() -> None:
    raw = {"each": "year", "on": "01-31", "first": "2021-07-15"}
    found = [dates_of(raw, year, "2021-07-01", "2025-12-31") for year in (2020, 2021, 2022, 2023)]
    assert found == [{}, {"2021": "2021-07-15"}, {"2022": "2022-02-07"}, {"2023": "2023-01-31"}]  # Tết 2022
    assert dates_of(raw, 2021, "2021-08-01") == {}
    assert dates_of({"each": "year", "on": "02-29"}, 2023) == {"2023": "2023-02-28"}


def test_quarters_and_half_years() -> None:
    assert list(dates_of({"each": "quarter", "day": 10}, 2021)) == ["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4"]
    assert dates_of({"each": "half_year", "day": 186}, 2021) == {"2021-H1": "2021-06-30", "2021-H2": "2021-12-31"}
    assert dates_of({"each": "month", "day": 31}, 2021)["2021-02"] == "2021-03-01"  # 28/2 is a Sunday


def test_periods_with_a_cut_off() -> None:
    monthly = parse_rule({"each": "month", "working_day": 3, "cut_off": 14})
    assert isinstance(monthly, Recurring)
    january, february = occurrences(monthly, 2021, None, None, CALENDAR)[:2]
    assert (january.period.data_from, january.period.data_to) == (d("2020-12-15"), d("2021-01-14"))
    assert january.due == d("2021-01-19")
    assert february.due == d("2021-02-19")  # Tết
    assert january.explanation.anchor == "period.cut_off"
    yearly = parse_rule({"each": "year", "on": "12-20", "cut_off": "12-14"})
    assert isinstance(yearly, Recurring)
    (report,) = occurrences(yearly, 2021, None, None, CALENDAR)
    assert (report.period.data_from, report.period.data_to) == (d("2020-12-15"), d("2021-12-14"))
    assert report.due == d("2021-12-20")
    half = parse_rule({"each": "half_year", "day": 5, "cut_off": 14})
    assert isinstance(half, Recurring)
    first = occurrences(half, 2021, None, None, CALENDAR)[0]
    assert (first.period.data_from, first.period.data_to, first.due) == (
        d("2020-12-15"),
        d("2021-06-14"),
        d("2021-06-21"),
    )  # 19/6 is a Saturday


def test_the_last_report_is_owed_after_the_force_ends() -> None:
    raw = {"each": "year", "on": "01-15", "cut_off": "12-14"}
    assert dates_of(raw, 2025, "2021-07-01", "2025-12-31") == {"2025": "2026-01-15"}
    assert dates_of(raw, 2026, "2021-07-01", "2025-12-31") == {}


@calm
@given(
    st.sampled_from(["month", "quarter", "half_year", "year"]),
    st.sampled_from(["day", "working_day"]),
    st.integers(1, 31),
    st.one_of(st.none(), st.integers(1, 31).map(lambda day: (0, day))),
    st.integers(1995, 2090),
)
def test_periods_follow_one_another(
    each: str, unit: str, amount: int, cut_off: tuple[int, int] | None, year: int
) -> None:
    found = [
        one
        for y in (year, year + 1)
        for one in occurrences(Recurring(each, amount, unit, cut_off=cut_off), y, None, None, CALENDAR)
    ]
    for one, following in pairwise(found):
        assert (following.period.data_from - one.period.data_to).days == 1
        assert one.due <= following.due
    assert all(CALENDAR.is_working(one.due) for one in found)
