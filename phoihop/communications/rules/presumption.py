"""Words that take a person for guilty before a judgment in force, or that foretell or press for a verdict.

The rules are data: what to find, at which stages of the proceedings, why it is not said, and what to write instead.
They look at words only; whoever is meant is not looked for, and nothing about persons is kept. A rule that is absolute
can not be overridden. Explanations are gettext sources, translated where they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache


def _(text: str) -> str:
    """Marks a source for translation; pages translate it."""
    return text


# How far proceedings are. BEFORE: no judgment in force yet; CLEARED: discontinued, or acquitted.
REPORT, INVESTIGATION, PROSECUTION, TRIAL, APPEAL = "REPORT", "INVESTIGATION", "PROSECUTION", "TRIAL", "APPEAL"
IN_FORCE, CLEARED = "IN_FORCE", "CLEARED"
BEFORE = (REPORT, INVESTIGATION, PROSECUTION, TRIAL, APPEAL)
STAGES = (*BEFORE, IN_FORCE, CLEARED)
STAGE_WORDS = {
    REPORT: _("Đang xác minh tin báo"),
    INVESTIGATION: _("Đang điều tra"),
    PROSECUTION: _("Đã có cáo trạng, chờ xét xử"),
    TRIAL: _("Đang xét xử sơ thẩm"),
    APPEAL: _("Đã tuyên sơ thẩm, bản án chưa có hiệu lực"),
    IN_FORCE: _("Bản án đã có hiệu lực"),
    CLEARED: _("Đã đình chỉ, hoặc được tuyên không phạm tội"),
}
_NOT_IN_FORCE = (*BEFORE, CLEARED)
_UNTIL_TRIAL = (REPORT, INVESTIGATION, PROSECUTION)

# Sentences that state the principle itself, that report what somebody is accused of, or that tell what a party to the
# trial asks for.
_PRINCIPLE = (
    r"không ai|suy đoán vô tội|không (?:được|bị) coi|chưa (?:được|bị|thể) coi|cho đến khi|khi chưa có bản án|chỉ khi"
)
_ALLEGED = (
    r"cáo buộc|cáo trạng|bị truy tố|bị khởi tố|khởi tố bị can|tình nghi|nghi vấn|bị nghi|nghi (?:đã|có)|dấu hiệu"
    r"|tố giác|bị điều tra về|lệnh truy nã|bị tố cáo"
)
_PARTY = (
    r"viện kiểm sát|kiểm sát viên|vks|công tố|luật sư|người bào chữa|kháng nghị|kháng cáo|bị hại đề nghị"
    r"|người đại diện của bị hại"
)
_UNKNOWN = r"truy tìm|truy xét|chưa (?:rõ|xác định|tìm ra|biết)|đang (?:xác minh|truy|làm rõ|xác định)"
_GENERAL = r"phòng,? chống|phòng ngừa|tuyên truyền|cảnh giác|quy định|bộ luật|theo luật|tình hình tội phạm"

_UPPER = "".join(char for char in map(chr, range(0x41, 0x1EFA)) if char.isalpha() and char.isupper())
_CRIMES = (
    r"giết(?! mổ)|sát hại|đâm chết|chém chết|đánh chết|hạ sát|cướp(?! đi)|trộm|lừa đảo|chiếm đoạt|tham ô|nhận hối lộ"
    r"|đưa hối lộ|hiếp dâm|dâm ô|buôn lậu|rửa tiền|cưỡng đoạt|phóng hỏa|đầu độc|phi tang|tẩu tán|rút ruột|đánh bạc"
    r"|phạm tội|gây án|ra tay"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern. `unless`: a sentence that says this as well is let pass; `not_after`: words that may not precede."""

    key: str
    pattern: str
    stages: tuple[str, ...]
    why: str
    suggestion: str
    unless: str = ""
    not_after: tuple[str, ...] = ()
    is_absolute: bool = False
    is_cased: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Words found: which rule, where in the text, and the words themselves."""

    key: str
    start: int
    end: int
    words: str
    sentence: str
    why: str
    suggestion: str
    is_absolute: bool


RULES = (
    Rule(
        "demeaning",
        r"\b(?:tên|lũ|bọn|đám|quân|đồ) (?:sát nhân|giết người|cướp|trộm|lừa đảo|tội phạm|phạm tội|côn đồ|tội đồ"
        r"|buôn lậu|hiếp dâm|tham nhũng|bất lương|này|ác quỷ)\b|\b(?:ác thú|cầm thú|quỷ dữ|máu lạnh|mất nhân tính"
        r"|táng tận lương tâm|cặn bã)\b",
        STAGES,
        _("Lời miệt thị hạ thấp con người, kể cả người đã bị kết án."),
        _("Gọi bằng tư cách tố tụng: „bị can“, „bị cáo“, „người bị kết án“, hoặc „người này“."),
        not_after=("có", "mang", "đổi", "họ"),
    ),
    Rule(
        "name-with-ten",
        rf"(?<!\w)[Tt]ên (?!Công |Cty|Doanh |Sở |Ủy |Ban |Dự |Đề |Trường |Tòa |Viện |Facebook|Zalo|Tàu |Cảng )"
        rf"(?=[{_UPPER}]\w* (?:[{_UPPER}]|[a-zà-ỹ]))",
        _NOT_IN_FORCE,
        _("„Tên“ đứng trước họ tên là cách gọi kẻ phạm tội."),
        _("Bỏ chữ „tên“; dùng tư cách tố tụng hoặc „ông“, „bà“."),
        not_after=(
            "họ",
            "có",
            "mang",
            "lấy",
            "đổi",
            "đặt",
            "là",
            "với",
            "dưới",
            "gọi",
            "ghi",
            "nạn",
            "nhân",
            "bạn",
            "người",
            "bà",
            "ông",
            "anh",
            "chị",
            "em",
            "cháu",
            "cáo",
            "can",
            "đứng",
            "theo",
            "nêu",
            "ký",
            "hộ",
            "khách",
            "hại",
        ),
        is_cased=True,
    ),
    Rule(
        "offender",
        r"\bkẻ (?:phạm tội|tội phạm|có tội|giết người|sát nhân|cướp|trộm|lừa đảo|hiếp dâm|buôn lậu|gây án|thủ ác|gian"
        r"|xấu|cầm đầu|chủ mưu|bất lương|tham ô)\b|\b(?:đối tượng|người|nhóm) (?:phạm tội|gây án)\b(?! quả tang)",
        _NOT_IN_FORCE,
        _("Chưa có bản án kết tội có hiệu lực thì không ai bị gọi là người phạm tội."),
        _("„Người bị tình nghi“, „bị can“, „bị cáo“ theo giai đoạn; hoặc „người bị cáo buộc“."),
        unless=f"{_PRINCIPLE}|{_GENERAL}|{_UNKNOWN}|giả danh|kẻ gian lợi dụng|không để kẻ",
    ),
    Rule(
        "culprit",
        r"\b(?:thủ phạm|hung thủ|chính phạm|tội đồ|chủ mưu)\b",
        _NOT_IN_FORCE,
        _("Từ này khẳng định ai đã gây ra vụ việc trước khi Tòa án kết luận."),
        _("„Bị can“, „bị cáo“, „người bị cáo buộc“; nếu chưa rõ ai: „người gây ra vụ việc đang được xác minh“."),
        unless=f"{_PRINCIPLE}|{_UNKNOWN}|{_ALLEGED}",
    ),
    Rule(
        "criminal-named",
        rf"(?<!\w)[Tt]ội phạm (?=[{_UPPER}]\w+ [{_UPPER}])",
        _NOT_IN_FORCE,
        _("Gọi một người là tội phạm trước khi có bản án kết tội có hiệu lực."),
        _("„Bị can“, „bị cáo“ cùng tư cách tố tụng đúng giai đoạn."),
        not_after=("chống", "về", "loại", "ngừa", "trừ", "bộ"),
        is_cased=True,
    ),
    Rule(
        "act-as-fact",
        rf"\b(?:đã|vừa|từng|liên tiếp|lạnh lùng|nhẫn tâm|đang tâm)(?: thực hiện| có| cùng nhau| liên tiếp| trực tiếp)?"
        rf"(?: các| nhiều| hàng loạt)?(?: hành vi| vụ)? (?:{_CRIMES})\b",
        _NOT_IN_FORCE,
        _("Hành vi bị cáo buộc được kể như điều đã rồi."),
        _("„bị cáo buộc …“, „theo cáo trạng, …“, „có dấu hiệu …“, „bị khởi tố về hành vi …“."),
        unless=f"{_ALLEGED}|{_PRINCIPLE}|{_UNKNOWN}|không ai",
    ),
    Rule(
        "guilt-assumed",
        r"\b(?:hành vi|thủ đoạn|quá trình|động cơ|tội ác|tội lỗi|tội trạng|dã tâm)"
        r"(?: phạm tội| gây án| giết người| cướp tài sản| lừa đảo| dã man| tàn độc| man rợ)? của"
        r" (?:bị can|bị cáo|đối tượng|nghi can|nghi phạm|hắn|y|ả|nhóm này|người này)\b"
        r"|\b(?:hắn|y thị|ả ta|gã này)\b",
        _NOT_IN_FORCE,
        _("Câu này coi việc phạm tội là đã xác định, hoặc gọi người bị buộc tội bằng lời coi khinh."),
        _("„hành vi bị cáo buộc“, „nội dung cáo trạng“; gọi „bị can“, „bị cáo“, „người này“."),
        unless=f"{_ALLEGED}|{_PRINCIPLE}|tòa án (?:xem xét|làm rõ)|hành vi của (?:bị can|bị cáo) sẽ được",
    ),
    Rule(
        "guilty-said",
        r"\bcó tội\b(?! (?:danh|hay không|phạm))|\b(?:phạm tội|có tội) (?:rõ ràng|quá rõ|đã rõ)\b"
        r"|\bkhông thể (?:chối cãi|chối tội|chối bỏ)\b|\b(?:rõ ràng|chắc chắn)(?: là)?(?: đã)? phạm tội\b"
        r"|\blà tội phạm\b|\btội đã rành rành\b",
        _NOT_IN_FORCE,
        _("Chỉ Tòa án, bằng bản án có hiệu lực, mới được nói một người có tội."),
        _("Viết điều cơ quan tiến hành tố tụng đã làm: „khởi tố“, „truy tố“, „đưa ra xét xử“."),
        unless=_PRINCIPLE,
        not_after=("không", "chưa", "vô"),
    ),
    Rule(
        "proof-claimed",
        r"\b(?:đủ|có đủ|đầy đủ)(?: các)? (?:căn cứ|chứng cứ|cơ sở|bằng chứng)(?: để)?"
        r" (?:kết luận|khẳng định|chứng minh)"
        r"\b.{0,80}?\b(?:phạm tội|có tội|tội danh|là thủ phạm|đã (?:giết|cướp|tham ô|nhận hối lộ|chiếm đoạt))\b",
        _NOT_IN_FORCE,
        _("Đánh giá chứng cứ để kết luận có tội là việc của Tòa án."),
        _("„Cơ quan điều tra đã kết luận điều tra, đề nghị truy tố …“ kèm số và ngày văn bản."),
        unless=f"{_PRINCIPLE}|chưa đủ|không đủ",
    ),
    Rule(
        "confession",
        r"\b(?:khai nhận|thú nhận|thừa nhận|khai báo)(?: rõ)?(?: toàn bộ| hết)?(?: các)? (?:hành vi|tội|việc)"
        r" (?:phạm tội|giết|cướp|trộm|lừa|tham ô|lỗi|nhận hối lộ|của mình)|\b(?:cúi đầu )?(?:nhận|thú) tội\b",
        _NOT_IN_FORCE,
        _("Lời khai nhận không phải là chứng cứ duy nhất để kết tội; đăng lời khai làm người đọc coi là đã có tội."),
        _("Không nêu lời khai; nếu cần: „Cơ quan điều tra đang làm rõ lời khai“."),
        unless=f"{_PRINCIPLE}|không (?:nhận|thừa nhận)|khuyến khích|đầu thú, tự thú",
        not_after=("không", "chưa", "chối"),
    ),
    Rule(
        "status-convict",
        r"\b(?:phạm nhân|tử tù|can phạm|tù nhân|kẻ tử tội)\b",
        _NOT_IN_FORCE,
        _("Tư cách này chỉ có sau bản án có hiệu lực."),
        _("„Bị can“, „bị cáo“, „người bị tạm giam“."),
        unless=r"trại giam|đặc xá|giảm thời hạn|chấp hành án",
    ),
    Rule(
        "status-suspect",
        r"\bnghi phạm\b",
        _NOT_IN_FORCE,
        _("„Nghi phạm“ không phải tư cách tố tụng và hàm ý đã phạm tội."),
        _("„Người bị tình nghi“, „người bị tạm giữ“, „bị can“ theo giai đoạn."),
    ),
    Rule(
        "status-defendant",
        r"\bbị cáo\b(?! buộc)",
        _UNTIL_TRIAL,
        _("Người bị khởi tố chỉ là bị cáo khi Tòa án đã quyết định đưa vụ án ra xét xử."),
        _("„Bị can“."),
        unless=_PRINCIPLE,
    ),
    Rule(
        "status-accused",
        r"\bbị can\b",
        (REPORT,),
        _("Chưa có quyết định khởi tố bị can thì chưa có bị can."),
        _("„Người bị tố giác“, „người liên quan“."),
        unless=f"{_PRINCIPLE}|chưa khởi tố|chưa có quyết định",
    ),
    Rule(
        "after-clearing",
        r"\b(?:thoát tội|lọt lưới|thoát án|trắng án nhưng|may mắn được tuyên|lách luật để vô tội)\b",
        (APPEAL, CLEARED),
        _("Người được đình chỉ hoặc tuyên không phạm tội là người không có tội."),
        _("„được đình chỉ vụ án“, „được tuyên không phạm tội“ kèm số, ngày văn bản."),
    ),
    Rule(
        "verdict-foretold",
        r"\b(?:sẽ|chắc chắn|chắc|khó tránh|khó thoát|không tránh khỏi|khó tránh khỏi|có thể|nhiều khả năng|dự kiến"
        r"|sắp|không thoát khỏi)(?: (?:sẽ|phải|bị|được|khỏi)){0,4} (?:kết án|kết tội|tuyên phạt|lĩnh án|lãnh án|nhận án"
        r"|chịu án|tử hình|án tử|chung thân|án chung thân|ngồi tù|đi tù|vào tù|bóc lịch|mức án|bản án nặng|trắng án"
        r"|tuyên (?:có tội|vô tội|án tử)|đền tội)\b"
        r"|\b(?:đối mặt|đối diện)(?: với)?(?: mức)?(?: bản)? (?:án|tử hình|chung thân)\b|\bkhó thoát án\b"
        r"|\b(?:chờ|đợi)(?: ngày)? đền tội\b",
        _NOT_IN_FORCE,
        _("Không đoán trước kết quả xét xử."),
        _("Nêu việc đã có: tội danh bị truy tố, ngày xét xử; kết quả để Tòa án công bố."),
        is_absolute=True,
    ),
    Rule(
        "verdict-urged",
        r"\b(?:phải|cần|đáng|nên|yêu cầu|đề nghị|mong|mong muốn|kiến nghị|đòi|kêu gọi)(?: \w+){0,4}?"
        r" (?:xử(?: thật)? nghiêm"
        r"|xử(?: thật)? nặng|nghiêm trị|trừng trị|trả giá|tử hình|kết án|kết tội|tuyên phạt|tuyên án (?:nặng|cao nhất)"
        r"|bỏ tù|chịu(?: mức)? án|đền tội|phạt tù|án cao nhất|xử lý nghiêm (?:bị cáo|bị can|đối tượng|kẻ))\b"
        r"|\b(?:bản án|mức án|hình phạt) (?:thích đáng|xứng đáng|thật nặng|cao nhất|nghiêm khắc nhất|đích đáng)\b"
        r"|\bkhông thể (?:dung thứ|tha thứ|khoan hồng)\b"
        r"|\b(?:dư luận|nhân dân|người dân)(?: \w+){0,3}? (?:đòi|chờ mong)"
        r"(?: \w+){0,4}? (?:bản án|trừng trị|tuyên|xử)\b",
        _NOT_IN_FORCE,
        _("Không thúc ép, không gợi ý kết quả xét xử: Tòa án xét xử độc lập, chỉ tuân theo pháp luật."),
        _("Bỏ câu này; chỉ nêu diễn biến tố tụng đã công bố."),
        unless=_PARTY,
        is_absolute=True,
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}

_SENTENCE = re.compile(r"[^.!?…;\n]+[.!?…;]*")
NEAR = 30  # letters before a match in which the word before it is looked for
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\W*$")


def check(text: str, stage: str) -> tuple[Finding, ...]:
    """What the rules of this stage find in a text (NFC), in its order. Refused (KeyError): unknown stage."""
    if stage not in STAGE_WORDS:
        raise KeyError(stage)
    found: list[Finding] = []
    for sentence in _SENTENCE.finditer(text):
        for rule in RULES:
            if stage in rule.stages:
                found += _in_sentence(rule, sentence.group(), sentence.start())
    return tuple(sorted(_outermost(found, len(text)), key=lambda one: (one.start, one.key)))


def stopping(findings: Iterable[Finding], overridden: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
    """Those that still stand in the way: the absolute ones, and all that no approver has answered for word by word."""
    answered = {(key, words.lower()) for key, words in overridden}
    return tuple(one for one in findings if one.is_absolute or (one.key, one.words.lower()) not in answered)


def _in_sentence(rule: Rule, sentence: str, start: int) -> list[Finding]:
    if rule.unless and _compiled(rule.unless, is_cased=False).search(sentence):
        return []
    found = []
    for match in _compiled(rule.pattern, is_cased=rule.is_cased).finditer(sentence):
        before = _WORD_BEFORE.search(sentence[max(0, match.start() - NEAR) : match.start()])
        if before is not None and before.group(1).lower() in rule.not_after:
            continue
        words = match.group().strip()
        found.append(
            Finding(
                key=rule.key,
                start=start + match.start(),
                end=start + match.start() + len(words),
                words=words,
                sentence=sentence.strip(),
                why=rule.why,
                suggestion=rule.suggestion,
                is_absolute=rule.is_absolute,
            )
        )
    return found


def _outermost(found: list[Finding], length: int) -> list[Finding]:
    """Of two that overlap the absolute one, else the longer one: one place in the text, one sentence to read."""
    kept: list[Finding] = []
    taken = bytearray(length)
    for one in sorted(found, key=lambda one: (not one.is_absolute, one.start - one.end, one.start)):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return kept


@cache
def _compiled(pattern: str, *, is_cased: bool) -> re.Pattern[str]:
    """Blanks of the pattern match any run of white space."""
    return re.compile(re.sub(r"(?<!\\) ", r"\\s+", pattern), re.NOFLAG if is_cased else re.IGNORECASE)
