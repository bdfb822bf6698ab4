"""Sources, clips and filters: text in, plain values out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import day_field, offer
from phoihop.press.queries.reading_words import ADDED_WORDS
from phoihop.press.rules import reading_terms as terms


class StoryFilter(forms.Form):
    """What stories are looked for by; everything may be left out."""

    tim = forms.CharField(label=_("Từ trong tiêu đề"), max_length=100, required=False)
    noi = forms.ChoiceField(label=_("Nơi đăng"), required=False)
    ngay = day_field(_("Ngày"), required=False)
    ve = forms.CharField(
        label=_("Mã vấn đề"), max_length=80, required=False, widget=forms.TextInput(attrs={"placeholder": "VD-…"})
    )

    def __init__(self, *args: Any, publishers: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "noi", [("", _("Mọi nơi")), *((name, name) for name in publishers)])


class Source(forms.Form):
    """Another name or address of a source."""

    publisher = forms.CharField(
        label=_("Cơ quan báo chí hoặc nơi đăng"), max_length=200, help_text=_("Ví dụ: Báo Kiên Giang.")
    )
    url = forms.CharField(
        label=_("Địa chỉ"),
        max_length=1000,
        required=False,
        help_text=_("Địa chỉ RSS, Atom, JSON Feed hoặc sitemap. Loại nào thì máy tự nhận ra."),
        widget=forms.TextInput(attrs={"type": "url", "autocomplete": "off", "inputmode": "url"}),
    )
    takes_pages = forms.BooleanField(label=_("Mở trang bài khi nguồn chỉ có tóm tắt"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Add(Source):
    """A new source, and how it comes to us."""

    field_order = ("kind", "publisher", "url", "takes_pages")

    kind = forms.ChoiceField(label=_("Cách đọc"), choices=list(ADDED_WORDS.items()))

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class Reason(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Clip(forms.Form):
    """An article of a paper, a station or a page that no source brings."""

    publisher = forms.CharField(label=_("Nơi đăng"), max_length=200, help_text=_("Tên báo, đài hoặc trang."))
    source = forms.ChoiceField(label=_("Nguồn ghi tay"), required=False)
    title = forms.CharField(label=_("Tiêu đề"), max_length=300)
    url = forms.CharField(
        label=_("Địa chỉ"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"type": "url", "autocomplete": "off", "inputmode": "url"}),
    )
    published_at = forms.DateTimeField(
        label=_("Thời điểm đăng"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    extract = forms.CharField(
        label=_("Trích"),
        max_length=300,
        required=False,
        help_text=_("Một đoạn ngắn, không quá 300 chữ cái. Không ghi tên người viết."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "source", [("", _("Không thuộc nguồn nào")), *sources])


class Merge(forms.Form):
    into = forms.CharField(label=_("Gộp vào chuyện"), max_length=80, help_text=_("Mã BA-… của chuyện được giữ lại."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Split(forms.Form):
    item_ids = forms.TypedMultipleChoiceField(
        label=_("Các tin nói chuyện khác"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        offer(self, "item_ids", items)


class Term(forms.Form):
    every_minutes = forms.IntegerField(
        label=_("Số phút giữa hai lần đọc một nguồn"), min_value=terms.LEAST_MINUTES, max_value=terms.MOST_MINUTES
    )
    keep_days = forms.IntegerField(
        label=_("Số ngày giữ tin không thuộc vấn đề nào"), min_value=terms.LEAST_DAYS, max_value=terms.MOST_DAYS
    )
