"""Text in, plain values out: how a digest is made, a note, a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import offer
from phoihop.press.forms.handing import FIND_HELP


class SetDigest(forms.Form):
    is_on = forms.BooleanField(label=_("Làm điểm báo mỗi buổi sáng"), required=False)
    hour = forms.TimeField(
        label=_("Từ giờ"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), input_formats=["%H:%M"]
    )
    on_days_off = forms.BooleanField(label=_("Cả ngày nghỉ, ngày lễ"), required=False)
    issues_itself = forms.BooleanField(
        label=_("Tự phát hành"),
        required=False,
        help_text=_("Không bật: bản nháp chờ người duyệt. Bật: gửi ngay khi làm xong, không qua người duyệt."),
    )
    sends_empty = forms.BooleanField(label=_("Gửi cả khi không có tin nào"), required=False)
    readers = forms.TypedMultipleChoiceField(
        label=_("Cơ quan nhận"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    find = forms.CharField(label=_("Tìm cơ quan khác"), max_length=100, required=False, help_text=FIND_HELP)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "readers", units)

    def values(self) -> dict[str, Any]:
        left = {name: value for name, value in self.cleaned_data.items() if name not in ("find", "readers")}
        return {**left, "reader_ids": tuple(self.cleaned_data["readers"])}


class NoteStory(forms.Form):
    note = forms.CharField(
        label=_("Ghi chú của cơ quan"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sự kiện, số liệu đã xác nhận; không nhận xét về người. Để trống là bỏ ghi chú."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReturnDigest(forms.Form):
    reason = forms.CharField(label=_("Lý do trả lại"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
