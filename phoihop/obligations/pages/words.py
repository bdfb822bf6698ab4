"""Words this room shows: states, duties without a clause, filters."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.ground.parts import DueDate, Glyph, Link, Row, State, words
from phoihop.obligations.queries import ObligationRow

LANE_STATES: dict[str, tuple[State, str | Promise]] = {
    "OPEN": (State.PLAN, gettext_lazy("Chưa bắt đầu")),
    "IN_PROGRESS": (State.DOING, gettext_lazy("Đang làm")),
    "HANDED_IN": (State.WAIT, gettext_lazy("Đã nộp")),
    "RETURNED": (State.DOING, gettext_lazy("Được trả lại")),
    "ACCEPTED": (State.DONE, gettext_lazy("Đã nghiệm thu")),
    "WAIVED": (State.HELD, gettext_lazy("Được miễn")),
}
LANE_ROLES: dict[str, str | Promise] = {
    "LEAD": gettext_lazy("chủ trì thực hiện"),
    "SUPPORTING": gettext_lazy("tham gia"),
}
FIGURES: dict[str, str | Promise] = {
    "promised": gettext_lazy("Đã hứa"),
    "kept": gettext_lazy("Đã làm"),
    "kept_late": gettext_lazy("Làm trễ"),
    "late": gettext_lazy("Quá hạn"),
    "waiting": gettext_lazy("Chờ nghiệm thu"),
    "open": gettext_lazy("Còn trong hạn"),
    "waived": gettext_lazy("Được miễn"),
}
GROUPS: dict[str, str | Promise] = {
    "late": gettext_lazy("Việc của cơ quan tôi quá hạn"),
    "week": gettext_lazy("Việc của cơ quan tôi đến hạn tuần này"),
    "for_me": gettext_lazy("Chờ cơ quan tôi nghiệm thu"),
    "for_others": gettext_lazy("Cơ quan tôi chờ nơi khác"),
}


@cache
def board_url() -> str:
    return reverse("obligations:board")


@cache
def provision_url() -> str:
    return reverse("obligations:provision")


@lru_cache(maxsize=4096)
def item_url(code: str) -> str:
    return reverse("obligations:item", args=[code])


@lru_cache(maxsize=4096)
def why_url(code: str) -> str:
    return reverse("obligations:why", args=[code])


def glyph_of(row: ObligationRow) -> Glyph:
    """Where it stands; waived and handed in late say so in their word."""
    state = State(row.shown)
    if state is State.HELD:
        return Glyph.of(state, _("Được miễn"))
    if state is State.WAIT and row.is_late:
        return Glyph.of(state, _("Chờ nghiệm thu, nộp trễ"))
    if state is State.DONE and row.is_late:
        return Glyph.of(state, _("Hoàn thành, nộp trễ"))
    if row.state == "RETURNED" and state is not State.LATE:
        return Glyph.of(state, _("Được trả lại"))
    return Glyph.of(state)


def due_of(row: ObligationRow) -> DueDate | None:
    """The date with its distance; while it has none, nothing: what it waits for stands in the row."""
    if row.due_date is None:
        return None
    distance = words.distance(row.distance) if row.distance is not None else ""
    return DueDate(
        day=words.day(row.due_date),
        iso=row.due_date.isoformat(),
        distance=distance,
        icon=row.shown if row.distance is not None else "",
        why_url=why_url(row.code),
    )


def line_of(row: ObligationRow, do: Link | None = None) -> Row:
    """One obligation in a list."""
    return Row(
        glyph=glyph_of(row),
        what=row.title,
        url=item_url(row.code),
        meta=" · ".join(filter(None, [f"{row.lead} → {row.entitled}", row.dossier or row.source, row.clause])),
        code=row.code,
        tag=words.illustration(row.is_illustration),
        hit=hit_of(row),
        due=due_of(row),
        do=do,
    )


def hit_of(row: ObligationRow) -> str:
    """What a late one holds up, or what one without a date waits for."""
    if row.blocks and row.shown in ("late", "block"):
        count = len(row.blocks)
        return ngettext("Đang chặn %(count)s việc: %(codes)s", "Đang chặn %(count)s việc: %(codes)s", count) % {
            "count": count,
            "codes": ", ".join(row.blocks[:3]),
        }
    return ""


def moment(at: datetime | None) -> str:
    return words.moment(timezone.localtime(at)) if at else "–"


def day(value: date | None) -> str:
    return words.day(value) if value else "–"
