"""The sheet of the room of mail."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.sheet import Act, Keep, Panel, Sheet
from phoihop.mail import commands, events, pages, policy, reactions
from phoihop.mail.commands.rehoming import REHOMES
from phoihop.organizations.events import PostEnded

sheet = Sheet(
    room="mail",
    powers=policy.POWERS,
    rehomes=REHOMES,
    reacts={PostEnded: reactions.keep_the_owner},
    acts=[
        Act("address.confirm", _("xác nhận địa chỉ thư"), view=pages.confirm_view, run=commands.run_confirm),
    ],
    panels=[
        Panel(on="unit", build=pages.addresses_panel, template="mail/_addresses.html", order=40),
        *(
            Panel(on=page, build=pages.links_panel, template="mail/_links.html", order=45)
            for page in ("obligation", "plan")
        ),
    ],
    keep=Keep(years=5),
    keeps={
        events.MailQueued: Keep(years=2),
        events.MailIgnored: Keep(years=1),
        events.AddressAdded: Keep(years=5, personal=("address",)),
        events.AddressConfirmed: Keep(years=5, personal=("address",)),
        events.AddressMadeMain: Keep(years=5, personal=("address",)),
        events.AddressRetired: Keep(years=5, personal=("address",)),
    },
    says={
        events.MailQueued: _("Thư về %(about)s chờ gửi"),
        events.MailSent: _("Đã chuyển thư về %(about)s cho máy chủ thư"),
        events.MailDelayed: _("Chưa gửi được thư về %(about)s, sẽ gửi lại: %(reason)s"),
        events.MailFailed: _("Không gửi được thư về %(about)s: %(reason)s"),
        events.MailsReleased: _("Cho thư đi lại sau khi phục hồi, bỏ %(dropped)s thư"),
        events.MailReceived: _("Nhận thư trả lời về %(about)s"),
        events.MailIgnored: _("Bỏ qua một thư đến, lý do: %(reason)s"),
        events.AddressAdded: _("Thêm địa chỉ thư %(address)s của %(unit_name)s, chờ xác nhận"),
        events.AddressConfirmed: _("Xác nhận địa chỉ thư %(address)s của %(unit_name)s"),
        events.AddressMadeMain: _("Thư của %(unit_name)s nay gửi đến %(address)s"),
        events.AddressAsksLinks: _("Đổi việc gửi liên kết nghĩa vụ đến hộp thư của %(unit_name)s"),
        events.AddressHandedOver: _("Giao hộp thư của %(unit_name)s cho %(post)s"),
        events.AddressRetired: _("Thôi dùng địa chỉ thư %(address)s của %(unit_name)s"),
        events.LinkIssued: _("Lập liên kết làm việc %(act)s về %(about)s"),
        events.LinkOpened: _("Liên kết về %(about)s được mở"),
        events.LinkCodeSent: _("Gửi mã xác nhận cho liên kết về %(about)s"),
        events.LinkUsed: _("Làm việc %(act)s về %(about)s qua liên kết"),
        events.LinkRevoked: _("Thu hồi liên kết về %(about)s: %(reason)s"),
    },
)
