"""How kinds and states of sources and stories are called, and why something was not read."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KIND_WORDS = {
    "FEED": _("chưa đọc lần nào"),
    "RSS": "RSS",
    "ATOM": "Atom",
    "JSON_FEED": "JSON Feed",
    "SITEMAP": _("sơ đồ trang (sitemap)"),
    "MAIL": _("thư tin"),
    "MANUAL": _("ghi tay"),
}
ADDED_WORDS = {
    "FEED": _("Địa chỉ trên mạng (RSS, Atom, JSON Feed hoặc sitemap)"),
    "MAIL": _("Thư tin gửi đến địa chỉ riêng"),
    "MANUAL": _("Ghi tay (báo giấy, đài, bản tin không có mạng)"),
}
SOURCE_WORDS = {
    "ACTIVE": _("Đang đọc"),
    "PAUSED": _("Tạm dừng"),
    "BROKEN": _("Không đọc được"),
}
STORY_WORDS = {
    "SHOWN": _("Đang hiện"),
    "HIDDEN": _("Đã ẩn"),
    "MERGED": _("Đã gộp"),
}
WHY_WORDS = {
    # fetching
    "scheme": _("Không phải địa chỉ http hoặc https."),
    "name": _("Không tìm thấy tên máy chủ."),
    "address": _("Địa chỉ dẫn vào mạng nội bộ nên không mở."),
    "hops": _("Chuyển hướng quá năm lần hoặc không đến đâu."),
    "connect": _("Máy chủ không trả lời."),
    "certificate": _("Chứng thư của máy chủ không đúng tên hoặc không còn giá trị."),
    "time": _("Quá thời gian cho phép mà chưa đọc xong."),
    "size": _("Lớn hơn mức cho phép nên bỏ qua."),
    "coding": _("Nén theo cách không đọc được."),
    "broken": _("Nội dung hỏng, không đọc được."),
    "busy": _("Máy chủ đề nghị hỏi lại sau."),
    "status": _("Máy chủ trả lời bằng mã lỗi %(status)s."),
    "robots": _("Máy chủ không cho máy đọc địa chỉ này (robots.txt)."),
    "kept": _("Máy chủ đang được hỏi; sẽ đọc ở lượt sau."),
    # reading
    "empty": _("Không có nội dung."),
    "entities": _("Có khai báo thực thể nguy hiểm nên không đọc."),
    "no_feed": _("Không phải RSS, Atom, JSON Feed hay sitemap."),
    "deep": _("Lồng quá sâu nên không đọc."),
    "title": _("Trang không có tiêu đề."),
    "memory": _("Cần quá nhiều bộ nhớ nên không đọc."),
    "child": _("Tiến trình đọc đã hỏng; sẽ thử lại."),
}
READ = _("Đọc được %(entries)s mục, %(items)s tin mới.")
READ_SO_FAR = _("Đọc được %(entries)s mục, %(items)s tin mới; phần còn lại đọc ở lượt sau.")
NOTHING_NEW = _("Không có gì mới.")


def why_words(why: str, status: int = 0) -> Any:
    """A sentence, lazy."""
    words = WHY_WORDS[why]
    return words % {"status": status} if why == "status" else words


NOT_PULLED = _("%(code)s đang tạm dừng hoặc không đọc từ mạng. Không đọc gì; hãy cho đọc tiếp trước.")
