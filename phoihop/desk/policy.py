"""The desk shows what other rooms' policies open to the reader; its own pages stand open to everybody with a seat."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import Role
from phoihop.ground.powers import Power

POWERS = (
    Power("desk.see", _("xem trang làm việc"), everybody=True),
    Power("status.see", _("xem tình trạng hệ thống"), roles={Role.ADMINISTRATOR, Role.AUDITOR}),
)
