"""Questions of the press and corrections asked of it: grounds, terms, and what the words of a request may be.

Terms and grounds are data a body sets for itself, no statement of law. Each rule of wording carries sentences that must
and that must not trigger it, which the tests read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from phoihop.ground.dates import DAY, WORKING_DAY, Explanation, WorkCalendar, explain_count, explain_date

GROUNDS = ("SECRET", "PRIVATE", "PROCEEDINGS", "UNCONCLUDED")  # the only ones on which an answer may be refused

HOUR = "hour"
MEASURES = (WORKING_DAY, DAY, HOUR)
MOST = 720
FEWEST_WORDS = 4

LONGEST_NAME, LONGEST_TEXT, LONGEST_ANSWER, LONGEST_NOTE, LONGEST_ADDRESS = 200, 4_000, 10_000, 1_000, 500
LONGEST_FACT = 1_000
MOST_EVIDENCE = 20


def _(text: str) -> str:
    """Marks a source for translation; whoever shows it translates it."""
    return text


@dataclass(frozen=True, slots=True)
class Term:
    """So many working days, days or hours."""

    amount: int
    measure: str


DEFAULTS = {
    "query": Term(3, WORKING_DAY),  # until a question of the press is answered
    "asked": Term(10, WORKING_DAY),  # until a publisher who is asked for a correction is waited for
}
ANCHORS = {"query": _("ngày nhận câu hỏi"), "asked": _("ngày gửi yêu cầu cải chính")}


@dataclass(frozen=True, slots=True)
class Due:
    """A day with how it came about; `moment` where the term is one of hours."""

    day: date
    moment: datetime | None
    explanation: Explanation


def due_of(key: str, term: Term, received: datetime, calendar: WorkCalendar) -> Due:
    """The day of a term that begins at a moment, local time. Refused: years that the calendar does not know."""
    if term.measure == HOUR:
        moment = received + timedelta(hours=term.amount)
        explained = explain_date(calendar, rule="on", day=moment.date(), anchor_name=ANCHORS[key])
        # Hours run on through days off: the day is that of the moment.
        return Due(moment.date(), moment, _plain(explained, moment.date()))
    explained = explain_count(
        calendar,
        rule="after",
        amount=term.amount,
        unit=term.measure,
        anchor_date=received.date(),
        anchor_name=ANCHORS[key],
    )
    return Due(explained.due, None, explained)


def _plain(explained: Explanation, day: date) -> Explanation:
    if explained.due == day:
        return explained
    return Explanation(rule="on", due=day, anchor_name=explained.anchor_name, anchor_date=day)


def is_late(now: datetime, due_date: date, due_at: datetime | None) -> bool:
    """Whether the term is over at this moment, local time. Its last day counts."""
    return now > due_at if due_at is not None else now.date() > due_date


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────────

_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_THING = (
    r"(?:các |những |toàn bộ |hết |ngay |đi |lập tức |cái |đoạn |phần )*"
    r"(?:bài|tin|thông tin|nội dung|tác phẩm|phóng sự|video|clip|ảnh|hình|bản ghi|đường dẫn|link|bình luận|tài khoản"
    r"|trang|fanpage|kênh)(?! (?:cá|biển|mặn|ngọt|mạng|trại|bị|thiết bị))"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of wording that a request for correction may not have."""

    key: str
    pattern: re.Pattern[str]
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    is_cased: bool = False


RULES = (
    Rule(
        "REMOVAL",
        re.compile(
            r"(?<!\w)(?:(?:(?:yêu cầu|đề nghị|phải|cần|hãy|xin|mong|buộc|vui lòng|kính đề nghị)(?: \w+){0,6}? )"
            r"(?:gỡ|tháo gỡ|xóa|xoá|hạ|rút|thu hồi|ẩn|chặn|khóa|khoá|lột|đóng|bóc)(?: bỏ| xuống)? " + _THING + r"(?!\w)"
            r"|(?:gỡ|xóa|xoá|rút|hạ|bóc)(?: bỏ| xuống)? (?:bài|tin|nội dung|video|clip|thông tin)(?: \w+){0,8}? "
            r"(?:khỏi|xuống khỏi|ra khỏi) (?:trang|báo|mạng|internet|hệ thống|website|kênh|cổng)"
            r"|(?:ngừng|dừng|thôi|không được|không|chấm dứt)(?: việc)? (?:hiển thị|phát hành|lưu hành|phổ biến|cho xem)"
            r" (?:bài|tin|nội dung|video|clip|số báo|ấn phẩm)"
            r"|(?:take ?down|remove|delete) (?:the )?(?:article|post|story|video|content)"
            r"|(?:yêu cầu|đề nghị|hãy|phải|vui lòng)(?: \w+){0,6}? (?:gỡ|xóa|xoá)(?: bỏ)? (?:nó|đi|ngay)(?!\w))"
        ),
        must=(
            "Đề nghị quý báo gỡ bài về phí cảng cá",
            "Yêu cầu tòa soạn xóa bỏ ngay bài viết ngày 1/8",
            "Đề nghị quý báo cải chính và hạ bài xuống",
            "Phải thu hồi tin đã phát lúc 19 giờ",
            "Xin vui lòng ẩn video về cống Cái Lớn",
            "Yêu cầu khóa tài khoản đã đăng tin",
            "Gỡ bỏ nội dung sai này khỏi trang của báo",
            "Đề nghị ngừng phát hành số báo ngày 2/8 và dừng hiển thị bài trên mạng",
            "Please take down the article",
            "Yêu cầu báo xóa ngay",
        ),
        must_not=(
            "Bài viết nói lan can cầu Cái Lớn đã bị tháo gỡ ngày 1/8",
            "Chủ tàu cá phải rút lưới trước 17 giờ",
            "Sở đã thu hồi 12 giấy phép khai thác trong tháng 7",
            "Phí cảng cá không tăng; mức thu vẫn là 50.000 đồng một lượt",
            "Đề nghị quý báo đăng thông tin đúng ở vị trí tương đương",
            "Bài viết nói tỉnh xóa nợ cho 120 hộ nuôi cá",
            "Tỉnh yêu cầu chủ tàu gỡ tín hiệu giám sát hỏng trong 24 giờ",
        ),
    ),
    Rule(
        "OPINION",
        re.compile(
            r"(?<!\w)(?:theo (?:quan điểm |ý kiến |cảm nhận )?(?:của )?(?:tôi|mình|chúng tôi)"
            r"|(?:tôi|chúng tôi) (?:cho rằng|nghĩ|tin rằng|cảm thấy|thấy rằng|không đồng (?:ý|tình))"
            r"|phản động|thù địch|xuyên tạc|bôi nhọ|nói xấu|giọng điệu|thiếu thiện chí|động cơ|ác ý|một chiều"
            r"|vô trách nhiệm|bất công|đáng (?:tiếc|trách|lên án))(?!\w)"
        ),
        must=(
            "Bài báo có giọng điệu thiếu thiện chí với tỉnh",
            "Chúng tôi không đồng tình với nhận định của bài báo",
            "Phóng viên xuyên tạc chủ trương của tỉnh",
        ),
        must_not=(
            "Bài báo viết có 14 ca mắc ở phường Vĩnh Thanh trong ngày 1/8",
            "Chúng tôi thu phí 50.000 đồng một lượt từ năm 2019",
        ),
    ),
    Rule(
        "PERSON",
        re.compile(
            rf"(?<!\w)(?:(?:phóng viên|nhà báo|tác giả|biên tập viên|người viết) (?:[Ôô]ng |[Bb]à )?(?=[{_UPPER}])"
            rf"|(?:[Pp]hóng viên|[Nn]hà báo|[Tt]ác giả) (?=[{_UPPER}]))"
            r"|(?<![\w.@])@[\w.]{3,}|profile\.php\?id="
        ),
        must=(
            "Phóng viên Nguyễn Văn Bê viết sai số ca mắc trong ngày",
            "Bài của nhà báo Trần Thị Xê nói phí tăng gấp đôi",
        ),
        must_not=(
            "Bài báo dẫn số liệu của Sở Y tế sai 10 lần so với báo cáo",
            "Các phóng viên được mời dự họp báo ngày 5/8",
        ),
        is_cased=True,
    ),
)
_BY_KEY = {rule.key: rule for rule in RULES}


def faults_of(text: str, *keys: str) -> tuple[str, ...]:
    """The rules that these words break, in their order; of all unless some are named."""
    given = unicodedata.normalize("NFC", text)
    lowered = given.lower()
    return tuple(
        key
        for key in keys or tuple(_BY_KEY)
        if _BY_KEY[key].pattern.search(given if _BY_KEY[key].is_cased else lowered)
    )


def is_too_short(text: str) -> bool:
    """Fewer words than a checkable statement can have."""
    return len(text.split()) < FEWEST_WORDS
