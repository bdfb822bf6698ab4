"""The words and outlines of this room's stored codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from phoihop.corrections import queries
from phoihop.corrections.rules import verdicts
from phoihop.ground.parts import Glyph, State, words

Words = str | Promise

CLAIM_STATES: dict[str, tuple[State, Words]] = {
    "CHECKING": (State.DOING, gettext_lazy("Đang kiểm chứng")),
    "WAITING": (State.WAIT, gettext_lazy("Chờ duyệt")),
    "APPROVED": (State.SOON, gettext_lazy("Đã duyệt, chờ công bố")),
    "PUBLISHED": (State.DONE, gettext_lazy("Đã công bố")),
    "WITHDRAWN": (State.HELD, gettext_lazy("Đã rút")),
    "DROPPED": (State.HELD, gettext_lazy("Đã thôi")),
}
REPLY_STATES: dict[str, tuple[State, Words]] = {
    "RECEIVED": (State.WAIT, gettext_lazy("Chờ kiểm tra")),
    "SHOWN": (State.DONE, gettext_lazy("Công khai nguyên văn")),
    "PASSED_OVER": (State.HELD, gettext_lazy("Không công khai")),
}
CHECK_STATES: dict[str, tuple[State, Words]] = {
    "RECEIVED": (State.WAIT, gettext_lazy("Chờ trả lời")),
    "OPENED": (State.DONE, gettext_lazy("Đã đưa vào kiểm chứng")),
    "DECLINED": (State.HELD, gettext_lazy("Không kiểm chứng")),
}
WAYS: dict[str, Words] = {
    "MAIL": gettext_lazy("bằng thư điện tử"),
    "DISPATCH": gettext_lazy("bằng công văn"),
    "HAND": gettext_lazy("ghi nhận bằng tay"),
}
CAME: dict[str, Words] = {
    "PORTAL": gettext_lazy("gửi qua cổng thông tin"),
    "HAND": gettext_lazy("cơ quan ghi lại"),
}


def glyph(table: Mapping[str, tuple[State, Words]], state: str) -> Glyph:
    outline, word = table[state]
    return Glyph.of(outline, str(word))


def verdict_glyph(key: str) -> Glyph | None:
    """A verdict's own outline and words; None while there is none."""
    verdict = verdicts.BY_KEY.get(key)
    return Glyph(verdict.shape, queries.verdict_name(key)) if verdict is not None else None


def verdict_choices(*, is_own_error: bool) -> list[tuple[str, str]]:
    return [(key, queries.verdict_name(key)) for key in verdicts.offered(is_own_error=is_own_error)]


def joined(pieces: Iterable[str]) -> str:
    return " · ".join(piece for piece in pieces if piece)


def day_of(at: datetime | None) -> str:
    return words.day(timezone.localtime(at).date()) if at is not None else ""
