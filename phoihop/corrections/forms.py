"""Text in, plain values out. No form asks for a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.corrections.queries.names import short_claim, wording_in_words
from phoihop.corrections.rules import limits, wording
from phoihop.ground.fields import day_field, offer

WAYS = (
    ("MAIL", _("Gửi thư đến địa chỉ của tòa soạn, cơ quan")),
    ("DISPATCH", _("Gửi công văn đến cơ quan trong hệ thống")),
    ("HAND", _("Đã đề nghị bằng cách khác, chỉ ghi nhận")),
)


def given(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or empty when the page is only opened."""
    if request.method != "POST":
        return kind(None, **more)
    return (
        kind(request.POST, request.FILES or None, **more)
        if hasattr(kind, "TAKES_FILES")
        else kind(request.POST, **more)
    )


def _checked(text: str) -> str:
    """The courtesy of the form; the command asks again. Refused: what is no checkable statement of fact."""
    if wording.is_too_short(text):
        raise forms.ValidationError(f"{short_claim()} {wording_in_words(())}")
    if faults := wording.faults_of(" ".join(text.split())):
        raise forms.ValidationError(wording_in_words(faults))
    return text


def _text(label: Any, most: int, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class _Places(forms.Form):
    publisher = forms.CharField(
        label=_("Nơi đã đăng"),
        max_length=limits.LONGEST_NAME,
        help_text=_("Tên báo, đài, trang tin hoặc cơ quan. Không ghi tên người hay tài khoản của một người."),
    )
    address = forms.CharField(
        label=_("Đăng ở đâu"),
        max_length=limits.LONGEST_ADDRESS,
        help_text=_("Đường dẫn, hoặc số báo, trang, giờ phát sóng."),
    )
    day = day_field(_("Ngày đăng"))
    file = forms.FileField(
        label=_("Bản chụp nơi đăng"),
        required=False,
        help_text=_(
            "PDF hoặc ảnh. Tệp đi qua bộ lọc bảo mật, vào sổ văn bản; mã SHA-256 được công khai, tệp thì không."
        ),
    )
    document = forms.CharField(
        label=_("Hoặc mã bản chụp đã có trong sổ"),
        max_length=80,
        required=False,
        help_text=_("Ví dụ VB-kg-2021-000012."),
    )


class Appear(_Places, Versioned):
    TAKES_FILES = True

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("publisher", "address", "day", "document", "version")}


class Open(_Places):
    """A new claim. `find` looks for other units and sends nothing."""

    TAKES_FILES = True

    text = _text(
        _("Điều được nói"),
        limits.LONGEST_CLAIM,
        rows=3,
        help_text=_(
            "Một câu về sự việc mà tài liệu cho thấy được đúng hay sai: có gì, ở đâu, khi nào, bao nhiêu. Không phải ý"
            " kiến, không nhắm vào người."
        ),
    )
    agency_id = forms.TypedChoiceField(label=_("Cơ quan kiểm chứng"), coerce=int)
    supporting_ids = forms.TypedMultipleChoiceField(
        label=_("Cơ quan phối hợp"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    find = forms.CharField(
        label=_("Tìm cơ quan khác"),
        required=False,
        max_length=100,
        help_text=_("Gõ tên, có dấu hay không dấu, rồi bấm „Tìm“. Cơ quan tìm được hiện đầu danh sách."),
    )
    due_date = day_field(_("Hạn kiểm chứng"), required=False, help_text=_("Để trống: năm ngày làm việc kể từ hôm nay."))
    dossier = forms.CharField(
        label=_("Về vấn đề hoặc kế hoạch"), max_length=80, required=False, help_text=_("Ví dụ VD-kg-2021-0001.")
    )
    is_own_error = forms.BooleanField(label=_("Đây là lỗi trong tin do cơ quan mình công bố"), required=False)
    corrected = forms.CharField(
        label=_("Mã tin bị sai"),
        max_length=80,
        required=False,
        help_text=_("Chỉ ghi khi là lỗi của mình: TT-kg-2021-0001."),
    )
    is_other = forms.BooleanField(label=_("Đã xem những điều gần giống, đây là điều khác"), required=False)
    check = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    field_order = (
        *("text", "is_other", "publisher", "address", "day", "file", "document", "agency_id", "supporting_ids", "find"),
        *("due_date", "dossier", "is_own_error", "corrected", "check"),
    )

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(units)
        offer(self, "agency_id", choices)
        offer(self, "supporting_ids", choices)

    def clean_text(self) -> str:
        return _checked(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.data.get("search"):
            self.add_error("find", _("Danh sách cơ quan đã có thêm kết quả tìm; chưa gửi gì."))
        return values

    def values(self) -> dict[str, Any]:
        kept = ("file", "find")
        return {name: value for name, value in self.cleaned_data.items() if name not in kept}


class Evidence(Versioned):
    document = forms.CharField(label=_("Mã văn bản trong sổ"), max_length=80, help_text=_("Ví dụ VB-kg-2021-000012."))
    page = forms.CharField(label=_("Trang"), max_length=40, required=False, help_text=_("Ví dụ 3 hoặc 3–4, biểu 2."))
    is_named = forms.BooleanField(
        label=_("Công khai trích yếu bên cạnh số văn bản"),
        required=False,
        initial=True,
        help_text=_("Bỏ dấu nếu chỉ được nêu số."),
    )
    is_public = forms.BooleanField(
        label=_("Công khai cả tệp"),
        required=False,
        help_text=_("Bản đã che nếu có; văn bản có dữ liệu cá nhân hoặc lưu hành nội bộ thì không."),
    )


class Finding(Versioned):
    text = _text(_("Điều được nói"), limits.LONGEST_CLAIM, rows=2)
    verdict = forms.ChoiceField(label=_("Kết luận"), widget=forms.RadioSelect)
    fact = forms.CharField(
        label=_("Điều đúng, một câu"),
        max_length=limits.LONGEST_FACT,
        help_text=_("Hiện ngay dưới kết luận. Nếu chưa đủ chứng cứ, ghi điều đã biết và điều chưa biết."),
    )
    explanation = _text(
        _("Giải thích"),
        limits.LONGEST_EXPLANATION,
        rows=10,
        help_text=_(
            "Đoạn văn, „- “ cho danh sách, **đậm**. Nêu căn cứ theo số văn bản và trang; không nhắm vào người."
        ),
    )
    recheck_date = day_field(
        _("Ngày kiểm tra lại"), required=False, help_text=_("Đến ngày đó hồ sơ tự mở lại. Để trống nếu không cần.")
    )

    def __init__(self, *args: Any, verdicts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "verdict", verdicts)

    def clean_text(self) -> str:
        return _checked(self.cleaned_data["text"])


class Reason(Versioned):
    reason = _text(_("Lý do"), limits.LONGEST_NOTE)


class Withdraw(Versioned):
    note = _text(_("Lời giải thích cho người đọc"), limits.LONGEST_NOTE)


class Publish(Versioned):
    note = _text(
        _("Vì sao kết luận thay đổi"),
        limits.LONGEST_NOTE,
        rows=3,
        required=False,
        help_text=_("Bắt buộc từ lần công bố thứ hai; người đọc thấy lời này bên bản mới."),
    )


class Recheck(Reason):
    due_date = day_field(
        _("Hạn kiểm tra lại"), required=False, help_text=_("Để trống: năm ngày làm việc kể từ hôm nay.")
    )


class Ask(Versioned):
    number = forms.TypedChoiceField(label=_("Nơi đã đăng"), coerce=int)
    way = forms.ChoiceField(label=_("Cách đề nghị"), choices=WAYS, widget=forms.RadioSelect)
    mail_to = forms.EmailField(
        label=_("Địa chỉ thư của tòa soạn, cơ quan"), required=False, help_text=_("Chỉ dùng để gửi thư này.")
    )
    unit_id = forms.TypedChoiceField(
        label=_("Cơ quan nhận công văn"),
        coerce=lambda text: int(text) if text else None,
        required=False,
        empty_value=None,
    )
    until = day_field(_("Hạn phản hồi"))

    def __init__(
        self, *args: Any, places: Iterable[tuple[int, str]], units: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "number", places)
        offer(self, "unit_id", [("", "–"), *units])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("way") == "MAIL" and not values.get("mail_to"):
            self.add_error("mail_to", _("Cần địa chỉ thư để gửi."))
        if values.get("way") == "DISPATCH" and not values.get("unit_id"):
            self.add_error("unit_id", _("Cần chọn cơ quan nhận công văn."))
        return values


class Record(Versioned):
    publisher = forms.CharField(label=_("Nơi phản hồi"), max_length=limits.LONGEST_NAME)
    text = _text(_("Nguyên văn phản hồi"), limits.LONGEST_REPLY, rows=8)
    proof = forms.CharField(
        label=_("Nơi thấy được phản hồi này"),
        max_length=limits.LONGEST_ADDRESS,
        required=False,
        help_text=_("Đường dẫn trên trang của nơi đăng, hoặc số văn bản của họ."),
    )


class Show(Versioned):
    publisher = forms.CharField(label=_("Tên nơi phản hồi như sẽ hiện"), max_length=limits.LONGEST_NAME)


class Join(Versioned):
    claim = forms.CharField(label=_("Mã hồ sơ đính chính"), max_length=80, help_text=_("Ví dụ KC-kg-2021-0001."))
