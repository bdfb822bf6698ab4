"""The sheet of the room of plans."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from phoihop.agreements.events import AgreementAmended, AgreementTookEffect
from phoihop.dispatches.events import DispatchAcknowledged, DispatchRecalled, DispatchRefused
from phoihop.ground.events import Event
from phoihop.ground.figures import Section
from phoihop.ground.sheet import Dated, Entry, Finder, Keep, Notice, Sheet, Work
from phoihop.obligations.events import ObligationAccepted
from phoihop.plans import acts, commands, events, policy, queries, reactions
from phoihop.plans.commands.rehoming import REHOMES
from phoihop.plans.pages.words import KIND_WORDS


def _round(event: Event) -> str:
    return reverse("plans:round", args=[event.code])


def _plan(event: Event) -> str:
    return reverse("plans:plan", args=[event.code])


def _topic(event: Event) -> str:
    return reverse("plans:topic", args=[event.code])


sheet = Sheet(
    room="plans",
    powers=policy.POWERS,
    rehomes=REHOMES,
    keep=Keep(years=10),
    says={
        events.PhasesDefined: _("Đặt tên các giai đoạn"),
        events.RoundCalled: _("Mở đợt chọn vấn đề năm %(year)s"),
        events.RoundDeclined: _("Trả lời không có vấn đề năm %(year)s: %(reason)s"),
        events.RoundClosed: _("Kết thúc đợt chọn vấn đề năm %(year)s"),
        events.PlanApproved: _("Duyệt kế hoạch %(code)s"),
        events.PlanClosed: _("Kết thúc kế hoạch %(code)s"),
        events.PlanCompiled: _(
            "Lập nghĩa vụ từ điều khoản: mở %(opened)s, sửa %(amended)s, rút %(withdrawn)s; phần còn lại giữ nguyên"
        ),
        events.TopicProposed: _("Đề xuất vấn đề “%(title)s”"),
        events.TopicSelected: _("Chọn vấn đề “%(title)s”"),
        events.TopicNotified: _("Thông báo vấn đề “%(title)s” bằng công văn %(dispatch)s"),
        events.TopicAcknowledged: _("Xác nhận đã nhận thông báo vấn đề “%(title)s” %(reservation)s"),
        events.TopicRefused: _("Thông báo vấn đề “%(title)s” bị trả lại: %(reason)s"),
        events.TopicDropped: _("Bỏ vấn đề “%(title)s”: %(reason)s"),
        events.TopicCarried: _("Chuyển vấn đề “%(title)s” sang %(into)s: %(reason)s"),
        events.TopicClosed: _("Kết thúc vấn đề “%(title)s”: %(result)s"),
        events.TopicJoined: _("%(unit_name)s tham gia vấn đề"),
        events.PhaseEntered: _("Đã vào giai đoạn %(phase)s"),
        events.PhaseClosed: _("Đã kết thúc giai đoạn %(phase)s"),
        events.PhasePlanned: _("Dự kiến kết thúc giai đoạn %(phase)s: %(day)s"),
        events.HappeningRecorded: _("Ghi hoạt động “%(title)s” ngày %(day)s"),
    },
    tells=[
        Notice(on=event, to=to, thing=thing, url=url)
        for event, to, thing, url in (
            (events.RoundCalled, queries.partners_called, queries.round_row, _round),
            (events.RoundDeclined, queries.lead_of_plan, queries.plan_row, _plan),
            (events.PlanApproved, queries.partner_of_plan, queries.plan_row, _plan),
            (events.TopicAcknowledged, queries.partner_of_topic, queries.topic_row, _topic),
            (events.TopicRefused, queries.partner_of_topic, queries.topic_row, _topic),
            (events.TopicJoined, queries.partner_of_topic, queries.topic_row, _topic),
            (events.PhaseEntered, queries.partner_of_topic, queries.topic_row, _topic),
        )
    ],
    acts=acts.ACTS,
    works=[
        Work(on=events.RoundCalled, do=commands.write_of_round),
        Work(on=events.RoundDeclined, do=commands.write_of_answer),
        Work(on=events.TopicSelected, do=commands.write_of_answer),
    ],
    reacts={
        DispatchAcknowledged: reactions.acknowledge_topics,
        DispatchRefused: reactions.reopen_topics,
        DispatchRecalled: reactions.reopen_topics,
        ObligationAccepted: reactions.count_on,
        AgreementTookEffect: reactions.compile_again,
        AgreementAmended: reactions.compile_again,
    },
    finds=[
        Finder(
            "round",
            _("Đợt chọn vấn đề"),
            prefixes=("DC-",),
            build=queries.found_rounds,
            codes=queries.round_codes,
            visible=queries.visible_rounds,
        ),
        Finder(
            "plan",
            _("Kế hoạch"),
            prefixes=("KH-",),
            build=queries.found_plans,
            codes=queries.plan_codes,
            visible=queries.visible_plans,
        ),
        Finder(
            "topic",
            pgettext_lazy("menu", "Vấn đề"),
            prefixes=("VD-",),
            build=lambda codes: queries.found_topics(codes, KIND_WORDS),
            codes=queries.topic_codes,
            visible=queries.visible_topics,
        ),
    ],
    dates=[
        Dated("round", _("Hạn trả lời đợt chọn"), queries.rounds_between, order=30),
        Dated("phase", _("Giai đoạn"), queries.phases_between, order=40),
    ],
    reports=[Section("plans", _("Kế hoạch và vấn đề phối hợp"), queries.report_section, order=10)],
    filed=queries.topics_under,
    parties=queries.parties,
    menu=[
        Entry("plans:rounds", _("Đợt chọn vấn đề"), icon="rounds", needs="round.list", order=130),
        Entry("plans:topics", pgettext_lazy("menu", "Vấn đề"), icon="topics", needs="plan.list", order=120),
        Entry("plans:plans", _("Kế hoạch"), icon="plans", needs="plan.list", order=110),
    ],
)
