from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.dispatches import acts, events, pages, policy, queries, reactions
from phoihop.dispatches.commands import official
from phoihop.dispatches.commands.rehoming import REHOMES
from phoihop.ground.events import Event
from phoihop.ground.figures import Section
from phoihop.ground.powers import Circle
from phoihop.ground.sheet import Entry, Finder, How, Keep, Notice, Panel, Sheet, Work
from phoihop.mail.events import MailDelayed, MailFailed, MailSent


def _letter(event: Event) -> str:
    return reverse("dispatches:letter", args=[event.code])


def _to_recipient(event: events.DispatchDelivered) -> list[Circle]:
    return [Circle(policy.WRITERS, unit_id=event.unit_id)]


def _to_sender(event: events.FromRecipient) -> list[Circle]:
    return [Circle(policy.WRITERS, unit_id=event.sender_id)]


def _to_recipients(event: events.ToRecipients) -> list[Circle]:
    return [Circle(policy.WRITERS, unit_id=unit_id) for unit_id in event.unit_ids]


# Nobody switches off what he has to answer, or to stop working on.
_DUTIES = {events.DispatchDelivered, events.DispatchRecalled, events.DispatchRecallAsked}

sheet = Sheet(
    room="dispatches",
    powers=policy.POWERS,
    rehomes=REHOMES,
    keep=Keep(years=10),
    acts=acts.ACTS,
    works=[Work(events.DispatchSent, official.write_letter)],
    reacts={
        events.DispatchSent: official.number_letter,
        events.DispatchRecalled: official.withdraw_recalled,
        events.DispatchReplaced: official.withdraw_replaced,
        MailSent: reactions.note_sent,
        MailDelayed: reactions.note_delayed,
        MailFailed: reactions.note_failed,
    },
    says={
        events.DispatchSent: _("Gửi công văn %(code)s: %(subject)s"),
        events.DispatchDelivered: _("Đã giao công văn %(code)s đến %(unit_name)s: %(subject)s"),
        events.DispatchDelayed: _(
            "Chưa chuyển được công văn %(code)s đến %(unit_name)s, hệ thống sẽ gửi lại: %(reason)s"
        ),
        events.DispatchFailed: _("Không giao được công văn %(code)s đến %(unit_name)s: %(reason)s"),
        events.DispatchSentAgain: _("Gửi lại công văn %(code)s cho %(unit_name)s"),
        events.DispatchPrinted: _("In công văn %(code)s hoặc lấy liên kết cho %(unit_name)s"),
        events.DispatchAcknowledged: _("%(unit_name)s tiếp nhận công văn %(code)s"),
        events.DispatchRefused: _("%(unit_name)s từ chối công văn %(code)s: %(reason)s"),
        events.DispatchHandled: _("%(unit_name)s ghi tiến độ xử lý công văn %(code)s"),
        events.DispatchRecalled: _("Thu hồi công văn %(code)s: %(reason)s"),
        events.DispatchRecallAsked: _("Xin thu hồi công văn %(code)s đã được tiếp nhận: %(reason)s"),
        events.DispatchRecallAgreed: _("%(unit_name)s đồng ý thu hồi công văn %(code)s"),
        events.DispatchRecallDeclined: _("%(unit_name)s không đồng ý thu hồi công văn %(code)s: %(reason)s"),
        events.DispatchReplaced: _("Công văn %(code)s được thay bằng %(replaced_by)s"),
    },
    tells=[
        Notice(
            event,
            to,
            lambda e: queries.row_of(e.code),
            _letter,
            how=How.URGENT if event is events.DispatchRecalled else How.NORMAL,
            is_duty=event in _DUTIES,
        )
        for event, to in (
            (events.DispatchDelivered, _to_recipient),
            (events.DispatchAcknowledged, _to_sender),
            (events.DispatchRefused, _to_sender),
            (events.DispatchFailed, _to_sender),
            (events.DispatchRecalled, _to_recipients),
            (events.DispatchRecallAsked, _to_recipients),
            (events.DispatchRecallAgreed, _to_sender),
            (events.DispatchRecallDeclined, _to_sender),
            (events.DispatchReplaced, _to_recipients),
        )
    ],
    panels=[
        Panel(on=page, build=pages.letters_about, template="dispatches/_about.html", order=70)
        for page in ("topic", "plan", "agreement", "obligation")
    ],
    finds=[
        Finder(
            "dispatch",
            _("Công văn"),
            prefixes=("CV-",),
            build=lambda codes: queries.found_dispatches(codes, pages.PURPOSE_WORDS),
            codes=queries.dispatch_codes,
            visible=queries.visible_dispatches,
        )
    ],
    reports=[Section("dispatches", _("Công văn"), queries.report_section, order=40)],
    menu=[
        Entry("dispatches:list", _("Công văn"), "dispatches", "dispatch.list", order=220, waiting=queries.in_menu),
    ],
)
