from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import day_field, offer
from phoihop.ground.text import nfc


class FindEntries(forms.Form):
    """The filter above the ledger; `kinds` are those that the rooms' sheets say."""

    loai = forms.ChoiceField(label=_("Loại việc"), required=False)
    ma = forms.CharField(
        label=_("Mã hồ sơ"),
        required=False,
        max_length=80,
        help_text=_("Ví dụ VD-kg-2021-0001: mọi việc của hồ sơ và của nghĩa vụ trong đó."),
        widget=forms.TextInput(attrs={"data-find": ""}),
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "loai", [("", _("Tất cả")), *kinds])

    def clean_ma(self) -> str:
        return nfc(self.cleaned_data["ma"]).strip()


class Search(forms.Form):
    """What the address of the search page may hold. The first three are fields, the others links on the page."""

    q = forms.CharField(
        label=_("Tìm trong mọi phần"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "id": "q-all", "data-find": "", "autocomplete": "off", "list": "suggested"}
        ),
    )
    tu = day_field(_("Từ ngày"), required=False)
    den = day_field(_("Đến ngày"), required=False)
    phan = forms.SlugField(required=False, max_length=40)
    co_quan = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    nam = forms.RegexField(r"^\d{4}$", required=False)
    loai = forms.CharField(required=False, max_length=100)
    sap = forms.ChoiceField(required=False, choices=[("", ""), ("moi", "")])
    trang = forms.IntegerField(required=False, min_value=1, max_value=51)

    def clean_q(self) -> str:
        return nfc(self.cleaned_data["q"]).strip()


class Erase(forms.Form):
    reason = forms.CharField(
        label=_("Lý do xóa"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lý do được giữ lại trong sổ cái cùng chức danh của người xóa."),
    )
