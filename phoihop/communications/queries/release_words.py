"""Words of releases that become part of a public copy; pages use them too."""

from django.utils.translation import gettext_lazy as _

EVENT_WORDS = {
    "JUDGMENT_READ": _("Bản án đã tuyên"),
    "DECISION_ANNOUNCED": _("Quyết định đã công bố"),
    "PROSECUTION_DECIDED": _("Đã khởi tố vụ án"),
    "INDICTMENT_SERVED": _("Cáo trạng đã tống đạt"),
    "TRIAL_SET": _("Đã có quyết định đưa vụ án ra xét xử"),
}
STAGE_WORDS = {
    "REPORT": _("Đang xác minh tin báo"),
    "INVESTIGATION": _("Đang điều tra"),
    "PROSECUTION": _("Đã có cáo trạng, chờ xét xử"),
    "TRIAL": _("Đang xét xử sơ thẩm"),
    "APPEAL": _("Đã tuyên sơ thẩm, bản án chưa có hiệu lực"),
    "IN_FORCE": _("Bản án đã có hiệu lực"),
    "CLEARED": _("Đã đình chỉ, hoặc được tuyên không phạm tội"),
}
