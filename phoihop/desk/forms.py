from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.desk import queries, rules
from phoihop.ground.fields import day_field, offer
from phoihop.ground.text import nfc


class Calendar(forms.Form):
    """The address of the calendar. What it holds wrongly is left out: an old bookmark still opens."""

    ngay = day_field(_("Ngày"), required=False)
    ai = forms.ChoiceField(label=_("Của ai"), required=False, choices=list(queries.WHOSE_WORDS.items()))
    loai = forms.MultipleChoiceField(label=_("Loại"), required=False, widget=forms.CheckboxSelectMultiple)
    xem = forms.ChoiceField(required=False, choices=[(view, view) for view in rules.VIEWS], widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "loai", kinds)

    def asked(self, today: date) -> rules.Asked:
        self.full_clean()
        given = self.cleaned_data
        return rules.Asked(
            view=given.get("xem") or rules.VIEWS[0],
            day=rules.known_day(given.get("ngay"), today),
            whose=given.get("ai") or rules.WHOSE[0],
            kinds=tuple(given.get("loai") or ()),
        )


class Clashes(forms.Form):
    """Which offices to compare, from which week on."""

    ngay = day_field(_("Từ tuần có ngày"), required=False)
    co_quan = forms.TypedMultipleChoiceField(
        label=_("Cơ quan"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "co_quan", units)


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
