"""A programme year by year: the picture with its breaks, and the table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.parts import Empty, Figure, Link, words
from phoihop.ground.powers import SIGNED_IN
from phoihop.reviews import queries, rules
from phoihop.reviews.rules import YearFigure

LEFT, RIGHT = 190.0, 990.0
ROW, TALL, HEAD = 92.0, 56.0, 34.0
WIDEST = 44.0

INDICATOR_WORDS = {
    "kept": gettext_lazy("Hoàn thành đúng hạn"),
    "topics": gettext_lazy("Vấn đề đã chọn"),
    "acknowledged": gettext_lazy("Công văn được xác nhận"),
    "days": gettext_lazy("Ngày chờ xác nhận"),
    "lessons": gettext_lazy("Bài học đã tiếp thu"),
}
KEYS = (*(key for key, *_rest in rules.INDICATORS), rules.LESSONS)
BREAK_WORDS = {
    "law": gettext_lazy("Văn bản căn cứ đổi: %(old)s → %(new)s"),
    "lead": gettext_lazy("Cơ quan chủ trì đổi: %(old)s → %(new)s"),
    "units": gettext_lazy("Cơ quan tham gia đổi: bớt %(old)s, thêm %(new)s"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    text_x: str
    text_y: str
    text: str
    is_signed: bool


@dataclass(frozen=True, slots=True)
class PictureRow:
    label: str
    label_y: str
    base_y: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class YearMark:
    x: str
    text: str


@dataclass(frozen=True, slots=True)
class BreakMark:
    x: str
    number: str
    text_x: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Cell:
    """An indicator of a year in the table: both of its numbers open their rows."""

    percent: str
    number: Figure | None
    of: Figure | None


@dataclass(frozen=True, slots=True)
class YearRow:
    year: str
    review: Link | None
    lead: str
    state: str
    cells: tuple[Cell, ...]
    breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    finding: str
    counted: str
    spoken: str
    view_box: str
    foot: str
    years: tuple[YearMark, ...]
    rows: tuple[PictureRow, ...]
    breaks: tuple[BreakMark, ...]


@dataclass(frozen=True, slots=True)
class DecadePage:
    title: str
    unit: Link
    lede: str
    picture: Picture | None
    columns: tuple[str, ...]
    rows: tuple[YearRow, ...]
    empty: Empty
    why: str


def decade_page(actor: Actor, code: str, at: datetime) -> DecadePage:
    found = queries.decade(actor, code, at)
    has_any = any(line.review for line in found.years)
    return DecadePage(
        title=_("Hiệu quả qua nhiều năm"),
        unit=Link(found.unit, reverse("organizations:unit", args=[found.code])),
        lede=_("Số liệu lấy từ báo cáo sơ kết năm. Năm chưa có báo cáo để trống, không tính là không."),
        picture=_picture(found) if has_any else None,
        columns=tuple(str(INDICATOR_WORDS[key]) for key in KEYS),
        rows=tuple(_row(line, found.breaks) for line in found.years) if has_any else (),
        empty=Empty(
            _("Chưa có báo cáo sơ kết năm nào của chương trình này mà bạn xem được."),
            _("Sau mỗi năm, báo cáo của cả đợt được thêm vào đây."),
        ),
        why=str(SIGNED_IN),
    )


def _picture(found: queries.Decade) -> Picture:
    count = len(found.years)
    step = (RIGHT - LEFT) / count
    width = min(WIDEST, step * 0.6)
    middles = {line.year: LEFT + step * (place + 0.5) for place, line in enumerate(found.years)}
    rows = []
    for place, key in enumerate(KEYS):
        base = HEAD + ROW * place + TALL + 18
        values = [(line, line.figures[place]) for line in found.years]
        most = 100 if _is_share(values) else max([figure.number or 0 for _line, figure in values] + [1])
        bars = [
            bar
            for line, figure in values
            if (bar := _bar(figure, middles[line.year], base, width, most, is_signed=queries.is_signed(line)))
        ]
        rows.append(PictureRow(str(INDICATOR_WORDS[key]), _n(base - TALL / 2), _n(base), tuple(bars)))
    foot = HEAD + ROW * len(KEYS) + 4
    return Picture(
        finding=_finding(found),
        counted=_("Cột đậm: đã ký; cột viền: chưa ký. Vạch đứt có số: từ năm đó số liệu không so sánh được với trước."),
        spoken=_spoken(found),
        view_box=f"0 0 1000 {_n(foot + 8)}",
        foot=_n(foot),
        years=tuple(YearMark(_n(middles[line.year]), str(line.year)) for line in found.years),
        rows=tuple(rows),
        breaks=tuple(
            BreakMark(
                x=_n(middles[one.year] - step / 2),
                number=str(place),
                text_x=_n(middles[one.year] - step / 2 + 4 + 14 * (place - 1)),
                text=_break(one),
                kind=one.kind,
            )
            for place, one in enumerate(found.breaks, 1)
            if one.year in middles
        ),
    )


def _is_share(values: list[tuple[queries.YearLine, YearFigure]]) -> bool:
    return any(figure.of is not None for _line, figure in values)


def _bar(figure: YearFigure, middle: float, base: float, width: float, most: int, *, is_signed: bool) -> Bar | None:
    value = figure.percent if figure.of is not None else figure.number
    if value is None:
        return None
    height = TALL * min(value, most) / most if most else 0.0
    text = f"{value} %" if figure.of is not None else str(value)
    return Bar(
        x=_n(middle - width / 2),
        y=_n(base - height),
        width=_n(width),
        height=_n(height),
        text_x=_n(middle),
        text_y=_n(base - height - 4),
        text=text,
        is_signed=is_signed,
    )


def _finding(found: queries.Decade) -> str:
    known = [line for line in found.years if queries.is_signed(line) and line.figures[0].percent is not None]
    if not known:
        return _("Chưa có năm nào có báo cáo đã ký đủ số liệu về hạn")
    last = known[-1]
    values = {"year": last.year, "percent": last.figures[0].percent}
    if len(known) == 1:
        return _("Năm %(year)s: %(percent)s %% nghĩa vụ hoàn thành đúng hạn") % values
    return _("Từ %(old)s %% (%(first)s) đến %(percent)s %% (%(year)s) nghĩa vụ hoàn thành đúng hạn") % {
        **values,
        "old": known[0].figures[0].percent,
        "first": known[0].year,
    }


def _spoken(found: queries.Decade) -> str:
    known = [line for line in found.years if line.figures[0].percent is not None]
    pieces = [f"{line.year}: {line.figures[0].percent} %" for line in known]
    return _("Tỷ lệ hoàn thành đúng hạn từng năm: %(years)s") % {"years": "; ".join(pieces) or _("chưa có số liệu")}


def _row(line: queries.YearLine, breaks: tuple[queries.Break, ...]) -> YearRow:
    return YearRow(
        year=str(line.year),
        review=Link(line.review, reverse("reviews:review", args=[line.review])) if line.review else None,
        lead=line.lead,
        state=(_("đã ký") if queries.is_signed(line) else _("chưa ký")) if line.review else _("chưa có số liệu"),
        cells=tuple(_cell(figure) for figure in line.figures),
        breaks=tuple(f"({place}) {_break(one)}" for place, one in enumerate(breaks, 1) if one.year == line.year),
    )


def _cell(figure: YearFigure) -> Cell:
    if figure.number is None:
        return Cell(_("chưa có số liệu"), None, None)
    number = Figure(str(figure.number), figure.url, "")
    if figure.of is None:
        return Cell("", number, None)
    percent = f"{figure.percent} %" if figure.percent is not None else _("không có gì để tính")
    return Cell(percent, number, Figure(str(figure.of), figure.of_url, ""))


def _break(one: queries.Break) -> str:
    nothing = _("không")
    said = str(BREAK_WORDS[one.kind]) % {
        "old": ", ".join(one.old) or nothing,
        "new": ", ".join(one.new) or nothing,
    }
    day = f" ({words.day(one.day)})" if one.day else ""
    return f"{one.year}: {said}{day}"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
