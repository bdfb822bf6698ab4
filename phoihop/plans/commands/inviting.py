"""Offices of a plan where nobody can sign in get a mail with the link of what waits for them, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy

from phoihop.ground.actor import DOERS, Actor, Role
from phoihop.ground.command import on_record
from phoihop.mail import commands as mail
from phoihop.mail.queries import reached_by_mail_alone
from phoihop.organizations.queries import unit_names
from phoihop.plans.events import RoundCalled, RoundDeclined, TopicSelected
from phoihop.plans.models import Plan, Topic

LINK_HOLDS = timedelta(days=30)
POSTMAN = Actor.system("postman")

_CALLED = gettext_lazy("Đợt chọn vấn đề phối hợp năm %(year)s")
_CALLED_TEXT = gettext_lazy(
    "Kính gửi %(unit)s,\n\n%(other)s mở đợt chọn vấn đề phối hợp năm %(year)s (kế hoạch %(code)s). Có vấn đề thì "
    "cơ quan gửi công văn nêu vấn đề cho cơ quan chủ trì. Không có vấn đề thì trả lời bằng liên kết dưới đây, không "
    "cần tài khoản:"
)
_READY = gettext_lazy("Kế hoạch %(code)s chờ duyệt")
_READY_TEXT = gettext_lazy(
    "Kính gửi %(unit)s,\n\n%(other)s đã trả lời đợt chọn vấn đề năm %(year)s; kế hoạch %(code)s chờ cơ quan duyệt. "
    "Duyệt bằng liên kết dưới đây, không cần tài khoản; mã xác nhận được gửi đến chính địa chỉ này:"
)


def write_of_round(event: RoundCalled, *, at: datetime) -> None:
    """To the partners that were asked to choose topics."""
    for plan in Plan.rows.filter(round__code=event.code, answer="").order_by("pk"):
        if plan.partner_id in reached_by_mail_alone([plan.partner_id], DOERS, at):
            _send(plan, "plan.answer", plan.partner_id, plan.lead_id, _CALLED, _CALLED_TEXT, at)


def write_of_answer(event: RoundDeclined | TopicSelected, *, at: datetime) -> None:
    """To the lead, whose approval a plan waits for once its partner has answered."""
    topics = Topic.rows.filter(code=event.code)
    plan = Plan.rows.filter(Q(pk__in=topics.values("plan")) | Q(code=event.code)).first()
    if plan is None or plan.state != "DRAFT" or not plan.answer:
        return
    if plan.lead_id in reached_by_mail_alone([plan.lead_id], frozenset({Role.APPROVER}), at):
        _send(plan, "plan.approve", plan.lead_id, plan.partner_id, _READY, _READY_TEXT, at)


def _send(plan: Plan, act: str, unit_id: int, other_id: int, subject: object, text: object, at: datetime) -> None:
    names = unit_names([unit_id, other_id])
    said = {"unit": names[unit_id].name, "other": names[other_id].name, "year": plan.year, "code": plan.code}
    mail.send_links(
        key=f"plan/{plan.code}/{act}/{unit_id}",
        acts=(act,),
        code=plan.code,
        unit_id=unit_id,
        until=at + LINK_HOLDS,
        subject=on_record(subject, **said),
        text=on_record(text, **said),
        issuer_id=other_id,
        by=POSTMAN,
        at=at,
    )
