"""How many concerns, about what, where, whose, and how they were answered. Not suppressed: staff see what they do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.concerns import queries
from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Empty, Link, Meter, State, meter, words
from phoihop.ground.powers import SIGNED_IN


@dataclass(frozen=True, slots=True)
class Cell:
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class TableRow:
    name: str
    cells: tuple[Cell, ...]
    url: str = ""
    meter: Meter | None = None
    drop: Cell | None = None  # what names it where it can be taken out


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    said: str = ""
    empty: Empty | None = None
    add: Link | None = None
    drop_url: str = ""


@dataclass(frozen=True, slots=True)
class FiguresPage:
    title: str
    said: str
    back: Link
    form: Any
    tables: tuple[Table, ...]
    empty: Empty
    why: str


def days_of(first: date | None, last: date | None, at: datetime) -> tuple[date, date]:
    """The days asked for, or the year so far."""
    today = local_date(at)
    until = last or today
    return first or date(until.year, 1, 1), until


def figures_page(actor: Actor, first: date, last: date, form: Any, at: datetime) -> FiguresPage:
    found = queries.concern_figures(actor, first, last, at)
    heads = (_("Nhận"), _("Đã trả lời"), _("Đúng hạn"), _("Đang mở"), _("Quá hạn"))
    tables = [
        Table(
            _("Theo tình trạng"),
            (_("Tình trạng"), _("Số phản ánh")),
            tuple(TableRow(text, (Cell(_("Số phản ánh"), str(n)),)) for _key, text, n in found.by_state),
        )
    ]
    for title, corner, shares in (
        (_("Theo lĩnh vực"), _("Lĩnh vực"), found.by_service),
        (_("Theo địa điểm"), _("Địa điểm"), found.by_place),
        (_("Theo cơ quan chủ trì"), _("Cơ quan"), found.by_unit),
    ):
        tables.append(Table(title, (corner, *heads), tuple(_share(share, heads) for share in (*shares, found.total))))
    rating = (
        _(" Người gửi đánh giá %(count)s lần, trung bình %(mean)s trên 5.")
        % {"count": found.ratings, "mean": f"{found.rating:.1f}".replace(".", ",")}
        if found.rating is not None
        else ""
    )
    return FiguresPage(
        title=_("Số liệu phản ánh"),
        said=_("Phản ánh nhận từ %(first)s đến hết %(last)s mà bạn được xem.")
        % {"first": words.day(found.first), "last": words.day(found.last)}
        + rating,
        back=Link(_("Phản ánh"), reverse("concerns:list")),
        form=form,
        tables=tuple(tables) if found.total.received else (),
        empty=Empty(_("Chưa có phản ánh nào trong những ngày này."), _("Chọn khoảng ngày khác.")),
        why=str(SIGNED_IN),
    )


def _share(share: queries.Share, heads: tuple[str, ...]) -> TableRow:
    numbers = (share.received, share.answered, share.on_time, share.open, share.late)
    spoken = _("%(name)s: %(on_time)s đúng hạn, %(late)s trả lời trễ, %(open)s đang mở, %(overdue)s quá hạn") % {
        "name": share.words,
        "on_time": share.on_time,
        "late": share.answered - share.on_time,
        "open": share.open - share.late,
        "overdue": share.late,
    }
    bar = meter(
        [
            (State.DONE, share.on_time),
            (State.SOON, share.answered - share.on_time),
            (State.DOING, share.open - share.late),
            (State.LATE, share.late),
        ],
        total=share.received,
        spoken=spoken,
    )
    cells = tuple(Cell(head, str(number)) for head, number in zip(heads, numbers, strict=True))
    return TableRow(share.words, cells, meter=bar)
