"""What no forecast may be about: a person, a verdict that has not been read; and wording that no source can decide.

Rules as data; they look at words only. Whoever might be meant is not looked for, and nothing about persons is kept.
An office is named by its title: "Chủ tịch Ủy ban nhân dân tỉnh", never by who holds it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from phoihop.forecasts.rules.limits import FEWEST_RULE_WORDS, FEWEST_WORDS

_UPPER = "".join(char for char in map(chr, range(0x41, 0x1EFA)) if char.isalpha() and char.isupper())
_WORD = rf"[{_UPPER}][^\W\d_{_UPPER}]*(?!\w)"  # a syllable of a name: one capital, no more
_SURNAME = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Mai|Đào|Lâm|Trương|Cao|Tạ|Thái"
    "|Châu|Hà|La|Danh|Thạch|Kim|Quách|Mạc|Tô|Tôn|Từ|Lương|Lưu|Vương|Văn|Phùng|Đoàn|Triệu|Chu|Tăng|Diệp|Ông|Thị|Sơn|Tống"
)
_HONORIFIC = (
    r"[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Ee]m|[Cc]háu|[Cc]ụ|[Tt]hầy|[Đđ]ồng chí|[Đđ]/c|[Dd]ì|[Cc]ậu|[Mm]ợ"
    r"|[Bb]é"
)
# Whom a name may follow. A title alone is an office and may stand.
_ROLE = (
    "bị can|bị cáo|bị hại|nạn nhân|nghi phạm|nghi can|nhân chứng|đương sự|đối tượng|thuyền trưởng|chủ tàu|chủ hộ"
    "|chủ cơ sở|ngư dân|nông dân|công nhân|bệnh nhân|bác sĩ|y sĩ|giáo viên|học sinh|sinh viên|cán bộ|công chức"
    "|viên chức|đảng viên|doanh nhân|nhà báo|phóng viên|luật sư|thẩm phán|kiểm sát viên|giám đốc|phó giám đốc|chủ tịch"
    "|phó chủ tịch|bí thư|phó bí thư|trưởng ban|trưởng phòng|phó trưởng ban|đại biểu|linh mục|thượng tọa|đại đức"
    "|hòa thượng|mục sư|công dân|người dân|người tên|tên là|họ tên|hộ"
)
# What carries a name and is no person: it stands before the name.
_PLACE_BEFORE = re.compile(
    r"(?:cầu|chợ|núi|sông|kênh|hòn|rạch|cửa|vàm|xã|phường|trấn|huyện|quận|ấp|khu|đảo|bãi|mũi|miếu|đình|chùa|đền|đường"
    r"|phố|tỉnh|bến|cảng|đập|hồ|đèo|suối|thôn|bưu điện|bệnh viện|trường|học|thpt|thcs|tiểu học|trung học|cơ sở"
    r"|phổ thông|đại học|lăng|công viên|quảng trường|giải|giải thưởng|lễ hội|khởi nghĩa|chiến dịch|tư tưởng|thành phố"
    r"|tp|tp\.|thị xã|cống|âu|tuyến|nhà máy|thư viện|bảo tàng|di tích|tượng đài|đoàn|đội|quỹ|nước|tiếng|lộ)\s*$"
)
_PLACES = (
    "Bà Rịa|Bà Nà|Bà Đen|Bà Chiểu|Bà Điểm|Bà Triệu|Bà Trưng|Bà Chúa Xứ|Ông Đốc|Ông Lãnh|Ông Trang|Ông Hiển|Cô Tô"
    "|Anh Quốc|Bác Ái|Bác Hồ|Hồ Chí Minh|Nguyễn Trung Trực|Hà Nội|Hà Tiên|Hà Giang|Hà Nam|Hà Tĩnh|Hà Đông|Cao Bằng"
    "|Cao Lãnh|Thái Nguyên|Thái Bình|Thái Lan|Châu Thành|Châu Đốc|Châu Phú|Châu Á|Châu Âu|Châu Phi|Mai Châu|Lâm Đồng"
    "|Lâm Hà|Dương Đông|Dương Tơ|Phan Thiết|Phan Rang|Sơn La|Sơn Tây|Sơn Trà|Kim Giang|Kim Sơn|La Gi|Thạch Hà"
    "|Thạch Thất|Lý Sơn|Vũ Quang|Vũng Tàu|Tô Hiến Thành|Tăng Bạt Hổ|Triệu Phong|Lương Sơn|Từ Sơn|Đoàn Thanh"
    "|Hoàng Sa|Hoàng Mai|Hồ Tây|Ngô Mây|Văn Giang|Văn Lâm|Văn Chấn|Văn Bàn|Vương Quốc|Mai Sơn|Lê Chân|Đinh Hòa|Danh Coi"
    "|Kim Thành|Kim Bảng"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of wording that no question may have. `unless`: a text that says this as well is let pass."""

    key: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    is_cased: bool = False
    is_of_names: bool = False  # what stands before the find may say that it is a place


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)")


_NOT_A_PLACE = rf"(?!(?:{_PLACES})(?!\w))"
_ONES = r"(?:bị cáo|bị can|nghi phạm|nghi can|hung thủ|người bị (?:bắt|tạm giam|truy tố|khởi tố))"
# Counts of many cases, and that a court sits at all, are no verdict.
_COUNTED = _words(
    r"số (?:vụ|bị can|bị cáo|bản án|phiên tòa|án|lượt)", r"tỷ lệ", r"bao nhiêu (?:vụ|phiên|bản án|bị cáo|bị can)",
    r"tổng số", r"(?:trên|dưới|hơn|ít nhất|từ) \d[\d.]* (?:vụ|phiên|bản án|lượt)", r"\d[\d.]* vụ trở lên",
)  # fmt: skip

RULES = (
    Rule(
        "HONORIFIC",
        re.compile(rf"(?<!\w)(?:{_HONORIFIC}) {_NOT_A_PLACE}(?:{_WORD})"),
        is_cased=True,
        is_of_names=True,
    ),
    Rule(
        "NAMED",
        re.compile(
            rf"(?<!\w){_NOT_A_PLACE}(?:{_SURNAME})(?: {_WORD}){{2,3}}"
            rf"|(?<!\w)(?i:{_ROLE}) {_NOT_A_PLACE}(?:{_SURNAME}) {_WORD}"
            rf"|(?<!\w)(?i:{_ROLE}) (?:[{_UPPER}]\.\s?){{1,4}}(?=\s|,|$)"
        ),
        is_cased=True,
        is_of_names=True,
    ),
    Rule(
        "NUMBER",
        re.compile(
            # a telephone
            r"(?<![\d.,])(?:\+84|0)(?:[\s.-]?\d){9,10}(?![\d.]*\d)"
            # an identity card: twelve digits in one piece, or nine to twelve behind its name
            r"|(?<![\d.,])\d{12}(?!\d)(?!\s*(?:đồng|tấn|kg|lít|m3|m²|usd|kwh))"
            r"|(?<!\w)(?:cmnd|cccd|căn cước(?: công dân)?|chứng minh nhân dân|hộ chiếu|mã định danh|mã số bảo hiểm)"
            r"(?: số)?:? ?[a-z]?\d{7,12}(?!\d)"
            # an address of somebody's own
            r"|[\w.+-]+@[\w-]+\.[\w.]+|(?<![\w.@])@[\w.]{3,}|(?:facebook|fb|zalo|tiktok)\.(?:com|me)/\S+"
            r"|profile\.php\?id="
        ),
    ),
    Rule(
        "DESCRIBED",
        _words(
            r"sinh (?:năm|ngày) [\d/]+,? (?:ngụ|trú|quê|thường trú|tạm trú|ở|làm)",
            r"sn \d{4}",
            r"\(\d{2} tuổi\)",
            r"\d{2} tuổi,? (?:ngụ|trú|quê|thường trú)",
            r"(?:tài khoản|trang|nick) (?:cá nhân|facebook|zalo|tiktok)",
            r"(?:vợ|chồng|con trai|con gái|em trai|em gái|anh trai|cha|mẹ|người tình|người thân) (?:của )?(?:ông|bà|anh"
            r"|chị|chủ tịch|bí thư|giám đốc|trưởng|phó|cán bộ|một)",
            r"(?:đời tư|bệnh án|lý lịch|tín ngưỡng|quan hệ riêng) của (?:ông|bà|anh|chị|một|chủ tịch|bí thư|giám đốc)",
        ),
    ),
    Rule(
        "VERDICT",
        _words(
            rf"{_ONES}(?:\s\S+){{0,8}}? (?:bị tuyên|được tuyên|sẽ bị|nhận (?:mức )?án|lãnh án|phạm tội|vô tội|có tội"
            rf"|bị phạt|bị kết|bị xử|kháng cáo|thoát|được (?:tha|giảm|hưởng)|nhận tội|bị (?:tử hình|chung thân))",
            r"(?:tòa(?: án)?(?:\s\S+){0,6}?|hội đồng xét xử|hđxx|thẩm phán|phiên tòa(?:\s\S+){0,8}?|phúc thẩm"
            r"|sơ thẩm)(?: có)?(?: sẽ)? (?:tuyên|kết án|kết tội|phán quyết|ra phán quyết|y án|giữ nguyên bản án"
            r"|bác kháng|hủy bản án|hủy án|sửa án|tha bổng|chấp nhận (?:kháng|khởi kiện)|bác đơn|xử (?:thắng|thua))",
            r"(?:mức|hình phạt|bản) án (?:đối với|cho|của|dành cho|trong vụ|vụ)",
            r"án (?:tử hình|chung thân|treo|tù|phạt)(?: (?:đối với|cho|của|dành cho|trong))",
            r"(?:phán quyết|kết quả xét xử|kết quả phiên tòa|tuyên án)(?: của| vụ| trong| đối với| về| ở)?",
            r"bị (?:tuyên|kết án|xử) (?:trên|dưới|từ|án|tử|chung|\d)\S*(?: \S+){0,3} (?:tù|hình|thân|treo)",
            r"có (?:bị kết tội|bị kết án|bị tuyên án|được tuyên vô tội|phạm tội không|bị khởi tố|bị bắt|bị truy tố)",
            r"(?:sẽ|có thể) (?:bị kết tội|bị kết án|bị khởi tố|bị truy tố|bị bắt tạm giam)",
            r"thắng kiện|thua kiện|xử thắng|xử thua",
        ),
        unless=_COUNTED,
    ),
    Rule(
        "VAGUE",
        _words(
            r"đáng kể|kha khá|khả quan|chuyển biến(?: tích cực| rõ)?|cơ bản (?:ổn|đạt|hoàn|được)"
            r"|tương đối (?:tốt|ổn|cao)|tốt hơn|xấu hơn|khá hơn|phần nào|ít nhiều|rõ rệt|mạnh mẽ|nghiêm trọng hơn"
            r"|sớm|trong thời gian tới|sắp tới|nhìn chung|bức xúc|đồng thuận cao"
        ),
    ),
)
_BY_KEY = {rule.key: rule for rule in RULES}
OF_PERSONS = ("HONORIFIC", "NAMED", "NUMBER", "DESCRIBED")
OF_QUESTIONS = tuple(_BY_KEY)
OF_REASONS = (*OF_PERSONS, "VERDICT")


def faults_of(text: str, keys: tuple[str, ...] = OF_QUESTIONS) -> tuple[str, ...]:
    """The keys of the rules that this wording breaks, in their order."""
    given = " ".join(unicodedata.normalize("NFC", text).split())
    lower = given.lower()
    return tuple(key for key in keys if _breaks(_BY_KEY[key], given, lower))


def is_too_short(text: str) -> bool:
    return len(text.split()) < FEWEST_WORDS


def is_rule_too_short(text: str) -> bool:
    return len(text.split()) < FEWEST_RULE_WORDS


def _breaks(rule: Rule, given: str, lower: str) -> bool:
    if rule.unless is not None and rule.unless.search(lower):
        return False
    found = rule.pattern.finditer(given if rule.is_cased else lower)
    return any(not (rule.is_of_names and _PLACE_BEFORE.search(lower[: one.start()])) for one in found)
