"""Who may do what in reviews: the lead opens, returns and answers; each party writes and signs for itself."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

AUDITORS = {Role.AUDITOR}
ARRANGERS = frozenset({Role.DRAFTER, Role.APPROVER})
PUTTERS = frozenset({Role.EDITOR, Role.APPROVER})  # who shows a signed review to the public
APPROVERS = frozenset({Role.APPROVER})
BUILDERS = {"loader", "sample-builder"}
READERS = {*BUILDERS, "administrator-console", "deadline-clock"}

REVIEW = Kind(
    "review",
    "reviews.Review",
    see="review.see",
    relations={
        "lead": Relation("lead_id", _("cơ quan chủ trì sơ kết, tổng kết")),
        "party": Relation("", _("bên của báo cáo sơ kết"), through=("reviews.Part", "review_id", "unit_id")),
        "upper": Relation("upper_id", _("cơ quan cấp trên tổng hợp báo cáo")),
    },
    territory="territory",
)

POWERS = (
    Power("review.list", _("xem danh sách báo cáo sơ kết"), everybody=True),
    Power(
        "review.see",
        _("xem báo cáo sơ kết"),
        REVIEW,
        lead=SEATED,
        party=SEATED,
        upper=SEATED,
        territory=AUDITORS,
        systems=READERS,
    ),
    Power(
        "review.schedule",
        _("định kỳ sơ kết"),
        own=ARRANGERS,
        causes={"round.called"},
        systems=BUILDERS,
    ),
    Power("review.open", _("mở sơ kết, tổng kết"), own=ARRANGERS, systems={*BUILDERS, "deadline-clock"}),
    Power("review.compile", _("lập lại văn bản sơ kết"), REVIEW, lead=ARRANGERS),
    Power("review.gather", _("mời các bên góp phần vào báo cáo"), REVIEW, lead=ARRANGERS),
    Power("review.present", _("trình báo cáo để các bên ký"), REVIEW, lead=ARRANGERS),
    Power("review.recall", _("thu hồi báo cáo sơ kết"), REVIEW, lead=APPROVERS),
    Power("review.sign", _("ký báo cáo sơ kết thay mặt cơ quan"), REVIEW, lead=APPROVERS, party=APPROVERS),
    Power("review.publish", _("công bố báo cáo sơ kết đã ký"), REVIEW, lead=PUTTERS, systems=BUILDERS),
    Power(
        "review.withdraw",
        _("rút báo cáo sơ kết khỏi cổng thông tin"),
        REVIEW,
        lead=PUTTERS,
        causes={"review.recall"},
    ),
    Power("part.write", _("viết phần của cơ quan trong báo cáo"), REVIEW, lead=DOERS, party=DOERS),
    Power("part.hand_in", _("nộp phần của cơ quan trong báo cáo"), REVIEW, lead=DOERS, party=DOERS),
    Power("part.return", _("trả lại phần của các bên"), REVIEW, lead=ARRANGERS),
    Power("part.accept", _("nhận phần của các bên"), REVIEW, lead=ARRANGERS),
    Power("lesson.propose", _("đề xuất bài học"), REVIEW, lead=DOERS, party=DOERS),
    Power("lesson.answer", _("trả lời bài học"), REVIEW, lead=ARRANGERS),
)
