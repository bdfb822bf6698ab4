"""Keys in words."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from phoihop.concerns.models import Concern, Service, Spot

STATES = {
    "HELD": _("Chờ xem xét"),
    "RECEIVED": _("Đã tiếp nhận"),
    "NEEDS_INFO": _("Chờ người phản ánh bổ sung"),
    "FORWARDED": _("Đã chuyển xử lý"),
    "IN_PROGRESS": _("Đang xử lý"),
    "EXTENDED": _("Đã gia hạn"),
    "DISPUTED": _("Đang xác định cơ quan trả lời"),
    "ANSWERED": _("Đã trả lời"),
    "PUBLISHED": _("Đã công khai"),
    "RATED": _("Đã được đánh giá"),
    "REOPENED": _("Mở lại"),
    "REFUSED": _("Không tiếp nhận"),
    "MERGED": _("Đã gộp vào phản ánh khác"),
    "CLOSED": _("Đã trả lời, đã khép"),
}
CHANNELS = {
    "form": _("Cổng thông tin"),
    "open311": _("Ứng dụng khác"),
    "mail": _("Thư điện tử"),
    "phone": _("Điện thoại"),
    "letter": _("Thư"),
    "desk": _("Tại nơi tiếp dân"),
}
REASONS = {
    "NOT_COMPETENT": _("Không thuộc thẩm quyền của các cơ quan trong hệ thống này"),
    "COMPLAINT": _("Là khiếu nại, có đường riêng theo luật"),
    "DENUNCIATION": _("Là tố cáo, có đường riêng theo luật"),
    "SECRET": _("Có dấu chỉ độ mật, không được nhận qua đường này"),
    "NOT_CLEAR": _("Không đủ rõ để giải quyết"),
    "DISHONEST": _("Không phải phản ánh"),
}
REOPENS = {
    "INCOMPLETE": _("Câu trả lời còn thiếu"),
    "NOT_SO": _("Thực tế khác với câu trả lời"),
    "NOT_DONE": _("Việc đã hứa chưa làm"),
}
WISHES = {
    "SEE": _("Xem dữ liệu về mình"),
    "CORRECT": _("Sửa dữ liệu về mình"),
    "ERASE": _("Xóa dữ liệu về mình"),
}
CLOCKS = {
    "feedback_forward": _("Chuyển đến cơ quan trả lời"),
    "feedback_answer": _("Trả lời phản ánh"),
    "feedback_extend": _("Gia hạn nhiều nhất mỗi lần"),
    "feedback_more": _("Chờ người phản ánh bổ sung"),
    "feedback_reopen": _("Được mở lại sau khi trả lời"),
    "data_subject": _("Trả lời yêu cầu về dữ liệu cá nhân"),
    "personal_keep": _("Giữ dữ liệu cá nhân sau khi trả lời"),
    "refused_keep": _("Giữ dữ liệu cá nhân sau khi từ chối"),
}
FLAGS = {
    "complaint": _("Có lời như khiếu nại"),
    "denunciation": _("Có lời như tố cáo"),
    "channel": _("Có lời như khiếu nại, tố cáo; người viết nói chỉ là phản ánh"),
    "no-work": _("Gửi không qua trình duyệt có mã, hoặc bằng chương trình"),
    "quick": _("Gửi nhanh hơn một người viết"),
    "links": _("Có nhiều đường dẫn"),
    "repeats": _("Lặp lại nội dung"),
}


def flag_words(key: str) -> str:
    """Why a person should look first; a mark that another house has set is shown as it is."""
    return str(FLAGS.get(key, key))


def service_names(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Names by territory and key."""
    rows = Service.rows.filter(territory__in={t for t, _key in keys}, key__in={key for _t, key in keys})
    return {(t, key): name for t, key, name in rows.values_list("territory", "key", "name")}


def spot_names(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
    rows = Spot.rows.filter(territory__in={t for t, _key in keys}, key__in={key for _t, key in keys if key})
    return {(t, key): name for t, key, name in rows.values_list("territory", "key", "name")}


def titles_of(rows: Collection[Concern]) -> dict[int, tuple[str, str, str]]:
    """Of each: title, service and place in words. Two queries."""
    services = service_names({(row.territory, row.service) for row in rows})
    spots = spot_names({(row.territory, row.place) for row in rows})
    found = {}
    for row in rows:
        service = services.get((row.territory, row.service), row.service)
        place = spots.get((row.territory, row.place), row.place)
        found[row.pk] = (row.title or neutral_title(service, place), service, place)
    return found


def neutral_title(service: str, place: str) -> str:
    """What a concern is called as long as no moderator has let a title stand: nothing of its words."""
    return f"{service}, {place}" if place else service
