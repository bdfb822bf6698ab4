"""Text in, plain values out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.fields import day_field, offer
from phoihop.ground.text import slug

LONG = 4000

HAPPENINGS = [
    ("meeting.start", gettext_lazy("Cuộc họp, hoạt động có mời cơ quan chủ trì")),
    ("claim.opened", gettext_lazy("Ghi nhận thông tin sai sự thật")),
]
HOW = [
    ("round", gettext_lazy("Đề xuất vào đợt chọn vấn đề của năm")),
    ("ad-hoc", gettext_lazy("Vấn đề phát sinh: báo ngay cho cơ quan chủ trì")),
]


def given(kind: Callable[..., Any], request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or empty when the page is only opened."""
    return kind(request.POST if request.method == "POST" else None, **more)


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Versioned(forms.Form):
    """An act on what the reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CallRound(forms.Form):
    year = forms.TypedChoiceField(label=gettext_lazy("Năm"), coerce=int)
    answer_by = day_field(
        gettext_lazy("Hạn trả lời"),
        required=False,
        help_text=gettext_lazy("Ngày muộn nhất để các cơ quan chọn vấn đề hoặc trả lời không có."),
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "year", [(year, str(year)) for year in years])


class Phases(forms.Form):
    """One field for each phase there is, and one for another; an emptied field takes its phase away."""

    def __init__(self, *args: Any, phases: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, (key, name) in enumerate(phases, start=1):
            self.fields[f"phase-{key}"] = forms.CharField(
                label=_("Giai đoạn %(number)s") % {"number": number},
                initial=name,
                required=False,
                max_length=100,
                help_text=_("Điều khoản gọi giai đoạn này là „%(key)s“.") % {"key": key},
            )
        self.fields["new"] = forms.CharField(label=_("Thêm một giai đoạn cuối"), required=False, max_length=100)

    def phases(self) -> list[tuple[str, str]]:
        named = [(name.removeprefix("phase-"), text) for name, text in self.cleaned_data.items() if text]
        return [(slug(text, longest=40) if key == "new" else key, text) for key, text in named]


class Topic(forms.Form):
    """A new topic; `seen` is the title whose likeness to others the reader has been shown."""

    plan = forms.ChoiceField(label=gettext_lazy("Kế hoạch"))
    how = forms.ChoiceField(label=gettext_lazy("Cách đưa vào"), choices=HOW, widget=forms.RadioSelect, initial="round")
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), initial="issue")
    title = forms.CharField(label=gettext_lazy("Tên vấn đề"), max_length=300)
    summary = _text(gettext_lazy("Tóm tắt"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, plans: Sequence[tuple[str, str]], kinds: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "plan", plans)
        offer(self, "kind", kinds)

    def is_confirmed(self) -> bool:
        return bool(self.cleaned_data["seen"] == self.cleaned_data["title"])

    def topic(self) -> dict[str, str]:
        """What the commands take."""
        return {"code": self.cleaned_data["plan"]} | {
            name: self.cleaned_data[name] for name in ("kind", "title", "summary")
        }


class Decline(Versioned):
    reason = _text(gettext_lazy("Lý do không có vấn đề"))


class Note(Versioned):
    note = _text(gettext_lazy("Ghi chú"), required=False)


class Notify(forms.Form):
    topics = forms.MultipleChoiceField(label=gettext_lazy("Vấn đề"), widget=forms.CheckboxSelectMultiple)
    body = _text(gettext_lazy("Nội dung công văn"), required=False)

    def __init__(self, *args: Any, topics: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "topics", topics)
        self.fields["topics"].initial = [code for code, _title in topics]


class Enter(Versioned):
    planned_end = day_field(
        gettext_lazy("Dự kiến kết thúc"),
        required=False,
        help_text=gettext_lazy("Các hạn tính lùi từ ngày kết thúc giai đoạn sẽ theo ngày này."),
    )


class PlanPhase(Versioned):
    key = forms.ChoiceField(label=gettext_lazy("Giai đoạn"))
    planned_end = day_field(gettext_lazy("Dự kiến kết thúc"))

    def __init__(self, *args: Any, phases: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "key", phases)


class Drop(Versioned):
    reason = _text(gettext_lazy("Lý do bỏ vấn đề"))


class Carry(Versioned):
    into = forms.ChoiceField(label=gettext_lazy("Kế hoạch tiếp nhận"))
    reason = _text(gettext_lazy("Lý do chuyển năm"))

    def __init__(self, *args: Any, plans: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "into", plans)


class CloseTopic(Versioned):
    result = _text(gettext_lazy("Kết quả của vấn đề"), rows=5)


class Happening(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=HAPPENINGS)
    title = forms.CharField(label=gettext_lazy("Tên hoạt động hoặc thông tin sai"), max_length=300)
    on = day_field(gettext_lazy("Ngày"))
    phase = forms.ChoiceField(label=gettext_lazy("Thuộc giai đoạn"), required=False)

    def __init__(self, *args: Any, phases: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "phase", phases)


class Join(forms.Form):
    unit_id = forms.TypedChoiceField(label=gettext_lazy("Cơ quan cùng tham gia"), coerce=int)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", units)
