"""What is no checkable statement of fact: opinions, hearsay, questions, persons, wishes that something be taken down.

Rules as data: each with sentences that must and that must not trigger it, which the tests read. A claim is about what
was published where; who said it is nobody's business here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

FEWEST_WORDS = 4

_UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_HONORIFIC = r"(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Ee]m)"
# Places that carry an honorific in their name, or follow a word for a place.
_PLACE_WORDS = (
    "cầu|chợ|núi|sông|kênh|hòn|rạch|cửa|vàm|xã|phường|trấn|huyện|quận|ấp|khu|đảo|bãi|mũi|miếu|đình|chùa|đền|đường|phố|tỉnh"
    "|bến|cảng|đập|hồ|đèo|suối|thôn|bưu điện|bệnh viện|trường|lăng"
)
_PLACES = (
    "Bà Rịa|Bà Nà|Bà Đen|Bà Chiểu|Bà Điểm|Bà Triệu|Bà Trưng|Ông Đốc|Ông Lãnh|Ông Trang|Cô Tô|Anh Quốc|Bác Ái|Bác Hồ"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of wording that is no claim. `is_cased`: the pattern reads capitals."""

    key: str
    pattern: re.Pattern[str]
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    is_cased: bool = False


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)")


RULES = (
    Rule(
        "OPINION",
        _words(
            r"theo (?:quan điểm |ý kiến |cảm nhận )?(?:của )?(?:tôi|tui|mình|chúng tôi|chúng ta)",
            r"(?:tôi|tui|mình|chúng tôi|ai cũng|nhiều người) (?:cho rằng|nghĩ|tin rằng|cảm thấy|thấy rằng)",
            r"(?:tôi|chúng tôi) (?:không )?(?:ủng hộ|phản đối|đồng ý|hài lòng|đồng tình)",
            r"quá (?:tệ|kém|dở|chậm chạp|vô lý|bất công|đáng|nhiêu khê)",
            r"(?:thật )?đáng (?:xấu hổ|lên án|trách|khen|thất vọng|hoan nghênh|chê)",
            r"vô trách nhiệm|bất công|thất vọng|tệ nhất|kém nhất|tồi tệ|vớ vẩn|vô cảm",
            r"không nên|lẽ ra|đáng lẽ|giá như|thà rằng",
        ),
        must=(
            "Theo tôi việc đăng ký tàu cá làm quá chậm",
            "Chúng tôi cho rằng tỉnh chưa quan tâm đến ngư dân",
            "Cách làm của sở thật đáng thất vọng và vô trách nhiệm",
            "Tỉnh không nên thu phí cảng cá trong năm nay",
            "Thủ tục cấp giấy phép quá nhiêu khê đối với ngư dân",
            "Tôi phản đối kế hoạch dời chợ",
        ),
        must_not=(
            "Sở Y tế cho rằng dịch đã được khống chế từ ngày 20/7",
            "Dịch bùng phát nên 12 trường học đóng cửa từ ngày 2/8",
            "Theo Quyết định 12/QĐ-UBND, phí cảng cá tăng 30 % từ tháng 8",
            "70 % người được hỏi ủng hộ dự án cống Cái Lớn",
            "Nước thải quá 3 lần mức cho phép chảy ra sông Kiên",
            "Ủy ban nhân dân tỉnh không thu phí cảng cá năm 2021",
        ),
    ),
    Rule(
        "HEARSAY",
        _words(
            r"hình như|có lẽ|nghe nói|nghe đồn|nghe đâu|chắc là|không biết có phải|người ta nói|thấy bảo|có vẻ",
            r"(?:tin )?đồn (?:rằng|là)",
        ),
        must=(
            "Nghe nói bến tàu Rạch Giá sẽ đóng cửa từ tuần sau",
            "Hình như có ổ dịch mới ở phường Vĩnh Thanh",
            "Có lẽ giá xăng cho tàu cá tăng gấp đôi",
        ),
        must_not=(
            "Bến tàu Rạch Giá đóng cửa từ ngày 9/8/2021",
            "Đồn biên phòng Rạch Giá thu giữ 12 tàu cá",
            "Có 14 ca mắc mới ở phường Vĩnh Thanh trong ngày 1/8",
        ),
    ),
    Rule(
        "QUESTION",
        re.compile(r"\?\s*$|(?<!\w)(?:phải không|đúng không|có phải|tại sao|vì sao|liệu có)(?!\w)"),
        must=(
            "Có phải từ tháng 8 ngư dân phải nộp phí cảng?",
            "Tại sao tỉnh cho dừng dự án lấn biển",
            "Tiêm vắc xin ở Hòn Đất đã xong phải không",
        ),
        must_not=(
            "Từ tháng 8 ngư dân phải nộp phí cảng 50.000 đồng một lần",
            "Tỉnh dừng dự án lấn biển từ ngày 15/7 do chưa đánh giá tác động môi trường",
        ),
    ),
    Rule(
        "PERSON",
        re.compile(
            rf"(?<!\w)(?!(?:{_PLACES})(?!\w))(?<![Nn]ước )(?<![Tt]iếng ){_HONORIFIC} (?=[{_UPPER}])(?:[{_UPPER}]\w*)"
        ),
        must=(
            "Ông Nguyễn Văn Bê nhận tiền hỗ trợ hai lần",
            "Báo đưa tin bà Lê Thị Xê đã bán đất lấn biển",
            "Ngày 2/8 anh Tư Đờn bị xử phạt 15 triệu đồng",
            "Phó chủ tịch xã, ông Trần Dê, ký khống danh sách hỗ trợ",
        ),
        must_not=(
            "Bà con ngư dân Kiên Giang được hỗ trợ 10 triệu đồng mỗi tàu",
            "Tàu cá tỉnh Bà Rịa - Vũng Tàu được neo đậu miễn phí ở Rạch Giá",
            "Cầu Ông Lãnh và chợ Bà Chiểu đóng cửa từ ngày 9/7",
            "Kênh Ông Hiển bị ô nhiễm gấp 5 lần quy chuẩn",
            "Ông bà trên 65 tuổi được tiêm trước ngày 15/8",
            "Trường Nguyễn Trung Trực dừng học từ ngày 2/8",
            "Anh Quốc tặng tỉnh 20.000 liều vắc xin",
        ),
        is_cased=True,
    ),
    Rule(
        "ACCOUNT",
        _words(
            r"(?:tài khoản|trang|nick) (?:cá nhân|facebook cá nhân|facebook của|mạng xã hội của|zalo của)",
            r"tài khoản (?:facebook|zalo|tiktok|youtube|mạng xã hội|có tên|tên)",
            r"facebook của (?:ông|bà|anh|chị|một)|facebooker|tiktoker|youtuber",
            r"người đăng(?: tin| bài)?|chủ tài khoản|kẻ (?:tung tin|xấu|đăng|phát tán)",
            r"đối tượng (?:tung|đăng|phát tán|đưa tin|xuyên tạc|chống đối|phản động)",
        ),
        must=(
            "Tài khoản Facebook Mực Một Nắng nói cảng cá tăng phí",
            "Đối tượng đăng tin phong tỏa toàn thành phố Rạch Giá",
            "Kẻ xấu tung tin vỡ đập ở Giang Thành",
            "Trang cá nhân của một cán bộ xã nói dịch đã hết",
        ),
        must_not=(
            "Tiền hỗ trợ được chuyển vào tài khoản ngân hàng của chủ tàu trước ngày 10/8",
            "Trang thông tin điện tử của sở ghi số ca mắc là 1.200",
            "Đối tượng chính sách được miễn 50 % viện phí từ tháng 8",
        ),
    ),
    Rule(
        "HANDLE",
        re.compile(r"(?<![\w.@])@[\w.]{3,}|(?<!\d)\d{12}(?!\d)|profile\.php\?id="),
        must=("Bài của @mucmotnang nói phí cảng tăng gấp đôi", "Người có căn cước 091085001234 nhận hỗ trợ hai lần"),
        must_not=("Hộp thư soyte@kiengiang.gov.vn ngừng nhận thư từ ngày 1/8", "Tổng thu là 1.234.567.890 đồng"),
    ),
    Rule(
        "TAKEDOWN",
        re.compile(
            r"(?:^|[.!;:] )(?:xin |hãy |chúng tôi )?(?:yêu cầu|đề nghị|hãy|xin) (?:\w+ ){0,5}?"
            r"(?:gỡ|xóa|xoá|chặn|khóa|khoá)(?: bỏ)? (?:ngay )?"
            r"(?:bài|tin|tài khoản|trang|video|clip|nội dung|thông tin)(?!\w)"
        ),
        must=(
            "Đề nghị gỡ bài nói về phí cảng cá ở Rạch Giá",
            "Yêu cầu mạng xã hội khóa tài khoản nói sai về vắc xin",
        ),
        must_not=(
            "Báo đã gỡ bài nói về phí cảng cá từ ngày 3/8",
            "Từ 1/8 cảng cá khóa cổng sau 22 giờ",
            "Sở Y tế yêu cầu các trạm chặn tin nhắn giả mạo trước ngày 5/8",
        ),
    ),
)
_BY_KEY = {rule.key: rule for rule in RULES}
OF_PERSONS = ("PERSON", "ACCOUNT", "HANDLE")
_PLACE_BEFORE = re.compile(rf"(?:{_PLACE_WORDS})\s*$")


def faults_of(text: str, keys: tuple[str, ...] = tuple(_BY_KEY)) -> tuple[str, ...]:
    """The keys of the rules that this wording breaks, in their order; of all rules unless some are named."""
    given = unicodedata.normalize("NFC", text)
    lower = given.lower()
    return tuple(key for key in keys if _breaks(_BY_KEY[key], given, lower))


def is_too_short(text: str) -> bool:
    """Fewer words than a statement of fact can have."""
    return len(text.split()) < FEWEST_WORDS


def _breaks(rule: Rule, given: str, lower: str) -> bool:
    text = given if rule.is_cased else lower
    if rule.key != "PERSON":
        return rule.pattern.search(text) is not None
    return any(not _PLACE_BEFORE.search(lower[: found.start()]) for found in rule.pattern.finditer(text))
