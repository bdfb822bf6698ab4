"""Days × offices: how much each has on a day, and what collides. For finding a day on which all can come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from phoihop.desk import queries
from phoihop.desk.pages.calendar import counted, cut_note, day_kind
from phoihop.desk.rules import CLASH_DAYS
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Empty, Link, Note, words
from phoihop.ground.sheet import DatedRow

MANY = 3  # things of one office on a day


@dataclass(frozen=True, slots=True)
class ClashCell:
    unit: str
    number: str
    counted: str  # the same by kind, in words
    clashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClashRow:
    day: str
    iso: str
    url: str
    note: str
    kind: str
    is_now: bool
    is_free: bool  # worked, and none of the offices has anything
    cells: tuple[ClashCell, ...]


@dataclass(frozen=True, slots=True)
class ClashPage:
    title: str
    lede: str
    steps: tuple[Link, ...]
    form: Form
    units: tuple[str, ...]
    rows: tuple[ClashRow, ...]
    finding: str
    empty: Empty | None
    cut: Note | None
    caption: str
    why: str


def clash_page(actor: Actor, view: queries.ClashView, form: Form, at: datetime) -> ClashPage:
    found, unit_ids, first = view.dates, view.chosen, view.first
    last = first + timedelta(days=CLASH_DAYS - 1)
    today = local_date(at)
    units = [(unit_id, found.names[unit_id].short) for unit_id in unit_ids if unit_id in found.names]
    days = [first + timedelta(days=n) for n in range(CLASH_DAYS)]
    rows = tuple(_row(one, units, found, today) for one in days)
    return ClashPage(
        title=_("Ngày trùng"),
        lede=_("Chỉ tính những gì bạn được xem; cơ quan khác có thể bận việc mà bạn không thấy."),
        steps=tuple(Link(label, _url(to, unit_ids)) for label, to in _steps(first, last, today)),
        form=form,
        units=tuple(name for _id, name in units),
        rows=rows if units else (),
        finding=_finding(rows) if units else "",
        empty=None if units else _nobody(),
        cut=cut_note(found),
        caption=_("Việc và cuộc họp theo ngày và cơ quan, %(span)s") % {"span": words.span(first, last)},
        why=_("Trang này gồm ngày tháng của những gì bạn được xem; bạn giữ vị trí: %(post)s.") % {"post": actor.post},
    )


def _steps(first: date, last: date, today: date) -> tuple[tuple[str, date], ...]:
    return (
        (_("Hai tuần trước"), first - timedelta(days=CLASH_DAYS)),
        (_("Hôm nay"), today),
        (_("Hai tuần sau"), last + timedelta(days=1)),
    )


def _url(day: date, unit_ids: Sequence[int]) -> str:
    asked = [("ngay", day.isoformat()), *(("co_quan", str(unit_id)) for unit_id in unit_ids)]
    return f"{reverse('desk:clashes')}?{urlencode(asked)}"


def _nobody() -> Empty:
    return Empty(
        _("Hai tuần này không có cơ quan nào để so."),
        _("Cơ quan có việc hoặc cuộc họp mà bạn được xem hiện trong danh sách để chọn; hãy thử tuần khác."),
    )


def _row(day: date, units: Sequence[tuple[int, str]], found: queries.Dates, today: date) -> ClashRow:
    on_day = [row for row in found.rows if day in queries.days_of(row, day, day)]
    cells = tuple(
        _cell(unit_id, name, [r for r in on_day if unit_id in r.doer_ids], found, day) for unit_id, name in units
    )
    kind, note = day_kind(found.workdays, day)
    return ClashRow(
        day=words.weekday_day(day),
        iso=day.isoformat(),
        url=f"{reverse('desk:calendar')}?{urlencode({'xem': 'agenda', 'ngay': day.isoformat()})}",
        note=note,
        kind=kind,
        is_now=day == today,
        is_free=kind in ("", "swap") and all(not cell.number for cell in cells),
        cells=cells,
    )


def _cell(unit_id: int, name: str, rows: list[DatedRow], found: queries.Dates, day: date) -> ClashCell:
    return ClashCell(
        unit=name,
        number=str(len(rows)) if rows else "",
        counted=counted(rows),
        clashes=tuple(_clashes(rows, found, day)),
    )


def _clashes(rows: list[DatedRow], found: queries.Dates, day: date) -> list[str]:
    """What collides for one office on one day, in words: the same hour, too much, a day off."""
    said = [
        _("Trùng giờ: %(one)s và %(other)s")
        % {"one": _timed(one.title, one.starts, one.ends), "other": _timed(other.title, other.starts, other.ends)}
        for one, other in queries.overlapping_meetings(rows)
    ]
    meetings = sum(row.starts_at is not None for row in rows)
    if len(rows) >= MANY:
        said.append(_("Dồn %(count)s việc") % {"count": len(rows)})
    elif 0 < meetings < len(rows):
        said.append(_("Họp đúng ngày đến hạn"))
    if rows and not found.workdays.is_working(day):
        said.append(_("Rơi vào ngày nghỉ"))
    return said


def _timed(title: str, starts: datetime, ends: datetime) -> str:
    hours = f"{words.clock(timezone.localtime(starts))}–{words.clock(timezone.localtime(ends))}"
    return _("“%(title)s” (%(hours)s)") % {"title": title, "hours": hours}


def _finding(rows: Sequence[ClashRow]) -> str:
    clashes = sum(len(cell.clashes) for row in rows for cell in row.cells)
    free = ", ".join(row.day for row in rows if row.is_free)
    found = _("Có %(count)s chỗ vướng.") % {"count": clashes} if clashes else _("Không có chỗ nào vướng.")
    if free:
        return _("%(found)s Ngày làm việc mọi cơ quan đều trống: %(days)s.") % {"found": found, "days": free}
    return _("%(found)s Không có ngày làm việc nào mọi cơ quan đều trống.") % {"found": found}
