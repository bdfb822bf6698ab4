"""The sheet of the room of official letters."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.sheet import Entry, Keep, Sheet
from phoihop.reporting import events, policy

sheet = Sheet(
    room="reporting",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={
        events.LetterheadSet: _("Đặt mẫu văn bản của %(unit_name)s"),
        events.LetterheadTemplateAdopted: _("Nhận khuôn Word của %(unit_name)s"),
        events.LetterheadTemplateDropped: _("Bỏ khuôn Word của %(unit_name)s"),
    },
    menu=[Entry("reporting:own", _("Mẫu văn bản"), "documents", "letterhead.see", order=85)],
)
