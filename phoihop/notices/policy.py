"""An inbox is its owner's alone: the queries and commands of this room look at the actor's own rows only. The inbox of
a unit is read by whoever holds the post that owns it; that is asked besides the power."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import Role
from phoihop.ground.powers import Power

KEEPERS = frozenset({Role.ADMINISTRATOR})  # who reads and arranges an inbox that nobody else is left for
CLOCK = "deadline-clock"

POWERS = (
    Power("notice.list", _("xem hộp thư của mình"), everybody=True),
    Power("notice.read", _("đánh dấu thông báo của mình là đã đọc"), everybody=True),
    Power("notice.set", _("chọn cách nhận thông báo của mình"), everybody=True),
    Power("inbox.keep", _("giữ hộp thư của cơ quan mình"), everybody=True),
    Power("digest.compile", _("soạn bản tin sáng"), systems={CLOCK}),
    Power("notice.bounce", _("ghi nhận thư báo tin bị trả lại"), systems={"postman"}, causes={"mail.failed"}),
)
