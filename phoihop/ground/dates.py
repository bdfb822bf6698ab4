"""Working days and explained dates, as plain values: no clock, no database, no framework.

The arithmetic in prose: docs/algorithms/working-days.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

FIRST_YEAR, LAST_YEAR = 1990, 2100  # lunar holidays are computed no further
MOST = 1000  # days that a rule may count
LONGEST_SPAN = 4000  # calendar days between two dates that are compared
LONGEST_STRIP = 120  # calendar days that are kept one by one for drawing

WORKING_DAY, DAY = "working_day", "day"
ONE_DAY = timedelta(days=1)


def _(text: str) -> str:
    """Mark a Vietnamese sentence for translation; whoever shows it translates it."""
    return text


class CalendarRefused(ValueError):
    """The calendar does not answer; `sentence % values` says why, `sentence` alone is the translation key."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence % values)


class OutOfRange(CalendarRefused):
    """A day outside the years whose holidays are known, or two days too far apart."""


class TooManyDays(CalendarRefused):
    """A negative or absurd number of days."""


class BadSwap(CalendarRefused):
    """A row of the table of days off and make-up days that says nothing, or contradicts another."""


class BadExplanation(CalendarRefused):
    """Stored plain data that is not an explanation."""


@dataclass(frozen=True, slots=True)
class Swap:
    """One row of the calendar's own table: a day declared off, its make-up working day, or either alone."""

    off: date | None = None
    working: date | None = None
    note: str = ""

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Swap:
        """Read {off, working, note}, days as dates or ISO text. Refused: a day that is none, an unknown key."""
        if unknown := set(plain) - {"off", "working", "note"}:
            raise BadSwap(_("Bảng ngày nghỉ có mục lạ: %(keys)s"), keys=", ".join(sorted(map(str, unknown))))
        days = [_read_day(plain[key]) if plain.get(key) else None for key in ("off", "working")]
        return cls(days[0], days[1], str(plain.get("note") or ""))

    def to_plain(self) -> dict[str, str]:
        days = {"off": self.off, "working": self.working}
        plain = {key: day.isoformat() for key, day in days.items() if day}
        return plain | ({"note": self.note} if self.note else {})


@dataclass(frozen=True, slots=True)
class DayOff:
    """A public holiday that a computation met."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One day of the strip: start, off, holiday, swap_off, swap_work, counted or end; ordinal 0 = not counted."""

    day: date
    kind: str
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class Extension:
    """A later due date, and who granted it."""

    old_due: date
    new_due: date
    granted_by: str
    granted_date: date
    reason: str = ""


@lru_cache(maxsize=512)
def _published(year: int, language: str = "vi") -> tuple[Mapping[date, str], frozenset[date]]:
    """One year's public holidays by day, and its make-up working days, as the package knows them."""
    from holidays.countries.vietnam import Vietnam  # here, because its import costs most of a second

    known = Vietnam(years=year, language=language)  # type: ignore[no-untyped-call]  # the package has no hints here
    named = {day: name for day, name in known.items() if day.year == year}
    return named, frozenset(day for day in known.weekend_workdays if day.year == year)


def _holidays(year: int, language: str = "vi") -> Mapping[date, str]:
    return _published(year, language)[0]


@dataclass(frozen=True)
class WorkCalendar:
    """Which days offices work: the table of swaps first, then public holidays, then Saturday and Sunday."""

    name: str = _("Lịch làm việc Việt Nam")
    swaps: tuple[Swap, ...] = ()
    _table: Mapping[date, Swap] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        table: dict[date, Swap] = {}
        for swap in self.swaps:
            days = [day for day in (swap.off, swap.working) if day]
            if not days:
                raise BadSwap(_("Bảng ngày nghỉ có một dòng không nêu ngày nào"))
            for day in days:
                _known(day)
                if len(set(days)) < len(days) or (day in table and (table[day].off == day) != (swap.off == day)):
                    raise BadSwap(_("Ngày %(day)s vừa là ngày nghỉ vừa là ngày làm bù"), day=_shown(day))
                table[day] = swap
        object.__setattr__(self, "_table", table)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]], name: str = "") -> WorkCalendar:
        """Read `swap_days` of a programme file. Refused: as Swap.from_plain, and contradicting rows."""
        return cls(name or _("Lịch làm việc Việt Nam"), tuple(Swap.from_plain(row) for row in rows))

    def kind_of(self, day: date) -> str:
        """working, off (weekend), holiday, swap_off or swap_work. Refused: years out of range."""
        _known(day)
        if swap := self._table.get(day):
            return "swap_off" if swap.off == day else "swap_work"
        if day in _holidays(day.year):
            return "holiday"
        if day.weekday() < 5:
            return "working"
        return "swap_work" if day in _published(day.year)[1] else "off"

    def is_working(self, day: date) -> bool:
        """Whether offices work that day. Refused: years out of range."""
        return self.kind_of(day) in ("working", "swap_work")

    def name_of(self, day: date) -> str:
        """Why that day is off, in Vietnamese; empty for a working day. Refused: years out of range."""
        kind = self.kind_of(day)
        if kind == "swap_off":
            swap = self._table[day]
            exchanged = _("Nghỉ hoán đổi, làm bù ngày %(day)s")
            declared = exchanged % {"day": _shown(swap.working)} if swap.working else _("Ngày nghỉ được công bố")
            return swap.note or declared
        if kind == "holiday":
            return _holidays(day.year)[day]
        return "" if kind != "off" else _("Thứ Bảy") if day.weekday() == 5 else _("Chủ nhật")

    def next_working_day(self, day: date) -> date:
        """That day if offices work, otherwise the first working day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """That day if offices work, otherwise the last working day before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, start: date, n: int) -> date:
        """The n-th working day after start, start not counted; n = 0 gives start or the next working day.

        Refused: n below 0 or above 1000, years out of range.
        """
        _countable(n)
        return self._step(start, n, ONE_DAY) if n else self.next_working_day(start)

    def subtract_working_days(self, start: date, n: int) -> date:
        """The n-th working day before start, start not counted; n = 0 gives start or the working day before it.

        Refused: n below 0 or above 1000, years out of range.
        """
        _countable(n)
        return self._step(start, n, -ONE_DAY) if n else self.previous_working_day(start)

    def count_working_days(self, start: date, end: date) -> int:
        """Working days from start (not counted) to end (counted); negative when end lies before start.

        Refused: more than 4000 days apart, years out of range.
        """
        if end < start:
            return -self.count_working_days(end, start)
        if (end - start).days > LONGEST_SPAN:
            raise OutOfRange(_("Hai ngày cách nhau quá %(most)s ngày"), most=LONGEST_SPAN)
        _known(start)
        return sum(self.is_working(day) for day in _days(start + ONE_DAY, end))

    def holidays_met(self, first: date, last: date) -> tuple[DayOff, ...]:
        """Public holidays from first to last, both included."""
        return tuple(DayOff(day, self.name_of(day)) for day in _days(first, last) if self.kind_of(day) == "holiday")

    def swaps_met(self, first: date, last: date) -> tuple[Swap, ...]:
        """Rows of the table with a day from first to last, both included."""
        met = (self._table.get(day) for day in _days(first, last))
        return tuple(dict.fromkeys(swap for swap in met if swap))

    def _step(self, day: date, n: int, step: timedelta) -> date:
        _known(day)
        while n:
            day += step
            n -= self.is_working(day)
        return day


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one due date came about, frozen when it was computed, so that later calendars do not rewrite it.

    rule: after, before, on, each or demand. amount counts `unit`s (working_day or day; 0 and "" when nothing is
    counted) from `anchor_date`. `moved_from` is the day off on which the date first fell. `due` is the date in
    force, extensions included. `strip` holds every day between the dates up to 120 days apart, else the two ends.
    """

    rule: str
    due: date
    amount: int = 0
    unit: str = ""
    anchor: str = ""
    anchor_name: str = ""
    anchor_date: date | None = None
    period: str = ""
    moved_from: date | None = None
    calendar: str = ""
    holidays: tuple[DayOff, ...] = ()
    swaps: tuple[Swap, ...] = ()
    extensions: tuple[Extension, ...] = ()
    strip: tuple[Mark, ...] = ()

    def extended(self, *, new_due: date, granted_by: str, granted_date: date, reason: str = "") -> Explanation:
        """The same date with one more extension. Refused: a new date that is not later than the one in force."""
        _known(new_due)
        if new_due <= self.due:
            raise CalendarRefused(_("Hạn mới phải sau hạn hiện tại %(due)s"), due=_shown(self.due))
        extension = Extension(self.due, new_due, granted_by, granted_date, reason)
        return replace(self, due=new_due, extensions=(*self.extensions, extension))

    def to_plain(self) -> dict[str, Any]:
        """JSON-ready data; from_plain gives the same value back."""
        return {
            "rule": self.rule,
            "due": self.due.isoformat(),
            "amount": self.amount,
            "unit": self.unit,
            "anchor": self.anchor,
            "anchor_name": self.anchor_name,
            "anchor_date": self.anchor_date.isoformat() if self.anchor_date else None,
            "period": self.period,
            "moved_from": self.moved_from.isoformat() if self.moved_from else None,
            "calendar": self.calendar,
            "holidays": [[met.day.isoformat(), met.name] for met in self.holidays],
            "swaps": [swap.to_plain() for swap in self.swaps],
            "extensions": [
                [e.old_due.isoformat(), e.new_due.isoformat(), e.granted_by, e.granted_date.isoformat(), e.reason]
                for e in self.extensions
            ],
            "strip": [[mark.day.isoformat(), mark.kind, mark.ordinal] for mark in self.strip],
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Explanation:
        """The value that to_plain wrote. Refused: missing parts, unreadable days."""
        read = date.fromisoformat
        try:
            return cls(
                rule=plain["rule"],
                due=read(plain["due"]),
                amount=plain["amount"],
                unit=plain["unit"],
                anchor=plain["anchor"],
                anchor_name=plain["anchor_name"],
                anchor_date=read(plain["anchor_date"]) if plain["anchor_date"] else None,
                period=plain["period"],
                moved_from=read(plain["moved_from"]) if plain["moved_from"] else None,
                calendar=plain["calendar"],
                holidays=tuple(DayOff(read(day), name) for day, name in plain["holidays"]),
                swaps=tuple(Swap.from_plain(swap) for swap in plain["swaps"]),
                extensions=tuple(
                    Extension(read(old), read(new), by, read(granted), reason)
                    for old, new, by, granted, reason in plain["extensions"]
                ),
                strip=tuple(Mark(read(day), kind, ordinal) for day, kind, ordinal in plain["strip"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as problem:
            raise BadExplanation(_("Cách tính hạn đã lưu không đọc được: %(why)s"), why=repr(problem)) from problem


def explain_count(
    calendar: WorkCalendar,
    *,
    rule: str,
    amount: int,
    unit: str,
    anchor_date: date,
    anchor: str = "",
    anchor_name: str = "",
    period: str = "",
    counts_anchor: bool = False,
) -> Explanation:
    """Count `amount` of `unit` from the anchor: backwards for the rule `before`, forwards for any other.

    A forward date on a day off moves to the next working day, a backward one to the working day before, so that a
    notice period is never cut short. With counts_anchor the anchor day itself is the first that may count.
    Refused: amounts below 0 or above 1000, years out of range.
    """
    _countable(amount)
    _known(anchor_date)
    step = -ONE_DAY if rule == "before" else ONE_DAY
    settle = calendar.previous_working_day if rule == "before" else calendar.next_working_day
    start = anchor_date - step if counts_anchor else anchor_date
    if unit == WORKING_DAY and amount:
        count = calendar.subtract_working_days if rule == "before" else calendar.add_working_days
        fell_on = due = count(start, amount)
    else:
        fell_on = start + amount * step
        due = settle(fell_on)
    # Only the days that changed the outcome are told: when calendar days are counted, those after the count.
    first, last = sorted((anchor_date if unit == WORKING_DAY else fell_on, due))
    return Explanation(
        rule=rule,
        due=due,
        amount=amount,
        unit=unit,
        anchor=anchor,
        anchor_name=anchor_name,
        anchor_date=anchor_date,
        period=period,
        moved_from=fell_on if fell_on != due else None,
        calendar=calendar.name,
        holidays=calendar.holidays_met(first, last),
        swaps=calendar.swaps_met(first, last),
        strip=_strip(calendar, start, due, step, amount, unit, counts_anchor),
    )


def explain_date(
    calendar: WorkCalendar, *, rule: str, day: date, anchor: str = "", anchor_name: str = "", period: str = ""
) -> Explanation:
    """A date that is given rather than counted, moved to the next working day if it is off. Refused: out of range."""
    due = calendar.next_working_day(day)
    return Explanation(
        rule=rule,
        due=due,
        anchor=anchor,
        anchor_name=anchor_name,
        anchor_date=day,
        period=period,
        moved_from=day if day != due else None,
        calendar=calendar.name,
        holidays=calendar.holidays_met(day, due),
        swaps=calendar.swaps_met(day, due),
        strip=_strip(calendar, day - ONE_DAY, due, ONE_DAY, 0, "", True),
    )


def in_words(explanation: Explanation, _: Callable[[str], str], *, language: str = "vi") -> tuple[tuple[str, str], ...]:
    """The explanation as (label, text) rows; `_` is the caller's gettext, `language` the one holidays are named in."""
    rows = [(_("Quy tắc"), _rule_in_words(explanation, _))]
    if explanation.unit and explanation.anchor_date:
        name = _anchor_in_words(explanation, _)
        rows.append((_("Tính từ"), f"{name}, {_shown(explanation.anchor_date)}".removeprefix(", ")))
    rows.append((_("Lịch"), _calendar_in_words(explanation, _, language)))
    if explanation.moved_from:
        moved = (
            _("Rơi vào ngày nghỉ %(old)s, lùi về ngày làm việc liền trước %(new)s")
            if explanation.rule == "before"
            else _("Rơi vào ngày nghỉ %(old)s, dời sang ngày làm việc kế tiếp %(new)s")
        )
        settled = explanation.extensions[0].old_due if explanation.extensions else explanation.due
        rows.append((_("Dời hạn"), moved % {"old": _shown(explanation.moved_from), "new": _shown(settled)}))
    for extension in explanation.extensions:
        granted = _("Từ %(old)s đến %(new)s, %(who)s cho phép ngày %(day)s") % {
            "old": _shown(extension.old_due),
            "new": _shown(extension.new_due),
            "who": extension.granted_by,
            "day": _shown(extension.granted_date),
        }
        rows.append((_("Gia hạn"), f"{granted}: {extension.reason}" if extension.reason else granted))
    rows.append((_("Hạn"), _shown(explanation.due)))
    return tuple(rows)


def period_in_words(key: str, _: Callable[[str], str]) -> str:
    """2021-07, 2021-Q3, 2021-H1 or 2021 as a reader says it; another key is given back as it is."""
    year, dash, part = key.partition("-")
    if not dash and year.isdecimal():
        return _("năm %(year)s") % {"year": year}
    if part.isdecimal():
        return _("tháng %(month)s/%(year)s") % {"month": part, "year": year}
    if part in ("Q1", "Q2", "Q3", "Q4"):
        return _("quý %(quarter)s/%(year)s") % {"quarter": ("I", "II", "III", "IV")[int(part[1]) - 1], "year": year}
    if part in ("H1", "H2"):
        sentence = _("6 tháng đầu năm %(year)s") if part == "H1" else _("6 tháng cuối năm %(year)s")
        return sentence % {"year": year}
    return key


def _rule_in_words(explanation: Explanation, _: Callable[[str], str]) -> str:
    values = {
        "amount": explanation.amount,
        "anchor": _anchor_in_words(explanation, _),
        "day": _shown(explanation.anchor_date or explanation.due),
        "period": period_in_words(explanation.period, _),
    }
    match explanation.rule, explanation.unit:
        case "after", "working_day":
            return _("%(amount)s ngày làm việc sau %(anchor)s") % values
        case "after", "day":
            return _("%(amount)s ngày sau %(anchor)s") % values
        case "before", "working_day":
            return _("%(amount)s ngày làm việc trước %(anchor)s") % values
        case "before", "day":
            return _("%(amount)s ngày trước %(anchor)s") % values
        case "each", "working_day":
            return _("Định kỳ, %(period)s: ngày làm việc thứ %(amount)s") % values
        case "each", "day":
            return _("Định kỳ, %(period)s: ngày thứ %(amount)s") % values
        case "each", _:
            return _("Định kỳ, %(period)s: ngày %(day)s") % values
        case "demand", _:
            return _("Theo yêu cầu, ngày %(day)s") % values
    return _("Ngày cố định %(day)s") % values


def _anchor_in_words(explanation: Explanation, _: Callable[[str], str]) -> str:
    return _(explanation.anchor_name) if explanation.anchor_name else explanation.anchor


def _calendar_in_words(explanation: Explanation, _: Callable[[str], str], language: str) -> str:
    parts = [_(explanation.calendar)] if explanation.calendar else []
    parts += [
        _("nghỉ %(day)s (%(name)s)") % {"day": _shown(met.day), "name": _holiday_in(met, language)}
        for met in explanation.holidays
    ]
    for swap in explanation.swaps:
        if swap.off and swap.working:
            sentence = _("nghỉ %(off)s, làm bù %(working)s")
        else:
            sentence = _("nghỉ %(off)s") if swap.off else _("làm việc %(working)s")
        days = {"off": _shown(swap.off) if swap.off else "", "working": _shown(swap.working) if swap.working else ""}
        parts.append(sentence % days + (f" ({swap.note})" if swap.note else ""))
    return "; ".join(parts)


def _holiday_in(met: DayOff, language: str) -> str:
    if language.startswith("vi") or _holidays(met.day.year).get(met.day) != met.name:
        return met.name
    return _holidays(met.day.year, "en_US")[met.day]


def _strip(
    calendar: WorkCalendar, start: date, due: date, step: timedelta, amount: int, unit: str, starts_inside: bool
) -> tuple[Mark, ...]:
    marks = [] if starts_inside else [Mark(start, "start")]
    if abs((due - start).days) > LONGEST_STRIP:
        return tuple(sorted([*marks, Mark(due, "end", amount)], key=lambda mark: mark.day))
    ordinal, day = 0, start
    while day != due:
        day += step
        kind = calendar.kind_of(day)
        counts = ordinal < amount and (unit == DAY or kind in ("working", "swap_work"))
        ordinal += counts
        shown = "end" if day == due else "counted" if kind == "working" else kind
        marks.append(Mark(day, shown, ordinal if counts else 0))
    if not marks or start == due:
        marks = [Mark(due, "end")]
    return tuple(sorted(marks, key=lambda mark: mark.day))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _known(day: date) -> None:
    if isinstance(day, datetime):
        raise TypeError("the calendar takes dates, not instants")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutOfRange(
            _("Lịch chỉ biết các năm %(first)s-%(last)s, không có ngày %(day)s"),
            first=FIRST_YEAR,
            last=LAST_YEAR,
            day=_shown(day),
        )


def _countable(n: int) -> None:
    if not 0 <= n <= MOST:
        raise TooManyDays(_("Số ngày phải từ 0 đến %(most)s, không phải %(n)s"), most=MOST, n=n)


def _read_day(raw: object) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        return date.fromisoformat(str(raw))
    except ValueError as problem:
        raise BadSwap(_("“%(raw)s” không phải là ngày (viết như 2024-04-29)"), raw=raw) from problem


def _shown(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
