"""The result of looking at a signature, in words an officer understands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.documents.pages.words import moment
from phoihop.documents.rules.reading import Signature
from phoihop.ground.parts import Glyph, State

PROBLEMS = {
    "damaged": gettext_lazy("Chữ ký hoặc phần tệp quanh nó hỏng, không đọc được."),
    "unknown_kind": gettext_lazy("Loại chữ ký này hệ thống chưa kiểm tra được."),
    "too_many": gettext_lazy("Tệp có quá nhiều chữ ký; phần còn lại chưa được kiểm tra."),
    "too_long": gettext_lazy("Kiểm tra lâu quá thời gian cho phép."),
    "altered": gettext_lazy("Phần đã ký đã bị sửa."),
    "forged": gettext_lazy("Chữ ký không khớp với chứng thư kèm theo."),
    "uncovered": gettext_lazy("Chữ ký không phủ hết tệp lúc ký."),
    "later_changes": gettext_lazy("Tệp bị sửa sau khi ký, theo cách chữ ký không cho phép."),
    "untrusted": gettext_lazy("Chứng thư không thuộc nơi cấp mà cơ quan tin cậy."),
    "expired": gettext_lazy("Chứng thư đã hết hạn khi ký."),
    "not_yet_valid": gettext_lazy("Chứng thư chưa có hiệu lực khi ký."),
    "expired_since": gettext_lazy("Chứng thư nay đã hết hạn; thời điểm ký chỉ do người ký ghi."),
    "wrong_use": gettext_lazy("Chứng thư không được cấp để ký văn bản."),
    "weak": gettext_lazy("Thuật toán ký không còn an toàn."),
    "revoked": gettext_lazy("Chứng thư đã bị thu hồi trước khi ký."),
    "no_time": gettext_lazy("Chữ ký không ghi thời điểm ký."),
    "future_time": gettext_lazy("Chữ ký ghi thời điểm chưa tới."),
    "bad_timestamp": gettext_lazy("Dấu thời gian không khớp hoặc đã bị sửa."),
    "untrusted_timestamp": gettext_lazy("Dấu thời gian của nơi cấp không có trong danh sách tin cậy."),
}
CHANGES = {
    "none": gettext_lazy("Không có thay đổi nào sau khi ký."),
    "allowed": gettext_lazy("Sau khi ký chỉ có thay đổi được phép (thêm chữ ký, điền biểu mẫu)."),
    "other": gettext_lazy("Có thay đổi khác sau khi ký."),
}


@dataclass(frozen=True, slots=True)
class SignatureLine:
    glyph: Glyph
    signer: str
    facts: tuple[str, ...]


def signature_line(signature: Signature) -> SignatureLine:
    """One glance: valid and trusted, intact but not trusted, or broken; beneath it the reasons."""
    is_broken = not signature.is_intact or signature.changes == "other"
    if is_broken:
        glyph = Glyph.of(State.BLOCK, _("Chữ ký không còn đúng"))
    elif signature.is_trusted:
        glyph = Glyph.of(State.DONE, _("Chữ ký hợp lệ"))
    else:
        glyph = Glyph.of(State.WAIT, _("Nguyên vẹn, chưa tin được người ký"))
    facts = [
        _("Chứng thư do %(issuer)s cấp.") % {"issuer": signature.issuer} if signature.issuer else "",
        _time(signature),
        str(CHANGES.get(signature.changes, "")),
        *(str(PROBLEMS.get(problem, problem)) for problem in signature.problems),
        "" if signature.is_revocation_checked else _("Chưa kiểm tra được chứng thư có bị thu hồi hay không."),
    ]
    return SignatureLine(glyph, signature.signer or _("Không rõ người ký"), tuple(dict.fromkeys(filter(None, facts))))


def _time(signature: Signature) -> str:
    if not signature.signed_at:
        return ""
    at = moment(datetime.fromisoformat(signature.signed_at))
    if signature.is_timestamped:
        return _("Ký lúc %(at)s, có dấu thời gian.") % {"at": at}
    return _("Ký lúc %(at)s theo lời người ký.") % {"at": at}
