"""Forms of questions of the press and of corrections asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import day_field, offer
from phoihop.press.queries.asking_words import (
    ASKED_WAY_WORDS,
    ASKED_WORDS,
    GROUND_WORDS,
    MEASURE_WORDS,
    QUERY_WAY_WORDS,
    TERM_WORDS,
)
from phoihop.press.rules import asking as rules
from phoihop.press.states import asking as states

FIND_HELP = _("Gõ tên, có dấu hay không dấu, rồi bấm „Tìm“. Cơ quan tìm được hiện đầu danh sách.")


def sent(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent; with what was typed where only offices were looked for; else as it begins."""
    if request.method == "POST" and "search" in request.POST:
        typed = {name: request.POST.get(name, "") for name in request.POST}
        return kind(None, **(more | {"initial": more.get("initial", {}) | typed}))
    return kind(request.POST if request.method == "POST" else None, **more)


def _area(label: Any, rows: int, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AskingReason(Versioned):
    reason = _area(_("Lý do"), 3, rules.LONGEST_NOTE)


class Receive(forms.Form):
    """A question as it came."""

    outlet = forms.CharField(
        label=_("Báo, đài, trang tin"),
        max_length=rules.LONGEST_NAME,
        help_text=_("Tên cơ quan báo chí, không ghi tên người."),
    )
    text = _area(_("Câu hỏi"), 6, rules.LONGEST_TEXT, help_text=_("Chép nguyên văn."))
    way = forms.ChoiceField(
        label=_("Đến bằng"), choices=[(key, words) for key, words in QUERY_WAY_WORDS.items() if key != "CONFERENCE"]
    )
    mail = forms.EmailField(
        label=_("Thư điện tử của tòa soạn"),
        max_length=200,
        required=False,
        help_text=_("Có địa chỉ thì câu trả lời đã duyệt tự gửi đi."),
    )
    received_at = forms.DateTimeField(
        label=_("Nhận lúc"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M"],
    )
    dossier = forms.ChoiceField(label=_("Về vấn đề"), required=False)
    about = forms.CharField(
        label=_("Về thông cáo hoặc họp báo"), max_length=80, required=False, help_text=_("Mã TC-… hoặc HB-…, nếu có.")
    )

    def __init__(self, *args: Any, topics: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "dossier", [("", _("Không gắn với vấn đề nào")), *topics])


class Assign(Versioned):
    unit_id = forms.TypedChoiceField(label=_("Cơ quan trả lời"), coerce=int)
    find = forms.CharField(label=_("Tìm cơ quan khác"), max_length=100, required=False, help_text=FIND_HELP)

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", units)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("unit_id", "version")}


class Answer(Versioned):
    spokesperson = forms.ChoiceField(
        label=_("Người phát ngôn trả lời"), help_text=_("Người đang có hiệu lực trong sổ người phát ngôn.")
    )
    answer = _area(_("Câu trả lời"), 10, rules.LONGEST_ANSWER)

    def __init__(self, *args: Any, speakers: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "spokesperson", speakers)


class RefuseQuery(Versioned):
    ground = forms.ChoiceField(
        label=_("Lý do"), choices=[(key, GROUND_WORDS[key]) for key in rules.GROUNDS], widget=forms.RadioSelect
    )
    referral = _area(
        _("Báo chí có thể hỏi ai, hoặc khi nào hỏi lại được"),
        3,
        rules.LONGEST_NOTE,
        help_text=_("Câu này được gửi cho báo chí."),
    )


class ExtendQuery(Versioned):
    due_date = day_field(_("Hạn mới"))
    reason = _area(_("Lý do"), 3, rules.LONGEST_NOTE)


class Terms(forms.Form):
    """One term of a body."""

    key = forms.ChoiceField(label=_("Thời hạn"), choices=list(TERM_WORDS.items()))
    amount = forms.IntegerField(label=_("Số"), min_value=1, max_value=rules.MOST)
    measure = forms.ChoiceField(label=_("Tính bằng"), choices=[(key, MEASURE_WORDS[key]) for key in rules.MEASURES])


class _Item(forms.Form):
    """What an item says, and what is right."""

    publisher = forms.CharField(label=_("Báo, đài, trang tin"), max_length=rules.LONGEST_NAME)
    item = forms.CharField(
        label=_("Đã đăng ở đâu"), max_length=rules.LONGEST_ADDRESS, help_text=_("Đường dẫn, số báo hoặc buổi phát.")
    )
    item_title = forms.CharField(label=_("Tên bài, tin"), max_length=300, required=False)
    item_date = day_field(_("Ngày đăng"))
    said = _area(
        _("Điều đã đăng chưa đúng"),
        3,
        rules.LONGEST_FACT,
        help_text=_("Một điều kiểm chứng được, chép đúng như đã đăng. Không nhận xét thái độ, không nêu người viết."),
    )
    right = _area(_("Điều đúng"), 3, rules.LONGEST_FACT, help_text=_("Có văn bản chứng minh; nêu văn bản ở bước sau."))

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class WriteAsked(_Item, Versioned):
    pass


class OpenAsked(_Item):
    dossier = forms.ChoiceField(label=_("Về vấn đề"), required=False)
    story = forms.CharField(
        label=_("Chuyện trong điểm báo"), max_length=80, required=False, help_text=_("Mã BA-…, nếu có.")
    )
    claim = forms.CharField(
        label=_("Hồ sơ đính chính"),
        max_length=80,
        required=False,
        help_text=_("Mã KC-…, nếu điều này đã được kiểm chứng."),
    )

    def __init__(self, *args: Any, topics: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "dossier", [("", _("Không gắn với vấn đề nào")), *topics])


class AskedPaper(Versioned):
    document = forms.CharField(
        label=_("Văn bản"), max_length=80, help_text=_("Mã trong sổ văn bản, ví dụ VB-kg-2021-000012.")
    )
    page = forms.CharField(label=_("Trang"), max_length=40, required=False)


class SendAsked(Versioned):
    way = forms.ChoiceField(label=_("Cách gửi"), choices=list(ASKED_WAY_WORDS.items()), widget=forms.RadioSelect)
    mail = forms.EmailField(label=_("Thư điện tử của tòa soạn"), max_length=200, required=False)
    recipient_id = forms.TypedChoiceField(
        label=_("Cơ quan nhận công văn"),
        coerce=lambda text: int(text) if text else None,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "recipient_id", [("", "–"), *units])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("way") == "MAIL" and not values.get("mail") and "mail" not in self.errors:
            self.add_error("mail", _("Cần địa chỉ thư để gửi."))
        if values.get("way") == "DISPATCH" and not values.get("recipient_id"):
            self.add_error("recipient_id", _("Cần chọn cơ quan nhận công văn."))
        return values


class SettleAsked(Versioned):
    outcome = forms.ChoiceField(
        label=_("Kết quả"), choices=[(key, ASKED_WORDS[key]) for key in states.OUTCOMES], widget=forms.RadioSelect
    )
    day = day_field(_("Ngày"))
    address = forms.CharField(
        label=_("Cải chính đăng ở đâu"),
        max_length=rules.LONGEST_ADDRESS,
        required=False,
        help_text=_("Khi đã cải chính."),
    )
    note = _area(
        _("Lý do của nơi đăng, ghi chú"),
        3,
        rules.LONGEST_NOTE,
        required=False,
        help_text=_("Bắt buộc khi nơi đăng từ chối."),
    )
