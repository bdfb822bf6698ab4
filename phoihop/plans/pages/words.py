"""The words and outlines of this room's stored codes, and what all its pages share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from phoihop.ground.parts import Glyph, State, words
from phoihop.ground.powers import NotAllowed

Words = str | Promise

KIND_WORDS: dict[str, Words] = {
    "scheme": gettext_lazy("Đề án"),
    "project": gettext_lazy("Dự án"),
    "programme": gettext_lazy("Chương trình"),
    "resolution": gettext_lazy("Nghị quyết"),
    "issue": pgettext_lazy("kind of topic", "Vấn đề"),
    "case": gettext_lazy("Vụ việc"),
}
ROUND_STATES: dict[str, tuple[State, Words]] = {
    "CALLED": (State.DOING, gettext_lazy("Đang mở")),
    "CLOSED": (State.DONE, gettext_lazy("Đã kết thúc")),
}
PLAN_STATES: dict[str, tuple[State, Words]] = {
    "DRAFT": (State.PLAN, gettext_lazy("Chưa duyệt")),
    "APPROVED": (State.DOING, gettext_lazy("Đã duyệt")),
    "CLOSED": (State.DONE, gettext_lazy("Đã kết thúc")),
}
TOPIC_STATES: dict[str, tuple[State, Words]] = {
    "PROPOSED": (State.PLAN, gettext_lazy("Mới đề xuất")),
    "SELECTED": (State.SOON, gettext_lazy("Đã chọn, chưa thông báo")),
    "NOTIFIED": (State.WAIT, gettext_lazy("Chờ chủ trì xác nhận")),
    "ACKNOWLEDGED": (State.DOING, gettext_lazy("Chủ trì đã xác nhận")),
    "RUNNING": (State.DOING, gettext_lazy("Đang thực hiện")),
    "CLOSED": (State.DONE, gettext_lazy("Đã kết thúc")),
    "DROPPED": (State.HELD, gettext_lazy("Đã bỏ")),
    "CARRIED": (State.HELD, gettext_lazy("Đã chuyển năm")),
}
ROLE_WORDS: dict[str, Words] = {
    "lead": gettext_lazy("chủ trì"),
    "partner": gettext_lazy("phối hợp"),
    "supporting": gettext_lazy("tham gia"),
}
URGENCY = ("late", "block", "soon", "wait", "doing", "plan", "done", "held")


def glyph(table: Mapping[str, tuple[State, Words]], state: str) -> Glyph:
    outline, word = table[state]
    return Glyph.of(outline, str(word))


def kinds() -> list[tuple[str, str]]:
    return [(key, str(words_)) for key, words_ in KIND_WORDS.items()]


def state_of(counts: Mapping[str, int]) -> str:
    """One outline for many obligations: the most urgent of their states; empty when there are none."""
    return next((state for state in URGENCY if counts.get(state)), "")


def spoken(counts: Mapping[str, int]) -> str:
    """Quá hạn 1, Hoàn thành 2"""
    return ", ".join(f"{State(state).word} {counts[state]}" for state in URGENCY if counts.get(state))


def board_url(**labels: str) -> str:
    """The board with exactly the rows of these filing labels; an empty stage asks for what belongs to none."""
    return f"{reverse('obligations:board')}?{urlencode(labels)}"


def day(value: date | None) -> str:
    return words.day(value) if value else ""


def year_asked(asked: Mapping[str, str]) -> int | None:
    text = asked.get("nam", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else None


def joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)


def check_open(*, is_open: bool) -> None:
    """The page of an act opens only to whom it is open. Refused as the command would refuse."""
    if not is_open:
        raise NotAllowed(_("Vị trí của bạn không có quyền này, hoặc hồ sơ không còn ở bước cho phép."))
