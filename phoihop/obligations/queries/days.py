"""Working days and due rules, for this room and for those above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.dates import Explanation, Swap, WorkCalendar, in_words
from phoihop.ground.reading import once_a_reading
from phoihop.obligations import rules
from phoihop.obligations.models import Day


@dataclass(frozen=True, slots=True)
class DayLine:
    """A row of the swap table; `name` says what the day would be without it."""

    date: date
    is_working: bool
    note: str
    name: str


@once_a_reading
def calendar() -> WorkCalendar:
    """Weekends, public holidays, and the table of swap days, which wins over both."""
    swaps = [
        Swap(working=row.date, note=row.note) if row.is_working else Swap(off=row.date, note=row.note)
        for row in Day.rows.order_by("date")
    ]
    return WorkCalendar(swaps=tuple(swaps))


def declared_days(actor: Actor, year: int) -> list[DayLine]:
    """The swap table of a year; everybody with a seat may read the calendar."""
    bare = WorkCalendar()
    rows = Day.rows.filter(date__year=year).order_by("date") if actor.kind != "nobody" else ()
    return [DayLine(row.date, row.is_working, row.note, bare.name_of(row.date)) for row in rows]


def holidays_of(year: int) -> list[tuple[date, str]]:
    """Public holidays of the year as the calendar knows them, without the table."""
    return [(day.day, day.name) for day in WorkCalendar().holidays_met(date(year, 1, 1), date(year, 12, 31))]


def occurrences(
    rule: Mapping[str, Any], year: int, in_force_from: date | None, in_force_to: date | None
) -> list[rules.Occurrence]:
    """The due dates of a recurring rule (plain data) in a year, inside the agreement's days of force."""
    parsed = rules.parse_rule(rule)
    if not isinstance(parsed, rules.Recurring):
        return []
    return rules.occurrences(parsed, year, in_force_from, in_force_to, calendar())


def check_rule(raw: object) -> list[str]:
    """What is wrong with a rule as plain data, in finished sentences; empty when it can be read."""
    try:
        rules.parse_rule(raw)
    except rules.BadRule as bad:
        return [_(fault.sentence) % fault.values for fault in bad.faults]
    return []


def rule_in_words(raw: Mapping[str, Any] | None) -> str:
    """The rule as an official reads it: 5 ngày làm việc sau ngày vào giai đoạn."""
    match rules.parse_rule(raw):
        case rules.OnDate(on=on):
            return _("ngày %(day)s") % {"day": f"{on.day}/{on.month}/{on.year}"}
        case rules.Counted() as rule:
            words = {
                ("after", "working_day"): _("%(amount)s ngày làm việc sau %(anchor)s"),
                ("before", "working_day"): _("%(amount)s ngày làm việc trước %(anchor)s"),
                ("after", "day"): _("%(amount)s ngày sau %(anchor)s"),
                ("before", "day"): _("%(amount)s ngày trước %(anchor)s"),
            }[rule.side, rule.unit]
            return words % {"amount": rule.amount, "anchor": anchor_in_words(rule.event)}
        case rules.Recurring() as rule:
            return _recurring(rule)
        case rules.OnDemand():
            return _("khi có yêu cầu")
    return _("chưa định hạn")


def anchor_in_words(event: str) -> str:
    """What an event is called; one that has no name is shown by its key."""
    name = rules.anchor_name(event)
    return _(name) if name else event


def explanation_in_words(explanation: Explanation) -> tuple[tuple[str, str], ...]:
    return in_words(explanation, _, language=get_language() or "vi")


def _recurring(rule: rules.Recurring) -> str:
    each = {
        "month": _("mỗi tháng"),
        "quarter": _("mỗi quý"),
        "half_year": _("mỗi nửa năm"),
        "year": _("mỗi năm"),
    }[rule.each]
    if rule.on:
        when = _("ngày %(day)s/%(month)s") % {"day": rule.on[1], "month": rule.on[0]}
    elif rule.unit == "working_day":
        when = _("ngày làm việc thứ %(amount)s") % {"amount": rule.amount}
    else:
        when = _("ngày thứ %(amount)s") % {"amount": rule.amount}
    words = _("%(each)s, %(when)s") % {"each": each, "when": when}
    if rule.first:
        first = f"{rule.first.day}/{rule.first.month}/{rule.first.year}"
        words = _("%(words)s; lần đầu %(first)s") % {"words": words, "first": first}
    return words
