"""What the public may send to corrections: a reply of a publisher, a claim to be checked. No form asks who."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import offer
from phoihop.ground.text import nfc

LONGEST_REPLY, LONGEST_CLAIM = 3000, 500


class ReplyForm(forms.Form):
    publisher = forms.ChoiceField(label=_("Nơi đăng"))
    text = forms.CharField(
        label=_("Nguyên văn phản hồi"),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 8, "data-most": LONGEST_REPLY}),
        help_text=_("Tối đa 3.000 chữ. Được công khai đúng như bạn gửi, dưới tên nơi đăng."),
        error_messages={"max_length": _("Phản hồi dài quá 3.000 chữ. Chưa gửi gì; hãy rút ngắn.")},
    )
    confirms = forms.CharField(
        label=_("Nơi xác nhận phản hồi"),
        max_length=500,
        help_text=_("Đường dẫn trên trang của nơi đăng, hoặc số văn bản, để biết phản hồi đúng là của nơi đăng."),
    )

    def __init__(self, *args: Any, names: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "publisher", [(name, name) for name in names])

    def values(self) -> dict[str, str]:
        """What goes to the intake."""
        given = self.cleaned_data
        named = (("publisher", "publisher"), ("text", "text"), ("proof", "confirms"))
        return {name: nfc(given[field]).strip() for name, field in named}


class RequestForm(forms.Form):
    text = forms.CharField(
        label=_("Điều đã được nói"),
        max_length=LONGEST_CLAIM,
        widget=forms.Textarea(attrs={"rows": 4, "data-most": LONGEST_CLAIM}),
        help_text=_(
            "Một câu về sự việc. Ghi điều được nói, không ghi ai nói, không ghi tên hay giấy tờ của người nào."
        ),
        error_messages={"max_length": _("Câu dài quá 500 chữ. Chưa gửi gì; hãy rút ngắn.")},
    )
    publisher = forms.CharField(
        label=_("Nơi đã đăng"), max_length=200, required=False, help_text=_("Tên báo, đài, trang tin hoặc cơ quan.")
    )
    address = forms.CharField(
        label=_("Đăng ở đâu"),
        max_length=500,
        required=False,
        help_text=_("Đường dẫn, số báo hoặc giờ phát sóng, nếu biết."),
    )

    def values(self) -> dict[str, str]:
        """What goes to the intake."""
        return {name: nfc(self.cleaned_data[name]).strip() for name in ("text", "publisher", "address")}
