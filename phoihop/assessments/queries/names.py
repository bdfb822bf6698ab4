"""Words of this room's codes, for the record, for pages and for refusals: themes, anchors of the scales, levels,
grades, the list of questions."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = str | Promise

THEMES: dict[str, Words] = {
    "LIVELIHOOD": gettext_lazy("Sinh kế, đất ở"),
    "HERITAGE": gettext_lazy("Di sản, nếp sống"),
    "ETHNICITY": gettext_lazy("Dân tộc"),
    "RELIGION": gettext_lazy("Tín ngưỡng, tôn giáo"),
    "HEALTH": gettext_lazy("Sức khỏe"),
    "ENVIRONMENT": gettext_lazy("Môi trường"),
    "SERVICES": gettext_lazy("Tiếp cận dịch vụ"),
    "OTHER": gettext_lazy("Khác"),
}
QUESTIONS: dict[str, Words] = {
    "income": gettext_lazy("Có nhóm nào mất hoặc thay đổi nguồn thu nhập, ngư trường, ruộng, chợ?"),
    "land-housing": gettext_lazy("Có thu hồi đất, di dời nhà ở hoặc thay đổi quyền sử dụng?"),
    "monument": gettext_lazy("Có chạm đến di tích, cảnh quan, nơi thờ tự được xếp hạng hoặc được cộng đồng coi trọng?"),
    "custom": gettext_lazy("Có làm thay đổi lễ hội, nghề truyền thống, nếp sống của một cộng đồng?"),
    "minority-area": gettext_lazy("Có diễn ra ở nơi đồng bào dân tộc thiểu số sinh sống?"),
    "language": gettext_lazy("Có nhóm cần được nghe, đọc bằng tiếng khác tiếng phổ thông?"),
    "worship": gettext_lazy("Có chạm đến nơi, ngày, cách sinh hoạt tín ngưỡng, tôn giáo?"),
    "illness": gettext_lazy("Có thể gây hoặc giảm bệnh tật, tai nạn, căng thẳng kéo dài?"),
    "water-air": gettext_lazy("Có làm thay đổi nước, không khí, tiếng ồn, chất thải nơi người dân sống?"),
    "resource": gettext_lazy("Có làm thay đổi rừng, biển, nguồn lợi mà người dân dựa vào?"),
    "school-clinic": gettext_lazy("Có làm việc đến trường, trạm y tế, đường đi, thông tin khó hoặc dễ hơn?"),
    "fee-procedure": gettext_lazy("Có thêm hoặc bớt thủ tục, khoản phí, điều kiện để được hưởng dịch vụ?"),
}
ANSWERS: dict[str, Words] = {
    "YES": gettext_lazy("Có"),
    "NO": gettext_lazy("Không"),
    "UNSURE": gettext_lazy("Chưa rõ"),
}
SCALES: dict[str, Words] = {
    "severity": gettext_lazy("Mức nặng nhẹ"),
    "reach": gettext_lazy("Bao nhiêu người trong nhóm"),
    "duration": gettext_lazy("Kéo dài"),
    "likelihood": gettext_lazy("Khả năng xảy ra"),
}
ANCHORS: dict[str, tuple[Words, ...]] = {
    "severity": (
        gettext_lazy("rất nhẹ: hầu như không nhận thấy"),
        gettext_lazy("nhẹ: bất tiện, tự thích nghi được"),
        gettext_lazy("vừa: phải thay đổi cách sống, cần hỗ trợ"),
        gettext_lazy("nặng: mất phần lớn nguồn sống, nơi ở hoặc điều cộng đồng gắn bó"),
        gettext_lazy("rất nặng: không phục hồi được, hoặc đe dọa tính mạng"),
    ),
    "reach": (
        gettext_lazy("rất ít: dưới 5 %"),
        gettext_lazy("ít: 5 đến dưới 20 %"),
        gettext_lazy("một phần: 20 đến dưới 50 %"),
        gettext_lazy("phần lớn: 50 đến dưới 80 %"),
        gettext_lazy("gần như cả nhóm: từ 80 %"),
    ),
    "duration": (
        gettext_lazy("dưới một tháng"),
        gettext_lazy("một tháng đến dưới một năm"),
        gettext_lazy("một đến dưới năm năm"),
        gettext_lazy("năm năm trở lên"),
        gettext_lazy("mãi về sau"),
    ),
    "likelihood": (
        gettext_lazy("khó xảy ra: dưới 10 %"),
        gettext_lazy("ít khả năng: 10 đến dưới 35 %"),
        gettext_lazy("có thể: 35 đến dưới 65 %"),
        gettext_lazy("nhiều khả năng: 65 đến dưới 90 %"),
        gettext_lazy("gần như chắc chắn: từ 90 %"),
    ),
}
LEVELS: tuple[Words, ...] = (
    gettext_lazy("không đáng kể"),
    gettext_lazy("thấp"),
    gettext_lazy("vừa"),
    gettext_lazy("cao"),
    gettext_lazy("rất cao"),
)
GRADES: dict[str, Words] = {
    "A": gettext_lazy("A – văn bản, số liệu thống kê"),
    "B": gettext_lazy("B – nghiên cứu, biên bản tham vấn"),
    "C": gettext_lazy("C – ý kiến chuyên môn của cơ quan"),
    "D": gettext_lazy("D – giả định"),
}
CAME: dict[str, Words] = {
    "CAME": gettext_lazy("Đã xảy ra"),
    "NOT": gettext_lazy("Không xảy ra"),
    "UNKNOWN": gettext_lazy("Chưa biết được"),
}
OUTCOMES: dict[str, Words] = {
    "AS_EXPECTED": gettext_lazy("đúng như dự kiến"),
    "LESS": gettext_lazy("nhẹ hơn dự kiến"),
    "MORE": gettext_lazy("nặng hơn dự kiến"),
    "NOT_CAME": gettext_lazy("không xảy ra"),
    "UNFORESEEN": gettext_lazy("không lường trước"),
    "UNKNOWN": gettext_lazy("chưa biết được"),
}
# Of a good one, "heavier" is more of it.
OUTCOMES_OF_GOOD: dict[str, Words] = OUTCOMES | {
    "LESS": gettext_lazy("ít lợi hơn dự kiến"),
    "MORE": gettext_lazy("lợi hơn dự kiến"),
}
PARTS: dict[str, Words] = {
    "group": gettext_lazy("nhóm chịu tác động"),
    "impact": gettext_lazy("tác động"),
    "left": gettext_lazy("mức còn lại"),
    "evidence": gettext_lazy("căn cứ"),
    "measure": gettext_lazy("biện pháp"),
    "question": gettext_lazy("điều chưa rõ"),
    "consultation": gettext_lazy("lần tham vấn"),
    "text": gettext_lazy("bối cảnh và kết luận"),
}
WORDING: dict[str, Words] = {
    "PERSON": gettext_lazy("Câu này nêu một người. Hãy viết về nhóm và nơi ở, không viết tên người."),
    "NUMBER": gettext_lazy("Câu này có số điện thoại, số định danh hoặc địa chỉ thư. Hãy bỏ phần đó."),
    "VIEW": gettext_lazy("Câu này xét quan điểm hoặc lập danh sách người. Đánh giá chỉ xét tác động lên nhóm."),
}
PHRASES: dict[str, Words] = {
    "ASKED": gettext_lazy("%(code)s đang chờ cơ quan được yêu cầu nhận việc. Chưa có gì thay đổi."),
    "DECLINED": gettext_lazy("%(code)s đã được trả lại. Chưa có gì thay đổi; có thể yêu cầu lại hoặc rút."),
    "WORKING": gettext_lazy("%(code)s đang được viết. Chưa có gì thay đổi; hãy trình thẩm tra trước."),
    "EVALUATING": gettext_lazy("%(code)s đang được thẩm tra. Không có gì thay đổi; cần sửa thì đề nghị trả lại."),
    "EVALUATED": gettext_lazy("%(code)s đã thẩm tra xong, chờ xác nhận. Không có gì thay đổi."),
    "VALIDATED": gettext_lazy("%(code)s đã được xác nhận. Không có gì thay đổi; muốn sửa hãy mở lại."),
    "CLOSED": gettext_lazy("%(code)s đã kết thúc. Không có gì thay đổi; hãy lập đánh giá mới nếu cần."),
    "WITHDRAWN": gettext_lazy("%(code)s đã rút. Không có gì thay đổi; hãy yêu cầu mới nếu cần."),
}


def theme_name(key: str) -> str:
    return str(THEMES[key]) if key in THEMES else ""


def level_name(level: int) -> str:
    return str(LEVELS[level])


def span_name(span: tuple[int, int]) -> str:
    """ "thấp", or where it may lie between two: "thấp đến cao"."""
    first, last = span
    if first == last:
        return level_name(first)
    return _("%(first)s đến %(last)s") % {"first": level_name(first), "last": level_name(last)}


def anchor(scale: str, value: int) -> str:
    """3 – vừa: …"""
    return f"{value} – {ANCHORS[scale][value - 1]}"


def outcome_name(key: str, *, is_positive: bool) -> str:
    return str((OUTCOMES_OF_GOOD if is_positive else OUTCOMES)[key])


def wording_in_words(faults: Iterable[str]) -> str:
    return " ".join(str(WORDING[key]) for key in faults)


def refusal_of(code: str, state: str) -> str:
    return str(PHRASES[state]) % {"code": code}
