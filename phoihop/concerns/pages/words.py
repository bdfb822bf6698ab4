"""Outlines of this room's stored codes, and how dates are said on its pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import SYSTEM_WORDS
from phoihop.ground.clock import local_date
from phoihop.ground.dates import Explanation
from phoihop.ground.parts import Day, DueDate, Glyph, State, Term, WhyDate, words
from phoihop.ground.sheet import work_calendar
from phoihop.obligations.queries import explanation_in_words

Words = str | Promise

# The words of a concern's state come with its value; here is how urgent it looks.
CONCERN_STATES: dict[str, State] = {
    "HELD": State.HELD,
    "RECEIVED": State.PLAN,
    "NEEDS_INFO": State.WAIT,
    "REFUSED": State.HELD,
    "FORWARDED": State.DOING,
    "IN_PROGRESS": State.DOING,
    "EXTENDED": State.SOON,
    "DISPUTED": State.BLOCK,
    "REOPENED": State.SOON,
    "ANSWERED": State.DONE,
    "PUBLISHED": State.DONE,
    "RATED": State.DONE,
    "MERGED": State.DONE,
    "CLOSED": State.DONE,
}
PART_STATES: dict[str, tuple[State, Words]] = {
    "OPEN": (State.PLAN, gettext_lazy("Chưa viết")),
    "WRITTEN": (State.DONE, gettext_lazy("Đã viết")),
    "LEFT": (State.HELD, gettext_lazy("Thôi tham gia")),
}
ANSWER_STATES: dict[str, tuple[State, Words]] = {
    "DRAFT": (State.DOING, gettext_lazy("Đang soạn")),
    "SUBMITTED": (State.WAIT, gettext_lazy("Đã trình, chờ duyệt")),
    "RETURNED": (State.SOON, gettext_lazy("Trả lại để sửa")),
    "APPROVED": (State.DONE, gettext_lazy("Đã duyệt và gửi")),
}
REQUEST_STATES: dict[str, tuple[State, Words]] = {
    "OPEN": (State.SOON, gettext_lazy("Chờ trả lời")),
    "SETTLED": (State.DONE, gettext_lazy("Đã trả lời")),
}
ROLES: dict[str, Words] = {
    "LEAD": gettext_lazy("chủ trì trả lời"),
    "SUPPORTING": gettext_lazy("phối hợp"),
}
_MARKS = {"start": "start", "off": "off", "holiday": "hol", "swap_off": "hol", "swap_work": "swap", "end": "end"}


def glyph(table: Mapping[str, tuple[State, Words]], state: str) -> Glyph:
    outline, word = table[state]
    return Glyph.of(outline, str(word))


def state_of(state: str, state_words: str, *, is_overdue: bool = False) -> Glyph:
    """Whatever is overdue is late before it is anything else."""
    if is_overdue:
        return Glyph.of(State.LATE, _("Quá hạn trả lời"))
    return Glyph.of(CONCERN_STATES[state], state_words)


def joined(pieces: Iterable[str]) -> str:
    return " · ".join(piece for piece in pieces if piece)


def post(words_: str) -> str:
    """A post as it is kept; a system's name in words."""
    return str(SYSTEM_WORDS.get(words_, words_))


def day_of(at: datetime | None) -> str:
    return words.day(local_date(at)) if at is not None else ""


def iso_of(at: datetime | None) -> str:
    return local_date(at).isoformat() if at is not None else ""


def moment_of(at: datetime | None) -> str:
    return words.moment(timezone.localtime(at)) if at is not None else ""


def distances(today: date, dates: Iterable[date]) -> dict[date, int]:
    """Working days from today to each, negative once it has passed. The calendar is looked at once."""
    days = work_calendar()
    return {day: days.count_working_days(today, day) for day in set(dates)}


def due(day: date, distance: int, *, icon: State, is_running: bool, said: str = "") -> DueDate:
    """A date in force with its distance, or with what became of it."""
    return DueDate(
        day=words.day(day),
        iso=day.isoformat(),
        distance=words.distance(distance) if is_running else said,
        icon=icon.value if is_running else State.DONE.value,
    )


def why_date(explanation: Explanation) -> WhyDate:
    """How a date came about, in words and as a strip of days."""
    said = [Term(name, text) for name, text in explanation_in_words(explanation)]
    strip = tuple(
        Day(
            str(mark.day.day),
            str(mark.ordinal) if mark.ordinal else ("·" if mark.kind == "start" else "–"),
            _MARKS.get(mark.kind, ""),
        )
        for mark in explanation.strip
    )
    return WhyDate(tuple(said[:2]), strip, tuple(said[2:]))
