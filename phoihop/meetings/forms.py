"""Text in, plain values out."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import Folded, day_field, offer
from phoihop.meetings import rules
from phoihop.meetings.commands import ConclusionText, Mandate

ANSWERS = [
    ("ACCEPTED", _("Dự họp")),
    ("TENTATIVE", _("Chưa chắc")),
    ("DECLINED", _("Không dự")),
    ("DELEGATED", _("Cử người dự thay")),
]
REPEATS = [
    ("", _("Một lần")),
    ("FREQ=WEEKLY", _("Hằng tuần")),
    ("FREQ=WEEKLY;INTERVAL=2", _("Hai tuần một lần")),
    ("FREQ=MONTHLY", _("Hằng tháng")),
    ("FREQ=MONTHLY;INTERVAL=3", _("Hằng quý")),
]
MANY = ("required", "optional")
EMPTY_LINES = 3


def given(kind: Callable[..., Any], request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or empty when the page is only opened or units are looked for."""
    is_sent = request.method == "POST" and "search" not in request.POST
    if request.method == "POST" and not is_sent:
        typed = {name: request.POST.getlist(name) if name in MANY else request.POST[name] for name in request.POST}
        more["initial"] = {**more.get("initial", {}), **typed}
    return kind(request.POST if is_sent else None, **more)


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    """A day and an hour where the house is, picked in the browser's own calendar."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=rules.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def _line(label: Any, most: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Call(Folded, forms.Form):
    """A new meeting. `units` are the offices offered; `find` looks for others before sending."""

    FIRST = ("title", "starts_at", "ends_at", "place", "required", "find", "agenda")

    title = _line(_("Nội dung ngắn gọn"), rules.LONGEST_TITLE)
    starts_at = moment_field(_("Bắt đầu"))
    ends_at = moment_field(_("Kết thúc"))
    place = _line(_("Địa điểm"), 300, required=False)
    video_url = forms.URLField(label=_("Địa chỉ họp trực tuyến"), required=False, max_length=500, assume_scheme="https")
    required = forms.TypedMultipleChoiceField(
        label=_("Cơ quan phải dự"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    optional = forms.TypedMultipleChoiceField(
        label=_("Cơ quan mời thêm"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    find = _line(
        _("Tìm cơ quan khác"),
        100,
        required=False,
        help_text=_("Gõ tên, có dấu hay không dấu, rồi bấm „Tìm“. Cơ quan tìm được hiện đầu danh sách."),
    )
    agenda = _text(_("Chương trình họp"), required=False, help_text=_("Mỗi dòng một mục."))
    text = _text(_("Lời mời"), 5, required=False)
    repeat = forms.ChoiceField(label=_("Lặp lại"), choices=REPEATS, required=False)
    count = forms.IntegerField(label=_("Số buổi"), required=False, min_value=2, max_value=60)
    quorum_percent = forms.IntegerField(
        label=_("Tỷ lệ có mặt tối thiểu (%)"), required=False, min_value=0, max_value=100
    )
    about = _line(_("Về hồ sơ"), 80, required=False, help_text=_("Mã vấn đề, kế hoạch hoặc quy chế."))
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "required", units)
        offer(self, "optional", units)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("repeat") and not cleaned.get("count"):
            self.add_error("count", _("Chuỗi họp cần số buổi."))
        return cleaned

    def meeting(self) -> dict[str, Any]:
        """What `draft_meeting` takes."""
        data = self.cleaned_data
        same = ("title", "starts_at", "ends_at", "place", "video_url", "text", "about", "key")
        repeat = f"{data['repeat']};COUNT={data['count']}" if data["repeat"] else ""
        return {
            **{name: data[name] for name in same},
            "required_ids": data["required"],
            "optional_ids": [one for one in data["optional"] if one not in data["required"]],
            "agenda": data["agenda"].splitlines(),
            "repeat": repeat,
            "quorum_percent": data["quorum_percent"] or 0,
        }


class Change(Versioned):
    title = _line(_("Nội dung ngắn gọn"), rules.LONGEST_TITLE)
    starts_at = moment_field(_("Bắt đầu"))
    ends_at = moment_field(_("Kết thúc"))
    place = _line(_("Địa điểm"), 300, required=False)
    video_url = forms.URLField(label=_("Địa chỉ họp trực tuyến"), required=False, max_length=500, assume_scheme="https")
    text = _text(_("Lời mời"), 5, required=False)


class Occasion(Versioned):
    """One occasion of a series: a new one, or at another time."""

    starts_at = moment_field(_("Bắt đầu"))
    ends_at = moment_field(_("Kết thúc"))
    place = _line(_("Địa điểm, nếu khác"), 300, required=False)


class Cancel(Versioned):
    reason = _text(_("Lý do hủy"))


class AddUnit(Versioned):
    unit_id = forms.TypedChoiceField(label=_("Cơ quan"), coerce=int)
    is_required = forms.BooleanField(label=_("Phải dự"), required=False, initial=True)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", units)


class RemoveUnit(Versioned):
    unit_id = forms.IntegerField(widget=forms.HiddenInput)


class Paper(forms.Form):
    document = _line(_("Mã văn bản trong sổ"), 80, help_text=_("Ví dụ VB-kg-2021-000001."))


class Answer(Versioned):
    answer = forms.ChoiceField(label=_("Trả lời"), choices=ANSWERS, widget=forms.RadioSelect)
    person = _line(_("Người dự họp"), required=False)
    comment = _text(_("Ý kiến"), 2, required=False)
    delegate = _line(_("Người được cử dự thay"), required=False, help_text=_("Chỉ ghi khi cử người dự thay."))
    delegate_post = _line(_("Chức danh người được cử"), required=False)
    delegate_address = _line(_("Địa chỉ thư của người được cử"), 254, required=False)
    delegate_scope = _text(_("Được phát biểu, quyết định đến đâu"), 2, required=False)
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def answer_given(self) -> dict[str, Any]:
        data = self.cleaned_data
        mandate = Mandate(
            name=data["delegate"],
            post=data["delegate_post"],
            address=data["delegate_address"],
            scope=data["delegate_scope"],
        )
        same = {name: data[name] for name in ("answer", "person", "comment", "number", "version")}
        return {**same, "mandate": mandate if data["answer"] == "DELEGATED" else None}


class Counter(forms.Form):
    starts_at = moment_field(_("Đề nghị bắt đầu"))
    ends_at = moment_field(_("Đề nghị kết thúc"))
    comment = _text(_("Lý do"), 2)


class Decide(Versioned):
    is_accepted = forms.TypedChoiceField(
        label=_("Trả lời đề nghị"),
        coerce=lambda text: text == "yes",
        choices=[("yes", _("Đổi giờ họp như đề nghị")), ("no", _("Giữ nguyên giờ họp"))],
        widget=forms.RadioSelect,
    )
    answer = _text(_("Lý do, nếu giữ nguyên"), 2, required=False)


class Mark(forms.Form):
    unit_id = forms.IntegerField(widget=forms.HiddenInput)
    is_present = forms.TypedChoiceField(coerce=lambda text: text == "1", choices=[("1", "1"), ("0", "0")])


class CheckIn(forms.Form):
    person = _line(_("Người dự họp"), required=False)


class Minutes(Versioned):
    """The minutes, and lines of conclusions: those there are, and some empty ones."""

    text = _text(_("Nội dung biên bản"), 12)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], lines: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = len(lines) + EMPTY_LINES
        for place in range(1, self.count + 1):
            line = lines[place - 1] if place <= len(lines) else None
            label = {"place": place}
            self.fields[f"text_{place}"] = _line(
                _("Kết luận %(place)s") % label, rules.LONGEST_LINE, required=False, initial=line and line.text
            )
            self.fields[f"lead_{place}"] = forms.TypedChoiceField(
                label=_("Cơ quan chủ trì %(place)s") % label,
                coerce=int,
                empty_value=None,
                required=False,
                choices=[("", "–"), *units],
                initial=line and line.lead_id,
            )
            self.fields[f"support_{place}"] = forms.TypedMultipleChoiceField(
                label=_("Cơ quan phối hợp %(place)s") % label,
                coerce=int,
                required=False,
                choices=list(units),
                initial=[unit_id for unit_id, _name in line.supporting] if line else [],
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"due_{place}"] = day_field(
                _("Hạn %(place)s") % label, required=False, initial=line and line.due_date
            )

    def conclusions(self) -> list[dict[str, Any]]:
        """The fields line by line, as the page sets them."""
        names = ("text", "lead", "due", "support")
        return [
            {"place": place, **{name: self[f"{name}_{place}"] for name in names}} for place in range(1, self.count + 1)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for place in range(1, self.count + 1):
            if not cleaned.get(f"text_{place}"):
                continue
            if not cleaned.get(f"lead_{place}"):
                self.add_error(f"lead_{place}", _("Hãy chọn cơ quan chủ trì."))
            if not cleaned.get(f"due_{place}"):
                self.add_error(f"due_{place}", _("Hãy ghi hạn."))
        return cleaned

    def minutes(self) -> dict[str, Any]:
        data = self.cleaned_data
        lines = [
            ConclusionText(
                text=data[f"text_{place}"],
                lead_id=data[f"lead_{place}"],
                due_date=data[f"due_{place}"],
                supporting_ids=tuple(data[f"support_{place}"]),
            )
            for place in range(1, self.count + 1)
            if data[f"text_{place}"]
        ]
        return {"text": data["text"], "conclusions": lines, "version": data["version"]}


def new_key() -> dict[str, str]:
    """What a new meeting begins with: the key of this act of calling."""
    return {"key": uuid.uuid4().hex}
