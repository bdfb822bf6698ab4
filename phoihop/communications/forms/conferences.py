"""Forms of press conferences, of the distribution list, and of sending releases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.communications.forms.outward import FIND_HELP, Versioned
from phoihop.communications.rules import conferences as rules
from phoihop.ground.fields import day_field, offer


def _area(label: Any, rows: int, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M"], **more)


class _Conference(forms.Form):
    title = forms.CharField(label=_("Tên họp báo"), max_length=rules.LONGEST_TITLE)
    starts_at = _moment(_("Bắt đầu"))
    ends_at = _moment(_("Kết thúc"))
    place = forms.CharField(label=_("Địa điểm"), max_length=300)
    spokesperson = forms.ChoiceField(
        label=_("Người phát ngôn"), required=False, help_text=_("Người của cơ quan, còn hiệu lực vào ngày họp báo.")
    )
    text = _area(_("Nội dung, như trong giấy mời"), 5, rules.LONGEST_TEXT, required=False)
    event_at = _moment(
        _("Về sự kiện đột xuất xảy ra lúc"), required=False, help_text=_("Chỉ để nhắc giờ theo nhịp cơ quan đặt.")
    )

    def __init__(self, *args: Any, speakers: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "spokesperson", [("", _("Chọn sau")), *speakers])


class WriteConference(_Conference, Versioned):
    pass


class BeginConference(_Conference):
    about = forms.CharField(
        label=_("Về vấn đề, kế hoạch, thông cáo"),
        max_length=600,
        required=False,
        help_text=_("Các mã VD-…, KH-…, TC-…, cách nhau bằng dấu phẩy."),
    )

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"about": [code for code in given["about"].replace(",", " ").split() if code]}


class Guests(Versioned):
    outlet_ids = forms.TypedMultipleChoiceField(
        label=_("Trong danh sách báo, đài của cơ quan"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(label=_("Nơi khác"), max_length=rules.LONGEST_NAME, required=False)
    mail = forms.EmailField(label=_("Thư điện tử của tòa soạn"), max_length=200, required=False)

    def __init__(self, *args: Any, outlets: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "outlet_ids", outlets)


class Material(forms.Form):
    document = forms.CharField(
        label=_("Văn bản"), max_length=80, help_text=_("Mã trong sổ văn bản, ví dụ VB-kg-2021-000012.")
    )


class Prepare(Versioned):
    what = forms.CharField(label=_("Chuẩn bị gì"), max_length=300)
    unit_id = forms.TypedChoiceField(label=_("Cơ quan chuẩn bị"), coerce=int)
    find = forms.CharField(label=_("Tìm cơ quan khác"), max_length=100, required=False, help_text=FIND_HELP)
    due_date = day_field(_("Trước hết ngày"))

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", units)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("what", "unit_id", "due_date", "version")}


class Hold(Versioned):
    came = forms.TypedMultipleChoiceField(
        label=_("Báo, đài có mặt"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, guests: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "came", guests)


class Question(forms.Form):
    outlet = forms.CharField(label=_("Báo, đài, trang tin"), max_length=rules.LONGEST_NAME)
    text = _area(_("Câu hỏi"), 4, rules.LONGEST_TEXT)
    answer = _area(_("Trả lời tại chỗ"), 5, rules.LONGEST_TEXT, required=False)
    answerer_id = forms.TypedChoiceField(
        label=_("Hoặc trả lời sau, do"),
        coerce=lambda text: int(text) if text else None,
        required=False,
        empty_value=None,
        help_text=_("Câu hỏi thành câu hỏi của báo chí, có hạn trả lời."),
    )

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "answerer_id", [("", _("Không, đã trả lời tại chỗ")), *units])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("answer", "").strip()) == (values.get("answerer_id") is not None):
            self.add_error("answer", _("Ghi câu trả lời tại chỗ, hoặc chọn cơ quan trả lời sau: một trong hai."))
        return values


class Record(Versioned):
    record = _area(_("Biên bản"), 16, rules.LONGEST_RECORD)


class Outlet(forms.Form):
    name = forms.CharField(
        label=_("Báo, đài, trang tin"),
        max_length=rules.LONGEST_NAME,
        help_text=_("Tên cơ quan báo chí, không ghi tên người."),
    )
    mail = forms.EmailField(label=_("Thư điện tử của tòa soạn"), max_length=200)


class Rhythm(forms.Form):
    conference_months = forms.IntegerField(
        label=_("Nhắc họp báo sau số tháng"), min_value=0, max_value=24, help_text=_("0: không nhắc.")
    )
    information_months = forms.IntegerField(
        label=_("Nhắc cung cấp thông tin sau số tháng"), min_value=0, max_value=24, help_text=_("0: không nhắc.")
    )
    sudden_hours = forms.IntegerField(
        label=_("Sự kiện đột xuất: nhắc sau số giờ"), min_value=0, max_value=240, help_text=_("0: không nhắc.")
    )


class Distribute(Versioned):
    outlet_ids = forms.TypedMultipleChoiceField(
        label=_("Gửi tới"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nơi đã nhận bản này được bỏ qua."),
    )

    def __init__(self, *args: Any, outlets: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "outlet_ids", outlets)
