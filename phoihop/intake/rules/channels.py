"""Complaints and denunciations go their own way, by law; they are not handled as reflections (DOMAIN 6.2).

Rules as data over text in lower case, with marks (NFC): the same letters without marks mean too many other things, so
of those only the plainest phrases count. A rule is a pattern; what is written in `_NOT` around it takes it back:
whoever says that he has nothing to complain about, or that others complain, is not complaining.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _(text: str) -> str:
    """Marks a sentence for translation; whoever shows it translates it."""
    return text


COMPLAINT, DENUNCIATION = "COMPLAINT", "DENUNCIATION"


@dataclass(frozen=True, slots=True)
class Channel:
    """Where such a text belongs. `words` says it to the writer."""

    kind: str
    name: str
    words: str


CHANNELS = {
    COMPLAINT: Channel(
        COMPLAINT,
        _("Khiếu nại"),
        _(
            "Nội dung này giống đơn khiếu nại một quyết định hoặc việc làm của cơ quan nhà nước. Khiếu nại có trình tự "
            "và thời hạn riêng theo luật, không giải quyết qua trang phản ánh. Hãy gửi đơn có chữ ký tới chính cơ quan "
            "đã ra quyết định, hoặc tới nơi tiếp công dân của cơ quan đó."
        ),
    ),
    DENUNCIATION: Channel(
        DENUNCIATION,
        _("Tố cáo"),
        _(
            "Nội dung này giống đơn tố cáo hành vi vi phạm. Tố cáo có trình tự riêng theo luật để bảo vệ người tố cáo, "
            "không giải quyết qua trang phản ánh. Hãy gửi đơn, hoặc đến trình bày trực tiếp, tại nơi tiếp công dân của "
            "cơ quan có thẩm quyền hoặc của thanh tra."
        ),
    ),
}

_WRITER = (
    r"(?:tôi|tui|em|con|cháu|chúng tôi|chúng em|chúng cháu|bà con|gia đình tôi|nhà tôi|hộ tôi|công ty tôi"
    r"|người dân chúng tôi)"
)
_WISH = (
    r"(?:\s+(?:xin|muốn|phải|cần|sẽ|đã|đang|nay|kính|được|quyết định|làm đơn|viết đơn|gửi đơn|nộp đơn|viết đơn này"
    r"|làm đơn này|có đơn|trân trọng|viết thư này)){0,3}"
)
_HEAD = r"(?:^|[.!?\n:;]\s*)"

RULES: tuple[tuple[str, str], ...] = (
    # The paper itself by its name, at the head of the text or as what is being sent.
    (DENUNCIATION, rf"{_HEAD}đơn\s+(?:thư\s+)?tố\s+(?:cáo|giác)"),
    (COMPLAINT, rf"{_HEAD}đơn\s+(?:thư\s+)?(?:khiếu\s+(?:nại|kiện)|kiện)"),
    (DENUNCIATION, r"(?:gửi|nộp|viết|làm)\s+đơn\s+(?:này\s+)?(?:(?:để|xin)\s+)?tố\s+(?:cáo|giác)"),
    (COMPLAINT, r"(?:gửi|nộp|viết|làm)\s+đơn\s+(?:này\s+)?(?:(?:để|xin)\s+)?khiếu\s+(?:nại|kiện)"),
    # The writer says that he does it.
    (DENUNCIATION, rf"\b{_WRITER}{_WISH}\s+tố\s+(?:cáo|giác)"),
    (COMPLAINT, rf"\b{_WRITER}{_WISH}\s+khiếu\s+(?:nại|kiện)"),
    (DENUNCIATION, rf"{_HEAD}(?:xin\s+|kính\s+|nay\s+)?tố\s+(?:cáo|giác)\s+\S"),
    (COMPLAINT, rf"{_HEAD}(?:xin\s+|kính\s+|nay\s+)?khiếu\s+(?:nại|kiện)\s+\S"),
    # What a complaint is about: a decision, an act.
    (
        COMPLAINT,
        r"khiếu\s+(?:nại|kiện)\s+(?:về\s+|đối\s+với\s+|lần\s+(?:đầu|hai|thứ\s+hai)\s+)?(?:quyết\s+định|hành\s+vi|việc\s+làm)",
    ),
    (
        DENUNCIATION,
        r"tố\s+(?:cáo|giác)\s+(?:về\s+|đối\s+với\s+)?(?:hành\s+vi|ông|bà|cán\s+bộ|chủ\s+tịch|lãnh\s+đạo|giám\s+đốc|công\s+an)",
    ),
    # Without marks, only what cannot be anything else.
    (DENUNCIATION, rf"(?:{_HEAD}don\s+to\s+cao|\btoi\s+(?:xin\s+|muon\s+)?to\s+cao\s+(?:ong|ba|can\s+bo|hanh\s+vi))"),
    (COMPLAINT, rf"(?:{_HEAD}don\s+khieu\s+nai|\btoi\s+(?:xin\s+|muon\s+|lam\s+don\s+)?khieu\s+nai\b)"),
)

# Right before the words, in the same clause: they are denied, asked about, somebody else's, or over.
_NOT_BEFORE = re.compile(
    r"(?:không|chẳng|chả|chưa|đừng|khỏi|hết|miễn|không\s+phải\s+là|không\s+phải|chứ\s+không)"
    r"(?:\s+(?:có|còn|phải|phải\s+là|muốn|cần|hề|dám|định|ai|gì|là|bao\s+giờ|đến\s+mức|thể))*"
    r"(?:\s+(?:gì|điều\s+gì|việc\s+gì|ai))?(?:\s+(?:để|mà|đáng|phải|cần))*(?:\s+(?:đơn|một\s+đơn|thư))?\s*$"
)
# Right after: a counter, a rule, an office, a law of that name is spoken of.
_NOT_AFTER = re.compile(
    r"^\s*(?:(?:và|,|-|–|hoặc|hay)\s*(?:tố\s+cáo|khiếu\s+nại)\s*)?"
    r"(?:thì\s+(?:gửi|nộp|đến|làm|phải)|ở\s+đâu|như\s+thế\s+nào|thế\s+nào|được\s+không|có\s+được|là\s+gì)"
)
_TITLE_BEFORE = re.compile(
    r"(?:luật|quyền|hòm\s+thư|thùng\s+thư|hộp\s+thư|mẫu|tiếp\s+nhận|giải\s+quyết|thủ\s+tục|hướng\s+dẫn|quy\s+trình|biển|bảng)"
    r"(?:\s+(?:đơn|thư|về|các|những))*\s*$"
)

_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in RULES)
_CORE = re.compile(
    r"(?:đơn\s+(?:thư\s+)?)?(?:tố\s+(?:cáo|giác)|khiếu\s+(?:nại|kiện))|đơn\s+kiện|(?:don\s+)?(?:to\s+cao|khieu\s+nai)"
)
_CLAUSE = re.compile(r"[.!?;:\n]")


def kind_of(text: str) -> str:
    """COMPLAINT, DENUNCIATION or "". `text` is NFC. A denunciation is the graver of two."""
    lower = text.lower()
    found = {kind for kind, pattern in _COMPILED for match in pattern.finditer(lower) if _counts(lower, match)}
    return DENUNCIATION if DENUNCIATION in found else COMPLAINT if found else ""


def _counts(lower: str, match: re.Match[str]) -> bool:
    core = _CORE.search(lower, match.start(), match.end())
    start, end = (core.start(), core.end()) if core else match.span()
    before = _CLAUSE.split(lower[max(0, start - 60) : start])[-1]
    after = lower[end : end + 60]
    return not (_NOT_BEFORE.search(before) or _NOT_AFTER.search(after) or _TITLE_BEFORE.search(before))
