"""Short names of duties, the same wherever a column or a lane is narrow."""

from __future__ import annotations

from textwrap import shorten

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST = 40

# The duties every coordination plan knows; another duty is called by its own text.
DUTY_NAMES: dict[str, str | Promise] = {
    "partner.select-topics": _("Chọn vấn đề"),
    "partner.notify-topics": _("Thông báo"),
    "partner.provide-documents": _("Gửi tài liệu"),
    "partner.invite": _("Mời tham gia"),
    "partner.review": _("Cùng sơ kết"),
    "lead.appraise": _("Thẩm định, dự báo"),
    "lead.plan-communication": _("Kế hoạch thông tin"),
    "lead.listen": _("Lắng nghe"),
    "lead.inform": _("Thông tin đa kênh"),
    "lead.correct": _("Đính chính"),
    "lead.review": _("Sơ kết"),
    "dispatch.acknowledge": _("Tiếp nhận công văn"),
}


def duty_name(key: str, text: str) -> str:
    """A duty in a narrow place."""
    name = DUTY_NAMES.get(key)
    return str(name) if name else shorten(text, LONGEST, placeholder="…") or key
