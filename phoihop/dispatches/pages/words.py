"""Words and outlines of letters."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phoihop.dispatches.queries import DispatchLine, RecipientValue
from phoihop.ground.parts import Glyph, State, words

PURPOSE_WORDS = {
    "INFORM": _("Thông báo"),
    "OPINION": _("Xin ý kiến"),
    "APPROVE": _("Trình duyệt"),
    "DO": _("Yêu cầu thực hiện"),
}
CHANNEL_WORDS = {
    "in_app": _("Trong hệ thống"),
    "mail": _("Qua thư điện tử"),
    "link": _("Bằng liên kết tự trao"),
    "print": _("Bằng bản in có mã QR"),
}
STATE_GLYPHS = {
    "CREATED": (State.SOON, _("Chờ trao")),
    "SENDING": (State.DOING, _("Đang chuyển")),
    "DELIVERED": (State.WAIT, _("Chờ tiếp nhận")),
    "DELAYED": (State.SOON, _("Chậm, đang gửi lại")),
    "FAILED": (State.LATE, _("Không giao được")),
    "ACKNOWLEDGED": (State.DONE, _("Đã tiếp nhận")),
    "REFUSED": (State.BLOCK, _("Đã từ chối")),
    "RECALLED": (State.HELD, _("Đã thu hồi")),
}
DISPATCH_GLYPHS = {
    "CREATED": (State.PLAN, _("Chưa gửi")),
    "RECALLING": (State.SOON, _("Đang xin thu hồi")),
    "RECALLED": (State.HELD, _("Đã thu hồi")),
    "REPLACED": (State.HELD, _("Đã được thay")),
}
ATTENTION = ("FAILED", "REFUSED", "DELAYED", "CREATED", "SENDING", "DELIVERED", "ACKNOWLEDGED", "RECALLED")
STEP_WORDS = {"assign": _("Đã phân công"), "process": _("Đang xử lý"), "complete": _("Đã hoàn thành")}
HANDLING_WORDS = {"ASSIGNED": _("đã phân công"), "DOING": _("đang xử lý"), "DONE": _("đã hoàn thành")}
RECALL_WORDS = {
    "ASKED": _("được xin thu hồi, chưa trả lời"),
    "AGREED": _("đồng ý thu hồi"),
    "DECLINED": _("không đồng ý thu hồi"),
}


def glyph_of(state: str) -> Glyph:
    shown, word = STATE_GLYPHS[state]
    return Glyph.of(shown, str(word))


def glyph(line: DispatchLine) -> Glyph:
    """The whole letter stands where the recipient that needs most attention stands."""
    if line.state in DISPATCH_GLYPHS:
        shown, word = DISPATCH_GLYPHS[line.state]
        return Glyph.of(shown, str(word))
    states = {share.state for share in line.recipients}
    return glyph_of(next(state for state in ATTENTION if state in states))


def counted(shares: tuple[RecipientValue, ...]) -> str:
    """How many of the recipients stand where: the worst first."""
    found = [(state, sum(share.state == state for share in shares)) for state in ATTENTION]
    return " · ".join(f"{STATE_GLYPHS[state][1]}: {count}" for state, count in found if count)


def moment(at: datetime | None) -> str:
    return words.moment(timezone.localtime(at)) if at else "–"
