"""The sheet of the room of agreements."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from phoihop.agreements import events, policy, queries, reactions, states
from phoihop.agreements.commands.rehoming import REHOMES
from phoihop.agreements.pages.words import MANDATE_KINDS
from phoihop.ground.actor import DOERS, Role
from phoihop.ground.events import Event
from phoihop.ground.powers import Circle
from phoihop.ground.sheet import Dated, Entry, Finder, Keep, Notice, Sheet
from phoihop.obligations.events import ObligationAccepted

ASKED = frozenset({Role.FOCAL, Role.CLERK, Role.APPROVER})


def _agreement(event: Event) -> str:
    return reverse("agreements:agreement", args=[event.code])


def _mandate(event: Event) -> str:
    return reverse("agreements:mandate", args=[event.code])


def _to_parties(event: Event) -> list[Circle]:
    return [Circle(DOERS, unit_id=unit_id) for unit_id in queries.party_ids(event.code)]


def _to_other_parties(event: events.RevisionProposed | events.RevisionSigned) -> list[Circle]:
    others = (unit_id for unit_id in queries.party_ids(event.code) if unit_id != event.unit_id)
    return [Circle(DOERS, unit_id=unit_id) for unit_id in others]


def _to_binding(event: Event) -> list[Circle]:
    return [Circle(DOERS, unit_id=unit_id) for unit_id in queries.party_ids(event.code, states.BINDING)]


def _to_asked(event: events.MandateSpread) -> list[Circle]:
    return [Circle(ASKED, unit_id=unit_id) for unit_id in event.unit_ids]


def _to_asker(event: events.SpreadConfirmed) -> list[Circle]:
    return [Circle(DOERS, unit_id=event.asked_by_id)]


sheet = Sheet(
    room="agreements",
    powers=policy.POWERS,
    rehomes=REHOMES,
    keep=Keep(years=20),
    says={
        events.MandateRecorded: _("Ghi văn bản căn cứ %(number)s"),
        events.MandateSuperseded: _("Văn bản %(number)s được thay bằng %(by_number)s"),
        events.MandateSpread: _("Quán triệt %(number)s, hạn xác nhận %(due_date)s"),
        events.SpreadConfirmed: _("%(unit)s xác nhận đã quán triệt %(number)s"),
        events.ProgrammeRecorded: _("Ghi chương trình “%(title)s”"),
        events.DomainsRecorded: _("Ghi lĩnh vực phối hợp của quy chế %(code)s: %(domains)s"),
        events.AgreementDrafted: _("Bắt đầu soạn quy chế %(code)s: %(title)s"),
        events.RevisionStarted: _("%(unit)s soạn bản %(number)s của quy chế %(code)s"),
        events.RevisionDropped: _("%(unit)s bỏ bản thảo %(number)s của quy chế %(code)s"),
        events.ClauseWritten: _("Viết điều khoản %(ref)s trong bản thảo %(number)s của quy chế %(code)s"),
        events.ClauseDropped: _("Bỏ điều khoản %(ref)s khỏi bản thảo %(number)s của quy chế %(code)s"),
        events.DutySet: _("Đặt trách nhiệm %(duty)s ở điều khoản %(ref)s, bản thảo %(number)s của quy chế %(code)s"),
        events.DutyDropped: _(
            "Bỏ trách nhiệm %(duty)s khỏi điều khoản %(ref)s, bản thảo %(number)s của quy chế %(code)s"
        ),
        events.RevisionProposed: _("%(unit)s đề xuất bản %(number)s của quy chế %(code)s"),
        events.RevisionSigned: _("%(unit)s ký bản %(number)s của quy chế %(code)s"),
        events.AgreementTookEffect: _("Quy chế %(code)s có hiệu lực theo bản %(number)s"),
        events.AgreementAmended: _("Quy chế %(code)s được sửa đổi theo bản %(number)s: %(clauses)s"),
        events.AgreementEnded: _("Chấm dứt quy chế %(code)s: %(reason)s"),
        events.AgreementExpiring: _("Quy chế %(code)s hết hạn ngày %(to_date)s, còn không quá %(days)s ngày"),
        events.AgreementRenewed: _("Gia hạn quy chế %(code)s bằng quy chế kế tiếp %(successor)s"),
    },
    tells=[
        *(
            Notice(event, to, lambda e: queries.agreement_row(e.code), _agreement)
            for event, to in (
                (events.RevisionProposed, _to_other_parties),
                (events.RevisionSigned, _to_other_parties),
                (events.AgreementTookEffect, _to_parties),
                (events.AgreementAmended, _to_parties),
                (events.AgreementEnded, _to_parties),
                (events.AgreementExpiring, _to_binding),
                (events.AgreementRenewed, _to_parties),
            )
        ),
        *(
            Notice(event, to, lambda e: queries.mandate_row(e.code), _mandate)
            for event, to in ((events.MandateSpread, _to_asked), (events.SpreadConfirmed, _to_asker))
        ),
    ],
    reacts={ObligationAccepted: reactions.confirm_accepted},
    finds=[
        Finder(
            "agreement",
            _("Quy chế"),
            prefixes=("QC-",),
            build=queries.found_agreements,
            codes=queries.agreement_codes,
            visible=queries.visible_agreements,
        ),
        Finder(
            "mandate",
            _("Văn bản căn cứ"),
            prefixes=("",),  # a mandate's code is its number: 238-qd-tw
            build=lambda codes: queries.found_mandates(codes, MANDATE_KINDS),
            codes=queries.mandate_codes,
            visible=queries.visible_mandates,
        ),
    ],
    dates=[Dated("expiry", _("Hết hiệu lực"), queries.expiry_between, order=50)],
    parties=queries.parties,
    menu=[
        Entry("agreements:list", _("Quy chế"), icon="agreements", needs="agreement.list", order=160),
        Entry("agreements:mandates", _("Văn bản căn cứ"), icon="mandates", needs="mandate.list", order=170),
    ],
)
