"""Text in, plain values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from phoihop.ground.fields import offer
from phoihop.obligations.queries import GROUNDS
from phoihop.obligations.rules.ladder import FARTHEST, LONGEST_WORDING

LONGEST = 4000
STATEMENT = _("Đã làm gì, kết quả ra sao; hai ba câu là đủ.")
REFERENCE = _("Ví dụ 125/BC-SYT, mã văn bản VB-… hoặc https://…")


def _text(label: Any, hint: Any = "", *, rows: int = 3, is_needed: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=is_needed,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, "class": "input"}),
    )


def _day(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date", "class": "input short"}, format="%Y-%m-%d"),
    )


class Act(forms.Form):
    """What every act on an obligation carries: the version the reader saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class SendLink(forms.Form):
    """Which office is sent a link; the page offers those that something waits for."""

    unit_id = forms.IntegerField(widget=forms.HiddenInput)


class Choosing(Act):
    """A document of the register, chosen from the newest or named by its code. Whether it may be given is not asked
    here."""

    document = forms.CharField(
        label=_("Văn bản trong sổ"),
        help_text=_("Văn bản mới vào sổ của cơ quan bạn. Chưa có ở đây thì đưa tệp vào sổ trước."),
        required=False,
        max_length=80,
        widget=forms.Select(attrs={"class": "input"}),
    )
    is_personal_confirmed = forms.BooleanField(
        label=_("Văn bản có dữ liệu cá nhân thì bên nhận được phép biết"),
        help_text=_("Chỉ cần đánh dấu khi hệ thống báo có số định danh, điện thoại, tài khoản… trong văn bản."),
        required=False,
    )

    def offer(self, documents: Sequence[tuple[str, str]]) -> None:
        """Shows these documents to choose from; without any the choice is left out."""
        if not documents:
            self.fields.pop("document", None)
            return
        widget = cast(forms.Select, self.fields["document"].widget)
        widget.choices = [("", _("Không chọn")), *documents]


class HandIn(Choosing):
    statement = _text(_("Kết quả"), STATEMENT, rows=4)
    reference = forms.CharField(
        label=_("Số văn bản hoặc đường dẫn"),
        help_text=REFERENCE,
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    field_order = ("version", "statement", "document", "reference", "is_personal_confirmed")

    def clean(self) -> dict[str, Any]:
        """One reference: the document chosen, or what was typed. Refused: both."""
        values = super().clean() or self.cleaned_data
        chosen = values.pop("document", "")
        if chosen and values.get("reference"):
            self.add_error("reference", _("Hãy chọn văn bản trong sổ, hoặc ghi số văn bản, không cả hai."))
        values["reference"] = chosen or values.get("reference", "")
        return values


class HandInWhole(HandIn):
    """What the lead may have to say besides, while supporting lanes or documents are open."""

    without_support_reason = _text(_("Lý do nộp khi còn cơ quan phối hợp chưa nộp"), rows=2, is_needed=False)
    missing_reason = _text(
        _("Lý do nộp khi còn văn bản chưa cung cấp"),
        _("Ví dụ: đã gửi bản giấy. Văn bản giữ lại đã được duyệt thì không tính."),
        rows=2,
        is_needed=False,
    )


class Expect(Act):
    """Documents that shall be provided, one a line."""

    titles = forms.CharField(
        label=_("Tên văn bản, mỗi dòng một văn bản"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=1000, widget=forms.TextInput(attrs={"class": "input"})
    )
    unit_id = forms.IntegerField(
        label=_("Cơ quan cung cấp"), required=False, widget=forms.Select(attrs={"class": "input"})
    )

    def offer(self, units: Sequence[tuple[str, str]]) -> None:
        """The units with a lane; of one alone nothing need be asked."""
        if len(units) < 2:
            self.fields.pop("unit_id", None)
            return
        cast(forms.Select, self.fields["unit_id"].widget).choices = list(units)

    def clean_titles(self) -> list[str]:
        return cast(str, self.cleaned_data["titles"]).splitlines()


class Provide(Choosing):
    document_code = forms.CharField(
        label=_("Hoặc mã văn bản"),
        help_text=_("Khi văn bản không có trong danh sách, ví dụ VB-kg-2021-000001."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input short"}),
    )
    field_order = ("version", "document", "document_code", "is_personal_confirmed")

    def clean(self) -> dict[str, Any]:
        """One document. Refused: none, or two."""
        values = super().clean() or self.cleaned_data
        chosen, typed = values.pop("document", ""), values.pop("document_code", "")
        if bool(chosen) == bool(typed):
            missing = _("Hãy chọn một văn bản trong sổ, hoặc ghi mã của nó.")
            self.add_error("document_code", missing if not chosen else _("Chỉ chọn hoặc chỉ ghi mã một văn bản."))
        values["document"] = chosen or typed
        return values


class Withhold(Act):
    ground = forms.ChoiceField(label=_("Căn cứ giữ lại"), widget=forms.RadioSelect, choices=[])
    reason = _text(_("Lý do"), _("Không ghi nội dung của văn bản."), rows=2)
    recheck_date = _day(_("Ngày xem lại"), _("Sau hôm nay, không quá một năm."))
    is_title_hidden = forms.BooleanField(
        label=_("Ẩn tên văn bản với cơ quan khác"),
        help_text=_("Cơ quan khác chỉ thấy căn cứ và ngày xem lại. Bí mật nhà nước luôn ẩn tên."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "ground", GROUNDS.items())


class ReviewWithholding(Act):
    is_agreed = forms.TypedChoiceField(
        label=_("Trả lời"),
        choices=[("1", _("Đồng ý giữ lại")), ("0", _("Không đồng ý, phải cung cấp"))],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
        empty_value=None,
    )


class Provision(forms.Form):
    """The filters of the list of documents to be provided."""

    about = forms.CharField(
        label=_("Mã kế hoạch, vấn đề hoặc nghĩa vụ"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input short"}),
    )
    unit = forms.CharField(
        label=_("Cơ quan cung cấp"), required=False, max_length=120, widget=forms.Select(attrs={"class": "input"})
    )
    status = forms.CharField(
        label=_("Tình trạng"), required=False, max_length=20, widget=forms.Select(attrs={"class": "input"})
    )


class Reason(Act):
    reason = _text(_("Lý do"))


class Later(Act):
    to_date = _day(_("Hạn mới"))
    reason = _text(_("Lý do"), rows=2)


class Decide(forms.Form):
    is_granted = forms.TypedChoiceField(
        label=_("Trả lời"),
        choices=[("1", _("Đồng ý gia hạn")), ("0", _("Không đồng ý"))],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
        empty_value=None,
    )
    answer = _text(_("Ý kiến"), _("Không đồng ý thì cần nêu lý do."), rows=2, is_needed=False)


class Day(forms.Form):
    day = _day(_("Ngày"))
    is_working = forms.TypedChoiceField(
        label=_("Ngày này"),
        choices=[("0", _("Nghỉ")), ("1", _("Làm việc (làm bù)"))],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
        empty_value=None,
    )
    note = forms.CharField(
        label=_("Căn cứ"), required=False, max_length=300, widget=forms.TextInput(attrs={"class": "input"})
    )


class Revoke(forms.Form):
    day = _day(_("Ngày"))


class Filter(forms.Form):
    """A view of the board under a name."""

    name = forms.CharField(label=_("Tên bộ lọc"), max_length=80, widget=forms.TextInput(attrs={"class": "input"}))
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

    def clean_query(self) -> str:
        """Whatever was sent, as the query of an address."""
        return QueryDict(self.cleaned_data["query"]).urlencode()


MADE: Mapping[str, type[forms.Form]] = {
    "hand-in": HandInWhole,
    "support": HandIn,
    "return": Reason,
    "waive": Reason,
    "block": Reason,
    "ask-extension": Later,
    "grant-extension": Later,
    "decide-extension": Decide,
    "expect": Expect,
    "provide": Provide,
    "withhold": Withhold,
    "review-withholding": ReviewWithholding,
}


def start(
    name: str,
    version: int,
    *,
    has_open_support: bool = False,
    has_missing: bool = False,
    documents: Sequence[tuple[str, str]] = (),
    units: Sequence[tuple[str, str]] = (),
    given: forms.Form | None = None,
) -> forms.Form:
    """The form of an act: `given` is one that could not be taken, otherwise an empty one.

    "provide-17" is about line 17.

    Questions that do not arise are left out.
    """
    act, _dash, line = name.rpartition("-")
    form = given or MADE[act if line.isdecimal() else name](initial={"version": version}, auto_id=f"{name}_%s")
    if isinstance(form, Choosing):
        form.offer(documents)
    if isinstance(form, Expect):
        form.offer(units)
    if not has_open_support:
        form.fields.pop("without_support_reason", None)
    if not has_missing:
        form.fields.pop("missing_reason", None)
    return form


class SetRung(forms.Form):
    """A rung of the ladder: days before or after, whom it tells. `targets` are offered."""

    days = forms.IntegerField(
        label=_("Số ngày làm việc"),
        min_value=0,
        max_value=FARTHEST,
        widget=forms.NumberInput(attrs={"class": "input short"}),
    )
    side = forms.ChoiceField(
        label=_("So với hạn"),
        choices=[("before", _("trước hạn")), ("after", _("sau hạn (0: đúng ngày đến hạn)"))],
        initial="after",
        widget=forms.Select(attrs={"class": "input"}),
    )
    to = forms.ChoiceField(label=_("Báo cho"), widget=forms.Select(attrs={"class": "input"}))
    wording = forms.CharField(
        label=_("Lời nhắc riêng"),
        help_text=_("Để trống thì ghi số ngày còn lại hoặc số ngày trễ."),
        required=False,
        max_length=LONGEST_WORDING,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    is_urgent = forms.BooleanField(label=_("Khẩn: báo cả ngoài giờ, báo cả người trực"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, targets: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", targets.items())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        days, side = values.pop("days", None), values.pop("side", None)
        if days is not None and side:
            values["offset"] = -days if side == "before" else days
        return values


class DropRung(forms.Form):
    rung = forms.CharField(max_length=12, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class LadderHours(forms.Form):
    opens = forms.TimeField(label=_("Báo từ"), widget=forms.TimeInput(attrs={"type": "time", "class": "input short"}))
    closes = forms.TimeField(label=_("đến"), widget=forms.TimeInput(attrs={"type": "time", "class": "input short"}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
