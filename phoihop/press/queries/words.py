"""How kinds are called where they become part of a public copy or a page."""

from django.utils.translation import gettext_lazy as _

KIND_WORDS = {
    "HEAD": _("người đứng đầu"),
    "APPOINTED": _("người phát ngôn được giao"),
    "AUTHORISED": _("người được ủy quyền phát ngôn"),
}
STANDS_WORDS = {
    "COMING": _("Chưa đến ngày"),
    "SPEAKING": _("Đang phát ngôn"),
    "ENDED": _("Đã thôi"),
}
