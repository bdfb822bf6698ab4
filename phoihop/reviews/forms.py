"""Text in, plain values out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import day_field, offer
from phoihop.reviews import rules

CELLS = (
    ("result", _("Kết quả"), _("Việc đã làm được trong kỳ, ngắn gọn; số liệu đã có trong báo cáo.")),
    ("difficulty", _("Khó khăn, vướng mắc"), ""),
    ("cause", _("Nguyên nhân"), ""),
    ("proposal", _("Kiến nghị"), _("Nêu rõ kiến nghị với cơ quan nào.")),
    ("lesson", _("Bài học kinh nghiệm"), _("Bài học cần trả lời thì ghi riêng, từng bài, ở mục „Bài học đề xuất“.")),
)
LESSON_KINDS = (
    ("DUE_RULE", _("Sửa quy tắc thời hạn")),
    ("PHASE", _("Sửa giai đoạn")),
    ("CLAUSE", _("Sửa điều khoản")),
    ("CHANNEL", _("Đổi kênh thông tin")),
    ("TRAINING", _("Tập huấn")),
    ("OTHER", _("Việc khác")),
)


def given(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or empty when the page is only opened."""
    return kind(request.POST if request.method == "POST" else None, **more)


def _text(label: Any, rows: int = 4, most: int = rules.LONGEST_WORDS, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Open(forms.Form):
    """What is looked back on, and over which days."""

    source = forms.ChoiceField(label=_("Đợt hoặc kế hoạch"))
    period = forms.CharField(
        label=_("Kỳ"),
        max_length=40,
        help_text=_("Ví dụ 2021, 2021-H1, 2021-Q3, 2021-2025, hoặc khóa của một giai đoạn đã kết thúc."),
    )

    def __init__(self, *args: Any, sources: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "source", sources)


class Schedule(forms.Form):
    source = forms.ChoiceField(label=_("Đợt"))
    period = forms.ChoiceField(
        label=_("Kỳ sơ kết"),
        choices=[
            ("Q1", _("Quý 1")),
            ("Q2", _("Quý 2")),
            ("Q3", _("Quý 3")),
            ("Q4", _("Quý 4")),
            ("H1", _("6 tháng đầu năm")),
            ("H2", _("6 tháng cuối năm")),
            ("9M", _("9 tháng")),
            ("", _("Cả năm")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, sources: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "source", sources)


class Gather(Versioned):
    parts_due = day_field(_("Hạn nộp phần"), required=False, help_text=_("Để trống: mười ngày kể từ hôm nay."))


class Present(Versioned):
    missing_reason = _text(
        _("Lý do trình ký khi chưa đủ phần"), required=False, help_text=_("Chỉ ghi khi còn cơ quan chưa nộp phần.")
    )


class Reason(Versioned):
    reason = _text(_("Lý do"))


class Dissent(forms.Form):
    text = _text(_("Vì sao không đồng ý"), rows=6, help_text=_("Được in nguyên văn trong báo cáo, dưới tên cơ quan."))
    number = forms.IntegerField(widget=forms.HiddenInput)


class Sign(forms.Form):
    number = forms.IntegerField(widget=forms.HiddenInput)


class Part(Versioned):
    """The open cells of a part; locked ones are shown as text and not asked for."""

    def __init__(self, *args: Any, cells: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {key: (label, help_text) for key, label, help_text in CELLS}
        for key, message in cells:
            label, help_text = said[key]
            self.fields[key] = _text(
                label, rows=5, most=rules.LONGEST_CELL, required=False, help_text=message or help_text
            )

    def texts(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in rules.CELLS if key in self.cleaned_data}


def part(open_cells: tuple[Sequence[tuple[str, str]], dict[str, Any]], typed: Any = None) -> Part:
    """The form of the open cells with what stands in them, or with what was sent."""
    cells, standing = open_cells
    return Part(typed, cells=cells, initial=standing)


class Return(Versioned):
    cell = forms.ChoiceField(label=_("Mở khóa ô"), choices=[(key, label) for key, label, _help in CELLS])
    message = _text(_("Cần sửa gì"))


class Propose(forms.Form):
    kind = forms.ChoiceField(label=_("Loại"), choices=LESSON_KINDS)
    text = _text(_("Bài học"), most=rules.LONGEST_LESSON, help_text=_("Một việc cần đổi, một câu."))


class Answer(Versioned):
    """Taken up in something, or not taken up for a reason."""

    answer = forms.ChoiceField(
        label=_("Trả lời"),
        choices=[("take_up", _("Tiếp thu")), ("refuse", _("Không tiếp thu"))],
        widget=forms.RadioSelect,
    )
    into = forms.CharField(
        label=_("Tiếp thu vào đâu"),
        max_length=160,
        required=False,
        help_text=_("Mã quy chế, kế hoạch hoặc vấn đề; có thể thêm điều khoản: QC-kg-03/4.1."),
    )
    text = _text(_("Lý do hoặc ghi chú"), required=False, help_text=_("Bắt buộc khi không tiếp thu."))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("answer") == "take_up" and not values.get("into"):
            self.add_error("into", _("Cần ghi tiếp thu vào đâu."))
        if values.get("answer") == "refuse" and not values.get("text"):
            self.add_error("text", _("Cần nêu lý do không tiếp thu."))
        return values

    def values(self) -> dict[str, Any]:
        """What `answer_lesson` takes."""
        given = self.cleaned_data
        return {
            "is_taken_up": given["answer"] == "take_up",
            "into": given["into"],
            "text": given["text"],
            "version": given["version"],
        }
