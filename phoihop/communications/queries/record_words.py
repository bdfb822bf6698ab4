"""Words of plans and topics that become part of a public copy."""

from django.utils.translation import gettext_lazy as _

TOPIC_KIND_WORDS = {
    "scheme": _("Đề án"),
    "project": _("Dự án"),
    "programme": _("Chương trình"),
    "resolution": _("Nghị quyết"),
    "issue": _("Vấn đề cùng quan tâm"),
    "case": _("Vụ việc"),
}
TOPIC_STATE_WORDS = {
    "SELECTED": _("Đã chọn"),
    "NOTIFIED": _("Đã chọn"),
    "ACKNOWLEDGED": _("Đã chọn"),
    "RUNNING": _("Đang thực hiện"),
    "CLOSED": _("Đã kết thúc"),
    "CARRIED": _("Tiếp tục trong năm sau"),
}
PHASE_WORDS = {
    "PLANNED": _("Chưa bắt đầu"),
    "RUNNING": _("Đang thực hiện"),
    "CLOSED": _("Đã kết thúc"),
}
