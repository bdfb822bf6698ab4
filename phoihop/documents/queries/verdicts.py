"""Verdicts of the guard in words: with the rule, the place, and what to do next. For pages and the command line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.documents.rules.guard import Decision, Finding

# What the rules of the guard say to who brought the file. G: secrecy (docs/algorithms/secrecy.md), F: the file itself,
# H: nobody could read it.
RULES = {
    "G1": gettext_lazy("Có dấu chỉ độ mật. Văn bản mật không được đưa lên hệ thống này."),
    "G2": gettext_lazy("Có ghi độ mật của văn bản. Văn bản mật không được đưa lên hệ thống này."),
    "G3": gettext_lazy("Có dấu đi kèm tài liệu mật. Văn bản mật không được đưa lên hệ thống này."),
    "G4": gettext_lazy("Có dấu giải mật. Hãy xin cơ quan gửi một bản sạch đã giải mật."),
    "G5": gettext_lazy("Lưu hành nội bộ: chỉ người làm việc mở được, không bao giờ lên cổng công khai."),
    "G6": gettext_lazy("Tên tệp hoặc thuộc tính của tệp ghi độ mật. Văn bản mật không được đưa lên hệ thống này."),
    "G7": gettext_lazy("Bản quét không đọc được chữ nào."),
    "F1": gettext_lazy("Tệp trống, không có gì bên trong."),
    "F2": gettext_lazy("Tệp quá lớn. Hãy chia nhỏ hoặc quét lại với độ phân giải thấp hơn."),
    "F3": gettext_lazy("Hệ thống không đọc loại tệp này. Hãy lưu lại thành PDF, DOCX hoặc ảnh."),
    "F4": gettext_lazy("Đuôi tên tệp không khớp với nội dung. Hãy đặt lại đúng đuôi."),
    "F5": gettext_lazy("Tệp là hai loại cùng một lúc. Hãy xuất lại tệp từ phần mềm gốc."),
    "F6": gettext_lazy("Tệp chứa macro (mã lệnh). Hãy lưu lại bản không có macro."),
    "F7": gettext_lazy("Tệp nén phình ra quá mức khi mở. Hãy đưa từng tệp vào, không nén."),
    "F8": gettext_lazy("Tệp nén lồng nhau quá nhiều lớp. Hãy đưa từng tệp vào, không nén."),
    "F9": gettext_lazy("Tệp có quá nhiều phần hoặc quá nhiều trang. Hãy chia thành nhiều tệp."),
    "F10": gettext_lazy("Tệp đòi mở tệp hoặc địa chỉ khác khi được đọc. Hãy xuất lại thành PDF."),
    "H1": gettext_lazy("Tệp có mật khẩu, không đọc được. Hãy bỏ mật khẩu rồi đưa lại."),
    "H2": gettext_lazy("Tệp hỏng, không đọc được. Hãy xuất hoặc quét lại."),
    "H3": gettext_lazy("Máy này chưa đọc được bản quét (thiếu phần mềm nhận dạng chữ)."),
    "H4": gettext_lazy("Đọc tệp lâu quá thời gian cho phép."),
    "H5": gettext_lazy("Đọc tệp tốn quá nhiều bộ nhớ."),
    "H6": gettext_lazy("Bản quét có chỗ giống dấu mật mà máy đọc không rõ. Hãy xem bản giấy trước khi cho nhận."),
}
KINDS = {
    "text": gettext_lazy("trong nội dung"),
    "ocr": gettext_lazy("trong bản quét"),
    "stamp": gettext_lazy("trên con dấu"),
    "header": gettext_lazy("ở đầu hoặc chân trang"),
    "box": gettext_lazy("trong khung chữ"),
    "comment": gettext_lazy("trong ghi chú"),
    "hidden": gettext_lazy("trong chữ ẩn"),
    "property": gettext_lazy("trong thuộc tính của tệp"),
    "name": gettext_lazy("trong tên tệp"),
    "mail": gettext_lazy("trong đầu thư"),
    "field": gettext_lazy("trong trường của thông điệp"),
}


def place_in_words(finding: Finding) -> str:
    """Where in the file: "trang 3, trên con dấu, trong ho-so.zip › to-trinh.docx"."""
    said = []
    if finding.page:
        said.append(_("trang %(page)s") % {"page": finding.page})
    if finding.kind:
        said.append(str(KINDS[finding.kind]))
    if finding.inside:
        said.append(_("bên trong %(names)s") % {"names": " › ".join(finding.inside)})
    return ", ".join(said)


def kept_place_in_words(kind: str, page: int) -> str:
    """The same of a finding that was kept: without the names of members."""
    said = [_("trang %(page)s") % {"page": page}] if page else []
    return ", ".join(said + ([str(KINDS[kind])] if kind in KINDS else []))


def rule_in_words(rule: str) -> str:
    return str(RULES.get(rule, rule))


def what_to_do(decision: Decision, rules: Sequence[str]) -> str:
    """What happened to the file, what is safe, and the next step."""
    if decision is Decision.REFUSED and any(rule.startswith("G") for rule in rules):
        if rules[0] == "G4":
            return _("Không giữ lại gì của tệp. Khi có bản sạch, hãy đưa lại.")
        return _("Không giữ lại gì của tệp. Hãy mang văn bản đến bộ phận quản lý tài liệu mật của cơ quan bạn.")
    if decision is Decision.REFUSED:
        return _("Không giữ lại gì của tệp. Sửa theo lý do trên rồi đưa lại.")
    if decision is Decision.HELD:
        return _("Tệp được mã hóa và giữ vài ngày. Hai người của cơ quan cần cùng cho nhận, nếu không tệp tự xóa.")
    return ""
