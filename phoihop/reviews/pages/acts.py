"""Acts that need words: opening, scheduling, and the steps of a review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.parts import ActPage, Link, words
from phoihop.ground.powers import NotAllowed, NotVisible
from phoihop.plans import queries as plans
from phoihop.reviews import queries

# The act: its title, what is said above the form, the button, and the right it needs (words of the refusal).
ACTS = {
    "gather": (
        gettext_lazy("Mời các bên góp phần"),
        gettext_lazy("Mỗi bên nhận thông báo, viết phần của mình và nộp. Văn bản với số liệu đã có sẵn."),
        gettext_lazy("Mời các bên"),
    ),
    "present": (
        gettext_lazy("Trình ký"),
        gettext_lazy("Văn bản được lập lại với các phần đã nhận, thành một bản cố định, rồi gửi các bên ký."),
        gettext_lazy("Trình ký"),
    ),
    "reopen": (
        gettext_lazy("Mở lại để sửa"),
        gettext_lazy("Chữ ký đã có không còn hiệu lực khi văn bản được trình lại; bản cũ vẫn được lưu."),
        gettext_lazy("Mở lại"),
    ),
    "recall": (
        gettext_lazy("Thu hồi báo cáo"),
        gettext_lazy("Báo cáo và mọi ý kiến vẫn được lưu, nhưng không còn hiệu lực. Có thể mở báo cáo mới cho kỳ này."),
        gettext_lazy("Thu hồi"),
    ),
    "withdraw": (
        gettext_lazy("Rút khỏi cổng thông tin"),
        gettext_lazy("Địa chỉ công khai vẫn còn và hiện lý do này; báo cáo trong hệ thống giữ nguyên."),
        gettext_lazy("Rút"),
    ),
    "dissent": (
        gettext_lazy("Không đồng ý với báo cáo"),
        gettext_lazy("Ý kiến được in nguyên văn trong báo cáo, dưới tên cơ quan bạn. Báo cáo vẫn hoàn thành."),
        gettext_lazy("Ghi ý kiến không đồng ý"),
    ),
}


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    source: str
    url: str
    period: str
    days: str
    text: str
    key: str  # of the period; empty where it can no longer be dropped


@dataclass(frozen=True, slots=True)
class SchedulePage:
    title: str
    crumb: Link
    said: str
    form: Any
    label: str
    why: str
    rows: tuple[ScheduleRow, ...]
    drop_url: str
    finds: bool = False


def start_of(actor: Actor, code: str) -> dict[str, Any]:
    """What forms of a review begin with: the versions that the reader sees."""
    value = queries.review_value(actor, code)
    return {"version": value.version, "number": value.number}


def act_page(actor: Actor, code: str, act: str, form: Any) -> ActPage:
    """The form of an act. Refused: one that the reader may not do as the review stands."""
    value = queries.review_value(actor, code)
    rights = value.rights
    allowed = {
        "gather": rights.gather,
        "present": rights.present,
        "reopen": rights.reopen,
        "recall": rights.recall,
        "dissent": rights.sign,
        "withdraw": rights.withdraw,
    }
    title, said, label = ACTS[act]
    if not allowed[act]:
        raise NotAllowed(_("Lúc này bạn không làm được việc này; báo cáo %(code)s giữ nguyên.") % {"code": code})
    return ActPage(
        title=str(title),
        crumb=Link(value.line.title, reverse("reviews:review", args=[code])),
        said=_present_said(value) if act == "present" else str(said),
        form=form,
        label=str(label),
        why=value.why,
    )


def _present_said(value: queries.ReviewValue) -> str:
    missing = [part.unit for part in value.parts if part.state != "ACCEPTED"]
    said = str(ACTS["present"][1])
    if missing:
        said += " " + _("Chưa có phần được nhận của: %(units)s.") % {"units": "; ".join(missing)}
    return said


# ── opening and scheduling ──────────────────────────────────────────────────────────────────────────────────


def sources(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """What the reader's unit leads and may look back on: its rounds, then their plans, the newest years first."""
    found = [(line.code, line) for line in plans.rounds(actor).lines if line.is_lead]
    choices = [(code, _("Cả đợt năm %(year)s (%(code)s)") % {"year": line.year, "code": code}) for code, line in found]
    for year in sorted({line.year for _code, line in found}, reverse=True):
        for plan in plans.plans(actor, local_date(at), year=year).lines:
            words_ = _("Kế hoạch năm %(year)s với %(partner)s (%(code)s)")
            choices.append((plan.code, words_ % {"year": year, "partner": plan.partner, "code": plan.code}))
    return choices


def rounds(actor: Actor) -> list[tuple[str, str]]:
    return [
        (line.code, _("Đợt năm %(year)s (%(code)s)") % {"year": line.year, "code": line.code})
        for line in plans.rounds(actor).lines
        if line.is_lead
    ]


def open_page(actor: Actor, form: Any, choices: Sequence[tuple[str, str]]) -> ActPage:
    return ActPage(
        title=_("Mở sơ kết, tổng kết"),
        crumb=Link(_("Sơ kết, tổng kết"), reverse("reviews:list")),
        said=_("Kỳ phải đã hết. Văn bản được lập ngay từ sổ; các bên chỉ thêm phần của mình.")
        if choices
        else _("Cơ quan bạn chưa chủ trì đợt chọn vấn đề nào nên chưa có gì để sơ kết."),
        form=form,
        label=_("Mở") if choices else "",
        why=_own(actor),
    )


def schedule_page(actor: Actor, form: Any) -> SchedulePage:
    lines = queries.scheduled(actor)
    return SchedulePage(
        title=_("Định kỳ sơ kết"),
        crumb=Link(_("Sơ kết, tổng kết"), reverse("reviews:list")),
        said=_("Ngày sau khi hết kỳ, đồng hồ hạn tự mở báo cáo. Mặc định mỗi đợt sơ kết một lần cho cả năm."),
        form=form,
        label=_("Thêm kỳ"),
        why=_own(actor),
        rows=tuple(
            ScheduleRow(
                source=line.source,
                url=reverse("plans:round", args=[line.source]),
                period=line.period,
                days=words.span(line.first, line.last),
                text=_("đã mở") if line.is_opened else "",
                key="" if line.is_opened else line.period,
            )
            for line in lines
        ),
        drop_url=reverse("reviews:unschedule"),
    )


def schedule_wanted(actor: Actor, source: str, period: str) -> dict[str, Any]:
    """What `schedule_review` takes, of a round that the reader's unit leads. Not visible: another's."""
    scope = plans.report_scope(actor, source)
    if scope.lead_id != actor.unit_id:
        raise NotVisible
    return {
        "source": source,
        "lead_id": scope.lead_id,
        "plans": scope.plans,
        "year": scope.year,
        "period": f"{scope.year}-{period}" if period else str(scope.year),
    }


def _own(actor: Actor) -> str:
    return _("Bạn xem được vì %(unit)s mở sơ kết của đợt mình chủ trì.") % {"unit": actor.unit_name}
