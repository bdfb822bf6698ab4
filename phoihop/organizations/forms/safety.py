"""Text of the pages about the safety of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.ground.actor import ROLE_WORDS
from phoihop.ground.fields import day_field
from phoihop.organizations import rules


def _code(label: Any, hint: Any = "") -> forms.CharField:
    # Not type="number": a code may begin with 0, and recovery codes have letters.
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(label=label, max_length=40, help_text=hint, widget=forms.TextInput(attrs=attrs))


class SecondStep(forms.Form):
    code = _code(_("Mã xác thực"), _("Sáu số trong ứng dụng xác thực, hoặc một mã dự phòng."))


class ConfirmSelf(forms.Form):
    secret = forms.CharField(
        label=_("Mật khẩu, hoặc mã trong ứng dụng xác thực"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasskeyAnswer(forms.Form):
    """What a passkey said: put in by the script of the page."""

    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class AddApp(forms.Form):
    code = _code(_("Mã đang hiện trong ứng dụng"))
    carried = forms.CharField(max_length=400, widget=forms.HiddenInput)


class AddPasskey(PasskeyAnswer):
    name = forms.CharField(
        label=_("Tên khóa"),
        max_length=60,
        help_text=_("Để bạn nhận ra, ví dụ: điện thoại của tôi, khóa USB ở cơ quan."),
    )
    field_order = ("name", "answer")


class ResetFactors(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        help_text=_("Người dùng đọc được lý do này."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DemandFactor(forms.Form):
    role = forms.ChoiceField(label=_("Vai trò"), choices=[(role, ROLE_WORDS[role]) for role in rules.ROLES])  # type: ignore[index]
    from_date = day_field(_("Bắt buộc từ ngày"), required=False)
