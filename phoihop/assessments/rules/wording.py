"""A group is a group: texts that point at one person are refused. Sentences that must and must not are tests."""

from __future__ import annotations

import re
import unicodedata

# Forms of address that stand before a name. In small letters a following word with a capital makes it a person; "ông
# bà", "bà con", "cô giáo" and posts do not. With a capital they are mostly part of a place or of what is worshipped
# (Bà Rịa, Cô Tô, Lăng Ông Nam Hải, Bà Chúa Xứ): then only a family name behind them makes it a person.
_BEFORE_NAMES = "ông|bà|anh|chị|cụ|cô|chú|bác|cháu|em|đồng chí|đ/c"
_FAMILY_NAMES = frozenset(
    (
        *("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô"),
        *("Dương", "Lý", "Đinh", "Đoàn", "Lâm", "Mai", "Trịnh", "Trương", "Cao", "Thạch", "Danh", "Kim", "Tạ"),
    )
)
_WORSHIPPED = frozenset(("Chúa", "Thiên", "Thánh", "Thần", "Nam", "Đen", "Bổn"))
_BODIES_AND_POSTS = frozenset(
    (
        *("Sở", "Ban", "Bộ", "Ủy", "Uỷ", "Hội", "Phòng", "Tỉnh", "Huyện", "Xã", "Phường", "Trường", "Trạm", "Bệnh"),
        *("Công", "Đảng", "Nhà", "Giám", "Chủ", "Bí", "Trưởng", "Phó", "Chánh"),
    )
)
_NAMED = re.compile(rf"(?<![^\W\d_])({_BEFORE_NAMES})\s+([^\W\d_]+)", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:\+84|0)[\s.]?\d{2,3}[\s.]?\d{3}[\s.]?\d{3,4}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(?:\d{12}|\d{9})(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_VIEW = re.compile(
    r"\b(?:quan điểm chính trị|thái độ chính trị|tư tưởng cá nhân|có tư tưởng|phần tử|đối tượng chống đối"
    r"|đối tượng cộm cán|danh sách người|danh sách hộ|lý lịch)\b",
    re.IGNORECASE,
)


def faults_of(text: str) -> tuple[str, ...]:
    """Why a text points at persons rather than at a group: "PERSON", "NUMBER", "VIEW"; empty where it does not."""
    given = unicodedata.normalize("NFC", text)
    faults = []
    if any(_is_name(found[1], found[2]) for found in _NAMED.finditer(given)):
        faults.append("PERSON")
    if _PHONE.search(given) or _IDENTITY.search(given) or _MAIL.search(given):
        faults.append("NUMBER")
    if _VIEW.search(given):
        faults.append("VIEW")
    return tuple(faults)


def _is_name(before: str, first: str) -> bool:
    """Whether what follows the form of address begins like a personal name: a capital, and no body or post."""
    if not before[0].islower():
        return first in _FAMILY_NAMES
    return first[0].isupper() and first not in _BODIES_AND_POSTS and first not in _WORSHIPPED
