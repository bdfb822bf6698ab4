"""What several commands of the room check alike."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from phoihop.documents.models import Document
from phoihop.ground.actor import SYSTEM_WORDS, Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, on_record
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.organizations.queries import unit_names, units_in_force


def load(code: str, power: str, *, by: Actor, version: int | None = None) -> Document:
    """The document, asked for and as the reader saw it."""
    row = Document.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    if version is not None and version != row.version:
        raise SomebodyWasFaster(code, row.version)
    return row


def check_in_force(row: Document) -> None:
    if row.state == "RECALLED":
        raise Refused(_("Văn bản %(code)s đã được thu hồi, không thao tác được nữa.") % {"code": row.code})


def check_registered(row: Document) -> None:
    check_in_force(row)
    if row.state == "DRAFT":
        raise Refused(_("Văn bản %(code)s chưa vào sổ. Hãy xác nhận mô tả và vào sổ trước.") % {"code": row.code})


def check_unit(unit_id: int, at: datetime) -> str:
    """The territory of a unit in force; refused for any other."""
    names = unit_names([unit_id])
    if unit_id not in names or unit_id not in units_in_force([unit_id], at):
        raise Refused(_("Cơ quan này không còn hoặc chưa có hiệu lực, không đưa văn bản vào được."))
    return names[unit_id].territory


def reason_of(text: str) -> str:
    reason = " ".join(nfc(text).split())
    if not reason:
        raise Refused(_("Cần nêu lý do."))
    if len(reason) > 500:
        raise Refused(_("Lý do dài quá %(most)s ký tự.") % {"most": 500})
    return reason


def one_line(text: str, most: int) -> str:
    """Typed text as one line, cut to the column: proposals and pasted lines may be longer."""
    return " ".join(nfc(text).split())[:most]


def post_of(by: Actor) -> str:
    return by.acting_for or by.post or on_record(SYSTEM_WORDS.get(by.name, by.name))
