"""How states and answers of press conferences are called."""

from django.utils.translation import gettext_lazy as _

CONFERENCE_WORDS = {
    "DRAFT": _("Đang chuẩn bị"),
    "CALLED": _("Đã mời"),
    "HELD": _("Đã họp"),
    "CANCELLED": _("Đã hủy"),
    "DROPPED": _("Đã bỏ"),
}
RECORD_WORDS = {
    "NONE": _("chưa có biên bản"),
    "DRAFT": _("biên bản chờ duyệt"),
    "APPROVED": _("biên bản đã duyệt"),
}
ANSWER_WORDS = {"ASKED": _("chưa trả lời"), "COMES": _("sẽ dự"), "STAYS_AWAY": _("không dự")}
