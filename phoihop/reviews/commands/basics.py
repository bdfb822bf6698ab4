"""What the commands of this room share: loading, checking, labels of events."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused
from phoihop.ground.powers import NotAllowed, NotVisible, ask
from phoihop.ground.text import nfc
from phoihop.reviews import rules, states
from phoihop.reviews.models import Part, Review


def load(code: str, power: str, by: Actor) -> Review:
    """The review, if the actor holds the power over it."""
    row = Review.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    return row


def labels(row: Review) -> dict[str, Any]:
    return {"code": row.code, "dossier": row.source, "title": row.title, "lead_id": row.lead_id}


def unit_labels(row: Review, part: Part) -> dict[str, Any]:
    return {**labels(row), "unit_id": part.unit_id, "unit_name": part.unit_name}


def part_of(row: Review, unit_id: int) -> Part:
    part = Part.rows.filter(review=row, unit_id=unit_id).first()
    if part is None:
        raise NotVisible
    return part


def own_part(row: Review, unit_id: int, by: Actor) -> Part:
    """The part of the actor's own unit: nobody speaks for another one."""
    part = part_of(row, unit_id)
    if by.unit_id != unit_id:
        raise NotAllowed(_("Chỉ người của cơ quan mới viết, nộp và ký thay mặt cơ quan mình."))
    return part


def post_of(by: Actor) -> str:
    return (by.acting_for or by.post)[:200]


def words_of(text: str, most: int = rules.LONGEST_WORDS) -> str:
    given = nfc(text).strip()
    if len(given) > most:
        raise Refused(_("Nội dung dài quá %(most)s ký tự. Chưa ghi gì; hãy rút gọn rồi gửi lại.") % {"most": most})
    return given


def needed(text: str, most: int = rules.LONGEST_WORDS) -> str:
    given = words_of(text, most)
    if not given:
        raise Refused(_("Cần nêu lý do. Chưa có gì thay đổi; hãy viết một câu rồi gửi lại."))
    return given


def next_state(row: Review, act: str) -> str:
    """The state that the act leads to. Refused, with what the review is at, where the table has no such step."""
    following = states.after(states.REVIEW, row.state, act)
    if following is None:
        raise Refused(refusal(row))
    return following


def refusal(row: Review) -> str:
    code = {"code": row.code}
    match row.state:
        case "DRAFT":
            return _("Báo cáo %(code)s chưa mời các bên góp phần. Chưa có gì thay đổi; hãy mời các bên trước.") % code
        case "GATHERING":
            return _("Báo cáo %(code)s đang nhận phần của các bên. Chưa có gì thay đổi; hãy trình ký trước.") % code
        case "SIGNING":
            return (
                _("Báo cáo %(code)s đang trình ký. Chưa có gì thay đổi; cơ quan chủ trì có thể mở lại để sửa.") % code
            )
        case "RECALLED":
            return _("Báo cáo %(code)s đã thu hồi. Không có gì thay đổi; hãy mở báo cáo mới nếu cần.") % code
    return _("Báo cáo %(code)s đã ký xong. Không có gì thay đổi; muốn sửa phải thu hồi rồi mở báo cáo mới.") % code
