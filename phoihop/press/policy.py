"""The register is open to everybody with a seat; a unit's approvers keep its lines."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import Role
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
