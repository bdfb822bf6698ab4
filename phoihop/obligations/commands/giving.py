"""A document of the register is given to those an obligation is owed to: joined to its dossier and shared."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.documents import commands as register
from phoihop.documents import queries as documents
from phoihop.documents.queries import DocumentLine
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.obligations.commands.checking import document_code
from phoihop.obligations.models import Lane, Obligation


def own_document(code: str, unit_id: int, *, by: Actor) -> DocumentLine:
    """A registered document of the unit. Refused alike: one that is not there, and one of another unit."""
    line = documents.documents_of(by, [code]).get(code)
    if line is None or line.owner_id != unit_id:
        raise Refused(
            _("Trong sổ của cơ quan bạn không có văn bản %(code)s. Hãy chọn văn bản đã vào sổ, hoặc đưa tệp vào trước.")
            % {"code": code}
        )
    if line.state == "DRAFT":
        raise Refused(
            _("Văn bản %(code)s chưa vào sổ. Hãy xác nhận mô tả và vào sổ trước, rồi cung cấp.") % {"code": code}
        )
    if line.state != "REGISTERED":
        raise Refused(_("Văn bản %(code)s đã được thu hồi. Hãy chọn văn bản khác.") % {"code": code})
    return line


def check_personal(code: str, *, is_confirmed: bool, by: Actor) -> None:
    """Refused while the text holds personal data and the sender has not said that the receivers may have it."""
    if is_confirmed:
        return
    kinds = documents.personal_in(by, code)
    if kinds:
        raise Refused(
            _(
                "Văn bản %(code)s có dữ liệu cá nhân: %(kinds)s. Chưa gửi gì đi. Hãy che những chỗ đó,"
                " hoặc đánh dấu xác nhận bên nhận được phép biết rồi gửi lại."
            )
            % {"code": code, "kinds": documents.personal_in_words(kinds)}
        )


def give_document(
    row: Obligation, code: str, *, power: str, unit_id: int, is_personal_confirmed: bool, by: Actor, at: datetime
) -> DocumentLine:
    """Joins the unit's document to the obligation and its dossier, and lets all who take part open it.

    `power` is the act that this follows from. Others than the parties of the obligation get nothing here.
    """
    line = own_document(code, unit_id, by=by)
    check_personal(code, is_confirmed=is_personal_confirmed, by=by)
    join_document(row, code, power=power, unit_id=unit_id, is_personal_confirmed=is_personal_confirmed, by=by, at=at)
    return line


def join_document(
    row: Obligation, code: str, *, power: str, unit_id: int, is_personal_confirmed: bool, by: Actor, at: datetime
) -> None:
    """What giving a document comes to, once it is known that the unit may give it."""
    through = by.through(power)
    for about in dict.fromkeys(filter(None, (row.code, row.dossier or row.source))):
        register.link_document(code=code, about=about, by=through, at=at)
    lanes = Lane.rows.filter(obligation=row).exclude(state="WAIVED").values_list("unit_id", flat=True)
    receivers = {row.entitled_id, row.lead_id, *lanes} - {unit_id}
    register.share_document(
        code=code,
        unit_ids=sorted(receivers),
        because=row.code,
        is_personal_confirmed=is_personal_confirmed,
        by=through,
        at=at,
    )


def give_evidence_document(
    row: Obligation, lane: Lane, reference: str, *, power: str, is_personal_confirmed: bool, by: Actor, at: datetime
) -> None:
    """Where the evidence names a document of the unit's own register, it is given. One received from others is only
    named: whoever may open it does so. Refused: a document the unit has not got."""
    code = document_code(reference)
    if not code:
        return
    line = documents.documents_of(by, [code]).get(code)
    if line is not None and line.owner_id != lane.unit_id and line.state != "DRAFT":
        return
    give_document(
        row, code, power=power, unit_id=lane.unit_id, is_personal_confirmed=is_personal_confirmed, by=by, at=at
    )
