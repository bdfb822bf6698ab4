from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import Role
from phoihop.ground.powers import Power

POWERS = (
    Power("ledger.see", _("xem sổ cái"), roles={Role.AUDITOR, Role.ADMINISTRATOR}),
    Power("ledger.erase", _("xóa dữ liệu cá nhân theo yêu cầu"), roles={Role.ADMINISTRATOR}),
    # Asked by the operator's command line alone; no door leads there.
    Power("record.restore", _("phục hồi từ bản sao lưu"), systems={"administrator-console"}),
    Power("delivery.retry", _("gửi lại việc đã hỏng"), roles={Role.ADMINISTRATOR}),
)
