"""The forms about a unit's addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import offer
from phoihop.mail.rules import addresses


class Add(forms.Form):
    """A new address, and the post that answers for what arrives there."""

    address = forms.CharField(
        label=_("Địa chỉ thư"),
        max_length=addresses.LONGEST,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Ví dụ vanthu@soyte.gov.vn. Chúng tôi gửi một thư đến đó; có người xác nhận thì mới dùng."),
    )
    owner_post_id = forms.TypedChoiceField(
        label=_("Chức vụ phụ trách hộp thư"), coerce=int, help_text=_("Chức vụ này trả lời cho mọi thư đến đó.")
    )

    def __init__(self, *args: Any, posts: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner_post_id", posts)


class HandOver(forms.Form):
    owner_post_id = forms.TypedChoiceField(label=_("Chức vụ phụ trách hộp thư"), coerce=int)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, posts: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner_post_id", posts)


class Retire(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class AskLinks(Retire):
    asks = forms.BooleanField(required=False, widget=forms.HiddenInput)
