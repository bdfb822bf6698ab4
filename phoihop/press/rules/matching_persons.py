"""A standing query looks for matters, never for a person: which expressions are refused. A rule of wording, no more.

A name is let through behind a word that makes it the name of a thing: "lễ hội Nguyễn Trung Trực", "đường Trần Phú".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from phoihop.ground.text import fold, nfc

_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_SURNAMES = (
    "Nguyễn|Trần|Lê|Phạm|Huỳnh|Hoàng|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Đoàn|Trương|Lâm|Mai|Trịnh|Đào|Cao|Tô"
    "|Hà|Châu|Danh|Thạch|Kim|Sơn|Tạ|Quách|Lương|Vương|Phùng|Thái|Lưu|Chu|Nghiêm|Triệu|Mã"
)
_THINGS = (
    "đường|phố|cầu|chợ|trường|đình|đền|chùa|miếu|lăng|tượng|tượng đài|công viên|quảng trường|bệnh viện|hồ|kênh|sông"
    "|núi|đảo|hòn|khu|lễ hội|lễ giỗ|ngày giỗ|di tích|bảo tàng|nhà hát|sân|cảng|xã|phường|huyện|quận|tỉnh|ấp|giải"
    "|giải thưởng|quỹ|học bổng|tuyến|nút giao|hầm|đại lộ|thư viện|nhà thờ|thánh thất|khởi nghĩa|phong trào"
)
_NAME = re.compile(rf"(?<!\w)(?:{_SURNAMES})(?: [{_UPPER}][^\W\d_]*){{2,3}}(?!\w)")
_NAME_IN_SMALL = re.compile(
    r"(?<!\w)(?:nguyen|tran|le|pham|huynh|hoang|phan|vu|vo|dang|bui|do|ho|ngo) (?:van|thi) [a-z]+"
)
_HONORIFIC = re.compile(rf"(?<!\w)(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú)(?: [{_UPPER}][^\W\d_]*)+(?!\w)")
_HANDLE = re.compile(r"(?<![\w.@])@[\w.]{3,}|(?<!\d)(?:\d{9}|\d{12})(?!\d)|(?<!\d)0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}(?!\d)")
_BEHIND_A_THING = re.compile(rf"(?<!\w)(?:{_THINGS}) $", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """A wording and whether it is refused; the tests read these."""

    text: str
    is_refused: bool


CASES = (
    Case('"Nguyễn Văn Bê"', is_refused=True),
    Case("Trần Thị Xê tham nhũng", is_refused=True),
    Case('"nguyen van be" OR tàu', is_refused=True),
    Case('"nguyễn thị xê"', is_refused=True),
    Case('"ông Tư Đờn" đất', is_refused=True),
    Case('"bà Lê Xê"', is_refused=True),
    Case("@mucmotnang cảng", is_refused=True),
    Case("091085001234", is_refused=True),
    Case('"0912 345 678"', is_refused=True),
    Case('"lễ hội Nguyễn Trung Trực"', is_refused=False),
    Case('"đường Trần Hưng Đạo" ngập', is_refused=False),
    Case('"khai thác thủy sản bất hợp pháp" OR IUU', is_refused=False),
    Case('"sốt xuất huyết" ("Kiên Giang" OR "Phú Quốc")', is_refused=False),
    Case('"bà con ngư dân"', is_refused=False),
    Case("dịch NEAR/5 phường", is_refused=False),
    Case("H5N1 2025", is_refused=False),
)


def aims_at_a_person(expression: str) -> bool:
    text = " ".join(nfc(expression).split())
    if _HANDLE.search(text) or _NAME_IN_SMALL.search(fold(text)):
        return True
    return any(
        not _BEHIND_A_THING.search(text[: found.start()])
        for pattern in (_NAME, _HONORIFIC)
        for found in pattern.finditer(text)
    )
