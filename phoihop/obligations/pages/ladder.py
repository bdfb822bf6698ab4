"""The page of a unit's ladder, and on the page of an obligation what its ladder will do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import Link, Note, words
from phoihop.ground.powers import SIGNED_IN, NotVisible
from phoihop.obligations import queries
from phoihop.obligations.pages.words import item_url
from phoihop.obligations.rules.ladder import Rung
from phoihop.organizations.queries import absence_notes

TARGETS: dict[str, str | Promise] = {
    "owner": gettext_lazy("Cán bộ đầu mối, chuyên viên của cơ quan còn nợ"),
    "deputy": gettext_lazy("Cấp phó của cơ quan còn nợ"),
    "head": gettext_lazy("Người đứng đầu cơ quan còn nợ"),
    "lead": gettext_lazy("Cơ quan chủ trì thực hiện"),
    "entitled": gettext_lazy("Cơ quan được nhận kết quả"),
    "upper": gettext_lazy("Cơ quan cấp trên"),
}
STATES: dict[str, str | Promise] = {
    "told": gettext_lazy("đã báo"),
    "skipped": gettext_lazy("bỏ qua, đã báo bậc cao hơn"),
    "next": gettext_lazy("sẽ báo nếu còn nợ"),
    "never": gettext_lazy("không báo nữa"),
}


@dataclass(frozen=True, slots=True)
class RungLine:
    when: str
    to: str
    wording: str
    is_urgent: bool
    key: str


@dataclass(frozen=True, slots=True)
class StepLine:
    day: str
    iso: str
    when: str
    to: str
    units: str
    state: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Preview:
    item: Link
    due: str
    notes: tuple[Note, ...]
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class LadderForms:
    rung: Form
    hours: Form


@dataclass(frozen=True, slots=True)
class LadderPage:
    title: str
    unit: str
    is_own: bool  # not the common one
    hours: str
    rungs: tuple[RungLine, ...]
    version: int
    forms: LadderForms | None
    set_url: str
    drop_url: str
    hours_url: str
    reset_url: str
    here: str
    asked: str
    trouble: str
    preview: Preview | None
    why: str


@dataclass(frozen=True, slots=True)
class LadderPanel:
    """On the page of an obligation: „Sẽ báo: 29/7 …“."""

    summary: str
    preview: Preview


def ladder_page(actor: Actor, unit_id: int | None, at: datetime, *, asked: str, rung: Form, hours: Form) -> LadderPage:
    """`asked` is the code of an obligation whose days are shown; one that the reader may not see is none."""
    value = queries.ladder_value(actor, unit_id)
    place = [value.unit.code]
    trouble, preview = "", None
    if asked:
        try:
            preview = _preview(queries.climb(actor, asked, at))
            trouble = "" if preview else _("Nghĩa vụ này chưa có hạn nên chưa có ngày báo.")
        except NotVisible:
            trouble = _("Không có nghĩa vụ mang mã này, hoặc bạn không được xem.")
    return LadderPage(
        title=_("Thang nhắc hạn"),
        unit=value.unit.name,
        is_own=value.version > 0,
        hours=_("%(opens)s–%(closes)s của ngày làm việc") % {"opens": value.opens, "closes": value.closes},
        rungs=tuple(
            RungLine(when(line), str(TARGETS[line.to]), line.wording, line.is_urgent, line.key) for line in value.rungs
        ),
        version=value.version,
        forms=LadderForms(rung, hours) if value.may_manage else None,
        set_url=reverse("obligations:set-rung", args=place),
        drop_url=reverse("obligations:drop-rung", args=place),
        hours_url=reverse("obligations:set-ladder-hours", args=place),
        reset_url=reverse("obligations:reset-ladder", args=place),
        here=reverse("obligations:ladder-of", args=place),
        asked=asked,
        trouble=trouble,
        preview=preview,
        why=str(SIGNED_IN),
    )


def hours_of(actor: Actor, unit_id: int | None) -> dict[str, Any]:
    """What the form of the hours starts with."""
    value = queries.ladder_value(actor, unit_id)
    return {"opens": value.opens, "closes": value.closes, "version": value.version}


def ladder_panel(actor: Actor, code: str, at: datetime) -> LadderPanel | None:
    """What the ladder told of this obligation and will tell, with who is away in its units. None: it has no date."""
    climb = queries.climb(actor, code, at)
    preview = _preview(climb, actor=actor, at=at)
    if climb is None or preview is None or not climb.steps:
        return None
    today = local_date(at)
    coming = [step for step in climb.steps if step.state == "next" and step.day >= today]
    if climb.is_blocked:
        summary = _("Đang bị chặn: thang nhắc hạn dừng cho đến khi gỡ chặn.")
    elif not coming:
        summary = _("Không còn bậc nào sẽ báo.")
    else:
        days = dict.fromkeys(words.day_month(step.day) for step in coming)
        summary = _("Sẽ báo: %(days)s nếu còn nợ.") % {"days": ", ".join(days)}
    return LadderPanel(summary, preview)


def when(rung: Rung) -> str:
    count = abs(rung.offset)
    if rung.offset < 0:
        return ngettext("%(count)s ngày làm việc trước hạn", "%(count)s ngày làm việc trước hạn", count) % {
            "count": count
        }
    if rung.offset:
        return ngettext("%(count)s ngày làm việc sau hạn", "%(count)s ngày làm việc sau hạn", count) % {"count": count}
    return _("đúng ngày đến hạn")


def _preview(climb: queries.Climb | None, *, actor: Actor | None = None, at: datetime | None = None) -> Preview | None:
    if climb is None:
        return None
    notes: tuple[Note, ...] = ()
    if actor is not None and at is not None and climb.is_climbing:
        away = absence_notes(actor, climb.owner_ids, at)
        notes = tuple(Note(_("Vắng mặt"), str(note)) for note in away)
    return Preview(
        item=Link(climb.title, item_url(climb.code)),
        due=words.day(climb.due),
        notes=notes,
        steps=tuple(
            StepLine(
                day=words.weekday_day(step.day),
                iso=step.day.isoformat(),
                when=when(step.rung),
                to=str(TARGETS[step.rung.to]),
                units=", ".join(step.units) or "–",
                state=str(STATES[step.state]),
                is_urgent=step.rung.is_urgent,
            )
            for step in climb.steps
        ),
    )
