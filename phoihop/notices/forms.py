"""Text in, plain values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import offer

WAY = "way_"  # a field for each room: way_meetings
LONGEST = 254


class UpTo(forms.Form):
    """The newest entry the reader had before him."""

    up_to = forms.IntegerField(min_value=0, max_value=2**63 - 1)


def _time(label: Any, hint: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=hint,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time", "class": "input short"}, format="%H:%M"),
    )


class Arrange(forms.Form):
    """How a reader wants to be told; `rooms` are name, words and the ways offered."""

    has_digest = forms.BooleanField(label=_("Gửi bản tin mỗi sáng qua thư"), required=False)
    digest_time = _time(_("Giờ gửi bản tin"))
    is_on_days_off = forms.BooleanField(label=_("Gửi cả ngày nghỉ"), required=False)
    quiet_from = _time(_("Yên lặng từ"), _("Trong giờ yên lặng chỉ tin khẩn được gửi ngay; tin khác chờ đến hết giờ."))
    quiet_to = _time(_("đến"), _("Hai giờ giống nhau là không có giờ yên lặng."))
    language = forms.ChoiceField(
        label=_("Ngôn ngữ của thư"),
        required=False,
        choices=[("", _("như tài khoản")), ("vi", "Tiếng Việt"), ("en", "English")],
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rooms: Iterable[tuple[str, Any, list[tuple[str, Any]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for room, words, ways in rooms:
            chosen = (self.initial.get("ways") or {}).get(room)
            self.fields[f"{WAY}{room}"] = forms.ChoiceField(label=words, choices=ways, initial=chosen)

    def values(self) -> dict[str, Any]:
        """The arguments of the command."""
        given: Mapping[str, Any] = self.cleaned_data
        plain = {name: value for name, value in given.items() if not name.startswith(WAY)}
        return {
            **plain,
            "ways": {name.removeprefix(WAY): way for name, way in given.items() if name.startswith(WAY)},
        }


class AskAddress(forms.Form):
    address = forms.CharField(
        label=_("Địa chỉ thư"),
        max_length=LONGEST,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Một mã sáu chữ số được gửi đến đó; nhập mã rồi địa chỉ mới được dùng."),
    )


class Confirm(forms.Form):
    typed = forms.CharField(
        label=_("Mã xác nhận"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input short"}),
    )


class HandOver(forms.Form):
    owner_post_id = forms.TypedChoiceField(label=_("Chức vụ giữ hộp thư"), coerce=int)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, posts: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner_post_id", posts)
