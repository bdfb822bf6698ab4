from django.utils.translation import gettext_lazy as _

from phoihop.ground.sheet import Keep, Sheet
from phoihop.publications import events, policy

sheet = Sheet(
    room="publications",
    powers=policy.POWERS,
    keep=Keep(years=10),
    says={
        events.PublicationPublished: _("Công bố %(code)s, bản %(version)s: %(title)s"),
        events.PublicationWithdrawn: _("Rút %(code)s khỏi cổng thông tin: %(note)s"),
        events.PreviewLaid: _("Xem trước %(code)s: %(title)s"),
        events.PicturePublished: _("Công bố ảnh %(code)s"),
        events.PictureWithdrawn: _("Rút ảnh %(code)s khỏi cổng thông tin"),
        events.FilePublished: _("Công bố tệp %(name)s"),
        events.PortalArranged: _("Cập nhật cổng thông tin: %(part)s"),
    },
)
