"""The time axis: the whole period above, one year spread out below. The geometry is here, the template only draws."""

from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from phoihop.ground.parts.values import State
from phoihop.ground.parts.words import day_month, span

LEFT, RIGHT = 150.0, 990.0
TOP, STEP = 112.0, 30.0
DRAWN = ("before", "during", "after")


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a plan; without an end it runs to the end of the year. `kind` is one of DRAWN; otherwise its place
    among the plan's phases decides."""

    name: str
    start: date
    end: date | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A date worth a glance, with its state."""

    state: State
    day: date


@dataclass(frozen=True, slots=True)
class Plan:
    """One line of the axis as the caller knows it. `short` must fit 150 units, about 20 letters."""

    label: str
    short: str
    url: str
    phases: tuple[Phase, ...] = ()
    meetings: tuple[date, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class YearBox:
    x: str
    width: str
    text_x: str
    review_x: str
    year: str
    text: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Month:
    x: str
    text_x: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    kind: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    y1: str
    y2: str


@dataclass(frozen=True, slots=True)
class Sign:
    x: str
    y: str
    icon: str


@dataclass(frozen=True, slots=True)
class AxisRow:
    """One plan: its place in the picture and its cells in the table (label first)."""

    label: str
    short: str
    url: str
    line_y: str
    text_y: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    signs: tuple[Sign, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    finding: str
    counted: str
    spoken: str
    period: str
    year: str
    view_box: str
    foot: str
    zoom: str  # points of the wedge that leads from the year's box to its months
    years: tuple[YearBox, ...]
    months: tuple[Month, ...]
    rows: tuple[AxisRow, ...]
    columns: tuple[str, ...]
    now_x: str = ""
    now_text_x: str = ""
    now_box_x: str = ""
    now: str = ""


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def place(day: date, year: int) -> float:
    """Where a day lies on the spread-out year; days outside are kept at its edges."""
    length = 366 if isleap(year) else 365
    passed = min(max((day - date(year, 1, 1)).days, 0), length)
    return LEFT + (RIGHT - LEFT) * passed / length


def time_axis(
    plans: Sequence[Plan],
    *,
    first_year: int,
    last_year: int,
    year: int,
    today: date,
    finding: str,
    counted: str,
    year_notes: dict[int, str],
) -> Axis:
    """Draw `plans` in `year`, inside the period; `year_notes` are the words in the boxes of the years."""
    step = (RIGHT - LEFT) / (last_year - first_year + 1)
    years = tuple(
        YearBox(
            x=_n(LEFT + i * step + 0.5),
            width=_n(step - 1),
            text_x=_n(LEFT + i * step + 8),
            review_x=_n(LEFT + (i + 1) * step - 14),
            year=str(number),
            text=year_notes.get(number, ""),
            is_open=number == year,
        )
        for i, number in enumerate(range(first_year, last_year + 1))
    )
    left = LEFT + (year - first_year) * step
    height = TOP + STEP * max(len(plans), 1)
    months = tuple(
        Month(_n(place(date(year, m, 1), year)), _n(place(date(year, m, 1), year) + 5), _("T%(month)s") % {"month": m})
        for m in range(1, 13)
    )
    names = tuple(dict.fromkeys(phase.name for plan in plans for phase in plan.phases))
    now: dict[str, str] = {}
    if today.year == year:
        x = min(max(place(today, year), LEFT + 33), RIGHT - 33)
        now = {"now_x": _n(place(today, year)), "now_text_x": _n(x), "now_box_x": _n(x - 33)}
        now["now"] = _("Nay %(day)s") % {"day": day_month(today)}
    return Axis(
        finding=finding,
        counted=counted,
        spoken=_("Trục thời gian %(first)s–%(last)s, phóng to năm %(year)s; số liệu ở bảng dưới")
        % {"first": first_year, "last": last_year, "year": year},
        period=_("Cả kỳ %(first)s–%(last)s") % {"first": first_year, "last": last_year},
        year=_("Năm %(year)s") % {"year": year},
        view_box=f"0 0 1000 {_n(height + 6)}",
        foot=_n(height),
        zoom=f"{_n(left)} 46 {_n(LEFT)} 84 {_n(RIGHT)} 84 {_n(left + step)} 46",
        years=years,
        months=months,
        rows=tuple(_row(plan, TOP + STEP * i, year, names) for i, plan in enumerate(plans)),
        columns=(_("Kế hoạch"), *names, _("Họp"), _("Hạn đáng chú ý")),
        **now,
    )


def _row(plan: Plan, top: float, year: int, names: tuple[str, ...]) -> AxisRow:
    last = date(year, 12, 31)
    bars: list[Bar] = []
    cells: dict[str, str] = dict.fromkeys(names, "–")
    for i, phase in enumerate(plan.phases):
        cells[phase.name] = span(phase.start, phase.end)
        if phase.start.year > year or (phase.end is not None and phase.end.year < year):
            continue
        place_kind = DRAWN[0] if i == 0 else DRAWN[2] if i == len(plan.phases) - 1 else DRAWN[1]
        x = place(phase.start, year)
        bars.append(Bar(_n(x), _n(top + 14), _n(max(place(phase.end or last, year) - x, 2)), phase.kind or place_kind))
    marks = [mark for mark in plan.marks if mark.day.year == year]
    meetings = [day for day in plan.meetings if day.year == year]
    return AxisRow(
        label=plan.label,
        short=plan.short,
        url=plan.url,
        line_y=_n(top - 0.5),
        text_y=_n(top + 20),
        bars=tuple(bars),
        ticks=tuple(Tick(_n(place(day, year)), _n(top + 4), _n(top + 26)) for day in meetings),
        signs=tuple(Sign(_n(place(mark.day, year) - 7), _n(top), mark.state.value) for mark in marks),
        cells=(
            *cells.values(),
            ", ".join(day_month(day) for day in meetings) or "–",
            ", ".join(f"{day_month(mark.day)} {mark.state.word.lower()}" for mark in marks) or "–",
        ),
    )
