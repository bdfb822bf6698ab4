"""Everybody with a seat sees units; administrators keep units and accounts; an approver names deputies at home."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

KEEPERS = {"loader", "administrator-console"}

UNIT = Kind(
    "unit",
    "organizations.Unit",
    see="unit.see",
    relations={"unit": Relation("pk", _("chính cơ quan này"))},
)
ACCOUNT = Kind("account", "organizations.Account", see="account.list")
BATCH = Kind(
    "batch",
    "organizations.Batch",
    see="restructure.see",
    relations={
        "touched": Relation(
            "pk", _("cơ quan được sắp xếp"), through=("organizations.BatchUnit", "batch_id", "unit_id")
        ),
        "upper": Relation(
            "pk", _("cấp trên của cơ quan được sắp xếp"), through=("organizations.BatchUnit", "batch_id", "upper_id")
        ),
    },
)
CLOCK = {"deadline-clock"}

POWERS = (
    Power("unit.list", _("xem danh sách cơ quan"), everybody=True, systems=KEEPERS | {"deadline-clock"}),
    Power("unit.see", _("xem cơ quan"), UNIT, everybody=True, systems={*KEEPERS, "sample-builder"}),
    Power("unit.manage", _("quản lý cơ quan và chức vụ"), UNIT, roles={Role.ADMINISTRATOR}, systems=KEEPERS),
    Power("account.list", _("xem danh sách tài khoản"), ACCOUNT, roles={Role.ADMINISTRATOR}, systems=KEEPERS),
    Power("account.manage", _("quản lý tài khoản và vị trí"), ACCOUNT, roles={Role.ADMINISTRATOR}, systems=KEEPERS),
    Power("account.own", _("đổi mật khẩu và ngôn ngữ của mình"), everybody=True),
    Power("factor.own", _("thêm và gỡ cách xác thực của mình"), everybody=True),
    Power("factor.demand", _("yêu cầu xác thực hai bước theo vai trò"), roles={Role.ADMINISTRATOR}, systems=KEEPERS),
    Power("session.own", _("xem và kết thúc phiên đăng nhập của mình"), everybody=True),
    Power("account.sign_in", _("ghi nhận đăng nhập"), systems={"front-door"}),
    Power(
        "deputy.name",
        _("cử người thay mặt cho chức vụ của cơ quan mình"),
        roles={Role.ADMINISTRATOR},
        own={Role.APPROVER},
        systems=KEEPERS,
        causes={"absence.own", "absence.declare", "absence.end"},
    ),
    Power("absence.own", _("báo vắng mặt của mình"), everybody=True),
    Power(
        "absence.declare",
        _("báo vắng mặt của người cùng cơ quan"),
        own={Role.APPROVER},
        roles={Role.ADMINISTRATOR},
        systems=KEEPERS,
    ),
    Power(
        "absence.end",
        _("kết thúc vắng mặt của người cùng cơ quan"),
        own={Role.APPROVER},
        roles={Role.ADMINISTRATOR},
        systems=KEEPERS,
    ),
    Power(
        "rota.set",
        _("lập lịch trực của cơ quan mình"),
        roles={Role.ADMINISTRATOR},
        own={Role.APPROVER, Role.CLERK},
        systems=KEEPERS,
    ),
    Power("feed.own", _("lập và thu hồi địa chỉ lịch của mình"), everybody=True),
    Power("feed.read", _("đọc lịch qua địa chỉ lịch"), systems={"front-door"}),
    Power("seat.choose", _("chọn vị trí làm việc"), everybody=True),
    Power(
        "restructure.see",
        _("xem đợt sắp xếp tổ chức"),
        BATCH,
        roles={Role.ADMINISTRATOR},
        touched=SEATED,
        upper={Role.APPROVER},
        systems=KEEPERS | CLOCK,
    ),
    Power("restructure.propose", _("lập đợt sắp xếp tổ chức"), roles={Role.ADMINISTRATOR}, systems=KEEPERS),
    Power(
        "restructure.approve",
        _("duyệt đợt sắp xếp tổ chức"),
        BATCH,
        roles={Role.ADMINISTRATOR},
        upper={Role.APPROVER},
    ),
    Power(
        "restructure.apply",
        _("thực hiện đợt sắp xếp tổ chức"),
        BATCH,
        roles={Role.ADMINISTRATOR},
        systems=KEEPERS | CLOCK,
    ),
    Power("restructure.undo", _("hoàn tác đợt sắp xếp tổ chức"), BATCH, roles={Role.ADMINISTRATOR}, systems=KEEPERS),
)
