"""The words and outlines of this room's stored codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.forecasts import queries
from phoihop.ground.parts import Glyph, State, words

Words = str | Promise

QUESTION_STATES: dict[str, tuple[State, Words]] = {
    "DRAFT": (State.PLAN, gettext_lazy("Đang soạn")),
    "WAITING": (State.WAIT, gettext_lazy("Chờ mở")),
    "OPEN": (State.DOING, gettext_lazy("Đang mở")),
    "CLOSED": (State.SOON, gettext_lazy("Đã khép, chờ kết quả")),
    "RESOLVING": (State.WAIT, gettext_lazy("Chờ xác nhận kết quả")),
    "RESOLVED": (State.DONE, gettext_lazy("Đã có kết quả")),
    "ANNULLED": (State.HELD, gettext_lazy("Đã hủy, không chấm")),
    "DROPPED": (State.HELD, gettext_lazy("Đã bỏ")),
}
RESOLUTION_STATES: dict[str, tuple[State, Words]] = {
    "PROPOSED": (State.WAIT, gettext_lazy("Chờ người thứ hai xác nhận")),
    "CONFIRMED": (State.DONE, gettext_lazy("Đã xác nhận")),
    "REFUSED": (State.HELD, gettext_lazy("Không được xác nhận")),
    "DISPUTED": (State.HELD, gettext_lazy("Đã xem lại")),
}


def glyph(table: Mapping[str, tuple[State, Words]], state: str) -> Glyph:
    outline, word = table[state]
    return Glyph.of(outline, str(word))


def state_names() -> dict[str, str]:
    return {key: str(word) for key, (_outline, word) in QUESTION_STATES.items()}


def joined(pieces: Iterable[str]) -> str:
    return " · ".join(piece for piece in pieces if piece)


def day_of(at: datetime | None) -> str:
    return words.day(timezone.localtime(at).date()) if at is not None else ""


def moment_of(at: datetime) -> str:
    return words.moment(timezone.localtime(at))


def share(kind: str, outcomes: Sequence[str], shares: Sequence[float]) -> str:
    """The share of yes, as "62 %", of a yes-or-no question; else the likeliest outcome with its share."""
    if kind == "YESNO":
        return queries.percent(shares[0])
    most = max(range(len(shares)), key=lambda number: shares[number])
    return _("„%(name)s“ %(share)s") % {"name": outcomes[most], "share": queries.percent(shares[most])}


def all_shares(kind: str, outcomes: Sequence[str], shares: Sequence[float]) -> str:
    """Every outcome with its share."""
    if kind == "YESNO":
        return queries.percent(shares[0])
    return "; ".join(f"{name}: {queries.percent(one)}" for name, one in zip(outcomes, shares, strict=True))
