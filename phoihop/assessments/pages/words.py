"""The words and outlines of this room's stored codes, and small pieces of pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from phoihop.ground.parts import Glyph, State, words

Words = str | Promise

STATES: dict[str, tuple[State, Words]] = {
    "ASKED": (State.WAIT, gettext_lazy("Chờ nhận việc")),
    "DECLINED": (State.HELD, gettext_lazy("Đã trả lại")),
    "WORKING": (State.DOING, gettext_lazy("Đang đánh giá")),
    "EVALUATING": (State.WAIT, gettext_lazy("Đang thẩm tra")),
    "EVALUATED": (State.SOON, gettext_lazy("Chờ xác nhận")),
    "VALIDATED": (State.DONE, gettext_lazy("Đã xác nhận")),
    "CLOSED": (State.DONE, gettext_lazy("Đã chấm lại, kết thúc")),
    "WITHDRAWN": (State.HELD, gettext_lazy("Đã rút")),
}
REMARK_STATES: dict[str, tuple[State, Words]] = {
    "OPEN": (State.WAIT, gettext_lazy("Chờ trả lời")),
    "ANSWERED": (State.DOING, gettext_lazy("Đã trả lời")),
    "SETTLED": (State.DONE, gettext_lazy("Đã chấp nhận")),
}
WHY: dict[str, Words] = {
    "PRESENT": gettext_lazy("trình thẩm tra"),
    "VALIDATE": gettext_lazy("xác nhận"),
    "CLOSE": gettext_lazy("kết thúc"),
}


def glyph(table: Mapping[str, tuple[State, Words]], state: str) -> Glyph:
    outline, word = table[state]
    return Glyph.of(outline, str(word))


def joined(pieces: Iterable[str]) -> str:
    return " · ".join(piece for piece in pieces if piece)


def day_of(at: datetime | None) -> str:
    return words.day(timezone.localtime(at).date()) if at is not None else ""


def count(number: int) -> str:
    """12.500"""
    return f"{number:,}".replace(",", ".")
