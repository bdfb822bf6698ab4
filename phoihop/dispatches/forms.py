from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from phoihop.dispatches import rules
from phoihop.ground.fields import offer

PURPOSES = [
    ("INFORM", _("Thông báo")),
    ("OPINION", _("Xin ý kiến")),
    ("APPROVE", _("Trình duyệt")),
    ("DO", _("Yêu cầu thực hiện")),
]


class Letter(forms.Form):
    """A new letter. `units` are the offices offered; `find` looks for others before sending."""

    purpose = forms.ChoiceField(label=_("Mục đích"), choices=PURPOSES)
    recipients = forms.TypedMultipleChoiceField(
        label=_("Nơi nhận"), coerce=int, widget=forms.CheckboxSelectMultiple, help_text=_("Chọn một hay nhiều cơ quan.")
    )
    find = forms.CharField(
        label=_("Tìm cơ quan khác"),
        required=False,
        max_length=100,
        help_text=_("Gõ tên, có dấu hay không dấu, rồi bấm „Tìm“. Cơ quan tìm được hiện đầu danh sách nơi nhận."),
    )
    subject = forms.CharField(label=_("Trích yếu"), max_length=rules.LONGEST_SUBJECT)
    body = forms.CharField(
        label=_("Nội dung"), required=False, max_length=rules.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 10})
    )
    about = forms.CharField(
        label=_("Về hồ sơ"),
        required=False,
        max_length=80,
        help_text=_("Mã vấn đề, kế hoạch hoặc quy chế, ví dụ KH-kg-2021-so-yte."),
    )
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "recipients", units)

    def letter(self) -> dict[str, Any]:
        """What `send_dispatch` takes. A code typed by hand joins no dossier: it may name one that others keep."""
        given = {name: self.cleaned_data[name] for name in ("purpose", "subject", "body", "about", "key")}
        return {**given, "recipient_ids": self.cleaned_data["recipients"], "dossier": ""}


class Acknowledge(forms.Form):
    reservation = forms.CharField(
        label=_("Ý kiến bảo lưu"),
        required=False,
        max_length=rules.LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Chỉ ghi khi tiếp nhận có kèm điều kiện hoặc ý kiến khác."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class Refuse(forms.Form):
    reason = forms.CharField(
        label=_("Lý do từ chối"), max_length=rules.LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SendLink(forms.Form):
    version = forms.IntegerField()


class Recall(forms.Form):
    reason = forms.CharField(
        label=_("Lý do thu hồi"), max_length=rules.LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3})
    )


def start(typed: QueryDict, about: str) -> dict[str, Any]:
    """What a new letter begins with: the key of this act of sending, and what was typed before a search."""
    names = ("purpose", "find", "subject", "body", "about", "key")
    kept = {name: typed[name] for name in names if name in typed}
    return {"about": about, "key": uuid.uuid4().hex, "recipients": typed.getlist("recipients"), **kept}


def acts(wrong: Mapping[str, forms.Form]) -> dict[str, forms.Form]:
    """The forms of the acts on a letter, empty but for `wrong`, which could not be taken."""
    empty = {
        "acknowledge": Acknowledge(auto_id="ack_%s"),
        "refuse": Refuse(auto_id="refuse_%s"),
        "recall": Recall(auto_id="recall_%s"),
    }
    return {**empty, **wrong}
