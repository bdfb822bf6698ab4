from django.utils.translation import gettext_lazy as _

from phoihop.ground.sheet import Entry, Keep, Panel, Sheet
from phoihop.mail.events import MailFailed
from phoihop.notices import events, pages, policy, queries, reactions
from phoihop.notices.commands.rehoming import REHOMES

sheet = Sheet(
    room="notices",
    powers=policy.POWERS,
    rehomes=REHOMES,
    keep=Keep(years=1),
    keeps={
        kind: Keep(years=1, personal=("address",))
        for kind in (events.NoticeAddressAsked, events.NoticeAddressConfirmed, events.NoticeAddressBounced)
    },
    says={
        events.NoticeRead: _("Đã đọc thông báo về %(code)s"),
        events.NoticesRead: _("Đã đọc %(count)s thông báo"),
        events.NoticesArranged: _("Chọn cách nhận thông báo"),
        events.NoticeAddressAsked: _("Gửi mã xác nhận đến %(address)s"),
        events.NoticeAddressConfirmed: _("Nhận thông báo ở %(address)s"),
        events.NoticeAddressBounced: _("Thư báo tin gửi đến %(address)s bị trả lại: %(reason)s"),
        events.InboxArranged: _("Chọn cách nhận của hộp thư cơ quan"),
        events.InboxHandedOver: _("Giao hộp thư cơ quan cho %(post)s"),
        events.InboxNoticesRead: _("Đã xem %(count)s thông báo trong hộp thư cơ quan"),
        events.DigestsCompiled: _("Soạn bản tin sáng ngày %(day)s: %(mails)s thư"),
    },
    reacts={MailFailed: reactions.note_failed_mail},
    panels=[Panel(on="unit", build=pages.keeper_panel, template="notices/_keeper.html", order=42)],
    menu=[
        Entry("notices:inbox", _("Hộp thư"), "notices", "notice.list", 20, queries.in_menu, is_on_phone=True),
    ],
)
