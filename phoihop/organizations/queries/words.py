"""The words of stored codes, for pages and forms alike."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

LEVEL_WORDS: dict[str, Any] = {
    "central": _("Trung ương"),
    "province": _("Cấp tỉnh"),
    "district": _("Cấp huyện"),
    "commune": _("Cấp xã"),
}

KIND_WORDS: dict[str, Any] = {
    "party_committee": _("Cấp ủy"),
    "party_commission": _("Ban của cấp ủy"),
    "party_office": _("Văn phòng cấp ủy"),
    "elected_body": _("Cơ quan dân cử"),
    "executive": _("Ủy ban nhân dân"),
    "judicial": _("Cơ quan tư pháp"),
    "department": _("Sở, ngành"),
    "media": _("Cơ quan báo chí"),
    "association": _("Đoàn thể, hội"),
    "health_facility": _("Cơ sở y tế"),
    "other": _("Khác"),
}

WAY_WORDS: dict[str, Any] = {
    "rename": _("Đổi tên"),
    "merge": _("Hợp nhất"),
    "split": _("Chia tách"),
    "absorb": _("Sáp nhập"),
    "dissolve": _("Giải thể"),
    "function_transfer": _("Chuyển chức năng"),
}

DEPUTY_WORDS: dict[str, Any] = {
    "approve": _("duyệt và ký"),
    "work": _("soạn thảo, đầu mối, văn thư"),
    "all": _("mọi quyền của chức vụ"),
}

ABSENCE_WORDS: dict[str, Any] = {
    "leave": _("nghỉ phép"),
    "sick": _("ốm"),
    "travel": _("đi công tác"),
    "study": _("đi học"),
    "maternity": _("thai sản"),
    "other": _("việc khác"),
}

LANGUAGE_WORDS: dict[str, Any] = {"vi": "Tiếng Việt", "en": "English"}

FEED_WORDS: dict[str, Any] = {
    "mine": _("Việc các cơ quan tôi phải làm"),
    "unit": _("Mọi việc của một cơ quan tôi"),
    "topic": _("Một vấn đề"),
    "kind": _("Một loại ngày"),
}

FACTOR_WORDS = {"app": _("Ứng dụng xác thực"), "passkey": _("Khóa truy cập")}

WAY_IN_WORDS = {
    "password": _("bằng mật khẩu"),
    "app": _("bằng mật khẩu và ứng dụng xác thực"),
    "passkey": _("bằng khóa truy cập"),
    "recovery": _("bằng mật khẩu và mã dự phòng"),
}
