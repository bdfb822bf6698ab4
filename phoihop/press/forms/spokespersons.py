"""Text in, plain values out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import day_field
from phoihop.press.queries.words import KIND_WORDS


def given(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or empty when the page is only opened."""
    return kind(request.POST if request.method == "POST" else None, **more)


class Reach(forms.Form):
    """How to reach a spokesperson."""

    post = forms.CharField(label=_("Chức vụ"), max_length=200)
    phone = forms.CharField(
        label=_("Điện thoại cơ quan"),
        max_length=40,
        required=False,
        help_text=_("Hiện công khai trên cổng thông tin. Cần điện thoại hoặc thư điện tử."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=_("Thư điện tử cơ quan"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Name(Reach):
    """Who speaks for the unit, announced by which document, from when to when."""

    field_order = ("kind", "name", "post", "phone", "email", "announced_by", "from_date", "to_date")

    kind = forms.ChoiceField(label=_("Loại"), choices=list(KIND_WORDS.items()))
    name = forms.CharField(label=_("Họ và tên"), max_length=200)
    announced_by = forms.CharField(
        label=_("Văn bản công bố"), max_length=120, help_text=_("Số và ký hiệu, ví dụ 15/QĐ-SYT.")
    )
    from_date = day_field(_("Từ ngày"))
    to_date = day_field(_("Đến hết ngày"), required=False, help_text=_("Bắt buộc với người được ủy quyền."))

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class End(forms.Form):
    to_date = day_field(_("Ngày cuối"))
    reason = forms.CharField(label=_("Lý do"), max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
