"""The words and outlines of this room's stored codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.parts import Glyph, State, words

Words = str | Promise

REVIEW_STATES: dict[str, tuple[State, Words]] = {
    "DRAFT": (State.PLAN, gettext_lazy("Mới mở")),
    "GATHERING": (State.DOING, gettext_lazy("Đang nhận phần của các bên")),
    "SIGNING": (State.WAIT, gettext_lazy("Đang trình ký")),
    "SIGNED": (State.DONE, gettext_lazy("Đã ký")),
    "SIGNED_WITH_DISSENT": (State.DONE, gettext_lazy("Đã ký, có ý kiến không đồng ý")),
    "RECALLED": (State.HELD, gettext_lazy("Đã thu hồi")),
}
PART_STATES: dict[str, tuple[State, Words]] = {
    "OPEN": (State.PLAN, gettext_lazy("Chưa nộp")),
    "HANDED_IN": (State.WAIT, gettext_lazy("Đã nộp, chờ nhận")),
    "RETURNED": (State.SOON, gettext_lazy("Trả lại để sửa")),
    "ACCEPTED": (State.DONE, gettext_lazy("Đã nhận")),
}
LESSON_STATES: dict[str, tuple[State, Words]] = {
    "PROPOSED": (State.SOON, gettext_lazy("Chờ trả lời")),
    "TAKEN_UP": (State.DONE, gettext_lazy("Đã tiếp thu")),
    "REFUSED": (State.HELD, gettext_lazy("Không tiếp thu")),
}
# How obligations stood, in the order of the columns of their table.
SHARES = (State.DONE, State.SOON, State.WAIT, State.LATE, State.DOING, State.HELD)


def glyph(table: Mapping[str, tuple[State, Words]], state: str) -> Glyph:
    outline, word = table[state]
    return Glyph.of(outline, str(word))


def joined(pieces: Iterable[str]) -> str:
    return " · ".join(piece for piece in pieces if piece)


def day_of(at: datetime | None) -> str:
    return words.day(timezone.localtime(at).date()) if at is not None else ""


def until(due: date | None) -> str:
    return _("nộp phần trước hết ngày %(day)s") % {"day": words.day(due)} if due else ""
