"""The sheet of the room of obligations."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.dispatches.events import DispatchAcknowledged, DispatchRecalled, DispatchRefused, DispatchSent
from phoihop.ground import clock
from phoihop.ground.sheet import Entry, Finder, Keep, Notice, Panel, Sheet
from phoihop.obligations import acts, events, pages, policy, queries, reactions


def _item(event: events._OfObligation) -> str:
    return reverse("obligations:item", args=[event.code])


sheet = Sheet(
    room="obligations",
    powers=policy.POWERS,
    keep=Keep(years=10),
    acts=acts.ACTS,
    keeps={events.RungReached: Keep(years=10, personal=("absence",))},
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
        events.RungReached: _("%(wording)s: %(title)s (%(code)s). %(absence)s"),
        events.LadderRungSet: _("Đặt bậc %(rung)s của thang nhắc hạn %(wording)s"),
        events.LadderRungDropped: _("Bỏ bậc %(rung)s khỏi thang nhắc hạn"),
        events.LadderHoursSet: _("Đặt giờ báo của thang nhắc hạn từ %(opens)s đến %(closes)s"),
        events.LadderReset: _("Trở về thang nhắc hạn chung"),
        events.ExpectedListed: _("Nêu %(count)s văn bản phải cung cấp của %(code)s"),
        events.ExpectedDropped: _("Bỏ một văn bản khỏi danh mục phải cung cấp của %(code)s"),
        events.ExpectedProvided: _("Cung cấp văn bản %(document)s cho %(code)s"),
        events.WithholdingProposed: _("Đề nghị giữ lại một văn bản của %(code)s, xem lại ngày %(recheck)s"),
        events.WithholdingAgreed: _("Duyệt giữ lại một văn bản của %(code)s, xem lại ngày %(recheck)s"),
        events.WithholdingRefused: _("Không duyệt giữ lại một văn bản của %(code)s"),
        events.WithholdingLifted: _("Bỏ giữ lại một văn bản của %(code)s"),
        events.WithholdingFellDue: _("Đến ngày xem lại %(count)s văn bản đang giữ lại của %(code)s"),
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
            # Of what is due soon or fell due people hear by the ladder.
            (events.RungReached, queries.who_is_told),
            (events.ExtensionGranted, queries.who_owes),
            (events.ExtensionRefused, queries.who_owes),
            (events.ExpectedListed, queries.who_provides),
            (events.ExpectedProvided, queries.who_is_owed),
            (events.WithholdingProposed, queries.who_reviews),
            (events.WithholdingAgreed, queries.who_is_owed),
            (events.WithholdingRefused, queries.who_withholds),
            (events.WithholdingLifted, queries.who_is_owed),
            (events.WithholdingFellDue, queries.who_withholds),
        )
    ],
    reacts={
        DispatchSent: reactions.owe_acknowledgement,
        DispatchAcknowledged: reactions.settle_acknowledgement,
        DispatchRefused: reactions.withdraw_refused,
        DispatchRecalled: reactions.withdraw_recalled,
    },
    finds=[
        Finder(
            "obligation",
            _("Nghĩa vụ"),
            prefixes=("NV-",),
            build=queries.found_obligations,
            codes=queries.obligation_codes,
            visible=queries.visible_obligations,
        )
    ],
    parties=queries.parties,
    panels=[Panel(on="obligation", build=pages.ladder_panel, template="obligations/_ladder.html", order=30)],
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
        Entry("obligations:provision", _("Cung cấp văn bản"), icon="documents", needs="obligation.list", order=26),
        Entry("obligations:ladder", _("Thang nhắc hạn"), icon="days", needs="ladder.see", order=81),
        Entry("obligations:days", _("Lịch làm việc"), icon="days", needs="calendar.see", order=80),
    ],
)
