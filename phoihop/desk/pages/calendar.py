"""The calendar: a month or a week as a table of days, or an agenda; only what the reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.desk import queries
from phoihop.desk.rules import Asked
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.dates import WorkCalendar
from phoihop.ground.parts import Empty, Glyph, Link, Note, Row, RowGroup, State, Tab, words
from phoihop.ground.sheet import DatedRow

IN_A_CELL = {"month": 4, "week": 40}
AGENDA_DAYS = 31
AGENDA_ROWS = 200
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a day's cell. `word` says how it stands, `kind` what it is."""

    glyph: Glyph
    kind: str
    hour: str
    text: str
    url: str
    meta: str


@dataclass(frozen=True, slots=True)
class DayCell:
    day: str
    iso: str
    long: str
    note: str  # the holiday, or that it is worked instead of another day
    kind: str  # "", "off", "hol" or "swap"
    is_now: bool
    is_outside: bool  # of the neighbouring month
    items: tuple[Item, ...]
    rest: Link | None  # to what does not fit


@dataclass(frozen=True, slots=True)
class CalendarPage:
    title: str
    lede: str
    views: tuple[Tab, ...]
    steps: tuple[Link, ...]  # before, today, after
    form: Form
    view: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[DayCell, ...], ...]
    days: tuple[RowGroup, ...]
    empty: Empty | None
    cut: Note | None
    more: Link | None
    others: tuple[Link, ...]
    caption: str
    why: str


def calendar_page(actor: Actor, asked: Asked, form: Form, at: datetime) -> CalendarPage:
    today = local_date(at)
    first, last = _span(asked)
    found = queries.dates_between(actor, first, last, at, kinds=asked.kinds, whose=asked.whose)
    by_day = _by_day(found, first, last)
    is_agenda = asked.view == "agenda"
    days, more = _agenda(by_day, found, asked, last, today) if is_agenda else ((), None)
    return CalendarPage(
        title=_("Lịch"),
        lede=_lede(asked, first, last),
        views=_views(asked),
        steps=_steps(asked, today),
        form=form,
        view=asked.view,
        weekdays=tuple(str(day) for day in words.WEEKDAYS),
        weeks=() if is_agenda else _weeks(by_day, found, asked, first, last, today),
        days=days,
        empty=None if found.rows else _empty(asked),
        cut=cut_note(found),
        more=more,
        others=(
            Link(_("Xem ngày trùng"), f"{reverse('desk:clashes')}?{urlencode({'ngay': asked.day.isoformat()})}"),
            Link(_("30, 60, 90 ngày tới"), reverse("desk:ahead")),
            Link(_("Đưa vào chương trình lịch của tôi"), reverse("organizations:own_feeds")),
        ),
        caption=_("Lịch %(span)s") % {"span": f"{words.day(first)}–{words.day(last)}"},
        why=_("Trang này gồm ngày tháng của những gì bạn được xem; bạn giữ vị trí: %(post)s.") % {"post": actor.post},
    )


def cut_note(found: queries.Dates) -> Note | None:
    if not found.is_cut:
        return None
    return Note(
        _("Có quá nhiều ngày tháng để đọc hết"),
        _("Trang chỉ gồm những ngày đầu. Hãy chọn “việc cơ quan tôi phải làm”, một loại ngày, hoặc khoảng ngắn hơn."),
    )


def _url(asked: Asked, **other: Any) -> str:
    """The address of the same calendar with something changed."""
    there = replace(asked, **other)
    pairs = [("xem", there.view), ("ngay", there.day.isoformat()), ("ai", there.whose)]
    return f"{reverse('desk:calendar')}?{urlencode([*pairs, *(('loai', kind) for kind in there.kinds)])}"


# ── where one is ────────────────────────────────────────────────────────────────────────────────────────────


def _span(asked: Asked) -> tuple[date, date]:
    """The days the page shows; a month is shown in whole weeks."""
    if asked.view == "week":
        first = asked.day - timedelta(days=asked.day.weekday())
        return first, first + timedelta(days=6)
    if asked.view == "agenda":
        return asked.day, asked.day + timedelta(days=AGENDA_DAYS - 1)
    begins = asked.day.replace(day=1)
    ends = _month_after(begins) - ONE
    return begins - timedelta(days=begins.weekday()), ends + timedelta(days=6 - ends.weekday())


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _lede(asked: Asked, first: date, last: date) -> str:
    if asked.view == "month":
        return _("Tháng %(month)s/%(year)s") % {"month": asked.day.month, "year": asked.day.year}
    if asked.view == "week":
        values = {"week": first.isocalendar().week, "span": words.span(first, last), "year": last.year}
        return _("Tuần %(week)s, %(span)s năm %(year)s") % values
    return _("Từ %(first)s đến %(last)s") % {"first": words.day(first), "last": words.day(last)}


def _views(asked: Asked) -> tuple[Tab, ...]:
    named = {"month": _("Tháng"), "week": _("Tuần"), "agenda": _("Danh sách")}
    return tuple(Tab(label, _url(asked, view=view), is_current=view == asked.view) for view, label in named.items())


def _steps(asked: Asked, today: date) -> tuple[Link, ...]:
    first, last = _span(asked)
    before, after = first - ONE, last + ONE
    if asked.view == "month":
        month = asked.day.replace(day=1)
        before, after = month - ONE, _month_after(month)
    elif asked.view == "agenda":
        before = first - timedelta(days=AGENDA_DAYS)
    back = {"month": _("Tháng trước"), "week": _("Tuần trước"), "agenda": _("31 ngày trước")}[asked.view]
    on = {"month": _("Tháng sau"), "week": _("Tuần sau"), "agenda": _("31 ngày sau")}[asked.view]
    return (
        Link(back, _url(asked, day=before)),
        Link(_("Hôm nay"), _url(asked, day=today)),
        Link(on, _url(asked, day=after)),
    )


def _empty(asked: Asked) -> Empty:
    everything = Link(_("Xem tất cả tôi được xem"), _url(asked, whose="all", kinds=()))
    is_all = asked.whose == "all" and not asked.kinds
    return Empty(
        _("Khoảng này không có ngày nào."),
        _("Hạn, cuộc họp, giai đoạn và ngày hết hiệu lực hiện ở đây khi có; hãy thử khoảng khác hoặc bỏ lọc."),
        None if is_all else everything,
    )


# ── days ────────────────────────────────────────────────────────────────────────────────────────────────────


def _by_day(found: queries.Dates, first: date, last: date) -> dict[date, list[DatedRow]]:
    by_day: dict[date, list[DatedRow]] = {}
    for row in found.rows:
        for day in queries.days_of(row, first, last):
            by_day.setdefault(day, []).append(row)
    return by_day


def _weeks(
    by_day: Mapping[date, list[DatedRow]], found: queries.Dates, asked: Asked, first: date, last: date, today: date
) -> tuple[tuple[DayCell, ...], ...]:
    kinds = kind_words()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    cells = [_cell(day, by_day.get(day, []), found, asked, today, kinds) for day in days]
    return tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))


def _cell(
    day: date, rows: list[DatedRow], found: queries.Dates, asked: Asked, today: date, kinds: Mapping[str, str]
) -> DayCell:
    most = IN_A_CELL[asked.view]
    shown = rows if len(rows) <= most else rows[: most - 1]
    rest = None
    if len(shown) < len(rows):
        label = _("và %(count)s việc nữa") % {"count": len(rows) - len(shown)}
        rest = Link(label, _url(asked, view="agenda", day=day))
    kind, note = day_kind(found.workdays, day)
    return DayCell(
        day=words.day_month(day) if day.day == 1 else str(day.day),
        iso=day.isoformat(),
        long=words.long_day(day),
        note=note,
        kind=kind,
        is_now=day == today,
        is_outside=asked.view == "month" and day.month != asked.day.month,
        items=tuple(_item(row, day, found, kinds) for row in shown),
        rest=rest,
    )


def day_kind(workdays: WorkCalendar, day: date) -> tuple[str, str]:
    """How a day is marked, and the words beside it: a holiday's name, or that it is worked instead of another."""
    kind = workdays.kind_of(day)
    if kind in ("holiday", "swap_off"):
        return "hol", workdays.name_of(day)
    if kind == "swap_work":
        return "swap", _("Làm bù")
    return ("off" if kind == "off" else ""), ""


def _item(row: DatedRow, day: date, found: queries.Dates, kinds: Mapping[str, str]) -> Item:
    return Item(
        glyph=glyph_of(row),
        kind=_kind(row, day, kinds),
        hour=hours(row) if row.first == day else "",
        text=row.title,
        url=row.url,
        meta=who(row, found),
    )


def _kind(row: DatedRow, day: date, kinds: Mapping[str, str]) -> str:
    """ "Hạn"; of what lasts long, whether this is its first or its last day."""
    if row.last - row.first <= queries.SHORT:
        return kinds[row.kind]
    said = _("%(kind)s, bắt đầu") if day == row.first else _("%(kind)s, kết thúc")
    return said % {"kind": kinds[row.kind]}


def kind_words() -> dict[str, str]:
    return {kind.key: str(kind.words) for kind in queries.calendar_kinds()}


def glyph_of(row: DatedRow) -> Glyph:
    return Glyph.of(State(row.state), row.word)


def hours(row: DatedRow) -> str:
    """9.00–11.00; nothing for what takes whole days."""
    if row.starts_at is None or row.ends_at is None:
        return ""
    return f"{words.clock(timezone.localtime(row.starts_at))}–{words.clock(timezone.localtime(row.ends_at))}"


def who(row: DatedRow, found: queries.Dates) -> str:
    """Who has to act: the first one, and how many more."""
    names = [found.names[unit_id].short for unit_id in row.doer_ids if unit_id in found.names]
    if len(names) <= 1:
        return "".join(names)
    return _("%(first)s và %(count)s cơ quan khác") % {"first": names[0], "count": len(names) - 1}


# ── agenda ──────────────────────────────────────────────────────────────────────────────────────────────────


def _agenda(
    by_day: Mapping[date, list[DatedRow]], found: queries.Dates, asked: Asked, last: date, today: date
) -> tuple[tuple[RowGroup, ...], Link | None]:
    """Whole days, until about two hundred rows are on the page; then a link to the day that comes next."""
    groups: list[RowGroup] = []
    number = 0
    kinds = kind_words()
    for day in sorted(by_day):
        if number >= AGENDA_ROWS:
            return tuple(groups), Link(_("Xem tiếp từ %(day)s") % {"day": words.day(day)}, _url(asked, day=day))
        number += len(by_day[day])
        rows = tuple(_row(row, day, found, kinds) for row in by_day[day])
        groups.append(RowGroup(_day_label(day, found.workdays, today), rows, is_now=day == today))
    return tuple(groups), Link(_("Xem tiếp từ %(day)s") % {"day": words.day(last + ONE)}, _url(asked, day=last + ONE))


def _day_label(day: date, workdays: WorkCalendar, today: date) -> str:
    said = words.long_day(day)
    if day == today:
        said = _("Hôm nay, %(day)s") % {"day": said}
    note = day_kind(workdays, day)[1]
    return f"{said} · {note}" if note else said


def _row(row: DatedRow, day: date, found: queries.Dates, kinds: Mapping[str, str]) -> Row:
    meta = (_kind(row, day, kinds), glyph_of(row).word, hours(row), row.place, who(row, found))
    return Row(
        glyph=glyph_of(row),
        what=row.title,
        url=row.url,
        meta=" · ".join(filter(None, meta)),
        code=row.code.partition("/")[0],
        tag=words.illustration(row.is_illustration),
    )


def counted(rows: Iterable[DatedRow]) -> str:
    """12 hạn, 3 cuộc họp"""
    kinds = kind_words()
    numbers = Counter(row.kind for row in rows)
    said = [
        _("%(count)s %(kind)s") % {"count": numbers[key], "kind": name.lower()}
        for key, name in kinds.items()
        if numbers[key]
    ]
    return ", ".join(said)
