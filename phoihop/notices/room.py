from django.utils.translation import gettext_lazy as _

from phoihop.ground.sheet import Entry, Keep, Sheet
from phoihop.notices import events, policy, queries

sheet = Sheet(
    room="notices",
    powers=policy.POWERS,
    keep=Keep(years=1),
    says={
        events.NoticeRead: _("Đã đọc thông báo về %(code)s"),
        events.NoticesRead: _("Đã đọc %(count)s thông báo"),
    },
    menu=[
        Entry("notices:inbox", _("Hộp thư"), "notices", "notice.list", 20, queries.unread_count, is_on_phone=True),
    ],
)
