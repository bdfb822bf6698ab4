"""The sheet of the room of obligations."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.dispatches.events import (
    DispatchAcknowledged,
    DispatchRecalled,
    DispatchRefused,
    DispatchReplaced,
    DispatchSent,
)
from phoihop.ground.figures import Section
from phoihop.ground.sheet import Dated, Entry, Finder, How, Keep, Notice, Panel, Sheet, Work
from phoihop.obligations import acts, commands, events, pages, policy, queries, reactions
from phoihop.obligations.commands.rehoming import REHOMES


def _item(event: events._OfObligation) -> str:
    return reverse("obligations:item", args=[event.code])


def _how(event: events.RungReached, *_about: object) -> How:
    return How.URGENT if event.is_urgent else How.NORMAL


sheet = Sheet(
    room="obligations",
    powers=policy.POWERS,
    rehomes=REHOMES,
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
        events.ObligationLinkSent: _("Gửi liên kết việc của %(code)s cho %(unit_name)s"),
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
        # Of what is due soon or fell due people hear by the ladder.
        Notice(events.RungReached, queries.who_is_told, queries.row_of, _item, how=_how, is_duty=True),
        *(
            Notice(on=kind, to=to, thing=queries.row_of, url=_item)
            for kind, to in (
                (events.ObligationHandedIn, queries.who_is_owed),
                (events.ExtensionRequested, queries.who_is_owed),
                (events.ObligationBlocked, queries.who_is_owed),
                (events.ObligationReturned, queries.who_owes),
                (events.ObligationAccepted, queries.who_owes),
                (events.ObligationWaived, queries.who_owes),
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
        ),
    ],
    reacts={
        DispatchSent: reactions.owe_acknowledgement,
        DispatchAcknowledged: reactions.settle_acknowledgement,
        DispatchRefused: reactions.withdraw_refused,
        DispatchRecalled: reactions.withdraw_recalled,
        DispatchReplaced: reactions.withdraw_recalled,
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
    dates=[Dated("due", _("Hạn"), queries.due_between, order=10)],
    reports=[
        Section("obligations", _("Thực hiện nghĩa vụ"), queries.report_section, order=20),
        Section("provision", _("Cung cấp văn bản"), queries.provision_section, order=30),
    ],
    parties=queries.parties,
    waits=queries.waits,
    workdays=queries.calendar,
    panels=[
        Panel(on="obligation", build=pages.ladder_panel, template="obligations/_ladder.html", order=30),
        Panel(on="obligation", build=pages.invite_panel, template="obligations/_invite.html", order=40),
    ],
    works=[
        Work(on=events.ObligationOpened, do=commands.write_of_duty),
        Work(on=events.ObligationReturned, do=commands.write_of_return),
        Work(on=events.ObligationHandedIn, do=commands.write_of_hand_in),
        Work(on=events.RungReached, do=commands.write_of_rung),
    ],
    menu=[
        Entry(
            "obligations:board",
            _("Nghĩa vụ"),
            icon="obligations",
            needs="obligation.list",
            order=30,
            waiting=queries.in_menu,
            is_on_phone=True,
        ),
        Entry("obligations:provision", _("Cung cấp văn bản"), icon="documents", needs="obligation.list", order=140),
        Entry("obligations:ladder", _("Thang nhắc hạn"), icon="days", needs="ladder.see", order=760),
        Entry("obligations:days", _("Lịch làm việc"), icon="days", needs="calendar.see", order=750),
    ],
)
