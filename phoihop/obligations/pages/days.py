"""The calendar of working days with its table of swap days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Empty, Tab, words
from phoihop.ground.powers import SIGNED_IN, may
from phoihop.obligations import queries


@dataclass(frozen=True, slots=True)
class DayRow:
    day: str
    iso: str
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class DaysPage:
    title: str
    years: tuple[Tab, ...]
    declared: tuple[DayRow, ...]
    holidays: tuple[DayRow, ...]
    form: Form | None
    empty: Empty
    why: str


def days_page(actor: Actor, year: int | None, at: datetime, form: Form) -> DaysPage:
    chosen = year or local_date(at).year
    here = reverse("obligations:days")
    return DaysPage(
        title=_("Lịch làm việc năm %(year)s") % {"year": chosen},
        years=tuple(Tab(str(y), f"{here}?nam={y}", is_current=y == chosen) for y in range(chosen - 2, chosen + 3)),
        declared=tuple(
            DayRow(
                words.long_day(line.date),
                line.date.isoformat(),
                _("Làm việc (làm bù)") if line.is_working else _("Nghỉ"),
                line.note,
            )
            for line in queries.declared_days(actor, chosen)
        ),
        holidays=tuple(
            DayRow(words.long_day(day), day.isoformat(), name, "") for day, name in queries.holidays_of(chosen)
        ),
        form=form if may(actor, "calendar.manage") else None,
        empty=Empty(
            _("Năm này chưa khai báo ngày nào."),
            _("Ngày nghỉ lễ và Tết đã có sẵn; bảng này chỉ ghi ngày nghỉ thêm và ngày làm bù của từng năm."),
        ),
        why=str(SIGNED_IN),
    )


def year_of(text: str, today: date) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and 1990 <= int(text or 0) <= 2100 else today.year
