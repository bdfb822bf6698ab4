"""What the commands of this room share: loading, checking words, labels of events."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from phoihop.corrections import states
from phoihop.corrections.models import Claim, Support
from phoihop.corrections.queries.names import wording_in_words
from phoihop.corrections.rules import limits, wording
from phoihop.documents.commands import check_text
from phoihop.ground.actor import Actor
from phoihop.ground.command import Refused, SomebodyWasFaster, nothing_changed
from phoihop.ground.parts import words
from phoihop.ground.powers import NotVisible, ask
from phoihop.ground.text import nfc

Told = TypeVar("Told")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{3,}", re.IGNORECASE)


def load(code: str, power: str, by: Actor, version: int | None = None) -> Claim:
    """The claim, if the actor holds the power over it and it is still what his page shows."""
    row = Claim.rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    ask(by, power, row)
    if version is not None and version != row.version:
        raise SomebodyWasFaster(code, row.version)
    return row


def labels(row: Claim) -> dict[str, Any]:
    return {
        "code": row.code,
        "dossier": row.dossier,
        "title": row.text[:200],
        "owner_id": row.owner_id,
        "agency_id": row.agency_id,
    }


def supports_of(row: Claim) -> tuple[int, ...]:
    return tuple(Support.rows.filter(claim=row).order_by("pk").values_list("unit_id", flat=True))


def post_of(by: Actor) -> str:
    return (by.acting_for or by.post)[:200]


def line_of(text: str, most: int) -> str:
    """One line of text. Refused: too long."""
    return _cut(" ".join(nfc(text).split()), most)


def text_of(text: str, most: int) -> str:
    return _cut(nfc(text).strip(), most)


def _cut(given: str, most: int) -> str:
    if len(given) > most:
        raise Refused(_("Nội dung dài quá %(most)s ký tự. Chưa ghi gì; hãy rút gọn rồi gửi lại.") % {"most": most})
    return given


def reason_of(text: str) -> str:
    given = text_of(text, limits.LONGEST_NOTE)
    if not given:
        raise Refused(_("Cần nêu lý do. Chưa có gì thay đổi; hãy viết một câu rồi gửi lại."))
    return given


def claim_text(text: str) -> str:
    """A checkable statement of fact. Refused: anything else, with what a claim is."""
    given = line_of(text, limits.LONGEST_CLAIM)
    if wording.is_too_short(given):
        raise Refused(
            _("Câu quá ngắn để biết đã nói gì, ở đâu, khi nào. Chưa mở gì. %(what)s") % {"what": wording_in_words(())}
        )
    if faults := wording.faults_of(given):
        raise Refused(_("Chưa mở gì. %(why)s") % {"why": wording_in_words(faults)})
    check_text(given)
    return given


def no_person(text: str) -> str:
    """Words of a finding. Refused: aimed at a person, or marked secret."""
    if faults := wording.faults_of(text, wording.OF_PERSONS):
        raise Refused(_("Chưa ghi gì. %(why)s") % {"why": wording_in_words(faults)})
    if text:
        check_text(text)
    return text


def publisher_of(text: str) -> str:
    """A paper, station, site or office. Refused: nothing, a person, a person's account."""
    given = line_of(text, limits.LONGEST_NAME)
    if not given:
        raise Refused(_("Cần ghi nơi đã đăng: tên báo, đài, trang tin hoặc cơ quan. Chưa ghi gì."))
    if wording.faults_of(given, wording.OF_PERSONS):
        raise Refused(
            _(
                "Nơi đăng là báo, đài, trang tin hoặc cơ quan, không phải một người hay tài khoản của một người."
                " Chưa ghi gì."
            )
        )
    return given


def address_of(text: str) -> str:
    """A web address, or where it stood in words (số báo, buổi phát). Refused: nothing; a page of one person."""
    given = line_of(text, limits.LONGEST_ADDRESS)
    if not given:
        raise Refused(_("Cần ghi đã đăng ở đâu: đường dẫn, số báo hoặc buổi phát. Chưa ghi gì."))
    if wording.faults_of(given, wording.OF_PERSONS):
        raise Refused(
            _("Địa chỉ này là trang của một người. Chỉ ghi nơi đăng công khai của báo, đài, trang tin. Chưa ghi gì.")
        )
    lowered = given.lower()
    if ("://" in lowered and not _ADDRESS.fullmatch(given)) or lowered.startswith(("javascript:", "data:")):
        raise Refused(_("Đường dẫn không đọc được. Hãy chép nguyên, bắt đầu bằng https://. Chưa ghi gì."))
    return given


def past_day(day: date, today: date) -> date:
    if day > today:
        raise Refused(_("Ngày đăng không thể sau hôm nay. Chưa ghi gì; hãy xem lại ngày."))
    return day


def future_day(day: date | None, today: date) -> date | None:
    if day is not None and day <= today:
        raise Refused(
            _("Ngày phải sau hôm nay (%(today)s). Chưa ghi gì; hãy chọn ngày khác.") % {"today": words.day(today)}
        )
    return day


def next_state(row: Claim, act: str) -> str:
    """The state that the act leads to. Refused, with how the claim stands, where the table has no such step."""
    following = states.after(states.CLAIM, row.state, act)
    if following is None:
        raise Refused(refusal(row))
    return following


def in_work(row: Claim) -> None:
    """Refused unless the finding is still being written."""
    if row.state != "CHECKING":
        raise Refused(refusal(row))


def unchanged(event: Told) -> Told:
    """The work was done already, or there is none: twice is harmless."""
    nothing_changed()
    return event


def refusal(row: Claim) -> str:
    code = {"code": row.code}
    match row.state:
        case "CHECKING":
            return _("%(code)s đang được kiểm chứng. Chưa có gì thay đổi; hãy viết kết luận rồi trình duyệt.") % code
        case "WAITING":
            return _("%(code)s đang chờ duyệt. Chưa có gì thay đổi; người duyệt có thể trả lại để sửa.") % code
        case "APPROVED":
            return _("%(code)s đã duyệt, chờ công bố. Chưa có gì thay đổi; muốn sửa hãy trả lại.") % code
        case "PUBLISHED":
            return _("%(code)s đã công bố. Không có gì thay đổi; muốn sửa hãy mở kiểm tra lại.") % code
        case "WITHDRAWN":
            return _("%(code)s đã rút. Không có gì thay đổi; muốn công bố lại hãy mở kiểm tra lại.") % code
    return _("%(code)s đã thôi kiểm chứng. Không có gì thay đổi; hãy mở một điều mới nếu cần.") % code
