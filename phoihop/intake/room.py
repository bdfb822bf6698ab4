from django.utils.translation import gettext_lazy as _

from phoihop.ground.sheet import Keep, Sheet
from phoihop.intake import events, policy

sheet = Sheet(
    room="intake",
    powers=policy.POWERS,
    keep=Keep(years=5),
    says={
        events.InputReceived: _("Nhận %(code)s qua %(channel)s"),
        events.InputTaken: _("Đưa %(code)s vào xử lý"),
        events.KeyMinted: _("Tạo liên kết theo dõi %(code)s cho người gửi"),
        events.InputDropped: _("Bỏ %(code)s: %(reason)s"),
    },
)
