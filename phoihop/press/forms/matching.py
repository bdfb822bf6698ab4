"""Text in, plain values out: what to look for, why to stop."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import offer
from phoihop.press.queries.matching import fault_in
from phoihop.press.rules.matching import LONGEST


def asked(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or as it begins."""
    return kind(request.POST if request.method == "POST" else None, **more)


class Amend(forms.Form):
    """What is looked for, under which name, and how soon it is told."""

    title = forms.CharField(label=_("Tên câu tìm"), max_length=120, help_text=_("Ngắn, ví dụ: Khai thác IUU."))
    expression = forms.CharField(
        label=_("Biểu thức"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Các từ viết liền nhau thì phải có đủ. “Cụm từ” trong ngoặc kép đứng liền nhau. OR: một trong các từ. NOT"
            " hoặc dấu trừ: không có. NEAR/5: cách nhau không quá 5 chữ. Dấu = ở trước: đúng từng dấu. Dùng ngoặc tròn"
            " để nhóm."
        ),
    )
    is_at_once = forms.BooleanField(label=_("Báo ngay trong giờ làm việc, không chờ bản tin sáng"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_expression(self) -> str:
        expression = " ".join(self.cleaned_data["expression"].split())
        if fault := fault_in(expression):
            raise forms.ValidationError(fault)
        return expression

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class Begin(Amend):
    field_order = ("topic", "title", "expression", "is_at_once")

    topic = forms.ChoiceField(label=_("Về vấn đề"))

    def __init__(self, *args: Any, topics: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "topic", topics)


class Stop(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Add(forms.Form):
    topic = forms.ChoiceField(label=_("Chuyện này cũng về vấn đề"))

    def __init__(self, *args: Any, topics: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "topic", topics)
