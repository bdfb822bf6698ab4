from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.documents.rules import types
from phoihop.ground.fields import day_field

LARGEST_NUMBER = 99_999  # five digits: what a citation may hold
FIRST_YEAR, LAST_YEAR = 1945, 2100

DIRECTIONS = [("IN", _("Văn bản đến")), ("OUT", _("Văn bản đi"))]
SYSTEMS = [("STATE", _("Nhà nước")), ("PARTY", _("Đảng"))]


class OpenBook(forms.Form):
    """A number book. Refused: the Party's outgoing book without a type, a year nobody keeps books of."""

    direction = forms.ChoiceField(label=_("Chiều văn bản"), choices=DIRECTIONS, widget=forms.RadioSelect)
    system = forms.ChoiceField(label=_("Hệ thống"), choices=SYSTEMS, widget=forms.RadioSelect)
    type_key = forms.ChoiceField(
        label=_("Loại văn bản"),
        required=False,
        choices=[("", _("Chung cho mọi loại"))]
        + [(key, f"{name} ({key})") for (system, key), name in types.TYPES.items() if system == "PARTY" and key],
        help_text=_("Chỉ chọn cho sổ văn bản đi của Đảng: mỗi loại một sổ, số chạy liên tục trong nhiệm kỳ."),
    )
    first_date = day_field(
        _("Sổ bắt đầu từ ngày"),
        help_text=_(
            "Sổ theo năm: một ngày bất kỳ trong năm của sổ. Sổ văn bản đi của Đảng: ngày bắt đầu nhiệm kỳ cấp ủy."
        ),
    )
    last_number = forms.IntegerField(
        label=_("Số cuối đã cấp trong sổ giấy"),
        min_value=0,
        max_value=LARGEST_NUMBER,
        help_text=_("Sổ mới thì để 0. Số kế tiếp do hệ thống cấp, không bỏ trống số nào."),
    )
    name = forms.CharField(
        label=_("Tên sổ"),
        required=False,
        max_length=200,
        help_text=_("Để trống thì hệ thống đặt tên theo năm hoặc loại."),
    )

    def clean_first_date(self) -> date:
        day: date = self.cleaned_data["first_date"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("Năm của sổ phải từ %(first)s đến %(last)s."), params={"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        return day

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("direction") == "OUT" and given.get("system") == "PARTY" and not given.get("type_key"):
            self.add_error("type_key", _("Sổ văn bản đi của Đảng mở riêng cho từng loại văn bản. Hãy chọn loại."))
        return given


class CloseBook(forms.Form):
    """Nothing to fill in: the page says what closing means."""


class DayFilter(forms.Form):
    """Rows between two days."""

    first_date = day_field(_("Từ ngày"), required=False)
    last_date = day_field(_("Đến ngày"), required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, last = given.get("first_date"), given.get("last_date")
        if first and last and last < first:
            self.add_error("last_date", _("Ngày cuối không thể trước ngày đầu."))
        return given


class RegisterFilter(DayFilter):
    """Rows between two days and two numbers."""

    first_number = forms.IntegerField(label=_("Từ số"), required=False, min_value=1, max_value=LARGEST_NUMBER)
    last_number = forms.IntegerField(label=_("Đến số"), required=False, min_value=1, max_value=LARGEST_NUMBER)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("first_number"), given.get("last_number")
        if first and last and last < first:
            self.add_error("last_number", _("Số cuối không thể nhỏ hơn số đầu."))
        return given
