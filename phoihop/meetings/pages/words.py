"""The words of states, times and rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.parts import Glyph, State, words
from phoihop.meetings.queries import OccurrenceValue, PlaceValue

MEETING = {
    "DRAFT": (State.PLAN, gettext_lazy("Đang chuẩn bị")),
    "INVITED": (State.DOING, gettext_lazy("Đã mời")),
    "CANCELLED": (State.HELD, gettext_lazy("Đã hủy")),
}
OCCURRENCE = {
    "PLANNED": (State.PLAN, gettext_lazy("Sắp họp")),
    "HELD": (State.DONE, gettext_lazy("Đã họp")),
    "CANCELLED": (State.HELD, gettext_lazy("Đã hủy")),
}
ANSWER = {
    "NEEDS-ACTION": (State.WAIT, gettext_lazy("Chưa trả lời")),
    "ACCEPTED": (State.DONE, gettext_lazy("Dự họp")),
    "TENTATIVE": (State.SOON, gettext_lazy("Chưa chắc")),
    "DECLINED": (State.BLOCK, gettext_lazy("Không dự")),
    "DELEGATED": (State.DOING, gettext_lazy("Cử người dự thay")),
}
OLD_WORDS = {name: word for name, (_state, word) in ANSWER.items()} | {"COUNTER": gettext_lazy("Đề nghị giờ khác")}
WAYS = {
    "in_app": gettext_lazy("trên hệ thống"),
    "link": gettext_lazy("qua liên kết"),
    "mail": gettext_lazy("qua thư lịch"),
}
COUNTER = {
    "OPEN": (State.WAIT, gettext_lazy("Chờ trả lời")),
    "ACCEPTED": (State.DONE, gettext_lazy("Đã đổi giờ")),
    "DECLINED": (State.BLOCK, gettext_lazy("Giữ nguyên giờ")),
}


def glyph(table: Mapping[str, tuple[State, object]], state: str) -> Glyph:
    shown, word = table[state]
    return Glyph.of(shown, str(word))


def moment(at: datetime | None) -> str:
    return words.moment(timezone.localtime(at)) if at else "–"


def span(starts: datetime, ends: datetime) -> str:
    """Thứ Hai, 2/8/2021, 9.00–11.00"""
    first, last = timezone.localtime(starts), timezone.localtime(ends)
    if first.date() == last.date():
        return f"{words.long_day(first.date())}, {words.clock(first)}–{words.clock(last)}"
    return f"{words.moment(first)} – {words.moment(last)}"


def who_comes(place: PlaceValue) -> str:
    if place.state == "DELEGATED":
        post = f", {place.delegate_post}" if place.delegate_post else ""
        state = f" ({ANSWER[place.delegate_state][1]})" if place.delegate_state in ANSWER else ""
        return f"{place.delegate}{post}{state}"
    return place.person


def mandate(place: PlaceValue) -> str:
    if place.state != "DELEGATED":
        return ""
    return place.delegate_scope or _("chưa nêu phạm vi ủy quyền")


def old_answer(place: PlaceValue) -> str:
    if not place.old_state:
        return ""
    return _("trả lời cho lịch cũ: %(answer)s") % {"answer": OLD_WORDS[place.old_state]}


def presence(place: PlaceValue) -> Glyph:
    if place.present_at is None:
        return Glyph.of(State.PLAN, _("Chưa có mặt"))
    if place.is_late:
        return Glyph.of(State.SOON, _("Đến muộn"))
    return Glyph.of(State.DONE, _("Có mặt"))


def occasion(one: OccurrenceValue) -> str:
    return _("Buổi %(number)s: %(when)s") % {"number": one.number, "when": span(one.starts_at, one.ends_at)}
