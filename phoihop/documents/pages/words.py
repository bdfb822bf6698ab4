"""Words for what the room stores as codes. A verdict is told with its rule, its place and what to do next."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.documents.queries import DocumentLine, type_name
from phoihop.documents.rules.guard import Decision
from phoihop.ground.parts import Glyph, Row, State, words

DIRECTIONS = {
    "IN": gettext_lazy("Văn bản đến"),
    "OUT": gettext_lazy("Văn bản đi"),
    "KEPT": gettext_lazy("Giữ để tham khảo"),
}
SYSTEMS = {"STATE": gettext_lazy("Nhà nước"), "PARTY": gettext_lazy("Đảng")}
URGENCIES = {
    "NORMAL": gettext_lazy("Thường"),
    "URGENT": gettext_lazy("Khẩn"),
    "VERY_URGENT": gettext_lazy("Thượng khẩn"),
    "IMMEDIATE": gettext_lazy("Hỏa tốc"),
}
RENDITIONS = {
    "ORIGINAL": gettext_lazy("Bản gốc"),
    "PRINTED": gettext_lazy("Bản để in, ký (PDF)"),
    "SEARCHABLE": gettext_lazy("Bản tìm được chữ"),
    "REDACTED": gettext_lazy("Bản đã che"),
    "PUBLIC": gettext_lazy("Bản công khai"),
}
STATES = {
    "DRAFT": (State.WAIT, gettext_lazy("Chờ vào sổ")),
    "REGISTERED": (State.DONE, gettext_lazy("Đã vào sổ")),
    "RECALLED": (State.HELD, gettext_lazy("Đã thu hồi")),
}
DECISIONS = {
    Decision.ACCEPTED: (State.DONE, gettext_lazy("Đã nhận")),
    Decision.INTERNAL: (State.DONE, gettext_lazy("Đã nhận, lưu hành nội bộ")),
    Decision.HELD: (State.HELD, gettext_lazy("Giữ chờ hai người quyết định")),
    Decision.REFUSED: (State.BLOCK, gettext_lazy("Không nhận")),
}


def state_glyph(state: str) -> Glyph:
    shown, word = STATES[state]
    return Glyph.of(shown, str(word))


def title_of(line: DocumentLine) -> str:
    return line.subject or line.citation or _("Văn bản chưa có trích yếu")


def row_of(line: DocumentLine, *, url: str = "") -> Row:
    """A document as one line of a list."""
    named = type_name(line.system, line.type_key)
    facts = [
        line.citation,
        words.day(line.issued_date) if line.issued_date else "",
        line.issuer,
        named,
        _("số đến %(number)s") % {"number": line.book_number} if line.direction == "IN" and line.book_number else "",
        _("lưu hành nội bộ") if line.is_internal else "",
    ]
    return Row(
        glyph=state_glyph(line.state),
        what=title_of(line),
        url=url or line.url,
        meta=" · ".join(filter(None, facts)),
        code=line.code,
        tag=words.illustration(line.is_illustration),
    )


def size_in_words(size: int) -> str:
    if size < 1024:
        return ngettext("%(number)s byte", "%(number)s byte", size) % {"number": size}
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} kB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def moment(at: datetime | None) -> str:
    return words.moment(timezone.localtime(at)) if at else ""
