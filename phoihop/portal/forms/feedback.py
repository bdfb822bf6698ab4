"""A reader's word on something published: text, and an address only if an answer is wished for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.ground.text import nfc

LONGEST = 1000


class FeedbackForm(forms.Form):
    text = forms.CharField(
        label=_("Góp ý của bạn"),
        help_text=_("Chỗ nào sai, thiếu hoặc khó hiểu? Tối đa 1.000 chữ. Xin đừng ghi giấy tờ tùy thân."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "data-most": LONGEST}),
        error_messages={
            "required": _("Ghi góp ý của bạn; một hai câu là đủ."),
            "max_length": _("Góp ý dài quá 1.000 chữ. Hãy rút ngắn hoặc gửi làm hai lần."),
        },
    )
    mail = forms.EmailField(
        label=_("Thư điện tử để nhận trả lời"),
        required=False,
        max_length=200,
        help_text=_("Chỉ dùng để trả lời góp ý này, xóa sau khi trả lời. Không ghi thì góp ý vẫn được đọc."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Địa chỉ thư chưa đúng, ví dụ đúng: ten@example.vn.")},
    )

    def values(self) -> dict[str, str]:
        """What goes to the intake."""
        return {"text": nfc(self.cleaned_data["text"]).strip(), "mail": self.cleaned_data["mail"]}
