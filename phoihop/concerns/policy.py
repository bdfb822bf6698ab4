"""Who may do what with a concern: the reception unit dispatches, the lead answers, others add a part."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

APPROVERS = frozenset({Role.APPROVER})
WORKERS = DOERS | {Role.CLERK}
PUBLISHERS = frozenset({Role.EDITOR, Role.APPROVER})
BUILDERS = {"loader", "sample-builder"}
FRONT_DESK = "front-desk"  # takes in what the public sends
READERS = {*BUILDERS, "administrator-console", "deadline-clock", FRONT_DESK}

CONCERN = Kind(
    "concern",
    "concerns.Concern",
    see="concern.see",
    relations={
        "reception": Relation("reception_id", _("cơ quan tiếp nhận phản ánh của địa bàn")),
        "lead": Relation("lead_id", _("cơ quan chủ trì trả lời")),
        "part": Relation("", _("cơ quan phối hợp trả lời"), through=("concerns.Part", "concern_id", "unit_id")),
        "past": Relation(
            "", _("cơ quan đã chuyển phản ánh đi"), through=("concerns.Transfer", "concern_id", "from_unit_id")
        ),
        "decider": Relation("decider_id", _("cơ quan cấp trên quyết định ai trả lời")),
    },
    territory="territory",
)

POWERS = (
    Power("concern.list", _("xem danh sách phản ánh"), roles=SEATED),
    Power(
        "concern.see",
        _("xem phản ánh"),
        CONCERN,
        reception=SEATED,
        lead=SEATED,
        part=SEATED,
        past=SEATED,
        decider=SEATED,
        territory={Role.AUDITOR},
        systems=READERS,
    ),
    # As written, with whatever its writer put there; whoever reads contact data besides is recorded.
    Power(
        "concern.read",
        _("đọc nội dung phản ánh như người dân viết"),
        CONCERN,
        is_reading=True,
        reception=WORKERS | {Role.EDITOR},
        lead=WORKERS | {Role.EDITOR},
        part=WORKERS,
        decider=APPROVERS,
        systems=READERS,
    ),
    Power(
        "contact.open",
        _("xem cách liên hệ với người phản ánh"),
        CONCERN,
        reception=WORKERS,
        lead=WORKERS,
        systems=BUILDERS,
    ),
    Power("concern.take_in", _("tiếp nhận phản ánh từ cổng thông tin"), systems={FRONT_DESK, *BUILDERS}),
    Power("concern.record", _("ghi phản ánh qua điện thoại, thư"), own=WORKERS, systems=BUILDERS),
    Power(
        "concern.moderate", _("xem xét nội dung phản ánh"), CONCERN, reception=WORKERS | {Role.EDITOR}, systems=BUILDERS
    ),
    Power(
        "concern.refuse",
        _("từ chối phản ánh và chỉ nơi tiếp nhận"),
        CONCERN,
        reception=DOERS,
        systems={FRONT_DESK, *BUILDERS},
    ),
    Power("concern.merge", _("gộp phản ánh trùng"), CONCERN, reception=DOERS, lead=DOERS, systems=BUILDERS),
    Power("concern.assign", _("giao phản ánh cho các cơ quan"), CONCERN, reception=DOERS, systems=BUILDERS),
    Power("concern.start", _("bắt đầu xử lý phản ánh"), CONCERN, lead=DOERS, systems=BUILDERS),
    Power("concern.pass_on", _("chuyển phản ánh đến cơ quan có thẩm quyền"), CONCERN, lead=DOERS, systems=BUILDERS),
    Power("concern.ask_more", _("hỏi thêm người phản ánh"), CONCERN, reception=DOERS, lead=DOERS, systems=BUILDERS),
    Power(
        "concern.take_more",
        _("ghi điều người phản ánh bổ sung"),
        CONCERN,
        reception=WORKERS,
        lead=WORKERS,
        systems={FRONT_DESK, "deadline-clock", *BUILDERS},
    ),
    Power(
        "concern.extend",
        _("gia hạn trả lời"),
        CONCERN,
        reception=APPROVERS,
        lead=APPROVERS,
        causes={"extension.granted"},  # of the obligation made from it
        systems=BUILDERS,
    ),
    Power("concern.write_part", _("viết phần trả lời của cơ quan"), CONCERN, part=DOERS, systems=BUILDERS),
    Power("concern.compose", _("soạn câu trả lời chung"), CONCERN, lead=DOERS, systems=BUILDERS),
    Power("concern.answer", _("duyệt câu trả lời"), CONCERN, reception=APPROVERS, lead=APPROVERS, systems=BUILDERS),
    Power("concern.dispute", _("nêu bất đồng về trách nhiệm trả lời"), CONCERN, part=DOERS, systems=BUILDERS),
    Power("concern.decide", _("quyết định cơ quan trả lời"), CONCERN, decider=APPROVERS, systems=BUILDERS),
    Power(
        "concern.publish", _("công khai câu trả lời"), CONCERN, reception=PUBLISHERS, lead=PUBLISHERS, systems=BUILDERS
    ),
    Power(
        "concern.reopen",
        _("mở lại phản ánh theo yêu cầu của người phản ánh"),
        CONCERN,
        reception=DOERS,
        systems={FRONT_DESK, *BUILDERS},
    ),
    Power(
        "concern.rate",
        _("ghi mức hài lòng của người phản ánh"),
        CONCERN,
        reception=WORKERS,
        systems={FRONT_DESK, *BUILDERS},
    ),
    Power("concern.expire", _("khép phản ánh và xóa dữ liệu hết hạn giữ"), systems={"deadline-clock"}),
    Power(
        "data.handle",
        _("trả lời yêu cầu về dữ liệu cá nhân"),
        CONCERN,
        reception=WORKERS,
        systems={FRONT_DESK, *BUILDERS},
    ),
    Power(
        "service.arrange",
        _("sửa lĩnh vực, địa điểm, tuyến và hạn của phản ánh"),
        roles={Role.ADMINISTRATOR},
        own={Role.APPROVER},
        causes={"day.declared", "day.revoked"},  # the working calendar is copied out anew
        systems=BUILDERS,
    ),
    Power("service.see", _("xem tuyến và hạn của phản ánh"), roles=SEATED, systems=READERS),
)
