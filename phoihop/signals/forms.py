"""Text in, plain values out. No form asks for a person, an address or an author."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import day_field, offer
from phoihop.signals.queries.names import METHODS, OUTCOMES, SOURCES
from phoihop.signals.rules import limits

Choices = Iterable[tuple[Any, Any]]


def given(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or empty when the page is only opened."""
    if request.method == "POST" and "search" in request.POST:  # units were looked for, nothing was sent
        return kind(None, **{**more, "initial": {**more.get("initial", {}), **request.POST.dict()}})
    return kind(request.POST if request.method == "POST" else None, **more)


def _text(label: Any, most: int, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Rule(Versioned):
    """Method and threshold. `seen` holds for which values the false-alarm rate was shown: others are shown first."""

    method = forms.ChoiceField(label=_("Phương pháp"), choices=list(METHODS.items()), widget=forms.RadioSelect)
    threshold = forms.FloatField(
        label=_("Ngưỡng"),
        required=False,
        help_text=_(
            "Để trống: như phương pháp đã công bố. C1, C2: số lần độ lệch chuẩn, 3; C3: 2; Farrington: phần các tuần"
            " bình thường vượt ngưỡng, 0,005."
        ),
    )
    least = forms.IntegerField(
        label=_("Số ít nhất để cảnh báo"),
        required=False,
        min_value=1,
        max_value=limits.MOST_LEAST,
        help_text=_("Để trống: 5 phản ánh hoặc 3 tin báo. Không đặt thấp hơn được."),
    )
    rest_days = forms.IntegerField(
        label=_("Nghỉ sau khi kết thúc (ngày)"),
        required=False,
        min_value=0,
        max_value=limits.LONGEST_REST,
        initial=limits.REST_DAYS,
        help_text=_("Trong những ngày này chỉ cảnh báo lại nếu số cao hơn đỉnh của lần trước."),
    )
    told_ids = forms.TypedMultipleChoiceField(
        label=_("Cơ quan được mời ngay khi có cảnh báo"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_at_night = forms.BooleanField(
        label=_("Báo cả trong giờ nghỉ"),
        required=False,
        help_text=_("Không đánh dấu thì thông báo chờ hết giờ yên tĩnh của người nhận."),
    )
    find = forms.CharField(
        label=_("Tìm cơ quan khác"),
        required=False,
        max_length=100,
        help_text=_("Gõ tên, có dấu hay không dấu, rồi bấm „Tìm“. Cơ quan tìm được hiện đầu danh sách."),
    )
    field_order: tuple[str, ...] = (
        "version",
        "method",
        "threshold",
        "least",
        "rest_days",
        "told_ids",
        "find",
        "is_at_night",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "told_ids", units)

    def clean_rest_days(self) -> int:
        value = self.cleaned_data.get("rest_days")
        return limits.REST_DAYS if value is None else int(value)

    def key(self) -> str:
        """Stands for the values that a measured rate belongs to."""
        parts = [str(self.cleaned_data.get(name)) for name in self.MEASURED]
        return sha256("\n".join(parts).encode()).hexdigest()[:16]

    MEASURED: tuple[str, ...] = ("method", "threshold", "least")

    @property
    def is_seen(self) -> bool:
        """Whether the rate of exactly these values was on the page. Asked of a valid form."""
        return bool(self.cleaned_data.get("seen") == self.key())

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "version", "find")}


class Set(Rule):
    """What is watched, and by what rule."""

    MEASURED = ("source", "topic", "category", "place", "is_each_place", *Rule.MEASURED)

    source = forms.ChoiceField(label=_("Nguồn"), choices=list(SOURCES.items()), widget=forms.RadioSelect)
    topic = forms.ChoiceField(label=_("Vấn đề"), required=False)
    category = forms.ChoiceField(label=_("Lĩnh vực của phản ánh"), required=False)
    place = forms.ChoiceField(label=_("Nơi"), help_text=_("Một xã, phường hoặc rộng hơn."))
    is_each_place = forms.BooleanField(label=_("Xét riêng từng xã, phường trong nơi này"), required=False)
    field_order = ("source", "topic", "category", "place", "is_each_place", *Rule.field_order[1:])

    def __init__(
        self, *args: Any, units: Choices, topics: Choices, categories: Choices, places: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, units=units, **kwargs)
        offer(self, "topic", [("", _("Mọi vấn đề")), *topics])
        offer(self, "category", [("", _("Mọi lĩnh vực")), *categories])
        offer(self, "place", places)


class Reason(Versioned):
    reason = _text(_("Lý do"), limits.LONGEST_REASON)


class Share(Versioned):
    unit_id = forms.TypedChoiceField(label=_("Cơ quan"), coerce=int)
    find = forms.CharField(
        label=_("Tìm cơ quan khác"),
        required=False,
        max_length=100,
        help_text=_("Gõ tên, có dấu hay không dấu, rồi bấm „Tìm“. Cơ quan tìm được hiện đầu danh sách."),
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", units)

    def values(self) -> dict[str, Any]:
        return {"unit_id": self.cleaned_data["unit_id"], "version": self.cleaned_data["version"]}


class Charge(Versioned):
    unit_id = forms.TypedChoiceField(label=_("Cơ quan làm"), coerce=int)
    text = _text(_("Việc phải làm"), 400, rows=3)
    due_date = day_field(_("Hạn"))

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", units)


class Note(Versioned):
    text = _text(
        _("Sự việc"),
        limits.LONGEST_NOTE,
        help_text=_("Việc gì, ở đâu, bao nhiêu. Không ghi tên người, số máy, số giấy tờ, tài khoản."),
    )
    day = day_field(_("Ngày của sự việc"))
    document = forms.CharField(
        label=_("Văn bản làm chứng"),
        max_length=80,
        required=False,
        help_text=_("Mã trong sổ, ví dụ VB-kg-2021-000012."),
    )


class Close(Versioned):
    outcome = forms.ChoiceField(label=_("Kết luận"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect)
    reason = _text(_("Vì sao kết luận như vậy"), limits.LONGEST_REASON)
    known_day = day_field(
        _("Ngày các cơ quan biết bằng đường khác"),
        required=False,
        help_text=_("Bắt buộc khi báo muộn. Từ ngày này tính được cảnh báo đi trước hay đi sau."),
    )
