"""Registers as tables: columns, rows and heads, for the screen, for paper and for files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.documents.outside.export import Cell
from phoihop.documents.queries.books import BookLine, Extent, Keeper, RegisterLine, Wanted
from phoihop.documents.rules.types import name_of
from phoihop.ground.parts import words

SYSTEM_WORDS = {"STATE": gettext_lazy("Nhà nước"), "PARTY": gettext_lazy("Đảng")}

# The columns of annex IV of Decree 30/2020/NĐ-CP, with their widths in letters.
OUTGOING = (
    (gettext_lazy("Số, ký hiệu văn bản"), 20),
    (gettext_lazy("Ngày tháng văn bản"), 14),
    (gettext_lazy("Tên loại và trích yếu nội dung văn bản"), 42),
    (gettext_lazy("Người ký"), 16),
    (gettext_lazy("Nơi nhận văn bản"), 26),
    (gettext_lazy("Đơn vị, người nhận bản lưu"), 12),
    (gettext_lazy("Số lượng bản"), 10),
    (gettext_lazy("Ngày chuyển"), 14),
    (gettext_lazy("Ký nhận"), 10),
    (gettext_lazy("Ghi chú"), 14),
)
INCOMING = (
    (gettext_lazy("Ngày đến"), 14),
    (gettext_lazy("Số đến"), 8),
    (gettext_lazy("Tác giả"), 20),
    (gettext_lazy("Số, ký hiệu văn bản"), 20),
    (gettext_lazy("Ngày tháng văn bản"), 14),
    (gettext_lazy("Tên loại và trích yếu nội dung văn bản"), 44),
    (gettext_lazy("Đơn vị hoặc người nhận"), 20),
    (gettext_lazy("Ngày chuyển"), 14),
    (gettext_lazy("Ký nhận"), 10),
    (gettext_lazy("Ghi chú"), 14),
)
FOLLOWING = (
    (gettext_lazy("Số đến"), 8),
    (gettext_lazy("Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản"), 44),
    (gettext_lazy("Đơn vị hoặc người nhận"), 20),
    (gettext_lazy("Thời hạn giải quyết"), 14),
    (gettext_lazy("Tiến độ giải quyết"), 20),
    (gettext_lazy("Số, ký hiệu văn bản trả lời"), 20),
    (gettext_lazy("Ghi chú"), 20),
)

Columns = Sequence[tuple[object, int]]
Cells = Callable[[RegisterLine], tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the table on paper. The Party writes its name at the right and a star under the unit's."""

    parent: str
    unit: str
    is_party: bool
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One cell; `column` is said again where the table turns into cards."""

    text: str
    column: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a column; `width` in letters names its share of the paper in the sheet."""

    text: str
    width: int


@dataclass(frozen=True, slots=True)
class RegisterRow:
    key: str
    cells: tuple[Box, ...]


def titles(columns: Columns) -> tuple[Title, ...]:
    return tuple(Title(str(text), width) for text, width in columns)


def layout(line: BookLine) -> tuple[Columns, Cells]:
    return (INCOMING, _incoming) if line.direction == "IN" else (OUTGOING, _outgoing)


def following(today: date) -> Cells:
    def cells(line: RegisterLine) -> tuple[Cell, ...]:
        numbered = " ".join(filter(None, (_kind(line), line.citation)))
        day = _("ngày %(day)s") % {"day": shown(line.issued_date)} if line.issued_date else ""
        paper = ", ".join(filter(None, (numbered, day, line.issuer)))
        what = f"{paper}: {line.subject}" if paper else line.subject
        to, replies = ", ".join(line.handed_to), ", ".join(line.replies)
        return (line.number, what, to, line.due_date, _progress(line, today), replies, _remarks(line))

    return cells


def rows(lines: Iterable[RegisterLine], columns: Columns, cells: Cells) -> tuple[RegisterRow, ...]:
    named = [str(text) for text, _width in columns]
    subject = max(range(len(columns)), key=lambda place: columns[place][1])  # the widest column leads to the document
    found = []
    for line in lines:
        url = reverse("documents:document", args=[line.code])
        texts = map(shown, cells(line))
        boxes = (Box(text, named[n], url if n == subject else "") for n, text in enumerate(texts))
        found.append(RegisterRow(line.code, tuple(boxes)))
    return tuple(found)


def head(line: BookLine, keeper: Keeper, reach: Extent) -> Head:
    numbers = {"first": shown(reach.first_number) or "…", "last": shown(reach.last_number) or "…"}
    days = {"first": shown(reach.first_date) or "…", "last": shown(reach.last_date) or "…"}
    return Head(
        parent=keeper.parent.upper(),
        unit=keeper.name.upper(),
        is_party=line.system == "PARTY",
        title=_("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN") if line.direction == "IN" else _("SỔ ĐĂNG KÝ VĂN BẢN ĐI"),
        lines=(
            *_span_lines(line),
            _("Từ ngày %(first)s đến ngày %(last)s") % days,
            _("Từ số %(first)s đến số %(last)s") % numbers,
        ),
    )


def follow_up_head(keeper: Keeper, wanted: Wanted, *, year: int, is_party: bool) -> Head:
    days = {"first": shown(wanted.first_date) or "…", "last": shown(wanted.last_date) or "…"}
    return Head(
        parent=keeper.parent.upper(),
        unit=keeper.name.upper(),
        is_party=is_party,
        title=_("SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN"),
        lines=(_("Năm: %(year)s") % {"year": year}, _("Từ ngày %(first)s đến ngày %(last)s") % days),
    )


def book_facts(line: BookLine) -> list[str]:
    facts = [str(SYSTEM_WORDS[line.system])]
    if line.type_key:
        return [*facts, f"{name_of(line.system, line.type_key)} ({line.type_key})", term(line)]
    return [*facts, _("Năm: %(year)s") % {"year": line.first_date.year}]


def term(line: BookLine) -> str:
    days = {"first": shown(line.first_date), "last": shown(line.last_date)}
    if line.last_date is None:
        return _("Nhiệm kỳ: từ %(first)s") % days
    return _("Nhiệm kỳ: từ %(first)s đến %(last)s") % days


def shown(value: Cell) -> str:
    """Days as 05/01/2026, numbers below ten with a zero before them."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return f"{value:02}" if isinstance(value, int) else value


# ── pieces ──────────────────────────────────────────────────────────────────────────────────────────────────


def _outgoing(line: RegisterLine) -> tuple[Cell, ...]:
    """Who keeps the file copy, how many copies and the receipt are written by hand on the printed register."""
    sent_to = line.recipients or ", ".join(line.handed_to)
    what = _what(line)
    return (
        line.citation,
        line.issued_date,
        what,
        line.signer,
        sent_to,
        None,
        None,
        line.handed_date,
        None,
        _remarks(line),
    )


def _incoming(line: RegisterLine) -> tuple[Cell, ...]:
    return (
        line.arrival_date,
        line.number,
        line.issuer,
        line.citation,
        line.issued_date,
        _what(line),
        ", ".join(line.handed_to),
        line.handed_date,
        None,
        _remarks(line),
    )


def _progress(line: RegisterLine, today: date) -> str:
    if line.replies and line.replied_date:
        return _("Đã trả lời ngày %(day)s") % {"day": shown(line.replied_date)}
    if line.replies:
        return _("Đã trả lời")
    if line.is_recalled or line.due_date is None:
        return ""
    return _("Chưa trả lời, %(distance)s") % {
        "distance": words.distance((line.due_date - today).days, is_working=False)
    }


def _what(line: RegisterLine) -> str:
    """Type and subject, as the decree wants them in one column; many subjects say the type already."""
    kind = _kind(line)
    return line.subject if line.subject.lower().startswith(kind.lower()) else f"{kind}: {line.subject}"


def _kind(line: RegisterLine) -> str:
    return name_of(line.system, line.type_key) if line.type_key else ""


def _remarks(line: RegisterLine) -> str:
    recalled = _("Đã thu hồi: %(reason)s") % {"reason": line.recall_reason} if line.is_recalled else ""
    internal = _("Lưu hành nội bộ") if line.is_internal else ""
    return "; ".join(filter(None, (line.note, recalled, internal, words.illustration(line.is_illustration))))


def _span_lines(line: BookLine) -> tuple[str, ...]:
    if not line.type_key:
        return (_("Năm: %(year)s") % {"year": line.first_date.year},)
    kind = {"name": name_of(line.system, line.type_key), "key": line.type_key}
    return (_("Loại văn bản: %(name)s (%(key)s)") % kind, term(line))
