"""Pictures made by the server: how the aggregate stood from day to day, and the plot of calibration. Each has its
table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from phoihop.forecasts.queries import QuestionValue, percent
from phoihop.forecasts.rules.calibration import Bin
from phoihop.forecasts.rules.together import Stretch
from phoihop.ground.parts import words

LEFT, RIGHT, TOP, FOOT = 56.0, 700.0, 16.0, 236.0
PLOT_LEFT, PLOT_TOP, PLOT = 56.0, 16.0, 360.0
STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Level:
    """A line of the grid with its label."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class History:
    """The share of yes from day to day, the base rate as a dashed line; `days` is the same as a table."""

    finding: str
    counted: str
    spoken: str
    levels: tuple[Level, ...]
    line: str  # points
    has_line: bool
    base_y: str
    base_text_y: str
    base: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One bin: its circle, and its interval as an upright line."""

    x: str
    y: str
    r: str
    least_y: str
    most_y: str


@dataclass(frozen=True, slots=True)
class Plot:
    finding: str
    counted: str
    spoken: str
    levels_x: tuple[Level, ...]
    levels_y: tuple[Level, ...]
    dots: tuple[Dot, ...]


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def history(value: QuestionValue) -> History | None:
    """None: several outcomes (the table tells them), or no day yet."""
    found = value.history
    if value.line.kind != "YESNO" or not found:
        return None
    first, last = found[0].first, found[-1].last
    length = max((last - first).days + 1, 1)

    def place(day: date, shift: int = 0) -> float:
        return LEFT + (RIGHT - LEFT) * ((day - first).days + shift) / length

    points = [
        f"{_n(x)},{_n(_height(one.mean[0]))}"
        for one in found
        if not one.is_base
        for x in (place(one.first), place(one.last, 1))
    ]
    base = value.line.base[0]
    text_y = _height(base) + (16 if base > 0.85 else -6)
    return History(
        finding=_finding(found, base),
        counted=_("Ước tính chung mỗi ngày (bình quân log-odds) và tỷ lệ nền; ngày chưa đủ hai vị trí thì chỉ có nền."),
        spoken=_("Ước tính chung từ %(first)s đến %(last)s; số liệu ở bảng dưới")
        % {"first": words.day(first), "last": words.day(last)},
        levels=tuple(Level(_n(LEFT - 8), _n(_height(step)), percent(step)) for step in STEPS),
        line=" ".join(points),
        has_line=bool(points),
        base_y=_n(_height(base)),
        base_text_y=_n(text_y),
        base=_("Tỷ lệ nền %(share)s") % {"share": percent(base)},
        first=words.day_month(first),
        last=words.day_month(last),
    )


def _finding(found: Sequence[Stretch], base: float) -> str:
    made = [one for one in found if not one.is_base]
    if not made:
        return _("Chưa đủ hai vị trí cho xác suất: mới có tỷ lệ nền %(base)s") % {"base": percent(base)}
    now = made[-1].mean[0]
    values = {"now": percent(now), "base": percent(base)}
    if now > base:
        return _("Ước tính chung %(now)s, cao hơn tỷ lệ nền %(base)s") % values
    if now < base:
        return _("Ước tính chung %(now)s, thấp hơn tỷ lệ nền %(base)s") % values
    return _("Ước tính chung %(now)s, bằng tỷ lệ nền") % values


def _height(share: float) -> float:
    return FOOT - (FOOT - TOP) * share


def plot(bins: Sequence[Bin], pairs: int, *, is_small: bool) -> Plot:
    """What was given along, what came up; on the slant both are the same."""
    used = [one for one in bins if one.count]
    outside = [one for one in used if not one.least <= one.mean <= one.most]
    if is_small:
        finding = _("Còn ít câu: hình chưa nói lên điều gì")
    elif outside:
        finding = _("%(count)s/%(total)s khoảng lệch quá mức tình cờ") % {"count": len(outside), "total": len(used)}
    else:
        finding = _("Không khoảng nào lệch quá mức tình cờ")
    return Plot(
        finding=finding,
        counted=_(
            "Mỗi chấm là những lần đã cho xác suất trong một khoảng 10 %%: ngang là đã cho, dọc là đã xảy ra, vạch là"
            " khoảng tin cậy 95 %%. %(pairs)s lần."
        )
        % {"pairs": pairs},
        spoken=_("Hình hiệu chuẩn; số liệu ở bảng dưới"),
        levels_x=tuple(Level(_n(_along(step)), _n(PLOT_TOP + PLOT + 20), percent(step)) for step in STEPS),
        levels_y=tuple(Level(_n(PLOT_LEFT - 8), _n(_up(step)), percent(step)) for step in STEPS),
        dots=tuple(
            Dot(
                _n(_along(one.mean)),
                _n(_up(one.rate or 0.0)),
                _n(min(4 + one.count**0.5, 11)),
                _n(_up(one.least)),
                _n(_up(one.most)),
            )
            for one in used
        ),
    )


def _along(share: float) -> float:
    return PLOT_LEFT + PLOT * share


def _up(share: float) -> float:
    return PLOT_TOP + PLOT * (1 - share)
