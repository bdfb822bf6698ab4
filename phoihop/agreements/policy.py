"""Parties read and write their agreement; its lead ends and renews it; mandates are known to everybody with a seat."""

from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import SEATED, Role
from phoihop.ground.powers import Kind, Power, Relation

LOADERS = {"loader", "sample-builder"}
CLOCK = {"deadline-clock"}
# What upper rooms do on the strength of an agreement, whoever sets it off.
USES = {"plan.compile", "round.call", "agreement.took_effect", "agreement.amended"}

MANDATE = Kind(
    "mandate",
    "agreements.Mandate",
    see="mandate.see",
    relations={
        "issuer": Relation("issuer_id", _("cơ quan ban hành")),
        "recipient": Relation("pk", _("cơ quan được quán triệt"), through=("agreements.Spread", "mandate", "unit")),
    },
)
AGREEMENT = Kind(
    "agreement",
    "agreements.Agreement",
    see="agreement.see",
    relations={
        "lead": Relation("lead_id", _("cơ quan chủ trì")),
        "party": Relation("pk", _("một bên của quy chế"), through=("agreements.Party", "agreement", "unit")),
    },
    territory="territory",
)
WRITERS = {Role.DRAFTER, Role.FOCAL}

POWERS = (
    Power("mandate.list", _("xem danh sách văn bản căn cứ"), everybody=True, systems=LOADERS),
    Power("mandate.see", _("xem văn bản căn cứ"), MANDATE, everybody=True, systems=LOADERS),
    Power("mandate.record", _("ghi văn bản căn cứ"), MANDATE, own={Role.DRAFTER, Role.CLERK}, systems=LOADERS),
    Power(
        "mandate.spread",
        _("quán triệt văn bản căn cứ"),
        MANDATE,
        own={Role.DRAFTER, Role.APPROVER},
        systems=LOADERS,
    ),
    Power(
        "mandate.confirm",
        _("xác nhận đã quán triệt"),
        MANDATE,
        recipient={Role.FOCAL, Role.CLERK, Role.APPROVER},
        causes={"obligation.accepted"},
    ),
    Power("agreement.list", _("xem danh sách quy chế"), roles=SEATED),
    Power(
        "agreement.see",
        _("xem quy chế"),
        AGREEMENT,
        party=SEATED,
        territory={Role.AUDITOR},
        causes=USES,
        systems=LOADERS | CLOCK,
    ),
    Power("agreement.draft", _("soạn quy chế"), AGREEMENT, own=WRITERS, party=WRITERS, systems=LOADERS),
    Power("agreement.propose", _("đề xuất văn bản quy chế"), AGREEMENT, party={*WRITERS, Role.APPROVER}),
    Power("agreement.sign", _("ký quy chế"), AGREEMENT, party={Role.APPROVER}),
    Power("agreement.end", _("chấm dứt quy chế"), AGREEMENT, lead={Role.APPROVER}),
    Power("agreement.renew", _("gia hạn quy chế bằng quy chế kế tiếp"), AGREEMENT, lead={Role.APPROVER}),
    Power("agreement.record", _("ghi quy chế đã ký từ tệp"), AGREEMENT, systems=LOADERS),
    Power("programme.record", _("ghi chương trình từ tệp"), systems=LOADERS),
    Power("agreement.warn", _("nhắc quy chế sắp hết hạn"), systems=CLOCK),
)
