from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phoihop.ground.fields import Folded
from phoihop.reporting.queries import MEASURE_WORDS, SYSTEM_WORDS, Habits, Signer
from phoihop.reporting.rules import letters
from phoihop.reporting.rules.layouts import MEASURES, POSSIBLE


class Letterhead(Folded, forms.Form):
    """What an office prints at the head and foot of its letters; the measures of the page are folded."""

    FIRST = (
        "system",
        "parent",
        "organ",
        "place",
        "symbol",
        "signers",
        "archive",
        "footer",
        "about_words",
        "measured_for",
        "version",
    )

    system = forms.ChoiceField(label=gettext_lazy("Thể thức"), choices=SYSTEM_WORDS)
    parent = forms.CharField(label=gettext_lazy("Cơ quan chủ quản trực tiếp"), required=False, max_length=300)
    organ = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=300)
    place = forms.CharField(label=gettext_lazy("Địa danh"), required=False, max_length=100)
    symbol = forms.CharField(
        label=gettext_lazy("Chữ viết tắt tên cơ quan"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Như trong số, ký hiệu: SYT, BTGTU."),
    )
    signers = forms.CharField(
        label=gettext_lazy("Người ký"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Mỗi dòng một cách ký, dòng đầu được dùng khi không chọn khác: „GIÁM ĐỐC | Họ và tên“ hoặc "
            "„KT. GIÁM ĐỐC | PHÓ GIÁM ĐỐC | Họ và tên“. Văn bản của Đảng dùng T/M, K/T, T/L."
        ),
    )
    archive = forms.CharField(
        label=gettext_lazy("Nơi lưu"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Nhà nước: phần sau „Lưu: VT,“. Đảng: phần sau „Lưu“, như „Văn phòng Ban“."),
    )
    footer = forms.CharField(
        label=gettext_lazy("Chân trang thứ nhất"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Địa chỉ, thư điện tử, trang tin, số điện thoại của cơ quan."),
    )
    about_words = forms.ChoiceField(
        label=gettext_lazy("Chữ đầu trích yếu công văn"), choices=[(words, words) for words in letters.ABOUT_WORDS]
    )
    measured_for = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in MEASURES:
            low, high = POSSIBLE[name]
            widget = forms.NumberInput(attrs={"step": "any"})
            self.fields[name] = forms.FloatField(
                label=MEASURE_WORDS[name], min_value=low, max_value=high, widget=widget, required=False
            )

    def clean_signers(self) -> list[Signer]:
        return [self._signer(line) for line in self.cleaned_data["signers"].splitlines() if line.strip()]

    def letterhead(self) -> dict[str, Any]:
        """What `set_letterhead` takes. Measures shown for the other system are left to the usual ones."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in (*MEASURES, "measured_for")}
        is_same = self.cleaned_data["measured_for"] == given["system"]
        measures = {name: self.cleaned_data[name] for name in MEASURES if self.cleaned_data[name] is not None}
        return {**given, "measures": measures if is_same else {}}

    @staticmethod
    def _signer(line: str) -> Signer:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) > 3:
            raise forms.ValidationError(_("Mỗi dòng người ký có nhiều nhất ba phần, cách nhau bằng dấu |."))
        authority, of = letters.authority_in(parts[0])
        if len(parts) == 3:
            if not authority:
                raise forms.ValidationError(
                    _("Dòng „%(line)s“ có ba phần nhưng phần đầu không có TM., KT., TL., TUQ., T/M, K/T hay T/L.")
                    % {"line": line[:80]}
                )
            return Signer(authority, of, parts[1], parts[2])
        return Signer(authority, "", of, parts[1] if len(parts) == 2 else "")


class Adopt(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Khuôn Word (.docx)"),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        help_text=gettext_lazy("Tối đa 2 MB, không macro. Tải khuôn mẫu ở trên về, sửa trong Word rồi đưa vào đây."),
    )

    def taken(self) -> dict[str, Any]:
        """What `adopt_template` takes."""
        file = self.cleaned_data["file"]
        return {"name": file.name, "content": file.read()}


class ReportHabits(forms.Form):
    """How an office's reports count periods, and the sentences they share."""

    cut_off = forms.ChoiceField(
        label=gettext_lazy("Kỳ báo cáo"),
        choices=[
            ("DECREE", gettext_lazy("Chốt giữa tháng: năm từ 15/12 năm trước đến 14/12")),
            ("CALENDAR", gettext_lazy("Theo năm dương lịch: từ 1/1 đến 31/12")),
        ],
    )
    bases = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Mỗi dòng một căn cứ; in nghiêng ở đầu mọi báo cáo."),
    )
    opening = forms.CharField(
        label=gettext_lazy("Lời mở đầu"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    closing = forms.CharField(
        label=gettext_lazy("Lời kết"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    recipients = forms.CharField(
        label=gettext_lazy("Nơi nhận"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Mỗi dòng một nơi nhận; để trống thì ghi các cơ quan phối hợp."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, habits: Habits) -> ReportHabits:
        """The form filled in with what the office has set."""
        names = ("cut_off", "bases", "opening", "closing", "recipients", "version")
        return cls(initial={name: getattr(habits, name) for name in names}, auto_id="id_%s")

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0
