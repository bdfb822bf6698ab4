"""The register is open to everybody with a seat; a unit's approvers keep its lines."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

APPROVERS = frozenset({Role.APPROVER})
BUILDERS = {"loader", "sample-builder"}

SPOKESPERSON = Kind(
    "spokesperson",
    "press.Spokesperson",
    see="spokesperson.see",
    relations={"unit": Relation("unit_id", _("cơ quan có người phát ngôn này"))},
)

POWERS = (
    Power("spokesperson.list", _("xem sổ người phát ngôn"), everybody=True),
    Power(
        "spokesperson.see",
        _("xem người phát ngôn"),
        SPOKESPERSON,
        everybody=True,
        systems={*BUILDERS, "deadline-clock", "administrator-console"},
    ),
    Power("spokesperson.name", _("giao người phát ngôn"), own=APPROVERS, systems=BUILDERS),
    Power("spokesperson.amend", _("sửa cách liên hệ của người phát ngôn"), SPOKESPERSON, unit=APPROVERS),
    Power("spokesperson.end", _("thôi giao người phát ngôn"), SPOKESPERSON, unit=APPROVERS),
    Power("spokesperson.show", _("đưa người phát ngôn ra và rút vào theo ngày"), systems={"deadline-clock"}),
)


# ── hand-offs and the press digest ──────────────────────────────────────────────────────────────────────────

GIVERS = frozenset({Role.DRAFTER, Role.APPROVER, Role.EDITOR})
ISSUERS = frozenset({Role.APPROVER, Role.EDITOR})
FOLLOWED = {
    "obligation.handed_in",
    "obligation.accepted",
    "obligation.returned",
    "obligation.waived",
    "obligation.withdrawn",
    "extension.granted",
}
LOOKERS = {*BUILDERS, "deadline-clock", "administrator-console"}

HANDOFF = Kind(
    "handoff",
    "press.Handoff",
    see="handoff.see",
    relations={
        "unit": Relation("unit_id", _("cơ quan chuyển tin báo")),
        "agency": Relation("agency_id", _("cơ quan được chuyển để trả lời")),
    },
    territory="territory",
)
PRESS_DIGEST = Kind(
    "press-digest",
    "press.PressDigest",
    see="press_digest.see",
    relations={
        "unit": Relation("unit_id", _("cơ quan làm điểm báo này")),
        "reader": Relation("", _("cơ quan nhận điểm báo này"), through=("press.DigestShare", "digest_id", "unit_id")),
    },
    territory="territory",
)

HANDING_POWERS = (
    Power("handoff.list", _("xem danh sách tin báo chuyển trả lời"), everybody=True),
    Power(
        "handoff.see",
        _("xem tin báo chuyển trả lời"),
        HANDOFF,
        unit=SEATED,
        agency=SEATED,
        territory={Role.AUDITOR},
        systems=LOOKERS,
        causes=FOLLOWED,
    ),
    Power("handoff.give", _("chuyển tin báo cho cơ quan trả lời"), own=GIVERS, systems=BUILDERS),
    Power("handoff.answer", _("trả lời về tin báo được chuyển"), HANDOFF, agency=DOERS, systems=BUILDERS),
    Power("handoff.refuse", _("từ chối tin báo được chuyển"), HANDOFF, agency=DOERS),
    Power("handoff.withdraw", _("rút tin báo đã chuyển"), HANDOFF, unit=GIVERS),
    Power("handoff.follow", _("ghi kết quả của nghĩa vụ vào tin báo được chuyển"), causes=FOLLOWED),
)
DIGEST_POWERS = (
    Power("press_digest.list", _("xem kho điểm báo"), everybody=True),
    Power(
        "press_digest.see",
        _("xem điểm báo"),
        PRESS_DIGEST,
        unit=SEATED,
        reader=SEATED,
        territory={Role.AUDITOR},
        systems=LOOKERS,
    ),
    Power("press_digest.set", _("đặt cách làm điểm báo của cơ quan"), own=ISSUERS, systems=BUILDERS),
    Power("press_digest.leave", _("thôi nhận điểm báo của cơ quan khác"), own=ISSUERS | {Role.CLERK}),
    Power("press_digest.make", _("làm điểm báo"), own=GIVERS, systems={*BUILDERS, "deadline-clock"}),
    Power("press_digest.edit", _("sắp xếp điểm báo"), PRESS_DIGEST, unit=GIVERS, systems=BUILDERS),
    Power("press_digest.approve", _("duyệt điểm báo"), PRESS_DIGEST, unit=ISSUERS, systems=BUILDERS),
    Power(
        "press_digest.issue",
        _("phát hành điểm báo"),
        PRESS_DIGEST,
        unit=ISSUERS,
        systems={*BUILDERS, "deadline-clock"},
    ),
)


# ── questions of the press, corrections asked of it ─────────────────────────────────────────────────────────

RECEIVERS = frozenset({Role.CLERK, Role.EDITOR, Role.DRAFTER, Role.FOCAL, Role.APPROVER})
ANSWER_WRITERS = frozenset({Role.DRAFTER, Role.EDITOR, Role.FOCAL, Role.APPROVER})
RECORDERS = frozenset({Role.EDITOR, Role.DRAFTER, Role.CLERK, Role.APPROVER})

PRESS_QUERY = Kind(
    "press_query",
    "press.PressQuery",
    see="press_query.see",
    relations={
        "owner": Relation("owner_id", _("cơ quan được báo chí hỏi")),
        "answerer": Relation("answerer_id", _("cơ quan trả lời báo chí")),
    },
    territory="territory",
)
ASKED_CORRECTION = Kind(
    "asked_correction",
    "press.AskedCorrection",
    see="asked_correction.see",
    relations={"unit": Relation("unit_id", _("cơ quan yêu cầu cải chính"))},
    territory="territory",
)

ASKING_POWERS = (
    Power("press_query.list", _("xem danh sách câu hỏi của báo chí"), everybody=True),
    Power(
        "press_query.see",
        _("xem câu hỏi của báo chí"),
        PRESS_QUERY,
        owner=SEATED,
        answerer=SEATED,
        territory={Role.AUDITOR},
        systems={*BUILDERS, "deadline-clock", "administrator-console"},
    ),
    Power(
        "press_query.receive",
        _("ghi câu hỏi của báo chí"),
        own=RECEIVERS,
        systems=BUILDERS,
        causes={"conference.note_question"},
    ),
    Power(
        "press_query.assign",
        _("giao cơ quan trả lời báo chí"),
        PRESS_QUERY,
        owner={Role.APPROVER, Role.EDITOR},
        systems=BUILDERS,
    ),
    Power("press_query.write", _("viết câu trả lời báo chí"), PRESS_QUERY, answerer=ANSWER_WRITERS, systems=BUILDERS),
    Power(
        "press_query.present", _("trình câu trả lời báo chí"), PRESS_QUERY, answerer=ANSWER_WRITERS, systems=BUILDERS
    ),
    Power("press_query.approve", _("duyệt câu trả lời báo chí"), PRESS_QUERY, answerer=APPROVERS, systems=BUILDERS),
    Power(
        "press_query.refuse",
        _("từ chối trả lời báo chí có căn cứ"),
        PRESS_QUERY,
        owner=APPROVERS,
        answerer=APPROVERS,
        systems=BUILDERS,
    ),
    Power("press_query.extend", _("gia hạn trả lời báo chí"), PRESS_QUERY, owner=APPROVERS, systems=BUILDERS),
    Power(
        "press_query.withdraw",
        _("ghi báo chí thôi hỏi"),
        PRESS_QUERY,
        owner={Role.APPROVER, Role.EDITOR, Role.CLERK},
    ),
    Power("asking_term.set", _("đặt thời hạn với báo chí"), own=APPROVERS, systems=BUILDERS),
    Power("asked_correction.list", _("xem danh sách yêu cầu cải chính"), everybody=True),
    Power(
        "asked_correction.see",
        _("xem yêu cầu cải chính"),
        ASKED_CORRECTION,
        unit=SEATED,
        territory={Role.AUDITOR},
        systems={*BUILDERS, "deadline-clock", "administrator-console"},
    ),
    Power("asked_correction.open", _("soạn yêu cầu cải chính"), own=ANSWER_WRITERS, systems=BUILDERS),
    Power(
        "asked_correction.write", _("sửa yêu cầu cải chính"), ASKED_CORRECTION, unit=ANSWER_WRITERS, systems=BUILDERS
    ),
    Power("asked_correction.approve", _("duyệt yêu cầu cải chính"), ASKED_CORRECTION, unit=APPROVERS, systems=BUILDERS),
    Power("asked_correction.send", _("gửi yêu cầu cải chính"), ASKED_CORRECTION, unit=RECORDERS, systems=BUILDERS),
    Power(
        "asked_correction.record",
        _("ghi kết quả yêu cầu cải chính"),
        ASKED_CORRECTION,
        unit=RECORDERS,
        systems=BUILDERS,
    ),
    Power("asked_correction.drop", _("bỏ yêu cầu cải chính"), ASKED_CORRECTION, unit=ANSWER_WRITERS),
)


# ── standing queries and what they find ─────────────────────────────────────────────────────────────────────

SEEKERS = frozenset({Role.DRAFTER, Role.APPROVER, Role.EDITOR})
TOPIC_ENDS = {"topic.closed", "topic.dropped", "topic.carried"}

STANDING = Kind(
    "standing",
    "press.StandingQuery",
    see="standing.see",
    relations={
        "unit": Relation("unit_id", _("cơ quan đặt câu tìm này")),
        "party": Relation(
            "", _("cơ quan trong vấn đề của câu tìm này"), through=("press.StandingQueryUnit", "query_id", "unit_id")
        ),
    },
    territory="territory",
)

MATCHING_POWERS = (
    Power("standing.list", _("xem danh sách câu tìm báo chí"), everybody=True),
    Power(
        "standing.see",
        _("xem câu tìm báo chí"),
        STANDING,
        unit=SEATED,
        party=SEATED,
        territory={Role.AUDITOR},
        systems=LOOKERS,
    ),
    Power("standing.begin", _("đặt câu tìm báo chí"), own=SEEKERS, systems=BUILDERS),
    Power("standing.amend", _("sửa câu tìm báo chí"), STANDING, unit=SEEKERS, systems=BUILDERS),
    Power("standing.pause", _("tạm dừng và tiếp tục câu tìm báo chí"), STANDING, unit=SEEKERS, systems=BUILDERS),
    Power("standing.end", _("thôi câu tìm báo chí"), STANDING, unit=SEEKERS, systems=BUILDERS),
    Power("standing.follow", _("cho câu tìm báo chí đi theo vấn đề"), causes=TOPIC_ENDS),
    Power("match.judge", _("nói tin báo có đúng về vấn đề hay không"), own=SEEKERS | {Role.FOCAL}, systems=BUILDERS),
)


# ── sources and stories ─────────────────────────────────────────────────────────────────────────────────────

PULLERS = {"deadline-clock", "administrator-console", "mail", *BUILDERS}

SOURCE = Kind(
    "press-source",
    "press.Source",
    see="source.see",
    relations={"unit": Relation("unit_id", _("cơ quan giữ nguồn tin này"))},
)
STORY = Kind(
    "story",
    "press.Story",
    see="story.see",
    relations={"unit": Relation("unit_id", _("cơ quan giữ nguồn tin đưa chuyện này"))},
)

READING_POWERS = (
    Power("source.list", _("xem các nguồn tin"), everybody=True),
    Power("source.see", _("xem nguồn tin"), SOURCE, everybody=True, systems=PULLERS),
    Power("source.add", _("thêm nguồn tin"), own=GIVERS, systems={*BUILDERS, "administrator-console"}),
    Power("source.amend", _("sửa nguồn tin"), SOURCE, unit=GIVERS, systems=BUILDERS),
    Power("source.pause", _("tạm dừng và đọc tiếp nguồn tin"), SOURCE, unit=GIVERS, systems=BUILDERS),
    Power("source.pull", _("đọc nguồn tin"), SOURCE, systems=PULLERS),
    Power("press.set_reading", _("đặt thời hạn đọc và lưu tin báo"), roles={Role.ADMINISTRATOR}, systems=BUILDERS),
    Power("story.list", _("xem tin báo chí"), everybody=True),
    Power("story.see", _("xem một chuyện trên báo chí"), STORY, everybody=True, systems=PULLERS),
    Power("story.take_in", _("nhận tin báo"), systems=PULLERS),
    Power("story.clip", _("ghi tin báo bằng tay"), own=GIVERS | {Role.FOCAL}, systems=BUILDERS),
    Power("story.hide", _("ẩn và cho hiện lại chuyện"), STORY, unit=GIVERS, systems=BUILDERS),
    Power("story.merge", _("gộp chuyện và tách lại"), STORY, unit=GIVERS, systems=BUILDERS),
    Power("story.split", _("tách chuyện"), STORY, unit=GIVERS, systems=BUILDERS),
    Power("story.forget", _("xóa tin báo hết thời hạn lưu"), systems={"deadline-clock"}),
)
