"""The Vietnamese words of channels, of what they ask for, and of what may be marked for review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from phoihop.ground.parts.words import day, day_month

Words = str | Promise

CHANNEL_WORDS: Mapping[str, Words] = {
    "VISUAL": _("Trực quan"),
    "PRESS": _("Báo chí"),
    "CONFERENCE": _("Họp báo"),
    "RADIO_TV": _("Phát thanh, truyền hình"),
    "ORAL": _("Tuyên truyền miệng"),
    "LOUDSPEAKER": _("Truyền thanh cơ sở"),
    "SOCIAL": _("Mạng xã hội"),
    "WEB": _("Trang thông tin điện tử"),
}
CHANNEL_HELP: Mapping[str, Words] = {
    "VISUAL": _("Pa-nô, áp phích, băng rôn, triển lãm, màn hình nơi công cộng."),
    "PRESS": _("Tin, bài, phóng sự trên báo in, báo điện tử."),
    "CONFERENCE": _("Họp báo, gặp gỡ báo chí."),
    "RADIO_TV": _("Chương trình, khung giờ của đài."),
    "ORAL": _("Báo cáo viên, tuyên truyền viên nói chuyện với nhóm người ở từng nơi."),
    "LOUDSPEAKER": _("Đài xã, cụm loa, theo giờ phát."),
    "SOCIAL": _("Trang của cơ quan trên mạng xã hội."),
    "WEB": _("Cổng, trang tin của cơ quan."),
}
REACH_HELP: Mapping[str, Words] = {
    "VISUAL": _("Ví dụ: ước lượt người qua lại nơi đặt, theo số đếm của phường."),
    "PRESS": _("Ví dụ: số bản in phát hành, lượt đọc do báo cung cấp."),
    "CONFERENCE": _("Ví dụ: số cơ quan báo chí dự, số tin đăng sau họp báo."),
    "RADIO_TV": _("Ví dụ: số người nghe, xem theo khảo sát của đài."),
    "ORAL": _("Ví dụ: đếm người dự từng buổi."),
    "LOUDSPEAKER": _("Ví dụ: số hộ trong vùng nghe được loa."),
    "SOCIAL": _("Ví dụ: số lượt tiếp cận do trang báo."),
    "WEB": _("Ví dụ: số lượt xem trang."),
}
DETAIL_WORDS: Mapping[str, Any] = {
    "form": _("Hình thức"),
    "quantity": _("Số lượng"),
    "places": _("Nơi thực hiện"),
    "outlets": _("Cơ quan báo, đài"),
    "hours": _("Khung giờ"),
    "minutes": _("Số phút"),
    "speakers": _("Báo cáo viên (chức danh)"),
    "groups": _("Nhóm người nghe"),
    "times": _("Số lần phát"),
    "pages": _("Trang đăng"),
    "sites": _("Cổng, trang tin"),
    "section": _("Chuyên mục"),
}
KIND_HELP: Mapping[str, Words] = {
    "line": "",
    "lines": _("Mỗi dòng một mục."),
    "number": "",
    "hours": _("Mỗi dòng một khung giờ, ví dụ 05:00-05:30."),
}
FLAG_WORDS: Mapping[str, Words] = {
    "audience": _("Đối tượng"),
    "message": _("Thông điệp"),
    "channel": _("Kênh"),
    "owner": _("Cơ quan thực hiện"),
    "dates": _("Ngày"),
    "cost": _("Kinh phí"),
    "details": _("Chi tiết của kênh"),
    "title": _("Tên kế hoạch"),
    "goal": _("Mục tiêu"),
    "clause": _("Điều khoản"),
    "evidence": _("Căn cứ"),
}
KIND_WORDS: Mapping[str, Words] = {
    "DOCUMENT": _("Văn bản, ảnh trong sổ"),
    "LINK": _("Bài đã đăng (liên kết)"),
    "LOG": _("Nhật ký phát, biên bản"),
    "STATEMENT": _("Xác nhận"),
}
ROLE_WORDS: Mapping[str, Words] = {
    "EVIDENCE": _("Căn cứ"),
    "MATERIAL": _("Tài liệu"),
    "PROOF": _("Bằng chứng đã làm"),
}
GROUND_WORDS: Mapping[str, Words] = {"audience": _("cùng đối tượng"), "place": _("cùng nơi")}


def days_in_words(first: date, last: date) -> str:
    """5/8/2021, or 5/8–20/8/2021, or both in full where the years differ."""
    if first == last:
        return day(first)
    return f"{day_month(first)}–{day(last)}" if first.year == last.year else f"{day(first)}–{day(last)}"
