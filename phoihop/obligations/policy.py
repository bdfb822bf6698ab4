"""Who owes works, who is owed accepts. Consequences of acts in upper rooms come with their cause."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

BUILDERS = {"loader", "sample-builder"}
# Acts and events of other rooms whose consequence is to open, settle or withdraw obligations, or to look at them.
CAUSES = {
    "plan.compile",
    "plan.answer",
    "plan.settle",
    "plan.close",
    "round.close",
    "topic.select",
    "topic.notify",
    "topic.drop",
    "topic.carry",
    "topic.phase",
    "topic.close",
    "topic.record_past",
    "mandate.spread",
    "mandate.confirm",
    "mandate.record",
    "dispatch.sent",
    "dispatch.acknowledged",
    "dispatch.refused",
    "dispatch.recalled",
    "dispatch.replaced",
    "meeting.approve",
    "concern.assign",
    "data.handle",
    "claim.open",
    "claim.drop",
    "claim.recheck",
    "correction.publish",
}

OBLIGATION = Kind(
    "obligation",
    "obligations.Obligation",
    see="obligation.see",
    relations={
        "lane": Relation("pk", _("cơ quan thực hiện"), through=("obligations.Lane", "obligation_id", "unit_id")),
        "lead": Relation("lead_id", _("cơ quan chủ trì thực hiện")),
        "entitled": Relation("entitled_id", _("cơ quan được nhận kết quả")),
        "upper": Relation(
            "pk", _("cơ quan cấp trên đã được báo"), through=("obligations.Escalation", "obligation_id", "unit_id")
        ),
    },
    territory="territory",
)

POWERS = (
    Power("obligation.list", _("xem bảng nghĩa vụ"), roles=SEATED),
    # The lead unit has a lane of its own, so its relation need not be named to see.
    Power(
        "obligation.see",
        _("xem nghĩa vụ"),
        OBLIGATION,
        lane=SEATED,
        entitled=SEATED,
        upper={Role.APPROVER},
        territory={Role.AUDITOR},
        causes=CAUSES,
        systems=BUILDERS | {"administrator-console", "deadline-clock"},
    ),
    Power("obligation.open", _("mở nghĩa vụ"), causes=CAUSES, systems=BUILDERS),
    Power("obligation.withdraw", _("rút nghĩa vụ theo căn cứ"), causes=CAUSES, systems=BUILDERS),
    Power("obligation.settle", _("ghi kết quả theo việc đã làm"), causes=CAUSES, systems=BUILDERS),
    Power(
        "obligation.work",
        _("thực hiện nghĩa vụ"),
        OBLIGATION,
        lane=DOERS,
        causes={"concern.write_part", "concern.ask_more", "concern.take_more"},
        systems=BUILDERS,
    ),
    Power("obligation.hand_in", _("nộp kết quả"), OBLIGATION, lead=DOERS, systems=BUILDERS),
    Power("obligation.accept", _("nghiệm thu"), OBLIGATION, entitled=DOERS, systems=BUILDERS),
    Power("obligation.return", _("trả lại kết quả"), OBLIGATION, entitled=DOERS, systems=BUILDERS),
    Power(
        "obligation.send_link",
        _("gửi liên kết việc cho cơ quan cùng làm"),
        OBLIGATION,
        lane=DOERS | {Role.CLERK},
        entitled=DOERS | {Role.CLERK},
    ),
    Power("obligation.waive", _("miễn nghĩa vụ"), OBLIGATION, entitled={Role.APPROVER}, systems=BUILDERS),
    Power("obligation.extend", _("quyết định gia hạn"), OBLIGATION, entitled=DOERS, systems=BUILDERS),
    Power(
        "obligation.expect",
        _("nêu văn bản phải cung cấp"),
        OBLIGATION,
        entitled=DOERS,
        lead=DOERS,
        systems=BUILDERS,
    ),
    Power("obligation.provide", _("cung cấp văn bản"), OBLIGATION, lane=DOERS | {Role.CLERK}, systems=BUILDERS),
    Power("obligation.withhold", _("đề nghị giữ lại văn bản"), OBLIGATION, lane=DOERS, systems=BUILDERS),
    Power(
        "obligation.review_withholding",
        _("duyệt việc giữ lại văn bản"),
        OBLIGATION,
        lane={Role.APPROVER},
        systems=BUILDERS,
    ),
    Power("calendar.see", _("xem lịch ngày làm việc"), roles=SEATED),
    Power("calendar.manage", _("sửa lịch ngày làm việc"), roles={Role.ADMINISTRATOR}, systems=BUILDERS),
    Power("filter.keep", _("lưu bộ lọc của mình"), roles=SEATED),
    Power("clock.strike", _("báo hạn"), systems={"deadline-clock"}),
    Power("ladder.see", _("xem thang nhắc hạn"), roles=SEATED),
    Power(
        "ladder.manage",
        _("sửa thang nhắc hạn của cơ quan mình"),
        roles={Role.ADMINISTRATOR},
        own={Role.APPROVER},
        systems=BUILDERS,
    ),
)
