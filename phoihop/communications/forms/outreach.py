"""Forms of communication plans, their lines, outputs and windows of silence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.communications.commands import Paper
from phoihop.communications.forms.outward import FIND_HELP, Reason, Versioned, given
from phoihop.communications.queries.outreach_words import CHANNEL_WORDS, DETAIL_WORDS, FLAG_WORDS, KIND_HELP, KIND_WORDS
from phoihop.communications.rules import outreach as rules
from phoihop.ground.fields import day_field, offer

__all__ = ["Reason", "given"]

Choices = Iterable[tuple[Any, Any]]


def _area(label: Any, rows: int, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _amount(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=rules.HIGHEST, required=False, **more)


class BeginOutreach(forms.Form):
    dossier = forms.ChoiceField(label=_("Vấn đề"), help_text=_("Những vấn đề cơ quan bạn chủ trì."))
    title = forms.CharField(label=_("Tên kế hoạch"), max_length=rules.LONGEST_TITLE)
    copied_from = forms.ChoiceField(
        label=_("Lấy các dòng từ kế hoạch"),
        required=False,
        help_text=_("Ngày được dời sang năm của vấn đề; mỗi dòng chép được đánh dấu để xem lại."),
    )

    def __init__(self, *args: Any, topics: Choices, sources: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "dossier", topics)
        offer(self, "copied_from", [("", _("Bắt đầu từ trang trắng")), *sources])


class WriteOutreach(Versioned):
    title = forms.CharField(label=_("Tên kế hoạch"), max_length=rules.LONGEST_TITLE)
    goal = _area(_("Mục tiêu"), 5, rules.LONGEST_TEXT, required=False, help_text=_("Ai cần biết gì, vì sao."))
    clause = forms.ChoiceField(label=_("Thực hiện điều khoản"), required=False)

    def __init__(self, *args: Any, clauses: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "clause", [("", _("Không nêu")), *clauses])


class Line(Versioned):
    """One line of a channel: what all channels ask for, then the channel's own fields out of the table."""

    audience = forms.CharField(
        label=_("Đối tượng"),
        max_length=rules.LONGEST_LINE,
        help_text=_("Nhóm người, không nêu tên ai. Viết như nhau ở các kế hoạch để thấy được chỗ trùng."),
    )
    message = _area(_("Thông điệp"), 3, rules.LONGEST_TEXT)
    owner_id = forms.TypedChoiceField(label=_("Cơ quan thực hiện"), coerce=int)
    find = forms.CharField(label=_("Tìm cơ quan khác"), max_length=100, required=False, help_text=FIND_HELP)
    first_date = day_field(_("Từ ngày"))
    last_date = day_field(_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chỉ một ngày."))
    is_confirmed = forms.BooleanField(label=_("Ngày đã chốt (không đánh dấu: ngày dự kiến)"), required=False)
    cost = _amount(_("Kinh phí dự kiến (đồng)"))

    def __init__(self, *args: Any, channel: str, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        offer(self, "owner_id", units)
        for field in rules.CHANNELS[channel].fields:
            self.fields[field.key] = _field(field)

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data.pop("find")
        details = {field.key: data.pop(field.key) for field in rules.CHANNELS[self.channel].fields}
        return {**data, "details": details}


def _field(field: rules.Field) -> forms.Field:
    label, help_text = DETAIL_WORDS[field.key], KIND_HELP[field.kind]
    if field.kind == "number":
        return forms.IntegerField(label=label, min_value=0, max_value=10**8, required=field.is_needed)
    if field.kind == "line":
        return forms.CharField(label=label, max_length=rules.LONGEST_LINE, required=field.is_needed)
    return _area(label, 3, 10_000, required=field.is_needed, help_text=help_text)


class MoveLine(Versioned):
    first_date = day_field(_("Từ ngày"))
    last_date = day_field(_("Đến hết ngày"))
    is_confirmed = forms.BooleanField(label=_("Ngày đã chốt"), required=False)
    reason = _area(_("Lý do đổi ngày"), 2, 1000, required=False, help_text=_("Cần có khi ngày thay đổi."))


class Flag(forms.Form):
    field = forms.ChoiceField(label=_("Mục cần xem lại"))
    reason = _area(_("Vì sao"), 3, 1000)

    def __init__(self, *args: Any, fields: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "field", [(field, FLAG_WORDS[field]) for field in fields])


class ClearFlag(Versioned):
    answer = _area(_("Đã xem lại thế nào"), 2, 1000, required=False)


class GivePaper(forms.Form):
    kind = forms.ChoiceField(label=_("Loại"), choices=list(KIND_WORDS.items()))
    document = forms.CharField(
        label=_("Mã văn bản trong sổ"), max_length=80, required=False, help_text=_("Ví dụ VB-kg-2021-000012.")
    )
    link = forms.CharField(label=_("Liên kết"), max_length=500, required=False)
    text = _area(_("Lời ghi"), 3, rules.LONGEST_TEXT, required=False)

    def paper(self) -> Paper:
        return Paper(**self.cleaned_data)


class GiveOutputPaper(GivePaper):
    is_proof = forms.ChoiceField(
        label=_("Là"), choices=[("1", _("Bằng chứng đã làm")), ("", _("Tài liệu để làm"))], required=False, initial="1"
    )

    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(data["kind"], data["document"], data["link"], data["text"])


class Close(Versioned):
    result = _area(_("Kết quả chung"), 5, rules.LONGEST_TEXT)


class Window(forms.Form):
    first_date = day_field(_("Từ ngày"))
    last_date = day_field(_("Đến hết ngày"))
    channels = forms.MultipleChoiceField(
        label=_("Kênh"),
        choices=list(CHANNEL_WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Không chọn kênh nào là mọi kênh."),
    )
    reason = forms.CharField(label=_("Lý do"), max_length=300)


class BeginOutput(forms.Form):
    title = forms.CharField(label=_("Tên sản phẩm"), max_length=rules.LONGEST_TITLE)
    text = _area(_("Nội dung"), 8, rules.LONGEST_TEXT, required=False)


class WriteOutput(Versioned, BeginOutput):
    product = forms.CharField(
        label=_("Là thông cáo, họp báo, tin bài"),
        max_length=80,
        required=False,
        help_text=_("Mã trong hệ thống, nếu kênh này có. Ví dụ TC-kg-2021-0001."),
    )


class LinkProduct(Versioned):
    product = forms.CharField(label=_("Mã thông cáo, họp báo, tin bài"), max_length=80)


class Schedule(Versioned):
    first_date = day_field(_("Từ ngày"))
    last_date = day_field(_("Đến hết ngày"), required=False)
    is_confirmed = forms.BooleanField(label=_("Ngày đã chốt"), required=False)


class CountOutput(Versioned):
    reach = _amount(_("Số người tiếp cận"))
    counted = forms.CharField(label=_("Đếm bằng cách nào"), max_length=300, required=False)
    cost = _amount(_("Kinh phí đã chi (đồng)"))

    def __init__(self, *args: Any, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counted"].help_text = hint


class FinishOutput(CountOutput):
    done_date = day_field(_("Ngày đã làm"))

    field_order = ["done_date", "reach", "counted", "cost"]
