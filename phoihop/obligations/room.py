"""The sheet of the room of obligations."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.dispatches.events import DispatchAcknowledged, DispatchRecalled, DispatchRefused, DispatchSent
from phoihop.ground import clock
from phoihop.ground.sheet import Entry, Keep, Notice, Sheet
from phoihop.obligations import events, policy, queries, reactions


def _item(event: events._OfObligation) -> str:
    return reverse("obligations:item", args=[event.code])


sheet = Sheet(
    room="obligations",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={
        events.ObligationOpened: _("Mở nghĩa vụ %(code)s: %(title)s"),
        events.ObligationAmended: _("Sửa nghĩa vụ %(code)s theo căn cứ"),
        events.ObligationWithdrawn: _("Rút nghĩa vụ %(code)s: %(reason)s"),
        events.ObligationStarted: _("Bắt đầu thực hiện %(code)s"),
        events.ObligationHandedIn: _("Nộp kết quả %(code)s: %(statement)s %(reference)s"),
        events.ObligationSupported: _("Nộp phần phối hợp của %(code)s: %(statement)s %(reference)s"),
        events.ObligationAccepted: _("Nghiệm thu %(code)s"),
        events.ObligationReturned: _("Trả lại %(code)s: %(reason)s"),
        events.ObligationWaived: _("Miễn %(code)s: %(reason)s"),
        events.ObligationBlocked: _("Báo bị chặn %(code)s: %(reason)s"),
        events.ObligationUnblocked: _("Gỡ chặn %(code)s"),
        events.ObligationDueSoon: _("Sắp đến hạn %(code)s: %(title)s"),
        events.ObligationFellDue: _("Quá hạn %(code)s: %(title)s"),
        events.ExtensionRequested: _("Đề nghị gia hạn %(code)s đến %(to_date)s: %(reason)s"),
        events.ExtensionGranted: _("Gia hạn %(code)s từ %(from_date)s đến %(to_date)s %(answer)s"),
        events.ExtensionRefused: _("Không gia hạn %(code)s đến %(to_date)s: %(answer)s"),
        events.DayDeclared: _("Khai báo ngày %(day)s trong lịch làm việc: %(note)s; %(amended)s hạn đổi theo"),
        events.DayRevoked: _("Bỏ khai báo ngày %(day)s trong lịch làm việc; %(amended)s hạn đổi theo"),
        events.FilterSaved: _("Lưu bộ lọc “%(name)s”"),
        events.FilterDropped: _("Bỏ bộ lọc “%(name)s”"),
    },
    tells=[
        Notice(on=kind, to=to, thing=queries.row_of, url=_item)
        for kind, to in (
            (events.ObligationHandedIn, queries.who_is_owed),
            (events.ExtensionRequested, queries.who_is_owed),
            (events.ObligationBlocked, queries.who_is_owed),
            (events.ObligationReturned, queries.who_owes),
            (events.ObligationAccepted, queries.who_owes),
            (events.ObligationWaived, queries.who_owes),
            (events.ObligationFellDue, queries.who_owes),
            (events.ObligationDueSoon, queries.who_owes),
            (events.ExtensionGranted, queries.who_owes),
            (events.ExtensionRefused, queries.who_owes),
        )
    ],
    reacts={
        DispatchSent: reactions.owe_acknowledgement,
        DispatchAcknowledged: reactions.settle_acknowledgement,
        DispatchRefused: reactions.withdraw_refused,
        DispatchRecalled: reactions.withdraw_recalled,
    },
    menu=[
        Entry(
            "obligations:board",
            _("Nghĩa vụ"),
            icon="obligations",
            needs="obligation.list",
            order=25,
            count=lambda actor: queries.late_count(actor, clock.local_date(clock.now())),
            is_on_phone=True,
        ),
        Entry("obligations:days", _("Lịch làm việc"), icon="days", needs="calendar.see", order=80),
    ],
)
