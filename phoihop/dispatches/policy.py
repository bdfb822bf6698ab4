"""Letters are open to the offices they go between; auditors read along."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

WRITERS = frozenset({Role.DRAFTER, Role.CLERK, Role.FOCAL, Role.APPROVER})

DISPATCH = Kind(
    "dispatch",
    "dispatches.Dispatch",
    see="dispatch.see",
    relations={
        "sender": Relation("sender_id", _("cơ quan gửi")),
        "recipient": Relation("pk", _("cơ quan nhận"), through=("dispatches.Recipient", "dispatch_id", "unit_id")),
    },
    territory="territory",
)

POWERS = (
    Power("dispatch.list", _("xem danh sách công văn"), roles=SEATED),
    Power("dispatch.see", _("xem công văn"), DISPATCH, sender=SEATED, recipient=SEATED, territory={Role.AUDITOR}),
    Power(
        "dispatch.send",
        _("gửi công văn của cơ quan mình"),
        own=WRITERS,
        causes={"topic.notify"},
        systems={"loader", "sample-builder"},
    ),
    Power("dispatch.acknowledge", _("tiếp nhận công văn thay mặt cơ quan"), DISPATCH, recipient=WRITERS),
    Power("dispatch.refuse", _("từ chối công văn thay mặt cơ quan"), DISPATCH, recipient=WRITERS),
    Power("dispatch.link", _("gửi liên kết qua thư đến cơ quan nhận"), DISPATCH, sender=WRITERS),
    Power("dispatch.recall", _("thu hồi công văn"), DISPATCH, sender=WRITERS),
    Power("dispatch.deliver", _("giao công văn đang chờ"), systems={"deadline-clock"}),
)
