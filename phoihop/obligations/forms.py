"""Text in, plain values out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

LONGEST = 4000
STATEMENT = _("Đã làm gì, kết quả ra sao; hai ba câu là đủ.")
REFERENCE = _("Ví dụ 125/BC-SYT hoặc https://… ; tệp sẽ nộp được khi có sổ tài liệu.")


def _text(label: Any, hint: Any = "", *, rows: int = 3, is_needed: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=is_needed,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, "class": "input"}),
    )


def _day(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date", "class": "input short"}, format="%Y-%m-%d"),
    )


class Act(forms.Form):
    """What every act on an obligation carries: the version the reader saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class HandIn(Act):
    statement = _text(_("Kết quả"), STATEMENT, rows=4)
    reference = forms.CharField(
        label=_("Số văn bản hoặc đường dẫn"),
        help_text=REFERENCE,
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "input"}),
    )


class HandInWithout(HandIn):
    """While supporting lanes are open."""

    without_support_reason = _text(_("Lý do nộp khi còn cơ quan phối hợp chưa nộp"), rows=2, is_needed=False)


class Reason(Act):
    reason = _text(_("Lý do"))


class Later(Act):
    to_date = _day(_("Hạn mới"))
    reason = _text(_("Lý do"), rows=2)


class Decide(forms.Form):
    is_granted = forms.TypedChoiceField(
        label=_("Trả lời"),
        choices=[("1", _("Đồng ý gia hạn")), ("0", _("Không đồng ý"))],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
        empty_value=None,
    )
    answer = _text(_("Ý kiến"), _("Không đồng ý thì cần nêu lý do."), rows=2, is_needed=False)


class Day(forms.Form):
    day = _day(_("Ngày"))
    is_working = forms.TypedChoiceField(
        label=_("Ngày này"),
        choices=[("0", _("Nghỉ")), ("1", _("Làm việc (làm bù)"))],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
        empty_value=None,
    )
    note = forms.CharField(
        label=_("Căn cứ"), required=False, max_length=300, widget=forms.TextInput(attrs={"class": "input"})
    )


class Revoke(forms.Form):
    day = _day(_("Ngày"))


class Filter(forms.Form):
    """A view of the board under a name."""

    name = forms.CharField(label=_("Tên bộ lọc"), max_length=80, widget=forms.TextInput(attrs={"class": "input"}))
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

    def clean_query(self) -> str:
        """Whatever was sent, as the query of an address."""
        return QueryDict(self.cleaned_data["query"]).urlencode()


def start(name: str, version: int, *, has_open_support: bool = False) -> forms.Form:
    """The empty form of an act."""
    initial = {"version": version}
    made: Mapping[str, type[forms.Form]] = {
        "hand-in": HandInWithout if has_open_support else HandIn,
        "support": HandIn,
        "return": Reason,
        "waive": Reason,
        "block": Reason,
        "ask-extension": Later,
        "grant-extension": Later,
        "decide-extension": Decide,
    }
    return made[name](initial=initial, auto_id=f"{name}_%s")
