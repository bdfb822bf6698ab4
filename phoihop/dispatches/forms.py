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


FALLBACKS = [
    ("print", _("Bản in có mã QR, cơ quan mình trao")),
    ("link", _("Liên kết, cơ quan mình tự gửi")),
    ("in_app", _("Chờ trong hệ thống đến khi có người nhận")),
]
FORMS = [
    ("formal", _("Công văn chính thức, có số và bản DOCX / PDF")),
    ("plain", _("Thông điệp ngắn, không cần công văn số")),
]


class Letter(forms.Form):
    """A new letter. `units` are the offices offered; `find` looks for others before sending; `ways` are offices whose
    channel is chosen one by one."""

    purpose = forms.ChoiceField(label=_("Mục đích"), choices=PURPOSES)
    form = forms.ChoiceField(
        label=_("Hình thức"), choices=FORMS, widget=forms.RadioSelect, initial="formal", required=False
    )
    recipients = forms.TypedMultipleChoiceField(
        label=_("Nơi nhận"), coerce=int, widget=forms.CheckboxSelectMultiple, help_text=_("Chọn một hay nhiều cơ quan.")
    )
    find = forms.CharField(
        label=_("Tìm cơ quan khác"),
        required=False,
        max_length=100,
        help_text=_("Gõ tên, có dấu hay không dấu, rồi bấm „Tìm“. Cơ quan tìm được hiện đầu danh sách nơi nhận."),
    )
    fallback = forms.ChoiceField(
        label=_("Nơi không có tài khoản và chưa có địa chỉ thư"),
        choices=FALLBACKS,
        required=False,
        help_text=_("Nơi có tài khoản nhận trong hệ thống; nơi có địa chỉ thư nhận thư kèm liên kết trả lời."),
    )
    is_apart = forms.BooleanField(
        label=_("Gửi riêng: mỗi nơi nhận một công văn, chỉ mang tên nơi đó"),
        required=False,
        help_text=_("Khi gửi riêng, nơi nhận không thấy những nơi khác; công văn chính thức lấy mỗi nơi một số."),
    )
    subject = forms.CharField(label=_("Trích yếu"), max_length=rules.LONGEST_SUBJECT)
    bases = forms.CharField(
        label=_("Căn cứ"),
        required=False,
        max_length=rules.LONGEST_BASES,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi căn cứ một dòng; in trên công văn chính thức."),
    )
    body = forms.CharField(
        label=_("Nội dung"), required=False, max_length=rules.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 10})
    )
    papers = forms.MultipleChoiceField(label=_("Văn bản kèm theo"), required=False, widget=forms.CheckboxSelectMultiple)
    codes = forms.CharField(
        label=_("Văn bản kèm theo khác"),
        required=False,
        max_length=1000,
        help_text=_("Mã trong sổ văn bản, cách nhau bằng dấu phẩy, ví dụ VB-kg-2021-000012."),
    )
    is_confirmed = forms.BooleanField(
        label=_("Đã xem: nơi nhận được phép có các văn bản này, kể cả dữ liệu cá nhân trong đó"), required=False
    )
    about = forms.CharField(
        label=_("Về hồ sơ"),
        required=False,
        max_length=80,
        help_text=_("Mã vấn đề, kế hoạch hoặc quy chế, ví dụ KH-kg-2021-so-yte."),
    )
    how = forms.ChoiceField(
        label=_("Công văn này"),
        required=False,
        choices=[("UPDATE", _("Cập nhật công văn trước")), ("REPLACE", _("Thay hẳn công văn trước"))],
    )
    replaces = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[int, str]],
        papers: Sequence[tuple[str, str]] = (),
        ways: Sequence[Any] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "recipients", units)
        offer(self, "papers", papers)
        if not papers:
            del self.fields["papers"]
        self.way_names = []
        for way in ways:
            name = f"way_{way.unit_id}"
            self.way_names.append(name)
            self.fields[name] = forms.ChoiceField(
                label=way.unit, choices=way.ways, initial=way.proposed, required=False
            )

    def ways(self) -> list[forms.BoundField]:
        return [self[name] for name in self.way_names]

    def letter(self) -> dict[str, Any]:
        """What `send_dispatch` takes. A code typed by hand joins no dossier: it may name one that others keep."""
        given = self.cleaned_data
        plain = {name: given[name] for name in ("purpose", "subject", "body", "bases", "about", "key", "replaces")}
        channels = {int(name[4:]): given[name] for name in self.way_names if given.get(name)}
        return {
            **plain,
            "recipient_ids": given["recipients"],
            "channels": {pk: way for pk, way in channels.items() if pk in given["recipients"]},
            "fallback": given["fallback"] or "in_app",
            "is_formal": given["form"] != "plain",
            "attachments": [*given.get("papers", ()), *rules.document_codes(given["codes"])],
            "is_outside_confirmed": given["is_confirmed"],
            "is_personal_confirmed": given["is_confirmed"],
            "how": (given["how"] or "REPLACE") if given["replaces"] else "",
            "dossier": "",
        }


def apart(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One letter for each recipient, instead of one for all; each has a key of its own under that of the act."""
    return [
        {**given, "recipient_ids": [unit_id], "key": f"{given['key'] or uuid.uuid4().hex}/{unit_id}"}
        for unit_id in given["recipient_ids"]
    ]


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


class SendAgain(forms.Form):
    channel = forms.ChoiceField(choices=[(name, name) for name in rules.CHANNELS])
    version = forms.IntegerField()


class Version(forms.Form):
    version = forms.IntegerField()


class Step(forms.Form):
    step = forms.CharField(max_length=10)
    version = forms.IntegerField()


class AnswerRecall(forms.Form):
    answer = forms.ChoiceField(
        label=_("Trả lời"),
        choices=[("agree", _("Đồng ý thu hồi")), ("keep", _("Không đồng ý, giữ công văn"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=rules.LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Cần ghi khi không đồng ý."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class Recall(forms.Form):
    reason = forms.CharField(
        label=_("Lý do thu hồi"), max_length=rules.LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3})
    )


def start(typed: QueryDict, about: str, former: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a new letter begins with: the key of this act of sending, and what was typed before a search; a letter that
    stands in for another begins as that one was."""
    names = (
        *("purpose", "form", "find", "subject", "bases", "body", "codes", "about", "key", "fallback"),
        *("how", "replaces", "is_confirmed", "is_apart"),
    )
    kept: dict[str, Any] = {name: typed[name] for name in names if name in typed}
    kept |= {name: typed[name] for name in typed if name.startswith("way_")}
    ticked = {name: typed.getlist(name) for name in ("recipients", "papers") if name in typed}
    return {"about": about, "key": uuid.uuid4().hex, "form": "formal", **(former or {}), **kept, **ticked}


def acts(wrong: Mapping[str, forms.Form]) -> dict[str, forms.Form]:
    """The forms of the acts on a letter, empty but for `wrong`, which could not be taken."""
    empty = {
        "acknowledge": Acknowledge(auto_id="ack_%s"),
        "refuse": Refuse(auto_id="refuse_%s"),
        "recall": Recall(auto_id="recall_%s"),
        "answer_recall": AnswerRecall(auto_id="answer_%s"),
    }
    return {**empty, **wrong}
