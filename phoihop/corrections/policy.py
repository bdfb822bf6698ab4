"""Who opens, checks, approves and publishes. Who wrote a finding does not approve it (a rule of the command)."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

AUDITORS = {Role.AUDITOR}
WRITERS = DOERS | {Role.EDITOR}
APPROVERS = frozenset({Role.APPROVER})
EDITORS = frozenset({Role.EDITOR, Role.APPROVER})
BUILDERS = {"loader", "sample-builder"}
READERS = {*BUILDERS, "administrator-console", "deadline-clock"}
CLOCK = {"deadline-clock"}
FRONT = {"front-desk"}

CLAIM = Kind(
    "claim",
    "corrections.Claim",
    see="claim.see",
    relations={
        "owner": Relation("owner_id", _("cơ quan chủ trì đính chính")),
        "agency": Relation("agency_id", _("cơ quan kiểm chứng")),
        "support": Relation(
            "", _("cơ quan phối hợp kiểm chứng"), through=("corrections.Support", "claim_id", "unit_id")
        ),
    },
    territory="territory",
)
CHECK = Kind(
    "check",
    "corrections.Check",
    see="check.see",
    relations={"desk": Relation("desk_id", _("cơ quan nhận yêu cầu kiểm chứng"))},
    territory="territory",
)

POWERS = (
    Power("claim.list", _("xem danh sách đính chính"), everybody=True),
    Power(
        "claim.see",
        _("xem hồ sơ đính chính"),
        CLAIM,
        owner=SEATED,
        agency=SEATED,
        support=SEATED,
        territory=AUDITORS,
        systems=READERS | FRONT,
    ),
    Power("claim.open", _("mở kiểm chứng một thông tin"), own=WRITERS, systems=BUILDERS),
    Power("claim.archive", _("lưu bản chụp nơi đã đăng"), CLAIM, owner=WRITERS, agency=WRITERS, systems=BUILDERS),
    Power("claim.evidence", _("nêu chứng cứ"), CLAIM, owner=WRITERS, agency=WRITERS, support=WRITERS, systems=BUILDERS),
    Power("claim.write", _("viết kết quả kiểm chứng"), CLAIM, owner=WRITERS, agency=WRITERS, systems=BUILDERS),
    Power("claim.present", _("trình kết luận"), CLAIM, owner=WRITERS, agency=WRITERS, systems=BUILDERS),
    Power("claim.return", _("trả lại kết luận"), CLAIM, owner=APPROVERS),
    Power("claim.approve", _("duyệt kết luận"), CLAIM, owner=APPROVERS, systems=BUILDERS),
    Power("claim.drop", _("thôi kiểm chứng"), CLAIM, owner=EDITORS | {Role.DRAFTER}),
    Power("claim.recheck", _("kiểm tra lại kết luận"), CLAIM, owner=WRITERS, systems=CLOCK | BUILDERS),
    Power("correction.publish", _("công bố đính chính"), CLAIM, owner=EDITORS, systems=BUILDERS),
    Power("correction.withdraw", _("rút đính chính"), CLAIM, owner=APPROVERS),
    Power("reply.ask", _("đề nghị nơi đăng phản hồi"), CLAIM, owner=WRITERS, systems=BUILDERS),
    Power("reply.record", _("ghi phản hồi của nơi đăng"), CLAIM, owner=WRITERS, systems=BUILDERS),
    Power("reply.check", _("kiểm tra phản hồi của nơi đăng"), CLAIM, owner=EDITORS, systems=BUILDERS),
    Power("reply.take_in", _("nhận phản hồi gửi qua cổng thông tin"), systems=FRONT),
    Power("claim.take_in", _("nhận yêu cầu kiểm chứng gửi qua cổng thông tin"), systems=FRONT),
    Power("check.see", _("xem yêu cầu kiểm chứng"), CHECK, desk=SEATED, territory=AUDITORS, systems=READERS | FRONT),
    Power("check.decline", _("trả lời không kiểm chứng"), CHECK, desk=WRITERS),
    Power("check.open", _("đưa yêu cầu vào kiểm chứng"), CHECK, desk=WRITERS),
    Power("desk.set", _("nhận yêu cầu kiểm chứng của địa bàn"), own=APPROVERS, systems=BUILDERS),
    Power("check.clear", _("xóa yêu cầu kiểm chứng đã hết hạn lưu"), systems=CLOCK),
)
