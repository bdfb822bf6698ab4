"""The words and outlines of this room's stored codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from phoihop.ground.parts import Glyph, State, words

Words = str | Promise

ARTICLE_STATES: dict[str, tuple[State, Words]] = {
    "DRAFT": (State.DOING, gettext_lazy("Bản thảo")),
    "SENT": (State.WAIT, gettext_lazy("Chờ duyệt")),
    "APPROVED": (State.SOON, gettext_lazy("Đã duyệt, chưa công bố")),
    "SCHEDULED": (State.PLAN, gettext_lazy("Hẹn công bố")),
    "PUBLISHED": (State.DONE, gettext_lazy("Đã công bố")),
    "WITHDRAWN": (State.HELD, gettext_lazy("Đã rút")),
    "DROPPED": (State.HELD, gettext_lazy("Đã bỏ")),
}
CARD_STATES = {name: ARTICLE_STATES[name] for name in ("DRAFT", "SENT", "PUBLISHED", "WITHDRAWN", "DROPPED")}
PHOTO_STATES: dict[str, tuple[State, Words]] = {
    "KEPT": (State.PLAN, gettext_lazy("Trong kho")),
    "PUBLISHED": (State.DONE, gettext_lazy("Đã công bố")),
    "WITHDRAWN": (State.HELD, gettext_lazy("Đã rút")),
}
FEEDBACK_STATES: dict[str, tuple[State, Words]] = {
    "WAITING": (State.WAIT, gettext_lazy("Chờ trả lời")),
    "ANSWERED": (State.DONE, gettext_lazy("Đã trả lời")),
    "CLOSED": (State.HELD, gettext_lazy("Đã xem")),
}


def glyph(table: Mapping[str, tuple[State, Words]], state: str) -> Glyph:
    outline, word = table[state]
    return Glyph.of(outline, str(word))


def joined(pieces: Iterable[str]) -> str:
    return " · ".join(piece for piece in pieces if piece)


def day_of(at: datetime | None) -> str:
    return words.day(timezone.localtime(at).date()) if at is not None else ""


def moment_of(at: datetime | None) -> str:
    return words.moment(timezone.localtime(at)) if at is not None else ""


def iso_of(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes")


def number_in(text: str) -> int | None:
    """A number out of an address, if it is one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
