"""Anybody may send something in, through a named door; only the room it is for may open and take it."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.powers import Power

DOORS = {"portal", "open311", "mail", "sample-builder", "loader"}
TAKERS = {
    "concern.take_in",
    "concern.record",
    "concern.refuse",
    "concern.take_more",
    "concern.reopen",
    "concern.rate",
    "data.handle",
    "feedback.take_in",
    "reply.take_in",
    "claim.take_in",
    "data-request.take_in",
}

# Every act after which a sender is told, with the link to his own page.
MINTERS = TAKERS | {
    "concern.answer",
    "concern.ask_more",
    "concern.assign",
    "concern.decide",
    "concern.expire",
    "concern.extend",
    "concern.merge",
    "concern.moderate",
    "concern.pass_on",
    "concern.publish",
    "concern.start",
    "concern.tell",
    "concern.track",
}

POWERS = (
    Power("input.receive", _("nhận nội dung người dân gửi"), systems=DOORS, causes={"concern.record"}),
    Power("input.take", _("lấy nội dung người dân gửi ra xử lý"), causes=TAKERS),
    Power("input.mint-key", _("tạo liên kết theo dõi cho người gửi"), causes=MINTERS),
    Power("input.drop", _("bỏ nội dung người dân gửi"), causes=TAKERS, systems={"deadline-clock"}),
)
