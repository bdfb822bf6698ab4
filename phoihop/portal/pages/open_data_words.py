"""What each dataset and each of its columns means, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXT, NUMBER, DAY, MONTH, TRUTH = "text", "number", "date", "month", "boolean"
Said = str | Promise

TYPES: dict[str, Said] = {
    TEXT: _("chữ"),
    NUMBER: _("số nguyên"),
    DAY: _("ngày (YYYY-MM-DD)"),
    MONTH: _("tháng (YYYY-MM)"),
    TRUTH: _("đúng hoặc sai (true, false)"),
}

DATASETS: dict[str, tuple[Said, Said]] = {
    "ke-hoach": (
        _("Kế hoạch phối hợp"),
        _("Mỗi dòng là một kế hoạch đã công bố, với số phần việc theo tình trạng ở ngày chốt."),
    ),
    "van-de": (
        _("Vấn đề"),
        _("Mỗi dòng là một vấn đề các cơ quan cùng làm, đã công bố, với số phần việc theo tình trạng ở ngày chốt."),
    ),
    "phan-viec": (
        _("Phần việc theo tình trạng"),
        _("Mỗi dòng là số phần việc ở một tình trạng, của một kế hoạch hoặc vấn đề đã công bố."),
    ),
    "tra-loi": (
        _("Câu trả lời đã công khai"),
        _("Mỗi dòng là một câu trả lời phản ánh được phép công khai, với ngày nhận, ngày trả lời và hạn."),
    ),
    "dinh-chinh": (
        _("Đính chính và kiểm chứng"),
        _("Mỗi dòng là một điều được nói đã kiểm chứng, với kết luận và chứng cứ; có cả lỗi của chính các cơ quan."),
    ),
    "phan-anh": (
        _("Số phản ánh theo dịch vụ, nơi và tháng"),
        _(
            "Mỗi dòng đếm phản ánh của một dịch vụ, ở một nơi, trong một tháng. Số nhỏ hơn 5 để trống, cùng với số "
            "dùng để tính ngược ra nó. Không có nội dung và không có người gửi."
        ),
    ),
    "nguoi-phat-ngon": (
        _("Người phát ngôn"),
        _("Mỗi dòng là một người phát ngôn do chính cơ quan công bố."),
    ),
}

_HEAD: dict[str, tuple[str, Said]] = {
    "code": (TEXT, _("Mã, không đổi và không dùng lại")),
    "territory": (TEXT, _("Địa bàn, viết như trong mã")),
    "title": (TEXT, _("Tiêu đề")),
    "unit": (TEXT, _("Cơ quan công bố")),
    "published": (DAY, _("Ngày công bố")),
    "changed": (DAY, _("Ngày thay đổi gần nhất")),
    "version": (NUMBER, _("Bản thứ mấy; các bản cũ xem ở trang")),
    "path": (TEXT, _("Đường dẫn của trang trên cổng này")),
    "is_illustration": (TRUTH, _("Dữ liệu minh họa hay không")),
}
_STATES: dict[str, tuple[str, Said]] = {
    "as_of": (DAY, _("Ngày chốt số liệu")),
    "done": (NUMBER, _("Số phần việc đã hoàn thành và được nghiệm thu")),
    "doing": (NUMBER, _("Số phần việc đang làm, còn trong hạn")),
    "late": (NUMBER, _("Số phần việc quá hạn chưa xong")),
    "blocked": (NUMBER, _("Số phần việc bị chặn vì chờ việc khác")),
    "planned": (NUMBER, _("Số phần việc chưa tới kỳ")),
    "total": (NUMBER, _("Tổng của năm tình trạng")),
}

COLUMNS: dict[str, dict[str, tuple[str, Said]]] = {
    "ke-hoach": {
        **_HEAD,
        "year": (NUMBER, _("Năm của kế hoạch")),
        "lead": (TEXT, _("Cơ quan chủ trì")),
        "partner": (TEXT, _("Cơ quan phối hợp")),
        "period": (TEXT, _("Thời kỳ của chương trình")),
        **_STATES,
        "topics": (NUMBER, _("Số vấn đề của kế hoạch được công bố")),
    },
    "van-de": {
        **_HEAD,
        "plan": (TEXT, _("Mã của kế hoạch")),
        "kind": (TEXT, _("Loại: đề án, dự án, vụ việc…")),
        "state": (TEXT, _("Vấn đề đang ở đâu")),
        "units": (TEXT, _("Các cơ quan cùng làm, cách nhau bằng dấu chấm phẩy")),
        **_STATES,
    },
    "phan-viec": {
        "of": (TEXT, _("plan: của một kế hoạch; topic: của một vấn đề")),
        "code": (TEXT, _("Mã của kế hoạch hoặc vấn đề")),
        "territory": _HEAD["territory"],
        "title": (TEXT, _("Tiêu đề của kế hoạch hoặc vấn đề")),
        "state": (TEXT, _("Tình trạng: done, doing, late, blocked, planned, nghĩa như ở kế hoạch")),
        "count": (NUMBER, _("Số phần việc ở tình trạng này")),
        "as_of": _STATES["as_of"],
        "is_illustration": _HEAD["is_illustration"],
    },
    "tra-loi": {
        **_HEAD,
        "service": (TEXT, _("Dịch vụ")),
        "question": (TEXT, _("Câu hỏi như được công khai, đã bỏ thông tin cá nhân")),
        "received": (DAY, _("Ngày nhận phản ánh")),
        "answered": (DAY, _("Ngày trả lời")),
        "due": (DAY, _("Hạn trả lời; trống nếu không có")),
        "is_on_time": (TRUTH, _("Trả lời trong hạn hay không; trống nếu không có hạn")),
        "units": (TEXT, _("Các cơ quan cùng trả lời, cách nhau bằng dấu chấm phẩy")),
        "raisers": (NUMBER, _("Số phản ánh được gộp vào câu trả lời; trống nếu nhỏ hơn 5")),
    },
    "dinh-chinh": {
        **_HEAD,
        "claim": (TEXT, _("Điều được nói")),
        "verdict": (TEXT, _("Kết luận, bằng khóa")),
        "verdict_words": (TEXT, _("Kết luận, bằng lời")),
        "is_own_error": (TRUTH, _("Lỗi của chính cơ quan công bố hay không")),
        "checked": (DAY, _("Ngày kiểm chứng")),
        "recheck": (DAY, _("Ngày sẽ xét lại; trống nếu không có")),
        "appearances": (NUMBER, _("Số nơi đã đăng điều này, xem ở trang")),
        "evidence": (TEXT, _("Số, ký hiệu văn bản làm chứng cứ, cách nhau bằng dấu chấm phẩy")),
    },
    "phan-anh": {
        "territory": _HEAD["territory"],
        "service": (TEXT, _("Dịch vụ, bằng khóa")),
        "service_name": (TEXT, _("Dịch vụ, bằng lời")),
        "place": (TEXT, _("Nơi, bằng khóa; trống nếu người gửi không nói")),
        "place_name": (TEXT, _("Nơi, bằng lời")),
        "month": (MONTH, _("Tháng nhận")),
        "count": (NUMBER, _("Số phản ánh, không kể phản ánh đã gộp; trống nếu không được nêu")),
        "is_told": (TRUTH, _("Số có được nêu hay không")),
    },
    "nguoi-phat-ngon": {
        "unit": (TEXT, _("Cơ quan")),
        "name": (TEXT, _("Họ tên")),
        "post": (TEXT, _("Chức vụ")),
        "phone": (TEXT, _("Điện thoại dùng cho báo chí")),
        "email": (TEXT, _("Thư điện tử dùng cho báo chí")),
        "since": (DAY, _("Từ ngày")),
        "until": (DAY, _("Đến ngày; trống nếu đang giữ vai trò")),
        "is_illustration": _HEAD["is_illustration"],
    },
}
