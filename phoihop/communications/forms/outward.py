"""Forms of releases, the internal bulletin, and of plans and topics shown to the public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.communications.forms.news import MARKS
from phoihop.communications.queries.release_words import EVENT_WORDS, STAGE_WORDS
from phoihop.ground.fields import day_field, offer

LEVELS = (
    ("central", _("Trung ương")),
    ("province", _("Cấp tỉnh")),
    ("district", _("Cấp huyện")),
    ("commune", _("Cấp xã")),
)
FIND_HELP = _("Gõ tên, có dấu hay không dấu, rồi bấm „Tìm“. Cơ quan tìm được hiện đầu danh sách.")


def given(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent; with what was typed where only offices were looked for; else as it begins."""
    if request.method == "POST" and "search" in request.POST:
        typed = {name: request.POST.getlist(name) for name in request.POST}
        more["initial"] = {name: values if len(values) > 1 else values[0] for name, values in typed.items()}
        return kind(None, **more)
    return kind(request.POST if request.method == "POST" else None, **more)


def _area(label: Any, rows: int, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _moment(label: Any, **more: Any) -> forms.DateTimeField:
    """A day and an hour, as the browser's own picker gives them."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M"], **more)


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Reason(Versioned):
    reason = _area(_("Lý do"), 3, 1000)


# ── releases ────────────────────────────────────────────────────────────────────────────────────────────────


class BeginRelease(forms.Form):
    title = forms.CharField(label=_("Tiêu đề"), max_length=300)
    dossier = forms.ChoiceField(
        label=_("Về vấn đề"),
        required=False,
        help_text=_("Vấn đề loại „vụ việc“ đòi hỏi sự kiện cho phép phát và kiểm tra câu chữ."),
    )
    stage = forms.ChoiceField(
        label=_("Giai đoạn tố tụng"),
        required=False,
        choices=[("", _("Không phải vụ việc đang tố tụng")), *STAGE_WORDS.items()],
    )

    def __init__(self, *args: Any, topics: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "dossier", [("", _("Không gắn với vấn đề nào")), *topics])


class WriteRelease(Versioned):
    title = forms.CharField(label=_("Tiêu đề"), max_length=300)
    summary = _area(_("Tóm tắt"), 2, 1000, required=False)
    text = _area(_("Nội dung"), 16, 30_000, required=False, help_text=MARKS)
    contact = forms.ChoiceField(label=_("Người phát ngôn để liên hệ"), required=False)
    embargo_until = _moment(
        _("Không phát trước"), required=False, help_text=_("Để trống: phát ngay sau khi hết thời gian chờ.")
    )

    def __init__(self, *args: Any, contacts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "contact", [("", _("Không nêu")), *contacts])


class RecordEvent(Versioned):
    event = forms.ChoiceField(label=_("Sự kiện"), choices=list(EVENT_WORDS.items()))
    happened_at = _moment(_("Lúc"))
    proof = forms.CharField(
        label=_("Văn bản chứng minh"), max_length=120, help_text=_("Số và ký hiệu, ví dụ 12/2021/HS-ST.")
    )
    stage = forms.ChoiceField(
        label=_("Giai đoạn tố tụng từ nay"),
        required=False,
        choices=[("", _("Không đổi")), *STAGE_WORDS.items()],
    )


class Override(forms.Form):
    rule = forms.CharField(max_length=40, widget=forms.HiddenInput)
    found = forms.CharField(max_length=300, widget=forms.HiddenInput)
    reason = _area(_("Lý do giữ lại câu chữ này"), 3, 1000)


class Give(forms.Form):
    units = forms.TypedMultipleChoiceField(
        label=_("Cơ quan được giữ trước"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    find = forms.CharField(label=_("Tìm cơ quan khác"), max_length=100, required=False, help_text=FIND_HELP)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "units", units)


class Habit(forms.Form):
    minutes = forms.IntegerField(label=_("Số phút chờ trước khi phát"), min_value=1, max_value=1440)


class Proceedings(forms.Form):
    owner = forms.TypedChoiceField(label=_("Cơ quan có thẩm quyền"), coerce=int)
    stage = forms.ChoiceField(label=_("Giai đoạn tố tụng"), choices=list(STAGE_WORDS.items()))

    def __init__(self, *args: Any, owners: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", owners)


# ── the bulletin ────────────────────────────────────────────────────────────────────────────────────────────


class BeginBulletin(forms.Form):
    title = forms.CharField(label=_("Tiêu đề"), max_length=300)
    dossier = forms.CharField(
        label=_("Phục vụ kế hoạch hoặc vấn đề"),
        max_length=80,
        required=False,
        help_text=_("Mã, ví dụ KH-kg-2021-so-yte."),
    )


class WriteBulletin(Versioned):
    title = forms.CharField(label=_("Tiêu đề"), max_length=300)
    lede = _area(_("Lời đầu"), 3, 2000, required=False)
    acknowledge_by = day_field(_("Các cơ quan xác nhận trước hết ngày"), required=False)


class Item(Versioned):
    title = forms.CharField(label=_("Tiêu đề tin"), max_length=300, required=False)
    text = _area(_("Nội dung tin"), 10, 20_000, required=False, help_text=_("Để trống cả hai ô là bỏ tin này."))
    source = forms.CharField(
        label=_("Từ hồ sơ"), max_length=80, required=False, help_text=_("Mã kế hoạch, vấn đề hoặc văn bản, nếu có.")
    )


class Audience(Versioned):
    levels = forms.MultipleChoiceField(
        label=_("Theo cấp"), choices=LEVELS, required=False, widget=forms.CheckboxSelectMultiple
    )
    territories = forms.MultipleChoiceField(
        label=_("Theo địa bàn"), required=False, widget=forms.CheckboxSelectMultiple
    )
    units = forms.TypedMultipleChoiceField(
        label=_("Từng cơ quan"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    find = forms.CharField(label=_("Tìm cơ quan khác"), max_length=100, required=False, help_text=FIND_HELP)

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]], territories: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "units", units)
        offer(self, "territories", territories)

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "unit_ids": data["units"],
            "levels": data["levels"],
            "territories": data["territories"],
            "version": data["version"],
        }


class Acknowledge(forms.Form):
    note = _area(_("Ý kiến"), 2, 1000, required=False, help_text=_("Không bắt buộc; cơ quan ra bản tin đọc được."))


# ── plans and topics for the public ─────────────────────────────────────────────────────────────────────────


class Publish(Versioned):
    summary = _area(
        _("Lời giới thiệu cho người đọc"),
        4,
        2000,
        required=False,
        help_text=_("Chỉ lời này và các số liệu bên dưới được đưa ra; nội dung hồ sơ không đi theo."),
    )


class Withdraw(Versioned):
    note = _area(_("Lý do rút, người đọc nhìn thấy"), 3, 1000)
