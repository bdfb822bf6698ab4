"""An inbox is its owner's alone: the queries and commands of this room look at the actor's own rows only."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.powers import Power

POWERS = (
    Power("notice.list", _("xem hộp thư của mình"), everybody=True),
    Power("notice.read", _("đánh dấu thông báo của mình là đã đọc"), everybody=True),
)
