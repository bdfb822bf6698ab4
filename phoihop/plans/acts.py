"""What an office may do with a plan by a signed link, without an account. Approving asks for a mailed code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import Actor
from phoihop.ground.clock import local_date
from phoihop.ground.powers import NotVisible
from phoihop.ground.sheet import Act, ActField, ActView
from phoihop.plans import commands, queries

APPROVE, ANSWER = "plan.approve", "plan.answer"


def view_approve(code: str, unit_id: int, at: datetime) -> ActView | None:
    value = _seen(APPROVE, code, unit_id, at)
    if value is None:
        return None
    closed = ""
    if value.state != "DRAFT":
        closed = _("Kế hoạch này đã được duyệt hoặc đã kết thúc.")
    elif not value.answer:
        closed = _("Cơ quan phối hợp chưa chọn vấn đề cũng chưa trả lời “không có”; chưa duyệt được.")
    return _view(value, closed)


def view_answer(code: str, unit_id: int, at: datetime) -> ActView | None:
    value = _seen(ANSWER, code, unit_id, at)
    if value is None:
        return None
    closed = ""
    if value.answer:
        closed = _("Cơ quan đã trả lời đợt này.")
    elif value.round_state != "CALLED" or value.state == "CLOSED":
        closed = _("Đợt chọn vấn đề này đã kết thúc.")
    return _view(value, closed)


def run_approve(*, code: str, unit_id: int, values: Mapping[str, Any], files: Any, by: Actor, at: datetime) -> str:
    commands.approve_plan(code=code, note=str(values.get("note", "")), by=by, at=at)
    return _("Đã duyệt kế hoạch %(code)s.") % {"code": code}


def run_answer(*, code: str, unit_id: int, values: Mapping[str, Any], files: Any, by: Actor, at: datetime) -> str:
    commands.decline_round(code=code, reason=str(values.get("reason", "")), by=by, at=at)
    return _("Đã trả lời: năm nay cơ quan không có vấn đề trong kế hoạch %(code)s.") % {"code": code}


def _seen(power: str, code: str, unit_id: int, at: datetime) -> queries.PlanValue | None:
    try:
        office = Actor.office(unit_id, "", power=power, about=code, way="link")
        return queries.plan_value(office, code, local_date(at))
    except NotVisible:
        return None


def _view(value: queries.PlanValue, closed: str) -> ActView:
    topics = "\n".join(topic.title for topic in value.topics)
    return ActView(
        title=_("Kế hoạch phối hợp năm %(year)s") % {"year": value.year},
        facts=(
            (_("Số"), value.code),
            (_("Cơ quan chủ trì"), value.lead),
            (_("Cơ quan phối hợp"), value.partner),
            (_("Căn cứ"), value.agreement_title or value.agreement),
            (_("Vấn đề"), topics or value.reason or "–"),
        ),
        is_open=not closed,
        closed_because=closed,
    )


ACTS = (
    Act(
        APPROVE,
        gettext_lazy("duyệt kế hoạch"),
        view=view_approve,
        run=run_approve,
        fields=(ActField("note", gettext_lazy("Ý kiến khi duyệt"), is_needed=False),),
        is_approval=True,
    ),
    Act(
        ANSWER,
        gettext_lazy("trả lời không có vấn đề"),
        view=view_answer,
        run=run_answer,
        fields=(ActField("reason", gettext_lazy("Lý do không có vấn đề")),),
    ),
)
