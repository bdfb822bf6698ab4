"""Text in, plain values out. No form asks for a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.forecasts.queries.names import KINDS, wording_in_words
from phoihop.forecasts.rules import limits, wording
from phoihop.ground.fields import day_field, offer

_LINE = re.compile(r"^(?P<name>.+?)\s*[=:|]\s*(?P<count>\d{1,6})$")


def given(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or empty when the page is only opened."""
    return kind(request.POST if request.method == "POST" else None, **more)


def _text(label: Any, most: int, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Draft(Versioned):
    dossier = forms.CharField(label=_("Về vấn đề"), max_length=80, help_text=_("Ví dụ VD-kg-2021-0001."))
    text = _text(
        _("Câu hỏi"),
        limits.LONGEST_TEXT,
        rows=3,
        help_text=_(
            "Một sự việc hoặc một số lượng, đến một ngày. Không hỏi về một người, không hỏi bản án chưa tuyên; cơ quan"
            " ghi theo chức danh."
        ),
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=list(KINDS.items()), widget=forms.RadioSelect, initial="YESNO")
    rule = _text(
        _("Quy tắc kết quả"),
        limits.LONGEST_RULE,
        rows=4,
        help_text=_(
            "Số nào, việc gì, đến lúc nào thì là „có“ (hoặc khả năng nào), để một người ngoài cũng kết luận được."
        ),
    )
    source = forms.CharField(
        label=_("Nguồn quyết định"),
        max_length=limits.LONGEST_SOURCE,
        help_text=_("Ví dụ: báo cáo ngày của Sở Y tế trên trang thông tin của sở."),
    )
    closes_date = day_field(_("Ngày cuối để cho xác suất"))
    resolves_date = day_field(_("Ngày có kết quả"))
    base_class = _text(
        _("Tỷ lệ nền: những trường hợp giống"),
        limits.LONGEST_CLASS,
        rows=2,
        help_text=_("Ví dụ: các đợt dịch từ 2020 đến nay ở tỉnh, sau bốn tuần giãn cách."),
    )
    base_source = forms.CharField(label=_("Nguồn của tỷ lệ nền"), max_length=limits.LONGEST_SOURCE)
    base_came = forms.IntegerField(
        label=_("Đã xảy ra bao nhiêu lần (câu hỏi có hay không)"),
        min_value=0,
        max_value=limits.MOST_TIMES_BEFORE,
        required=False,
    )
    base_total = forms.IntegerField(
        label=_("Trong bao nhiêu trường hợp (câu hỏi có hay không)"),
        min_value=1,
        max_value=limits.MOST_TIMES_BEFORE,
        required=False,
    )
    outcomes = _text(
        _("Các khả năng và số lần đã xảy ra"),
        2000,
        rows=5,
        required=False,
        help_text=_("Chỉ khi có nhiều khả năng hoặc khoảng: mỗi dòng một khả năng, ví dụ „Dưới 50 ca = 4“."),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if faults := wording.faults_of(text):
            raise forms.ValidationError(wording_in_words(faults))
        return text

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == "YESNO":
            came, total = values.get("base_came"), values.get("base_total")
            if came is None or total is None:
                self.add_error("base_came", _("Cần số lần đã xảy ra và tổng số trường hợp."))
            elif came > total:
                self.add_error("base_came", _("Không thể nhiều hơn tổng số trường hợp."))
        elif values.get("kind") and not _lines(values.get("outcomes", "")):
            self.add_error("outcomes", _("Mỗi dòng một khả năng kèm số lần, ví dụ „Dưới 50 ca = 4“."))
        return values

    def values(self) -> dict[str, Any]:
        """As the command takes them."""
        kept = {name: self.cleaned_data[name] for name in ("dossier", "text", "kind", "rule", "source")}
        kept |= {
            name: self.cleaned_data[name] for name in ("closes_date", "resolves_date", "base_class", "base_source")
        }
        if kept["kind"] == "YESNO":
            came = self.cleaned_data["base_came"]
            return kept | {"outcomes": (), "counts": (came, self.cleaned_data["base_total"] - came)}
        lines = _lines(self.cleaned_data["outcomes"])
        return kept | {"outcomes": [name for name, _n in lines], "counts": [count for _n, count in lines]}


def _lines(text: str) -> list[tuple[str, int]]:
    """Outcomes with how often each came; nothing if a line is not so."""
    found = [_LINE.fullmatch(line.strip()) for line in text.splitlines() if line.strip()]
    return [(one["name"], int(one["count"])) for one in found if one is not None] if all(found) else []


class Write(Draft):
    """The same, of a question that is there already."""


class Open(Versioned):
    is_of_event = forms.BooleanField(
        label=_("Tôi xác nhận: câu hỏi là về một sự việc hoặc một số lượng, không về một người cụ thể")
    )
    is_clear = forms.BooleanField(
        label=_("Tôi xác nhận: quy tắc và nguồn rõ đến mức một người ngoài cũng kết luận được như vậy")
    )


class Reason(Versioned):
    reason = _text(_("Lý do"), limits.LONGEST_NOTE)


class Estimate(Versioned):
    """A percentage for each outcome; of a yes-or-no question for yes alone."""

    reason = forms.CharField(
        label=_("Vì sao, trong một câu"),
        max_length=limits.LONGEST_REASON,
        help_text=_("Căn cứ vào sự việc, số liệu; không nêu tên người."),
    )

    def __init__(self, *args: Any, outcomes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = tuple(outcomes)
        self.is_yes_no = len(self.names) == 2 and kwargs.get("initial", {}).get("kind") == "YESNO"
        shown = self.names[:1] if self.is_yes_no else self.names
        for number, name in enumerate(shown):
            label = _("Xác suất „%(name)s“, phần trăm") % {"name": name}
            self.fields[f"share_{number}"] = forms.DecimalField(
                label=label, min_value=0, max_value=100, max_digits=4, decimal_places=1, localize=False
            )
        self.order_fields([*(f"share_{number}" for number in range(len(shown))), "reason", "version"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not self.is_yes_no and sum(self.shares()) != limits.WHOLE:
            total = Decimal(sum(self.shares())) / 10
            self.add_error(
                None, _("Các xác suất cộng lại phải là 100 %%; đang là %(total)s %%.") % {"total": f"{total:f}"}
            )
        return values

    def shares(self) -> list[int]:
        """Tenths of a percent."""
        count = 1 if self.is_yes_no else len(self.names)
        found = [int(self.cleaned_data[f"share_{number}"] * 10) for number in range(count)]
        return [found[0], limits.WHOLE - found[0]] if self.is_yes_no else found

    def values(self) -> dict[str, Any]:
        return {
            "shares": self.shares(),
            "reason": self.cleaned_data["reason"],
            "version": self.cleaned_data["version"],
        }


class Resolve(Versioned):
    outcome = forms.TypedChoiceField(
        label=_("Theo quy tắc, kết quả là"),
        coerce=lambda text: None if text == "none" else int(text),
        empty_value=None,
        widget=forms.RadioSelect,
    )
    decided_date = day_field(
        _("Ngày điều đó xảy ra hoặc được quyết định"),
        required=False,
        help_text=_("Xác suất cho từ ngày này trở đi không tính điểm. Để trống chỉ khi quy tắc không quyết định được."),
    )
    document = forms.CharField(
        label=_("Mã văn bản làm chứng cứ"), max_length=80, required=False, help_text=_("Ví dụ VB-kg-2021-000012.")
    )
    page = forms.CharField(label=_("Trang"), max_length=40, required=False)
    link = forms.CharField(label=_("Hoặc đường dẫn của nguồn"), max_length=limits.LONGEST_LINK, required=False)
    reason = _text(
        _("Vì sao kết quả là như vậy"),
        limits.LONGEST_NOTE,
        rows=3,
        help_text=_("Chứng cứ nói gì, so với quy tắc; hoặc vì sao quy tắc không quyết định được."),
    )

    def __init__(self, *args: Any, outcomes: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "outcome", outcomes)
