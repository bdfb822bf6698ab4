"""Types of documents and retention classes in the reader's language. The record keeps the Vietnamese name."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from phoihop.documents.rules import types

TYPE_NAMES: dict[str, str | Promise] = {
    "Nghị quyết": pgettext_lazy("document type", "Nghị quyết"),
    "Quyết định": pgettext_lazy("document type", "Quyết định"),
    "Chỉ thị": pgettext_lazy("document type", "Chỉ thị"),
    "Quy chế": pgettext_lazy("document type", "Quy chế"),
    "Quy định": pgettext_lazy("document type", "Quy định"),
    "Thông cáo": pgettext_lazy("document type", "Thông cáo"),
    "Thông báo": pgettext_lazy("document type", "Thông báo"),
    "Hướng dẫn": pgettext_lazy("document type", "Hướng dẫn"),
    "Chương trình": pgettext_lazy("document type", "Chương trình"),
    "Kế hoạch": pgettext_lazy("document type", "Kế hoạch"),
    "Phương án": pgettext_lazy("document type", "Phương án"),
    "Đề án": pgettext_lazy("document type", "Đề án"),
    "Dự án": pgettext_lazy("document type", "Dự án"),
    "Báo cáo": pgettext_lazy("document type", "Báo cáo"),
    "Biên bản": pgettext_lazy("document type", "Biên bản"),
    "Tờ trình": pgettext_lazy("document type", "Tờ trình"),
    "Hợp đồng": pgettext_lazy("document type", "Hợp đồng"),
    "Công điện": pgettext_lazy("document type", "Công điện"),
    "Bản ghi nhớ": pgettext_lazy("document type", "Bản ghi nhớ"),
    "Bản thỏa thuận": pgettext_lazy("document type", "Bản thỏa thuận"),
    "Giấy ủy quyền": pgettext_lazy("document type", "Giấy ủy quyền"),
    "Giấy mời": pgettext_lazy("document type", "Giấy mời"),
    "Giấy giới thiệu": pgettext_lazy("document type", "Giấy giới thiệu"),
    "Giấy nghỉ phép": pgettext_lazy("document type", "Giấy nghỉ phép"),
    "Phiếu gửi": pgettext_lazy("document type", "Phiếu gửi"),
    "Phiếu chuyển": pgettext_lazy("document type", "Phiếu chuyển"),
    "Phiếu báo": pgettext_lazy("document type", "Phiếu báo"),
    "Bản sao y": pgettext_lazy("document type", "Bản sao y"),
    "Bản trích sao": pgettext_lazy("document type", "Bản trích sao"),
    "Bản sao lục": pgettext_lazy("document type", "Bản sao lục"),
    "Công văn": pgettext_lazy("document type", "Công văn"),
    "Nghị định": pgettext_lazy("document type", "Nghị định"),
    "Thông tư": pgettext_lazy("document type", "Thông tư"),
    "Luật": pgettext_lazy("document type", "Luật"),
    "Quyết định, quy định": pgettext_lazy("document type", "Quyết định, quy định"),
    "Kết luận": pgettext_lazy("document type", "Kết luận"),
    "Thông tri": pgettext_lazy("document type", "Thông tri"),
    "Quy hoạch": pgettext_lazy("document type", "Quy hoạch"),
    "Chiến lược": pgettext_lazy("document type", "Chiến lược"),
}
RETENTION_NAMES: dict[str, str | Promise] = {
    "permanent": pgettext_lazy("retention", "Vĩnh viễn"),
    "y70": pgettext_lazy("retention", "70 năm"),
    "y50": pgettext_lazy("retention", "50 năm"),
    "y20": pgettext_lazy("retention", "20 năm"),
    "y10": pgettext_lazy("retention", "10 năm"),
    "y5": pgettext_lazy("retention", "5 năm"),
    "y2": pgettext_lazy("retention", "2 năm"),
}
PERSONAL: dict[str, str | Promise] = {  # kinds of personal data, as they are pointed out before a paper is sent
    "IDENTITY": gettext_lazy("số định danh cá nhân"),
    "PASSPORT": gettext_lazy("số hộ chiếu"),
    "PHONE": gettext_lazy("số điện thoại"),
    "ACCOUNT": gettext_lazy("số tài khoản"),
    "EMAIL": gettext_lazy("địa chỉ thư điện tử"),
    "BIRTH": gettext_lazy("ngày sinh"),
}


def type_name(system: str, key: str) -> str:
    """The name of a type; the abbreviation itself where it is not known, nothing where there is none."""
    name = types.name_of(system, key) if key else ""
    return str(TYPE_NAMES.get(name, name))


def retention_name(key: str) -> str:
    return str(RETENTION_NAMES.get(key, key))


def personal_in_words(kinds: Iterable[str]) -> str:
    """„số điện thoại, số tài khoản“, or nothing."""
    return ", ".join(str(PERSONAL.get(kind, kind)) for kind in kinds)
