"""Due rules as data: read from programme files, kept as plain values, answered with a date and its explanation.

No framework, no clock, no database. The arithmetic in prose: docs/algorithms/working-days.md.
"""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from phoihop.ground.dates import (
    DAY,
    FIRST_YEAR,
    LAST_YEAR,
    MOST,
    WORKING_DAY,
    Explanation,
    WorkCalendar,
    explain_count,
    explain_date,
)

MONTHS_OF = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
PERS = ("topic", "phase", "plan", "activity")
DEMAND, PERIOD = "demand", "period"  # anchors that on-demand and recurring rules wait for

_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})")
_EVENT = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+")


def _(text: str) -> str:
    """Mark a Vietnamese sentence for translation; whoever shows it translates it."""
    return text


ANCHOR_NAMES = {
    "claim.opened": _("ngày ghi nhận thông tin sai"),
    "dispatch.sent": _("ngày gửi công văn"),
    "lead.appraise.accepted": _("ngày chấp nhận bản thẩm định"),
    "meeting.start": _("ngày họp"),
    "period.cut_off": _("ngày chốt số liệu"),
    "period.start": _("ngày đầu kỳ"),
    "phase.end": _("ngày kết thúc giai đoạn"),
    "phase.entered": _("ngày vào giai đoạn"),
    "topic.acknowledged": _("ngày cơ quan chủ trì xác nhận vấn đề"),
    "topic.notified": _("ngày thông báo vấn đề"),
    "topic.selected": _("ngày chọn vấn đề"),
}
ACCEPTED = _("ngày nghiệm thu việc làm trước")  # what any other `<duty>.accepted` is called


@dataclass(frozen=True, slots=True)
class OnDate:
    """A fixed date."""

    on: date
    per: str = ""
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """`amount` of `unit` (working_day or day) after or before an event, in all phases or in those named."""

    side: str
    event: str
    amount: int
    unit: str
    per: str = ""
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recurring:
    """Once per month, quarter, half_year or year: the amount-th `unit` of it, or a month and day of the year.

    `cut_off` is the last day whose data counts, as (month, day) of a year or (0, day) of a period's last month; then
    counting starts on the day after it. `first` replaces the due date of the first period, and nothing is due before.
    """

    each: str
    amount: int = 0
    unit: str = ""
    on: tuple[int, int] | None = None
    cut_off: tuple[int, int] | None = None
    first: date | None = None
    per: str = ""
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OnDemand:
    """Due when somebody asks, on the day he names (anchor `demand`)."""

    per: str = ""
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoRule:
    """The file leaves it null: the duty stands, its date stays open."""

    per: str = ""
    phases: tuple[str, ...] = ()


Rule = OnDate | Counted | Recurring | OnDemand | NoRule


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a rule: `sentence` is the translation key, `place` the duty it belongs to, if any."""

    sentence: str
    values: Mapping[str, object]
    place: str = ""

    def __str__(self) -> str:
        text = self.sentence % self.values
        return f"{self.place}: {text}" if self.place else text


class BadRule(ValueError):
    """One or more rules cannot be read; `faults` names everything that is wrong, at once."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, faults)))


@dataclass(frozen=True, slots=True)
class Due:
    """The answer of a rule: a date with its explanation, or the anchor it waits for, or neither (no rule)."""

    date: date | None
    explanation: Explanation | None = None
    waits_for: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its key (2021-07, 2021-Q3, 2021-H1, 2021), its days, and the days its data come from."""

    key: str
    kind: str
    year: int
    number: int
    first_day: date
    last_day: date
    data_from: date
    data_to: date


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One due date of a recurring rule."""

    key: str
    period: Period
    due: date
    explanation: Explanation


def parse_rules(
    raw: object, *, phases: Collection[str] | None = None, events: Collection[str] | None = None
) -> dict[str, Rule]:
    """Read {duty key: rule}. Refused with BadRule, every fault of every rule at once, each with its duty as place."""
    if not isinstance(raw, Mapping):
        raise BadRule([Fault(_("Bảng quy tắc phải gồm các dòng “nghĩa vụ: quy tắc”"), {})])
    rules, faults = {}, []
    for duty, one in raw.items():
        try:
            rules[str(duty)] = parse_rule(one, phases=phases, events=events)
        except BadRule as bad:
            faults += [replace(fault, place=str(duty)) for fault in bad.faults]
    if faults:
        raise BadRule(faults)
    return rules


def parse_rule(raw: object, *, phases: Collection[str] | None = None, events: Collection[str] | None = None) -> Rule:
    """Read one rule of a programme file; days may be dates or ISO text.

    Refused with BadRule, all faults at once: unknown keys, no or several forms, numbers that are none or out of
    bounds, days that do not exist, and phases or events that are not among those given.
    """
    if raw is None:
        return NoRule()
    if not isinstance(raw, Mapping):
        raise BadRule([Fault(_("Quy tắc phải là các cặp “khóa: giá trị”, không phải “%(raw)s”"), {"raw": raw})])
    reading = _Reading(dict(raw))
    rule = reading.rule(phases, events)
    if reading.faults or rule is None:
        raise BadRule(reading.faults)
    return rule


def to_plain(rule: Rule) -> dict[str, Any] | None:
    """JSON-ready data in the shape of the programme file; parse_rule gives the same value back."""
    plain: dict[str, Any] = {}
    match rule:
        case NoRule():
            return None
        case OnDemand():
            plain = {"on_demand": True}
        case OnDate():
            plain = {"on": rule.on.isoformat()}
        case Counted():
            plain = {rule.side: rule.event, f"{rule.unit}s": rule.amount}
        case Recurring():
            plain = {"each": rule.each}
            if rule.unit:
                plain[rule.unit] = rule.amount
            if rule.on:
                plain["on"] = f"{rule.on[0]:02}-{rule.on[1]:02}"
            if rule.cut_off:
                month, day = rule.cut_off
                plain["cut_off"] = f"{month:02}-{day:02}" if month else day
            if rule.first:
                plain["first"] = rule.first.isoformat()
    if rule.per:
        plain["per"] = rule.per
    if rule.phases:
        plain["phases"] = list(rule.phases)
    return plain


def anchor_name(event: str) -> str:
    """What an event is called, as a translation key; empty for one that has no name."""
    return ANCHOR_NAMES.get(event) or (ACCEPTED if event.endswith(".accepted") else "")


def applies(rule: Rule, phase: str) -> bool:
    """Whether the rule holds in the phase with that key (a rule that names no phases holds in all)."""
    return not rule.phases or phase in rule.phases


def due(rule: Rule, anchors: Mapping[str, date], calendar: WorkCalendar) -> Due:
    """The due date with its explanation; without its anchor no date, and `waits_for` names the anchor.

    `anchors` maps event keys to days. An on-demand rule waits for `demand` (the day asked for); a recurring rule for
    `period` (any day of the period meant). Refused: years the calendar does not know.
    """
    match rule:
        case OnDate():
            return _answer(explain_date(calendar, rule="on", day=rule.on))
        case Counted():
            if rule.event not in anchors:
                return Due(None, waits_for=rule.event)
            return _answer(
                explain_count(
                    calendar,
                    rule=rule.side,
                    amount=rule.amount,
                    unit=rule.unit,
                    anchor=rule.event,
                    anchor_name=anchor_name(rule.event),
                    anchor_date=anchors[rule.event],
                )
            )
        case Recurring():
            if PERIOD not in anchors:
                return Due(None, waits_for=PERIOD)
            day = anchors[PERIOD]
            number = (day.month - 1) // MONTHS_OF[rule.each] + 1
            explanation = _explain_period(rule, period_of(rule, day.year, number), calendar)
            return _answer(explanation) if explanation else Due(None)
        case OnDemand():
            if DEMAND not in anchors:
                return Due(None, waits_for=DEMAND)
            return _answer(explain_date(calendar, rule="demand", day=anchors[DEMAND]))
    return Due(None)


def occurrences(
    rule: Recurring, year: int, in_force_from: date | None, in_force_to: date | None, calendar: WorkCalendar
) -> list[Occurrence]:
    """The due dates of a recurring rule for the periods of one year, inside the agreement's days of force.

    A period counts if its date, before any move off a day off, is not before the force begins, and if that date (with
    a cut-off: the last day of its data) is not after the force ends. None stands for no limit; nothing is due in
    periods before the one that holds `first`. Refused: years the calendar does not know.
    """
    found = []
    for number in range(1, 12 // MONTHS_OF[rule.each] + 1):
        period = period_of(rule, year, number)
        explanation = _explain_period(rule, period, calendar)
        if explanation is None:
            continue
        nominal = explanation.moved_from or explanation.due
        closes = period.data_to if rule.cut_off else nominal
        if (in_force_from and nominal < in_force_from) or (in_force_to and closes > in_force_to):
            continue
        found.append(Occurrence(period.key, period, explanation.due, explanation))
    return found


def period_of(rule: Recurring, year: int, number: int) -> Period:
    """The number-th period of the year (from 1), with the days of its data."""
    length = MONTHS_OF[rule.each]
    first_month, last_month = (number - 1) * length + 1, number * length
    first_day, last_day = date(year, first_month, 1), _day_in(year, last_month, 31)
    data_from, data_to = first_day, last_day
    if rule.cut_off:
        month, day = rule.cut_off
        data_to = _day_in(year, month or last_month, day)
        before = first_day - timedelta(days=1)  # in the last month of the period before
        data_from = _day_in(year - 1, month, day) if month else _day_in(before.year, before.month, day)
        data_from += timedelta(days=1)
    part = {"month": f"-{number:02}", "quarter": f"-Q{number}", "half_year": f"-H{number}", "year": ""}[rule.each]
    return Period(f"{year}{part}", rule.each, year, number, first_day, last_day, data_from, data_to)


def _explain_period(rule: Recurring, period: Period, calendar: WorkCalendar) -> Explanation | None:
    if rule.first and period.last_day < rule.first:
        return None
    if rule.first and period.first_day <= rule.first:
        return explain_date(calendar, rule="each", day=rule.first, period=period.key)
    if rule.on:
        day = _day_in(period.year, *rule.on)
        if rule.cut_off and day <= period.data_to:  # a report on a year whose data are closed later that year
            day = _day_in(period.year + 1, *rule.on)
        return explain_date(calendar, rule="each", day=day, period=period.key)
    amount = rule.amount
    if rule.unit == DAY and not rule.cut_off:
        amount = min(amount, (period.last_day - period.first_day).days + 1)
    anchor = "period.cut_off" if rule.cut_off else "period.start"
    return explain_count(
        calendar,
        rule="each",
        amount=amount,
        unit=rule.unit,
        anchor=anchor,
        anchor_name=ANCHOR_NAMES[anchor],
        anchor_date=period.data_to if rule.cut_off else period.first_day,
        period=period.key,
        counts_anchor=not rule.cut_off,
    )


def _answer(explanation: Explanation) -> Due:
    return Due(explanation.due, explanation)


def _day_in(year: int, month: int, day: int) -> date:
    """That day, or the month's last one if the month is shorter."""
    return date(year, month, min(day, months.monthrange(year, month)[1]))


class _Reading:
    """One raw rule while it is read: takes keys out, collects faults."""

    def __init__(self, raw: dict[Any, Any]) -> None:
        self.raw = raw
        self.faults: list[Fault] = []

    def rule(self, phases: Collection[str] | None, events: Collection[str] | None) -> Rule | None:
        forms = [key for key in ("after", "before", "each", "on_demand") if key in self.raw]
        if "on" in self.raw and "each" not in self.raw:
            forms.append("on")
        if len(forms) != 1:
            self.fault(_("Cần đúng một trong các khóa: after, before, each, on, on_demand"))
            return None
        per, chosen = self.per(), self.phases(phases)
        rule: Rule | None = None
        if forms[0] == "on":
            on = self.day("on")
            rule = OnDate(on, per, chosen) if on else None
        elif forms[0] == "on_demand":
            if self.raw.pop("on_demand") is not True:
                self.fault(_("on_demand chỉ nhận giá trị true"))
            rule = OnDemand(per, chosen)
        elif forms[0] == "each":
            rule = self.recurring(per, chosen)
        else:
            rule = self.counted(forms[0], per, chosen, events)
        if self.raw:
            self.fault(_("Khóa lạ: %(keys)s"), keys=", ".join(map(str, self.raw)))
        return rule

    def counted(self, side: str, per: str, phases: tuple[str, ...], events: Collection[str] | None) -> Rule | None:
        event = self.raw.pop(side)
        if not isinstance(event, str) or not _EVENT.fullmatch(event):
            self.fault(_("“%(event)s” không phải là tên sự kiện (viết như phase.entered)"), event=event)
        elif events is not None and event not in events:
            self.fault(_("Không có sự kiện “%(event)s”"), event=event)
        amount, unit = self.amount({"working_days": WORKING_DAY, "days": DAY}, 0, MOST)
        return Counted(side, str(event), amount, unit, per, phases) if unit else None

    def recurring(self, per: str, phases: tuple[str, ...]) -> Rule | None:
        each = self.raw.pop("each")
        if not isinstance(each, str) or each not in MONTHS_OF:
            self.fault(_("each là một trong: %(known)s"), known=", ".join(MONTHS_OF))
            self.raw.clear()
            return None
        on = None
        amount, unit = 0, ""
        if "on" in self.raw:
            on = self.month_day("on")
            if each != "year":
                self.fault(_('on: "MM-DD" chỉ dùng với each: year'))
            if {"working_day", "day"} & set(self.raw):
                self.fault(_("Chỉ được dùng một trong: working_day, day, on"))
                self.raw.pop("working_day", None)
                self.raw.pop("day", None)
        else:
            amount, unit = self.amount({"working_day": WORKING_DAY, "day": DAY}, 1, 31 * MONTHS_OF[each])
        cut_off = self.cut_off(each) if "cut_off" in self.raw else None
        first = self.day("first") if "first" in self.raw else None
        return Recurring(each, amount, unit, on, cut_off, first, per, phases)

    def amount(self, units: Mapping[str, str], least: int, most: int) -> tuple[int, str]:
        given = [key for key in units if key in self.raw]
        if len(given) != 1:
            for key in given:
                self.raw.pop(key)
            self.fault(_("Cần đúng một trong các khóa: %(keys)s"), keys=", ".join(units))
            return 0, ""
        number = self.raw.pop(given[0])
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
            self.fault(
                _("%(key)s phải là số nguyên từ %(least)s đến %(most)s, không phải “%(number)s”"),
                key=given[0],
                least=least,
                most=most,
                number=number,
            )
            return 0, ""
        return int(number), units[given[0]]

    def cut_off(self, each: str) -> tuple[int, int] | None:
        raw = self.raw["cut_off"]
        if isinstance(raw, str):
            if each != "year":
                self.fault(_('cut_off: "MM-DD" chỉ dùng với each: year, kỳ ngắn hơn thì ghi ngày'))
            return self.month_day("cut_off")
        self.raw.pop("cut_off")
        if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= 31:
            self.fault(_('cut_off phải là ngày 1-31 hoặc "MM-DD", không phải “%(raw)s”'), raw=raw)
            return None
        return 0, int(raw)

    def month_day(self, key: str) -> tuple[int, int] | None:
        raw = self.raw.pop(key)
        found = _MONTH_DAY.fullmatch(raw) if isinstance(raw, str) else None
        if found:
            month, day = int(found[1]), int(found[2])
            if 1 <= month <= 12 and 1 <= day <= months.monthrange(2000, month)[1]:
                return month, day
        self.fault(_('%(key)s: “%(raw)s” không phải là tháng-ngày (viết như "01-31")'), key=key, raw=raw)
        return None

    def day(self, key: str) -> date | None:
        raw = self.raw.pop(key)
        day: date | None = None
        if isinstance(raw, date) and not isinstance(raw, datetime):
            day = raw
        elif isinstance(raw, str):
            try:
                day = date.fromisoformat(raw)
            except ValueError:
                day = None
        if day is None:
            self.fault(_("%(key)s: “%(raw)s” không phải là ngày (viết như 2021-12-31)"), key=key, raw=raw)
        elif not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fault(_("%(key)s: năm phải từ %(first)s đến %(last)s"), key=key, first=FIRST_YEAR, last=LAST_YEAR)
        return day

    def per(self) -> str:
        raw = self.raw.pop("per", None)
        if raw is None:
            return ""
        if raw not in PERS:
            self.fault(_("per là một trong: %(known)s"), known=", ".join(PERS))
        return str(raw)

    def phases(self, known: Collection[str] | None) -> tuple[str, ...]:
        raw = self.raw.pop("phases", None)
        if raw is None:
            return ()
        if not isinstance(raw, list) or not all(isinstance(phase, str) and phase for phase in raw):
            self.fault(_("phases phải là danh sách tên giai đoạn"))
            return ()
        if known is not None and (unknown := [phase for phase in raw if phase not in known]):
            self.fault(_("Không có giai đoạn: %(phases)s"), phases=", ".join(unknown))
        if len(set(raw)) < len(raw):
            self.fault(_("phases có giai đoạn lặp lại"))
        return tuple(map(str, raw))

    def fault(self, sentence: str, **values: object) -> None:
        self.faults.append(Fault(sentence, values))
