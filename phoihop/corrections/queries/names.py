"""Words of verdicts and of the rules of wording, for the record, for pages and for refusals."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

VERDICTS: dict[str, str | Promise] = {
    "TRUE": gettext_lazy("Đúng"),
    "CONTEXT": gettext_lazy("Thiếu bối cảnh"),
    "PARTLY": gettext_lazy("Sai một phần"),
    "FALSE": gettext_lazy("Sai"),
    "UNPROVEN": gettext_lazy("Chưa đủ chứng cứ"),
    "CORRECTED": gettext_lazy("Đã đính chính"),
}
# Why a wording is no claim.
WORDING: dict[str, str | Promise] = {
    "OPINION": gettext_lazy("Câu này nêu ý kiến hoặc nhận xét. Ý kiến, phê bình không phải là thứ để kiểm chứng."),
    "HEARSAY": gettext_lazy("Câu này nói theo lời đồn. Hãy ghi đúng điều đã được đăng, bỏ “nghe nói”, “hình như”."),
    "QUESTION": gettext_lazy("Câu này là câu hỏi. Hãy viết thành câu khẳng định như đã được đăng."),
    "PERSON": gettext_lazy("Câu này nhắm vào một người. Hãy ghi cơ quan, chức danh hoặc sự việc, không ghi tên người."),
    "ACCOUNT": gettext_lazy("Câu này nhắm vào người đăng. Chỉ kiểm chứng điều được nói, không xét ai nói."),
    "HANDLE": gettext_lazy("Câu này có tên tài khoản hoặc số định danh của một người. Hãy bỏ phần đó."),
    "TAKEDOWN": gettext_lazy("Ở đây không yêu cầu gỡ bài hay khóa trang. Chỉ công bố kết luận kèm chứng cứ."),
}
WHAT_A_CLAIM_IS = gettext_lazy(
    "Điều kiểm chứng được là một câu nói về sự việc mà tài liệu có thể cho thấy đúng hay sai: có gì, ở đâu, khi nào,"
    " bao nhiêu. Ví dụ: “Từ 1/8 ngư dân Kiên Giang phải nộp phí cảng cá 50.000 đồng mỗi lần”."
)


def verdict_name(key: str) -> str:
    return str(VERDICTS[key]) if key in VERDICTS else ""


def wording_in_words(faults: Iterable[str]) -> str:
    """Why the text is no claim, and what one is."""
    return " ".join([*(str(WORDING[key]) for key in faults), str(WHAT_A_CLAIM_IS)])


def short_claim() -> str:
    return _("Câu quá ngắn để biết đã nói gì, ở đâu, khi nào.")
