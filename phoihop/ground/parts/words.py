"""Dates and distances as an officer writes them: 30/7/2021, Thứ Hai 2/8, 14.00, "trễ 3 ngày làm việc"."""

from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

WEEKDAYS: tuple[str | Promise, ...] = (
    gettext_lazy("Thứ Hai"),
    gettext_lazy("Thứ Ba"),
    gettext_lazy("Thứ Tư"),
    gettext_lazy("Thứ Năm"),
    gettext_lazy("Thứ Sáu"),
    gettext_lazy("Thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)


def day(value: date) -> str:
    """30/7/2021"""
    return f"{value.day}/{value.month}/{value.year}"


def day_month(value: date) -> str:
    """30/7"""
    return f"{value.day}/{value.month}"


def weekday(value: date) -> str:
    """Thứ Hai"""
    return str(WEEKDAYS[value.weekday()])


def weekday_day(value: date) -> str:
    """Thứ Hai 2/8"""
    return f"{weekday(value)} {day_month(value)}"


def long_day(value: date) -> str:
    """Thứ Hai, 2/8/2021"""
    return f"{weekday(value)}, {day(value)}"


def clock(at: datetime) -> str:
    """14.00, in the zone `at` carries."""
    return f"{at.hour}.{at.minute:02d}"


def moment(at: datetime) -> str:
    """14.00, 30/7/2021, in the zone `at` carries."""
    return f"{clock(at)}, {day(at.date())}"


def span(start: date, end: date | None) -> str:
    """5/7–23/7, with the years when they differ; without an end "từ 23/7"."""
    if end is None:
        return _("từ %(day)s") % {"day": day_month(start)}
    if start.year != end.year:
        return f"{day(start)}–{day(end)}"
    return f"{day_month(start)}–{day_month(end)}"


def distance(days: int, *, is_working: bool = True) -> str:
    """Words for a signed number of days: negative is past, 0 today. `is_working` names working days."""
    if days == 0:
        return _("hôm nay")
    values = {"count": abs(days)}
    if days < 0 and is_working:
        return ngettext("trễ %(count)s ngày làm việc", "trễ %(count)s ngày làm việc", -days) % values
    if days < 0:
        return ngettext("trễ %(count)s ngày", "trễ %(count)s ngày", -days) % values
    if is_working:
        return ngettext("còn %(count)s ngày làm việc", "còn %(count)s ngày làm việc", days) % values
    return ngettext("còn %(count)s ngày", "còn %(count)s ngày", days) % values


def lasted(days: int) -> str:
    """9 ngày làm việc"""
    return ngettext("%(count)s ngày làm việc", "%(count)s ngày làm việc", days) % {"count": days}


def illustration(is_illustration: bool) -> str:
    """The mark of sample data, wherever it is shown."""
    return _("minh họa") if is_illustration else ""


def nb(text: str) -> str:
    """Keep short names and clauses on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")
