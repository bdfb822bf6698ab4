"""Who asks, opens, gives estimates, says what came. Who gave an estimate does not say what came (a rule of the
command); who worded a question does not open it."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

AUDITORS = {Role.AUDITOR}
WRITERS = DOERS | {Role.EDITOR}
FORECASTERS = WRITERS
APPROVERS = frozenset({Role.APPROVER})
BUILDERS = {"loader", "sample-builder"}
CLOCK = {"deadline-clock"}
READERS = {*BUILDERS, *CLOCK, "administrator-console"}

QUESTION = Kind(
    "question",
    "forecasts.Question",
    see="question.see",
    relations={
        "desk": Relation("desk_id", _("cơ quan dự báo")),
        "party": Relation(
            "", _("cơ quan cùng làm vấn đề"), through=("forecasts.QuestionParty", "question_id", "unit_id")
        ),
    },
    territory="territory",
)

POWERS = (
    Power("question.list", _("xem danh sách câu hỏi dự báo"), everybody=True),
    Power(
        "question.see",
        _("xem câu hỏi dự báo"),
        QUESTION,
        desk=SEATED,
        party=SEATED,
        territory=AUDITORS,
        systems=READERS,
    ),
    Power("question.draft", _("soạn câu hỏi dự báo"), own=WRITERS, systems=BUILDERS),
    Power("question.write", _("sửa câu hỏi dự báo"), QUESTION, desk=WRITERS, systems=BUILDERS),
    Power("question.present", _("trình câu hỏi dự báo"), QUESTION, desk=WRITERS, systems=BUILDERS),
    Power("question.return", _("trả lại câu hỏi dự báo"), QUESTION, desk=APPROVERS),
    Power("question.open", _("mở câu hỏi dự báo"), QUESTION, desk=APPROVERS, systems=BUILDERS),
    Power("question.drop", _("bỏ câu hỏi dự báo chưa mở"), QUESTION, desk=WRITERS),
    Power("estimate.give", _("cho xác suất"), QUESTION, desk=FORECASTERS),
    Power("question.resolve", _("ghi kết quả của câu hỏi dự báo"), QUESTION, desk=APPROVERS, systems=BUILDERS),
    Power("question.confirm", _("xác nhận kết quả của câu hỏi dự báo"), QUESTION, desk=FORECASTERS, systems=BUILDERS),
    Power("question.dispute", _("đề nghị xem lại kết quả dự báo"), QUESTION, desk=FORECASTERS, party=DOERS),
    Power("question.close", _("khép câu hỏi dự báo đúng ngày"), systems=CLOCK),
)
