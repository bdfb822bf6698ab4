from django.utils.translation import gettext_lazy as _

from phoihop.ground.sheet import Keep, Sheet
from phoihop.ledger import events, policy

sheet = Sheet(
    room="ledger",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={
        events.PersonalErased: _("Đã xóa dữ liệu cá nhân %(field)s của dòng %(entry_id)s: %(reason)s"),
        events.RecordRestored: _("Phục hồi từ bản sao lưu %(backup)s, lúc đó sổ có %(entries)s dòng"),
        events.DeliveryRetried: _("Gửi lại việc đã hỏng cho %(listener)s"),
    },
)
