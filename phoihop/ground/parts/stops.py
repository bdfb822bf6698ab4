"""What a reader is told when a page cannot go on."""

from django.utils.translation import gettext as _

from phoihop.ground.parts.values import Kept, Link, Stopped, TimelineItem


def stopped(
    status: int,
    *,
    sentence: str = "",
    kept: tuple[Kept, ...] = (),
    again_url: str = "",
    lately: tuple[TimelineItem, ...] = (),
    home_url: str = "/",
    back_url: str = "",
    title: str = "",
    request_id: str = "",
    why: str = "",
    frame: str = "ground/bare.html",
    safe: str = "",
) -> Stopped:
    """The stop page for `status`; `sentence` is the reason fit for the reader, if one is known, and `safe` what is safe
    if it is not what goes with the status."""
    usual, what, usually_safe = _told(status)
    if not safe:
        typed = any(one.label for one in kept)
        safe = _("Chữ bạn đã gõ vẫn còn ở dưới. Chưa có gì bị thay đổi.") if typed else usually_safe
    steps = [Link(_("Mở lại trang trước"), back_url)] if back_url else []
    steps.append(Link(_("Về trang đầu"), home_url))
    return Stopped(
        status=status,
        title=title or usual,
        what=sentence or what,
        safe=safe,
        steps=tuple(steps),
        kept=kept,
        again_url=again_url,
        lately=lately,
        again_label=_("Gửi lại trên bản mới") if status == 409 else _("Gửi lại"),
        request_id=request_id,
        frame=frame,
        why=why,
    )


def _told(status: int) -> tuple[str, str, str]:
    unchanged = _("Chưa có gì bị thay đổi.")
    if status == 403:
        what = _("Bạn xem được hồ sơ này nhưng việc vừa chọn thuộc quyền của chức trách khác.")
        return _("Bạn không có quyền làm việc này"), what, unchanged
    if status == 404:
        what = _("Địa chỉ không đúng, hoặc trang này không mở cho cơ quan của bạn.")
        return _("Không tìm thấy trang"), what, unchanged
    if status == 409:
        what = _("Trong lúc bạn làm, người khác đã đổi hồ sơ này. Hãy xem bản mới rồi gửi lại.")
        return _("Có người vừa làm trước"), what, unchanged
    if status == 413:
        what = _("Những gì gửi lên lớn hơn mức được nhận. Hãy gửi làm nhiều lần.")
        return _("Gửi lên quá lớn"), what, _("Không phần nào của lần gửi này được giữ lại. Chưa có gì bị thay đổi.")
    if status == 422:
        return _("Chưa làm được"), _("Quy tắc không cho phép việc này vào lúc này."), unchanged
    if status < 500:
        return _("Chưa xử lý được yêu cầu"), _("Yêu cầu gửi lên thiếu hoặc sai một phần. Hãy mở lại trang."), unchanged
    what = _("Lỗi nằm ở hệ thống, không phải ở bạn. Lỗi đã được ghi lại.")
    return _("Hệ thống gặp lỗi"), what, _("Việc đang làm dở không được ghi nửa chừng: hoặc ghi đủ, hoặc không ghi gì.")
