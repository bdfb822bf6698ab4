"""The organiser arranges, invited units answer; both read along, auditors too."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

WRITERS = frozenset({Role.DRAFTER, Role.CLERK, Role.FOCAL, Role.APPROVER})
SCRIBES = frozenset({Role.DRAFTER, Role.CLERK, Role.FOCAL})
APPROVERS = frozenset({Role.APPROVER})
BUILDERS = {"loader", "sample-builder"}

MEETING = Kind(
    "meeting",
    "meetings.Meeting",
    see="meeting.see",
    relations={
        "organiser": Relation("organiser_id", _("cơ quan triệu tập")),
        "invited": Relation("pk", _("cơ quan được mời"), through=("meetings.Attendee", "meeting_id", "unit_id")),
    },
    territory="territory",
)

POWERS = (
    Power("meeting.list", _("xem danh sách cuộc họp"), roles=SEATED),
    Power("meeting.see", _("xem cuộc họp"), MEETING, organiser=SEATED, invited=SEATED, territory={Role.AUDITOR}),
    Power("meeting.call", _("triệu tập cuộc họp của cơ quan mình"), own=WRITERS, systems=BUILDERS),
    Power("meeting.arrange", _("sắp xếp cuộc họp"), MEETING, organiser=WRITERS, systems=BUILDERS),
    Power("meeting.answer", _("trả lời giấy mời họp thay mặt cơ quan"), MEETING, invited=WRITERS),
    Power("meeting.attend", _("điểm danh cho cơ quan mình"), MEETING, invited=WRITERS),
    Power("meeting.roll", _("điểm danh cuộc họp"), MEETING, organiser=SEATED - {Role.AUDITOR, Role.ADMINISTRATOR}),
    Power("meeting.minute", _("viết biên bản cuộc họp"), MEETING, organiser=SCRIBES, systems=BUILDERS),
    Power("meeting.approve", _("duyệt biên bản cuộc họp"), MEETING, organiser=APPROVERS, systems=BUILDERS),
    Power("meeting.ignore", _("ghi lại thư lịch không dùng được"), systems={"postman"}),
)
