"""Text in, plain values out. No form asks for a person or for what anybody thinks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.assessments.queries.names import ANCHORS, ANSWERS, CAME, GRADES, QUESTIONS, SCALES, THEMES
from phoihop.assessments.rules import limits, scoping, scoring
from phoihop.ground.fields import day_field, offer

FIND_HELP = _("Gõ tên, có dấu hay không dấu, rồi bấm „Tìm“. Cơ quan tìm được hiện đầu danh sách.")


def given(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or empty when the page is only opened."""
    return kind(request.POST if request.method == "POST" else None, **more)


def _text(label: Any, most: int, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _line(label: Any, most: int = limits.LONGEST_LINE, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **more)


def _number(text: Any) -> int | None:
    return int(text) if text else None


def _scale(scale: str, **more: Any) -> forms.TypedChoiceField:
    """A value from 1 to 5, each with its anchor in words."""
    choices = [(value, f"{value} – {ANCHORS[scale][value - 1]}") for value in range(scoring.LEAST, scoring.MOST + 1)]
    return forms.TypedChoiceField(
        label=cast(Any, SCALES[scale]), choices=choices, coerce=int, empty_value=None, widget=forms.RadioSelect, **more
    )


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class _Finds(forms.Form):
    """A form that looks for units: the button behind `find` sends nothing."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.data.get("search"):
            self.add_error("find", _("Danh sách cơ quan đã có thêm kết quả tìm; chưa gửi gì."))
        values.pop("find", None)
        return values


class Ask(_Finds):
    topic = _line(_("Vấn đề"), 80, help_text=_("Mã của vấn đề, ví dụ VD-kg-2021-0001."))
    title = _line(_("Tên đánh giá"), limits.LONGEST_TITLE)
    task = _text(
        _("Điều cần đánh giá"),
        limits.LONGEST_TEXT,
        help_text=_("Ai có thể được lợi, ai có thể bị thiệt, ở đâu; điều gì người quyết định cần biết trước."),
    )
    assessor_id = forms.TypedChoiceField(label=_("Cơ quan đánh giá"), coerce=int)
    evaluator_id = forms.TypedChoiceField(
        label=_("Cơ quan thẩm tra"),
        coerce=_number,
        empty_value=None,
        required=False,
        help_text=_("Để trống: cơ quan bạn thẩm tra, bởi người không viết đánh giá."),
    )
    find = _line(_("Tìm cơ quan khác"), 100, required=False, help_text=FIND_HELP)
    is_apart = forms.BooleanField(label=_("Thẩm tra phải là cơ quan khác với cơ quan đánh giá"), required=False)
    stage = _line(
        _("Giai đoạn chờ đánh giá"),
        80,
        required=False,
        help_text=_("Khóa của giai đoạn, ví dụ before: giai đoạn không kết thúc khi đánh giá chưa được xác nhận."),
    )
    due_date = day_field(_("Hạn đánh giá"))

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(units)
        offer(self, "assessor_id", choices)
        offer(self, "evaluator_id", [("", "–"), *choices])


class AskAgain(Versioned):
    task = _text(_("Điều cần đánh giá"), limits.LONGEST_TEXT)
    due_date = day_field(_("Hạn đánh giá"))


class Reason(Versioned):
    reason = _text(_("Lý do"), limits.LONGEST_NOTE)


class Revise(Reason):
    due_date = day_field(_("Hạn đánh giá lại"))


class GroupSize(forms.Form):
    size = forms.IntegerField(
        label=_("Nhóm nhỏ nhất, số người"),
        min_value=limits.LEAST_GROUP,
        max_value=limits.LARGEST_GROUP,
        help_text=_("Áp dụng cho yêu cầu gửi từ nay; hồ sơ đang có giữ cỡ nhóm của mình."),
    )


class Scope(Versioned):
    """The list of questions, two fields each; whoever departs from what it says gives the reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in scoping.KEYS:
            self.fields[f"q_{key}"] = forms.ChoiceField(
                label=cast(Any, QUESTIONS[key]), choices=list(ANSWERS.items()), widget=forms.RadioSelect
            )
            self.fields[f"n_{key}"] = _line(_("Về điều gì"), required=False)
        self.fields["is_needed"] = forms.TypedChoiceField(
            label=_("Có cần đánh giá không"),
            choices=[
                ("", _("theo bảng câu hỏi: có một „Có“ hoặc „Chưa rõ“ là cần")),
                ("1", _("cần")),
                ("0", _("không")),
            ],
            coerce=lambda text: text == "1",
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields["reason"] = _text(_("Lý do, nếu khác bảng câu hỏi"), limits.LONGEST_NOTE, rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        answers = {}
        for key in scoping.KEYS:
            answers[key] = (values.pop(f"q_{key}", ""), values.pop(f"n_{key}", ""))
            if answers[key][0] in ("YES", "UNSURE") and not answers[key][1].strip():
                self.add_error(f"n_{key}", _("Ghi một câu về điều gì."))
        return {**values, "answers": answers}


class Write(Versioned):
    before = _text(_("Tình hình trước"), limits.LONGEST_TEXT, 5, required=False)
    after = _text(_("Tình hình dự kiến sau"), limits.LONGEST_TEXT, 5, required=False)
    findings = _text(_("Kết luận"), limits.LONGEST_TEXT, 6, required=False)
    summary = _text(
        _("Tóm tắt để công bố"),
        limits.LONGEST_TEXT,
        5,
        required=False,
        help_text=_("Chỉ phần này, các điều kiện và ngày xác nhận được công bố, khi người đứng đầu quyết định."),
    )


class Group(Versioned):
    name = _line(
        _("Nhóm chịu tác động"),
        300,
        help_text=_("Một nhóm, không phải người: „hộ đánh bắt ven bờ“, „tiểu thương chợ cá“."),
    )
    place = _line(_("Địa bàn"), 300)
    size = forms.IntegerField(label=_("Số người"), min_value=1, max_value=limits.LARGEST_GROUP)
    source = _line(_("Nguồn của số người"), required=False)
    is_vulnerable = forms.BooleanField(label=_("Nhóm dễ bị tổn thương"), required=False)


class Impact(Versioned):
    group = forms.TypedChoiceField(label=_("Nhóm"), coerce=int)
    theme = forms.ChoiceField(label=_("Chủ đề"), choices=list(THEMES.items()))
    text = _line(_("Tác động"), help_text=_("Một câu: điều gì thay đổi với nhóm này."))
    is_positive = forms.BooleanField(label=_("Có lợi cho nhóm này"), required=False)
    severity = _scale("severity")
    reach = _scale("reach")
    duration = _scale("duration")
    likelihood = _scale("likelihood")

    def __init__(self, *args: Any, groups: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group", groups)


class Left(Versioned):
    severity = _scale("severity")
    reach = _scale("reach")
    duration = _scale("duration")
    likelihood = _scale("likelihood")
    reason = _text(
        _("Lý do, nếu xấu hơn mức ban đầu"),
        limits.LONGEST_NOTE,
        rows=2,
        required=False,
        help_text=_("Bắt buộc khi tác động bất lợi nặng thêm hoặc tác động có lợi giảm đi ở một thang."),
    )


class _Based(forms.Form):
    """What something rests on."""

    grade = forms.ChoiceField(label=_("Bậc căn cứ"), choices=list(GRADES.items()), widget=forms.RadioSelect)
    document = _line(_("Mã văn bản trong sổ"), 80, required=False, help_text=_("Bắt buộc với bậc A, B."))
    page = _line(_("Trang"), 40, required=False)
    statement = _line(_("Điều văn bản hoặc cơ quan nói, một câu"), required=False)
    link = _line(_("Địa chỉ trên mạng"), 500, required=False)


class Evidence(_Based, Versioned):
    pass


class Measure(_Finds, Versioned):
    impact = forms.TypedChoiceField(label=_("Cho tác động"), coerce=lambda text: int(text or 0), required=False)
    text = _line(_("Biện pháp"))
    unit_id = forms.TypedChoiceField(label=_("Cơ quan thực hiện"), coerce=int)
    find = _line(_("Tìm cơ quan khác"), 100, required=False, help_text=FIND_HELP)
    due_date = day_field(_("Hạn"))
    cost = forms.IntegerField(
        label=_("Kinh phí, triệu đồng"),
        min_value=0,
        max_value=limits.LARGEST_COST,
        required=False,
        help_text=_("Để trống nếu chưa rõ; 0 là không tốn kinh phí."),
    )
    is_condition = forms.BooleanField(
        label=_("Là điều kiện"),
        required=False,
        help_text=_("Khi đánh giá được xác nhận, điều kiện thành nghĩa vụ của cơ quan thực hiện, có hạn."),
    )

    def __init__(
        self, *args: Any, units: Iterable[tuple[int, str]], impacts: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_id", units)
        offer(self, "impact", [("", _("cả vấn đề")), *impacts])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        values["impact"] = values.get("impact") or 0
        return values


class Question(Versioned):
    text = _line(_("Điều chưa rõ"))
    answer = _text(_("Điều đã biết đến nay"), limits.LONGEST_NOTE, rows=3, required=False)


class Consult(Versioned):
    groups = _line(_("Nhóm được hỏi"), 300)
    way = _line(_("Cách hỏi"), 300, help_text=_("Họp dân, phiếu không ghi tên, nói chuyện với nhóm…"))
    day = day_field(_("Ngày"))
    people = forms.IntegerField(label=_("Số người tham gia"), min_value=1, max_value=limits.LARGEST_GROUP)
    outcome = _text(
        _("Kết quả chung"),
        limits.LONGEST_NOTE,
        help_text=_("Điều nhóm nêu, tính chung. Không ghi tên, không ghi ai nói gì."),
    )
    document = _line(_("Mã biên bản trong sổ"), 80, required=False)


class TakeOver(Versioned):
    source = forms.ChoiceField(label=_("Đánh giá trước"))

    def __init__(self, *args: Any, sources: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "source", sources)


class Remark(Versioned):
    text = _text(_("Nhận xét"), limits.LONGEST_NOTE)


class Answer(Versioned):
    answer = _text(_("Trả lời"), limits.LONGEST_NOTE)


class Pass(Versioned):
    note = _text(_("Ý kiến thẩm tra"), limits.LONGEST_NOTE)


class Dissent(Versioned):
    text = _text(_("Ý kiến bảo lưu của cơ quan"), limits.LONGEST_NOTE)
    because = _text(_("Lý do"), limits.LONGEST_NOTE)


class Validate(Versioned):
    note = _text(_("Ý kiến của người đứng đầu"), limits.LONGEST_NOTE, required=False)
    rescore_date = day_field(
        _("Ngày chấm lại"), help_text=_("Đến ngày này cơ quan đánh giá ghi điều đã xảy ra với từng tác động.")
    )


class Rescore(_Based, Versioned):
    came = forms.ChoiceField(label=_("Điều đã xảy ra"), choices=list(CAME.items()), widget=forms.RadioSelect)
    severity = _scale("severity", required=False)
    reach = _scale("reach", required=False)
    duration = _scale("duration", required=False)
    text = _text(_("Điều đã thấy"), limits.LONGEST_NOTE)

    field_order = ("came", "severity", "reach", "duration", "text", "grade", "document", "page", "statement", "link")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grade"].required = False


class Unforeseen(_Based, Versioned):
    group = forms.TypedChoiceField(label=_("Nhóm"), coerce=int)
    theme = forms.ChoiceField(label=_("Chủ đề"), choices=list(THEMES.items()))
    what = _line(_("Tác động"))
    is_positive = forms.BooleanField(label=_("Có lợi cho nhóm này"), required=False)
    severity = _scale("severity")
    reach = _scale("reach")
    duration = _scale("duration")
    text = _text(_("Điều đã thấy"), limits.LONGEST_NOTE)

    field_order = ("group", "theme", "what", "is_positive", "severity", "reach", "duration", "text", "grade")

    def __init__(self, *args: Any, groups: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "group", groups)


class Close(Versioned):
    note = _text(_("Điều rút ra"), limits.LONGEST_NOTE)
