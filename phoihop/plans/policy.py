"""Who may do what in rounds, plans and topics."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

ROUND = Kind(
    "round",
    "plans.Round",
    see="round.see",
    relations={
        "lead": Relation("lead_id", _("cơ quan chủ trì")),
        "partner": Relation("", _("cơ quan được mời chọn vấn đề"), through=("plans.Plan", "round_id", "partner_id")),
    },
    territory="territory",
)
PLAN = Kind(
    "plan",
    "plans.Plan",
    see="plan.see",
    relations={
        "lead": Relation("lead_id", _("cơ quan chủ trì của kế hoạch")),
        "partner": Relation("partner_id", _("cơ quan phối hợp của kế hoạch")),
    },
    territory="territory",
)
TOPIC = Kind(
    "topic",
    "plans.Topic",
    see="topic.see",
    relations={
        "lead": Relation("lead_id", _("cơ quan chủ trì của vấn đề")),
        "partner": Relation("partner_id", _("cơ quan chọn vấn đề")),
        "supporting": Relation("", _("cơ quan tham gia vấn đề"), through=("plans.TopicUnit", "topic_id", "unit_id")),
    },
    territory="territory",
)

AUDITORS = {Role.AUDITOR}
BUILDERS = {"loader", "sample-builder"}
READERS = {*BUILDERS, "administrator-console"}

POWERS = (
    Power("round.list", _("xem các đợt chọn vấn đề"), everybody=True),
    Power(
        "round.see",
        _("xem đợt chọn vấn đề"),
        ROUND,
        lead=SEATED,
        partner=SEATED,
        territory=AUDITORS,
        systems=READERS,
    ),
    Power("round.call", _("mở đợt chọn vấn đề"), own={Role.DRAFTER, Role.APPROVER}, systems=BUILDERS),
    Power("round.close", _("kết thúc đợt chọn vấn đề"), ROUND, lead={Role.DRAFTER, Role.APPROVER}),
    Power("phases.define", _("đặt tên các giai đoạn"), own={Role.DRAFTER, Role.APPROVER}, systems=BUILDERS),
    Power("plan.list", _("xem danh sách kế hoạch"), everybody=True),
    Power("plan.see", _("xem kế hoạch"), PLAN, lead=SEATED, partner=SEATED, territory=AUDITORS, systems=READERS),
    Power("plan.answer", _("trả lời đợt chọn vấn đề"), PLAN, partner=DOERS, systems=BUILDERS),
    Power("plan.approve", _("duyệt kế hoạch"), PLAN, lead={Role.APPROVER}, systems=BUILDERS),
    Power("plan.close", _("kết thúc kế hoạch"), PLAN, lead={Role.APPROVER}),
    Power(
        "plan.compile",
        _("lập nghĩa vụ từ điều khoản"),
        PLAN,
        lead={Role.DRAFTER, Role.APPROVER},
        causes={
            "round.call",
            "plan.answer",
            "topic.propose",
            "topic.select",
            "topic.notify",
            "topic.phase",
            "topic.happen",
            "topic.carry",
            "topic.drop",
            "topic.join",
            "topic.record_past",
            "plan.settle",
            "obligation.accepted",
            "agreement.took_effect",
            "agreement.amended",
        },
        systems=BUILDERS,
    ),
    Power(
        "plan.settle",
        _("ghi nhận trả lời của công văn thông báo"),
        causes={"dispatch.acknowledged", "dispatch.refused", "dispatch.recalled"},
    ),
    Power(
        "topic.see",
        _("xem vấn đề"),
        TOPIC,
        lead=SEATED,
        partner=SEATED,
        supporting=SEATED,
        territory=AUDITORS,
        systems=READERS,
    ),
    Power("topic.propose", _("đề xuất vấn đề"), PLAN, lead=DOERS, partner=DOERS, systems=BUILDERS),
    Power("topic.select", _("chọn vấn đề"), TOPIC, partner=DOERS, systems=BUILDERS),
    Power("topic.notify", _("thông báo vấn đề đã chọn"), PLAN, partner=DOERS, systems=BUILDERS),
    Power("topic.drop", _("bỏ vấn đề"), TOPIC, lead=DOERS, partner=DOERS),
    Power("topic.carry", _("chuyển vấn đề sang năm sau"), TOPIC, lead=DOERS, partner=DOERS),
    Power("topic.phase", _("chuyển giai đoạn của vấn đề"), TOPIC, lead=DOERS, systems=BUILDERS),
    Power("topic.close", _("kết thúc vấn đề"), TOPIC, lead=DOERS),
    Power("topic.happen", _("ghi hoạt động của vấn đề"), TOPIC, lead=DOERS, partner=DOERS, systems=BUILDERS),
    Power("topic.join", _("thêm cơ quan tham gia vấn đề"), TOPIC, lead=DOERS, systems=BUILDERS),
    Power("topic.record_past", _("ghi lại diễn biến từ tệp chương trình"), systems=BUILDERS),
)
