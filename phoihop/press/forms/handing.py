"""Text in, plain values out: handing a story on, answering, refusing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import day_field, offer

FIND_HELP = _("Gõ tên, có dấu hay không dấu, rồi bấm „Tìm“. Cơ quan tìm được hiện đầu danh sách.")


def asked(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent; with what was typed where only offices were looked for; else as it begins."""
    if request.method == "POST" and "search" in request.POST:
        typed = {name: request.POST.getlist(name) for name in request.POST}
        more["initial"] = {name: values if len(values) > 1 else values[0] for name, values in typed.items()}
        return kind(None, **more)
    return kind(request.POST if request.method == "POST" else None, **more)


def _area(label: Any, rows: int, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class GiveHandoff(forms.Form):
    agency_id = forms.TypedChoiceField(label=_("Cơ quan trả lời"), coerce=int)
    find = forms.CharField(label=_("Tìm cơ quan khác"), max_length=100, required=False, help_text=FIND_HELP)
    question = _area(
        _("Câu hỏi"), 4, 2_000, help_text=_("Điều cần cơ quan đó cho biết: sự việc, số liệu, đã xử lý đến đâu.")
    )
    dossier = forms.ChoiceField(label=_("Về vấn đề"), required=False)
    due_date = day_field(_("Trả lời trước hết ngày"))

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], topics: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agency_id", [("", _("Chọn cơ quan")), *units])
        offer(self, "dossier", [("", _("Không gắn với vấn đề nào")), *topics])

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "find"}


class AnswerHandoff(forms.Form):
    answer = _area(_("Câu trả lời"), 8, 4_000)
    reference = forms.CharField(
        label=_("Văn bản trả lời"),
        max_length=500,
        required=False,
        help_text=_("Số và ký hiệu, mã trong sổ văn bản, hoặc đường dẫn."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RefuseHandoff(forms.Form):
    reason = _area(_("Vì sao không trả lời"), 3, 1_000)
    next_unit_id = forms.TypedChoiceField(label=_("Cơ quan nên trả lời"), coerce=int, required=False, empty_value=None)
    find = forms.CharField(label=_("Tìm cơ quan khác"), max_length=100, required=False, help_text=FIND_HELP)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "next_unit_id", [("", _("Chưa biết")), *units])

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "find"}


class WithdrawHandoff(forms.Form):
    reason = _area(_("Lý do rút"), 3, 1_000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
