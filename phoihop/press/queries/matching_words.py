"""What is wrong with an expression, in a sentence that says where."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.press.rules import matching

STATES: dict[str, str | Promise] = {
    "ACTIVE": gettext_lazy("Đang tìm"),
    "PAUSED": gettext_lazy("Tạm dừng"),
    "ENDED": gettext_lazy("Đã thôi"),
}
MATCHES: dict[str, str | Promise] = {
    "FOUND": gettext_lazy("Máy tìm thấy"),
    "KEPT": gettext_lazy("Đã xem, đúng vấn đề"),
    "ADDED": gettext_lazy("Thêm bằng tay"),
    "DROPPED": gettext_lazy("Đã bỏ, không đúng vấn đề"),
}
_WHY: dict[str, str | Promise] = {
    "NOTHING": gettext_lazy("Biểu thức chưa có từ nào để tìm."),
    "LONG": gettext_lazy("Biểu thức dài quá %(longest)s ký tự."),
    "MANY": gettext_lazy("Biểu thức có quá %(terms)s từ, cụm từ."),
    "DEEP": gettext_lazy("Ngoặc lồng nhau quá %(deepest)s lớp, từ ký tự thứ %(place)s."),
    "QUOTE": gettext_lazy("Dấu ngoặc kép mở ở ký tự thứ %(place)s (%(piece)s) chưa đóng."),
    "EMPTY": gettext_lazy("Ở ký tự thứ %(place)s thiếu từ để tìm."),
    "PHRASE": gettext_lazy("Cụm từ ở ký tự thứ %(place)s (%(piece)s…) dài quá %(phrase)s chữ."),
    "OPEN": gettext_lazy("Ngoặc mở ở ký tự thứ %(place)s chưa đóng."),
    "CLOSE": gettext_lazy("Ngoặc đóng ở ký tự thứ %(place)s không có ngoặc mở."),
    "OPERATOR": gettext_lazy("Ở ký tự thứ %(place)s có %(piece)s nhưng thiếu từ ở bên cạnh."),
    "MISSING": gettext_lazy("Biểu thức dừng ở ký tự thứ %(place)s mà còn thiếu một từ."),
    "SPAN": gettext_lazy("Ở ký tự thứ %(place)s, hãy viết NEAR/n với n từ 1 đến %(farthest)s, giữa hai từ."),
    "NEAR": gettext_lazy("NEAR ở ký tự thứ %(place)s chỉ nối từ, cụm từ hoặc nhóm OR; không nối nhóm có AND hoặc NOT."),
    "ONLY_NOT": gettext_lazy("Biểu thức chỉ có điều phải loại trừ; cần ít nhất một từ phải có trong bài, ở mọi nhánh."),
    "ODD": gettext_lazy("Không đọc được từ ký tự thứ %(place)s."),
}
PERSON = gettext_lazy(
    "Câu tìm nhắm vào một người: tên, tài khoản, số điện thoại hoặc số định danh. Ở đây chỉ tìm theo sự việc, nơi chốn."
    " Nếu đó là tên đường, lễ hội, di tích, hãy viết cả cụm trong ngoặc kép, ví dụ “lễ hội Nguyễn Trung Trực”."
)


def why_unreadable(fault: matching.Unreadable) -> str:
    """One sentence: what is wrong and where."""
    return str(_WHY[fault.key]) % {
        "place": fault.place,
        "piece": fault.piece,
        "longest": matching.LONGEST,
        "terms": matching.MOST_TERMS,
        "deepest": matching.DEEPEST,
        "phrase": matching.LONGEST_PHRASE,
        "farthest": matching.FARTHEST,
    }


def in_words(tree: matching.Node) -> str:
    """The expression as it was understood."""
    match tree:
        case matching.Term(typed, _folded, key, _plain, is_strict):
            if is_strict:
                return _("“%(words)s” đúng từng dấu") % {"words": typed}
            return (
                _("“%(words)s”") % {"words": typed} if key else _("“%(words)s” (có dấu hay không)") % {"words": typed}
            )
        case matching.All(parts):
            return _(" và ").join(_inner(part) for part in parts)
        case matching.AnyOf(parts):
            return _(" hoặc ").join(_inner(part) for part in parts)
        case matching.Without(part):
            return _("không có %(part)s") % {"part": _inner(part)}
        case matching.Near(left, right, span):
            return _("%(left)s cách %(right)s không quá %(span)s chữ") % {
                "left": _inner(left),
                "right": _inner(right),
                "span": span,
            }
    raise TypeError(tree)


def _inner(tree: matching.Node) -> str:
    said = in_words(tree)
    return f"({said})" if isinstance(tree, matching.All | matching.AnyOf) else said
