"""Who watches, who is invited, who closes. Counts are taken by the clock alone."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import DOERS, SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

AUDITORS = {Role.AUDITOR}
WATCHERS = DOERS | {Role.EDITOR}
CLOSERS = frozenset({Role.APPROVER, Role.DRAFTER, Role.FOCAL})
BUILDERS = {"loader", "sample-builder"}
READERS = {*BUILDERS, "administrator-console", "deadline-clock"}
CLOCK = {"deadline-clock"}

ALARM = Kind(
    "alarm",
    "signals.Alarm",
    see="alarm.see",
    relations={
        "unit": Relation("unit_id", _("cơ quan đặt ngưỡng này")),
        "told": Relation(
            "", _("cơ quan được mời khi có cảnh báo"), through=("signals.AlarmUnit", "alarm_id", "unit_id")
        ),
    },
    territory="territory",
)
ALERT = Kind(
    "alert",
    "signals.Alert",
    see="alert.see",
    relations={
        "owner": Relation("owner_id", _("cơ quan phụ trách cảnh báo này")),
        "group": Relation(
            "", _("cơ quan trong tổ công tác liên ngành"), through=("signals.AlertUnit", "alert_id", "unit_id")
        ),
    },
    territory="territory",
)

POWERS = (
    Power("alert.list", _("xem danh sách cảnh báo sớm"), everybody=True),
    Power("alarm.see", _("xem ngưỡng cảnh báo"), ALARM, unit=SEATED, told=SEATED, territory=AUDITORS, systems=READERS),
    Power("alarm.set", _("đặt ngưỡng cảnh báo"), own=WATCHERS, systems=BUILDERS),
    Power("alarm.change", _("sửa ngưỡng cảnh báo"), ALARM, unit=WATCHERS, systems=BUILDERS),
    Power("alarm.stop", _("ngừng, mở lại ngưỡng cảnh báo"), ALARM, unit=WATCHERS, systems=BUILDERS),
    Power("alert.see", _("xem cảnh báo"), ALERT, owner=SEATED, group=SEATED, territory=AUDITORS, systems=READERS),
    Power("alert.take", _("nhận xử lý cảnh báo"), ALERT, owner=WATCHERS, systems=BUILDERS),
    Power("alert.share", _("mời cơ quan vào tổ công tác"), ALERT, owner=WATCHERS, systems=BUILDERS),
    Power("alert.join", _("trả lời lời mời vào tổ công tác"), ALERT, group=DOERS, systems=BUILDERS),
    Power("alert.charge", _("giao việc trong tổ công tác"), ALERT, owner=WATCHERS, systems=BUILDERS),
    Power("alert.note", _("ghi sự việc vào cảnh báo"), ALERT, owner=WATCHERS, group=WATCHERS, systems=BUILDERS),
    Power("alert.close", _("kết thúc cảnh báo"), ALERT, owner=CLOSERS, systems=BUILDERS),
    Power("counts.take", _("đếm số phản ánh và tin báo mỗi sáng"), systems=CLOCK | BUILDERS),
    Power("alert.open", _("mở cảnh báo khi vượt ngưỡng"), systems=CLOCK | BUILDERS),
)
