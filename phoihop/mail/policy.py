"""Everybody sees which address a unit has; its clerks, focal officers and approvers keep it. Mail itself is machines'
work: whoever acts may have a mail or link made by his act, and nobody reads the queue through this room."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, Role
from phoihop.ground.powers import Kind, Power, Relation

KEEPERS = frozenset({Role.CLERK, Role.FOCAL, Role.APPROVER})
SENDERS = DOERS | {Role.CLERK}

ADDRESS = Kind(
    "address",
    "mail.Address",
    see="address.see",
    relations={"unit": Relation("unit_id", _("cơ quan của địa chỉ này"))},
)

LINK = Kind(
    "link",
    "mail.SignedLink",
    see="link.see",
    relations={
        "unit": Relation("unit_id", _("cơ quan được gửi liên kết")),
        "issuer": Relation("issuer_id", _("cơ quan gửi liên kết")),
    },
)

# Clocks and listeners whose work makes mails.
MAKERS = frozenset({"deadline-clock", "notices", "digest", "ladder", "postman", "loader", "sample-builder"})

# Acts from which mails and links follow although nobody with a seat does them: an office by its link or its answer.
CAUSES = frozenset(
    {
        "address.added",
        "address.retired",
        "concern.tell",
        "dispatch.send",
        "dispatch.sent",
        "dispatch.acknowledge",
        "dispatch.acknowledged",
        "dispatch.refuse",
        "dispatch.refused",
        "dispatch.recall",
        "dispatch.recalled",
        "link.open",
        "mail.receive",
        "mail.received",
        "meeting.answer",
        "meeting.attend",
        "meeting.call",
        "meeting.change",
        "meeting.cancel",
        "meeting.roll",
        "obligation.hand_in",
        "obligation.accept",
        "obligation.return",
        "obligation.work",
        "obligation.send_link",
        "plan.answer",
        "plan.approve",
        "topic.notify",
    }
)

HOLDER = "link.open"  # the cause of what happens to a link because its holder came with it
POSTMAN = "postman"  # takes mails to the next server and takes in what arrives

POWERS = (
    Power("address.see", _("xem địa chỉ thư của cơ quan"), ADDRESS, everybody=True, systems={"loader", "postman"}),
    Power(
        "address.add",
        _("thêm địa chỉ thư cho cơ quan mình"),
        own=KEEPERS,
        roles={Role.ADMINISTRATOR},
        systems={"loader", "sample-builder", "administrator-console"},
    ),
    Power(
        "address.confirm",
        _("xác nhận địa chỉ thư của cơ quan"),
        ADDRESS,
        unit=KEEPERS,
        systems={"loader", "sample-builder", "administrator-console"},
    ),
    Power(
        "address.retire",
        _("thôi dùng địa chỉ thư của cơ quan"),
        ADDRESS,
        unit=KEEPERS,
        roles={Role.ADMINISTRATOR},
        systems={"loader", "administrator-console"},
    ),
    Power("link.see", _("xem liên kết đã gửi"), LINK, unit=KEEPERS, issuer=SENDERS, roles={Role.ADMINISTRATOR}),
    Power(
        "link.withdraw", _("thu hồi liên kết đã gửi"), LINK, unit=KEEPERS, issuer=SENDERS, roles={Role.ADMINISTRATOR}
    ),
    # Asked inside the acts of other rooms; no door leads here. An office's act makes mails as its consequence.
    Power("mail.queue", _("gửi thư theo một việc đã làm"), everybody=True, systems=MAKERS, causes=CAUSES),
    Power("link.issue", _("lập liên kết theo một việc đã làm"), everybody=True, systems=MAKERS, causes=CAUSES),
    Power("link.revoke", _("thu hồi liên kết theo một việc đã làm"), everybody=True, systems=MAKERS, causes=CAUSES),
    # Asked at the link's own door: whoever holds the link is the office, and comes by no other way.
    Power("link.open", _("mở liên kết được gửi đến cơ quan"), causes={HOLDER}),
    Power("link.use", _("làm việc được giao qua liên kết"), causes={HOLDER}),
    Power("mail.send", _("chuyển thư đi"), systems={POSTMAN}),
    Power("mails.release", _("cho thư đi lại sau khi phục hồi"), systems={"administrator-console"}),
    Power("mail.receive", _("nhận thư đến"), systems={POSTMAN}),
)
