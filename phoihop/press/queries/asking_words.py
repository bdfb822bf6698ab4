"""How states, ways, grounds and outcomes are called."""

from django.utils.translation import gettext_lazy as _

GROUND_WORDS = {
    "SECRET": _("thuộc bí mật nhà nước"),
    "PRIVATE": _("thuộc bí mật cá nhân, bí mật gia đình"),
    "PROCEEDINGS": _("vụ việc đang điều tra hoặc chưa xét xử"),
    "UNCONCLUDED": _("thanh tra, khiếu nại, tranh chấp chưa có kết luận"),
}
QUERY_WAY_WORDS = {
    "MAIL": _("thư điện tử"),
    "LETTER": _("công văn, thư giấy"),
    "PHONE": _("điện thoại"),
    "MEETING": _("gặp trực tiếp"),
    "CONFERENCE": _("tại họp báo"),
}
QUERY_WORDS = {
    "OPEN": _("Chờ trả lời"),
    "WAITING": _("Chờ duyệt câu trả lời"),
    "ANSWERED": _("Đã trả lời"),
    "REFUSED": _("Từ chối có căn cứ"),
    "WITHDRAWN": _("Thôi hỏi"),
}
ASKED_WORDS = {
    "DRAFT": _("Đang soạn"),
    "WAITING": _("Chờ duyệt"),
    "APPROVED": _("Đã duyệt, chờ gửi"),
    "SENT": _("Chờ nơi đăng cải chính"),
    "CORRECTED": _("Đã cải chính"),
    "REFUSED": _("Nơi đăng từ chối"),
    "UNANSWERED": _("Không trả lời"),
    "DROPPED": _("Đã bỏ"),
}
ASKED_WAY_WORDS = {
    "MAIL": _("thư điện tử"),
    "DISPATCH": _("công văn trong hệ thống"),
    "HAND": _("công văn giấy, trao tay"),
}
MEASURE_WORDS = {"working_day": _("ngày làm việc"), "day": _("ngày"), "hour": _("giờ")}
TERM_WORDS = {
    "query": _("Trả lời câu hỏi của báo chí trong"),
    "asked": _("Chờ nơi đăng cải chính trong"),
}
FAULT_WORDS = {
    "REMOVAL": _(
        "Hệ thống chỉ giúp yêu cầu cải chính, không giúp yêu cầu gỡ, xóa, ẩn bài hay khóa tài khoản. Hãy bỏ phần đó và "
        "nêu điều sai, điều đúng."
    ),
    "OPINION": _("Chỉ nêu một điều kiểm chứng được, không nhận xét thái độ, động cơ hay quan điểm."),
    "PERSON": _("Chỉ nêu nơi đăng và điều đã đăng, không nêu người viết hay tài khoản của ai."),
}
