"""The series of an alert as a picture and a table. Counts below the small-number threshold have one height and no
number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from phoihop.ground.parts import words
from phoihop.signals import queries
from phoihop.signals.pages import words as say
from phoihop.signals.rules.limits import FEW

WIDTH, HEIGHT, FOOT, LEFT = 990, 220, 190, 40
LABELS = 8  # days named below the picture


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    kind: str  # "during" above the limit, "after" below it, "few" below the small-number threshold


@dataclass(frozen=True, slots=True)
class Label:
    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A day or week that does not count."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class PointRow:
    day: str
    number: str
    limit: str
    note: str
    is_above: bool


@dataclass(frozen=True, slots=True)
class Chart:
    finding: str
    counted: str
    spoken: str
    view_box: str
    bars: tuple[Bar, ...]
    silent: tuple[Silent, ...]
    limits: tuple[str, ...]  # lines of points
    labels: tuple[Label, ...]
    scale: tuple[Label, ...]
    foot: str
    rows: tuple[PointRow, ...]  # the newest first


def chart(series: queries.SeriesValue, finding: str) -> Chart | None:
    """None where nothing was counted."""
    points = series.points
    if not points:
        return None
    few = FEW[series.source]
    most = max([few, *(one.number for one in points), *(one.limit or 0 for one in points)])
    step = (WIDTH - LEFT) / len(points)

    def x(place: float) -> str:
        return f"{LEFT + place * step:.1f}"

    def y(value: float) -> float:
        return FOOT - (FOOT - 20) * value / most

    bars, silent = [], []
    for place, one in enumerate(points):
        if one.kind not in ("WORK", "REST"):
            silent.append(Silent(x(place), f"{step:.1f}"))
        if one.number:
            is_few = one.number < few
            top = y(few / 2 if is_few else one.number)
            kind = "few" if is_few else "during" if one.is_above else "after"
            bars.append(Bar(x(place + 0.1), f"{top:.1f}", f"{step * 0.8:.1f}", f"{FOOT - top:.1f}", kind))
    return Chart(
        finding=finding,
        counted=_("Số mỗi tuần và ngưỡng của tuần đó") if series.is_weekly else _("Số mỗi ngày và ngưỡng của ngày đó"),
        spoken=_("%(finding)s Bảng số ở ngay dưới hình.") % {"finding": finding},
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        bars=tuple(bars),
        silent=tuple(silent),
        limits=tuple(_lines(points, step, y)),
        labels=tuple(
            Label(x(place + 0.5), str(FOOT + 20), words.day_month(points[place].day))
            for place in range(0, len(points), max(1, len(points) // LABELS))
        ),
        scale=tuple(Label("0", f"{y(value) + 4:.1f}", f"{value:.0f}") for value in (0, most)),
        foot=str(FOOT),
        rows=tuple(_row(series, one) for one in reversed(points)),
    )


def _lines(points: tuple[queries.PointValue, ...], step: float, y: Callable[[float], float]) -> list[str]:
    """The limit as steps, broken where there is none."""
    lines: list[list[str]] = [[]]
    for place, one in enumerate(points):
        if one.limit is None:
            lines.append([])
            continue
        level = f"{y(one.limit):.1f}"
        lines[-1] += [f"{LEFT + place * step:.1f},{level}", f"{LEFT + (place + 1) * step:.1f},{level}"]
    return [" ".join(line) for line in lines if line]


def _row(series: queries.SeriesValue, one: queries.PointValue) -> PointRow:
    return PointRow(
        day=say.span_of(one.day, is_weekly=series.is_weekly),
        number=queries.counted(one.number, series.source),
        limit=say.number(one.limit) if one.limit is not None else "–",
        note=say.joined([_("vượt ngưỡng") if one.is_above else "", str(say.KINDS[one.kind])]),
        is_above=one.is_above,
    )
