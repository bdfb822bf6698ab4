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
KEEPERS = frozenset({Role.CLERK})

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
    Power("letterhead.drop", _("bỏ khuôn Word của cơ quan"), LETTERHEAD, owner=KEEPERS, roles={Role.ADMINISTRATOR}),
)
