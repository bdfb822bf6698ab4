"""An office's letterhead is its own: everybody there sees it, its clerk and the administrators set it."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

LETTERHEAD = Kind(
    "letterhead",
    "reporting.Letterhead",
    see="letterhead.see",
    relations={"owner": Relation("unit_id", _("cơ quan ban hành"))},
)
REPORT = Kind(
    "report",
    "reporting.Report",
    see="report.see",
    relations={
        "lead": Relation("lead_id", _("cơ quan chủ trì lập báo cáo")),
        "party": Relation("pk", _("bên nêu trong báo cáo"), through=("reporting.ReportUnit", "report_id", "unit_id")),
    },
    territory="territory",
)
KEEPERS = frozenset({Role.CLERK})
COMPILERS = frozenset({Role.DRAFTER, Role.APPROVER})
BUILDERS = {"loader", "sample-builder"}

POWERS = (
    Power(
        "letterhead.see",
        _("xem mẫu văn bản của cơ quan mình"),
        LETTERHEAD,
        owner=SEATED,
        roles={Role.ADMINISTRATOR},
        systems={"loader", "sample-builder"},
    ),
    Power(
        "letterhead.set",
        _("đặt mẫu văn bản của cơ quan"),
        LETTERHEAD,
        owner=KEEPERS,
        roles={Role.ADMINISTRATOR},
        systems={"loader", "sample-builder"},
    ),
    Power(
        "letterhead.adopt",
        _("đưa khuôn Word của cơ quan vào"),
        LETTERHEAD,
        owner=KEEPERS,
        roles={Role.ADMINISTRATOR},
    ),
    Power("report.list", _("xem danh sách báo cáo"), everybody=True),
    Power(
        "report.see",
        _("xem báo cáo"),
        REPORT,
        lead=SEATED,
        party=SEATED,
        territory={Role.AUDITOR},
        causes={"review.open", "review.compile", "review.present"},
        systems={*BUILDERS, "administrator-console", "deadline-clock"},
    ),
    Power(
        "report.compile",
        _("lập báo cáo của cơ quan mình"),
        own=COMPILERS,
        causes={"review.open", "review.compile", "review.present"},
        systems={*BUILDERS, "administrator-console", "deadline-clock"},
    ),
    Power(
        "report.habits_set",
        _("đặt cách tính kỳ và lời dùng chung của báo cáo"),
        own={*KEEPERS, Role.APPROVER},
        systems=BUILDERS,
    ),
    Power("letterhead.drop", _("bỏ khuôn Word của cơ quan"), LETTERHEAD, owner=KEEPERS, roles={Role.ADMINISTRATOR}),
)
