"""Who asks, assesses, evaluates and validates. That these are different people is a rule of the commands."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

AUDITORS = {Role.AUDITOR}
APPROVERS = frozenset({Role.APPROVER})
ASKERS = frozenset({Role.DRAFTER, Role.APPROVER, Role.FOCAL})
PUTTERS = frozenset({Role.EDITOR, Role.APPROVER})
BUILDERS = {"loader", "sample-builder"}
READERS = {*BUILDERS, "administrator-console", "deadline-clock"}

ASSESSMENT = Kind(
    "assessment",
    "assessments.Assessment",
    see="assessment.see",
    relations={
        "owner": Relation("owner_id", _("cơ quan yêu cầu thẩm định")),
        "assessor": Relation("assessor_id", _("cơ quan đánh giá tác động")),
        "evaluator": Relation("evaluator_id", _("cơ quan thẩm tra đánh giá")),
        "party": Relation(
            "", _("bên của vấn đề được đánh giá"), through=("assessments.Party", "assessment_id", "unit_id")
        ),
    },
    territory="territory",
)

POWERS = (
    Power("assessment.list", _("xem danh sách đánh giá tác động"), everybody=True),
    Power(
        "assessment.see",
        _("xem đánh giá tác động"),
        ASSESSMENT,
        owner=SEATED,
        assessor=SEATED,
        evaluator=SEATED,
        party=SEATED,
        territory=AUDITORS,
        systems=READERS,
    ),
    Power("assessment.ask", _("yêu cầu thẩm định tác động xã hội"), own=ASKERS, systems=BUILDERS),
    Power("assessment.ask_again", _("yêu cầu thẩm định lại"), ASSESSMENT, owner=ASKERS),
    Power("assessment.accept", _("nhận việc đánh giá tác động"), ASSESSMENT, assessor=DOERS, systems=BUILDERS),
    Power("assessment.decline", _("trả lại yêu cầu thẩm định"), ASSESSMENT, assessor=DOERS),
    Power("assessment.withdraw", _("rút yêu cầu thẩm định"), ASSESSMENT, owner=ASKERS),
    Power("assessment.write", _("viết đánh giá tác động"), ASSESSMENT, assessor=DOERS, systems=BUILDERS),
    Power("assessment.present", _("trình đánh giá để thẩm tra"), ASSESSMENT, assessor=DOERS, systems=BUILDERS),
    Power("assessment.evaluate", _("thẩm tra đánh giá tác động"), ASSESSMENT, evaluator=DOERS, systems=BUILDERS),
    Power("assessment.return", _("trả lại đánh giá để sửa"), ASSESSMENT, evaluator=DOERS, owner=APPROVERS),
    Power("assessment.dissent", _("ghi ý kiến bảo lưu về đánh giá"), ASSESSMENT, party=DOERS, systems=BUILDERS),
    Power("assessment.validate", _("xác nhận đánh giá tác động"), ASSESSMENT, owner=APPROVERS, systems=BUILDERS),
    Power("assessment.revise", _("mở lại đánh giá đã xác nhận"), ASSESSMENT, owner=APPROVERS),
    Power("assessment.rescore", _("chấm lại điều đã xảy ra"), ASSESSMENT, assessor=DOERS, systems=BUILDERS),
    Power("assessment.close", _("kết thúc đánh giá tác động"), ASSESSMENT, owner=APPROVERS, systems=BUILDERS),
    Power("assessment.publish", _("công bố tóm tắt đánh giá"), ASSESSMENT, owner=PUTTERS, systems=BUILDERS),
    Power("assessment.take_back", _("rút tóm tắt đánh giá đã công bố"), ASSESSMENT, owner=PUTTERS),
    Power("group_size.set", _("đặt cỡ nhóm nhỏ nhất của đánh giá"), own=APPROVERS, systems=BUILDERS),
)
