"""Words of outcomes, kinds and the rules of wording, for the record, for pages and for refusals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KINDS: dict[str, str | Promise] = {
    "YESNO": gettext_lazy("Có hay không"),
    "CHOICE": gettext_lazy("Nhiều khả năng loại trừ nhau"),
    "BANDS": gettext_lazy("Số lượng theo khoảng"),
}
YES_NO: tuple[str | Promise, ...] = (gettext_lazy("Có"), gettext_lazy("Không"))
WORDING: dict[str, str | Promise] = {
    "HONORIFIC": gettext_lazy("Câu này nói về một người có tên. Hãy hỏi về sự việc, số lượng, hoặc ghi chức danh."),
    "NAMED": gettext_lazy("Câu này có tên người. Hãy hỏi về sự việc, số lượng, hoặc ghi chức danh thay tên."),
    "NUMBER": gettext_lazy("Câu này có số điện thoại, số định danh hoặc địa chỉ riêng của một người. Hãy bỏ phần đó."),
    "DESCRIBED": gettext_lazy("Câu này chỉ ra một người tuy không nêu tên. Hãy hỏi về sự việc hoặc số lượng."),
    "VERDICT": gettext_lazy(
        "Câu này hỏi về bản án, quyết định tố tụng chưa công bố. Không dự báo điều tòa án, cơ quan điều tra chưa tuyên."
    ),
    "VAGUE": gettext_lazy("Câu này có từ không đo được. Hãy ghi một con số, một việc xảy ra hay không, một ngày."),
}
WHAT_MAY_BE_ASKED = gettext_lazy(
    "Câu hỏi dự báo là về một sự việc hoặc một số lượng mà một nguồn công khai sẽ cho biết vào ngày đã định. Ví dụ:"
    " “Đến hết ngày 30/9/2021 tỉnh Kiên Giang có trên 10.000 ca mắc cộng dồn không?”."
)


def outcome_names(outcomes: Sequence[str]) -> tuple[str, ...]:
    """Words of the outcomes; those of a yes-or-no question are not kept."""
    return tuple(outcomes) if outcomes else tuple(str(word) for word in YES_NO)


def kind_name(key: str) -> str:
    return str(KINDS[key]) if key in KINDS else ""


def wording_in_words(faults: Iterable[str]) -> str:
    """Why the text is no question for a forecast, and what one is."""
    return " ".join([*(str(WORDING[key]) for key in faults), str(WHAT_MAY_BE_ASKED)])


def percent(share: float) -> str:
    """37,5 %: one decimal where there is one."""
    tenths = round(share * 1000)
    whole, rest = divmod(tenths, 10)
    return _("%(number)s %%") % {"number": f"{whole},{rest}" if rest else str(whole)}


def decimal(value: float | None, places: int = 3) -> str:
    """0,184; a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:.{places}f}"
    return (text[1:] if float(text) == 0 and text.startswith("-") else text).replace(".", ",").replace("-", "−")
