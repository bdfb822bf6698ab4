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
    Power("dispatch.handle", _("ghi tiến độ xử lý công văn của cơ quan mình"), DISPATCH, recipient=WRITERS),
    Power("dispatch.send_again", _("gửi lại công văn cho nơi chưa nhận được"), DISPATCH, sender=WRITERS),
    Power("dispatch.print", _("in công văn, lấy liên kết cho nơi không có tài khoản"), DISPATCH, sender=WRITERS),
    Power("dispatch.hand_over", _("ghi nhận đã trao công văn"), DISPATCH, sender=WRITERS),
    Power("dispatch.replace", _("cập nhật hoặc thay công văn"), DISPATCH, sender=WRITERS),
    Power("dispatch.answer_recall", _("trả lời đề nghị thu hồi công văn"), DISPATCH, recipient=WRITERS),
    Power("dispatch.recall", _("thu hồi công văn"), DISPATCH, sender=WRITERS),
    Power("dispatch.deliver", _("giao công văn đang chờ"), systems={"deadline-clock"}),
    Power("dispatch.note", _("ghi nhận thư đi đến đâu"), causes={"mail.sent", "mail.delayed", "mail.failed"}),
)
