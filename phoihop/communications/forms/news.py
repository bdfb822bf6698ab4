"""Forms of articles, photos, cards, readers' words, and the portal's own pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from phoihop.communications.rules import texts
from phoihop.ground.fields import day_field, offer

MARKS = _(
    "Dòng trống ngăn đoạn. „## “ đầu dòng là mục nhỏ, „- “ là gạch đầu dòng, „> “ là trích dẫn, **chữ đậm**, "
    "[tên liên kết](https://…)."
)


def given(kind: Any, request: HttpRequest, **more: Any) -> Any:
    """The form with what was sent, or empty when the page is only opened."""
    return kind(request.POST if request.method == "POST" else None, **more)


def _area(label: Any, rows: int, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Article(Versioned):
    title = forms.CharField(label=_("Tiêu đề"), max_length=texts.LONGEST_TITLE)
    summary = _area(
        _("Tóm tắt"), 2, texts.LONGEST_SUMMARY, required=False, help_text=_("Một, hai câu; hiện trong danh sách tin.")
    )
    text = _area(_("Nội dung"), 16, texts.LONGEST_TEXT, required=False, help_text=MARKS)
    byline = forms.CharField(
        label=_("Tác giả"),
        max_length=300,
        required=False,
        help_text=_("Như tác giả muốn ghi; để trống chỉ ghi cơ quan."),
    )
    category = forms.ChoiceField(label=_("Chuyên mục"), required=False)
    picture = forms.ChoiceField(
        label=_("Ảnh"), required=False, help_text=_("Ảnh trong kho; đưa ảnh mới vào ở mục Kho ảnh.")
    )
    related = forms.CharField(
        label=_("Liên quan"),
        max_length=600,
        required=False,
        help_text=_("Mã của tin, kế hoạch, vấn đề, thông cáo… đã công bố, cách nhau bằng dấu phẩy."),
    )
    note = _area(
        _("Lý do sửa"),
        2,
        texts.LONGEST_NOTE,
        required=False,
        help_text=_("Chỉ cần khi sửa tin đã công bố; người đọc nhìn thấy lý do này."),
    )

    def __init__(
        self,
        *args: Any,
        categories: Iterable[tuple[str, str]],
        photos: Iterable[tuple[str, str]],
        is_out: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "category", [("", _("Chưa chọn")), *categories])
        offer(self, "picture", [("", _("Không có ảnh")), *photos])
        if not is_out:
            del self.fields["note"]

    def values(self) -> dict[str, Any]:
        """What `write_article` takes."""
        return {**self.cleaned_data, "related": texts.codes_in(self.cleaned_data["related"])}

    def wording(self) -> dict[str, str]:
        """The text alone, as it was typed: for comparing where somebody was faster."""
        return {name: str(self.data.get(name, "")) for name in ("title", "summary", "text", "byline")}


class Reason(Versioned):
    reason = _area(_("Cần sửa gì"), 4, texts.LONGEST_NOTE)


class Note(Versioned):
    note = _area(_("Lý do rút"), 3, texts.LONGEST_NOTE, help_text=_("Người đọc nhìn thấy lý do này ở địa chỉ cũ."))


class Schedule(Versioned):
    day = day_field(_("Ngày"))
    hour = forms.TimeField(label=_("Giờ"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    is_embargo = forms.BooleanField(
        label=_("Giữ tin đến giờ đó: không ai công bố sớm hơn"),
        required=False,
        help_text=_("Chỉ người duyệt bỏ được hẹn này."),
    )

    def values(self, zone: Any) -> dict[str, Any]:
        """What `schedule_article` takes."""
        given = self.cleaned_data
        moment = datetime.combine(given["day"], given["hour"], tzinfo=zone)
        return {"goes_out_at": moment, "is_embargo": given["is_embargo"], "version": given["version"]}


class PhotoWords(Versioned):
    alt = forms.CharField(
        label=_("Ảnh cho thấy gì"),
        max_length=300,
        help_text=_("Cho người không nhìn thấy ảnh; một câu, không cần „ảnh chụp“."),
    )
    caption = forms.CharField(label=_("Chú thích"), max_length=500, required=False)
    credit = forms.CharField(label=_("Người chụp, nguồn"), max_length=200, required=False)
    taken_date = day_field(_("Ngày chụp"), required=False)


class PhotoFile(PhotoWords):
    file = forms.FileField(
        label=_("Tệp ảnh"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG hoặc WebP. Thông tin ẩn trong ảnh (nơi chụp, máy chụp) được xóa."),
    )

    field_order = ("file", "alt", "caption", "credit", "taken_date")

    def words(self) -> dict[str, Any]:
        """What `add_photo` takes besides the photo itself."""
        return {name: self.cleaned_data[name] for name in ("alt", "caption", "credit", "taken_date")}


class WithdrawPhoto(Versioned):
    reason = _area(
        _("Lý do rút"), 3, texts.LONGEST_NOTE, help_text=_("Ảnh bị gỡ khỏi thư viện và mọi tin; không lấy lại được.")
    )


class Card(Versioned):
    title = forms.CharField(label=_("Tên cách làm"), max_length=texts.LONGEST_TITLE)
    problem = _area(_("Vấn đề"), 4, texts.LONGEST_CELL, required=False)
    practice = _area(_("Cách làm"), 6, texts.LONGEST_CELL, required=False)
    result = _area(_("Kết quả"), 4, texts.LONGEST_CELL, required=False)
    cost = _area(_("Cần những gì"), 3, texts.LONGEST_CELL, required=False, help_text=_("Người, tiền, thời gian."))
    contact = forms.CharField(label=_("Hỏi thêm ở đâu"), max_length=300, required=False)
    note = _area(
        _("Lý do sửa"),
        2,
        texts.LONGEST_NOTE,
        required=False,
        help_text=_("Chỉ cần khi sửa thẻ đã công bố; người đọc nhìn thấy lý do này."),
    )


class TakeOver(forms.Form):
    plan = forms.ChoiceField(label=_("Kế hoạch"))
    title = forms.CharField(label=_("Tên vấn đề"), max_length=300)

    def __init__(self, *args: Any, plans: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "plan", plans)


class Answer(Versioned):
    answer = _area(_("Trả lời"), 8, 4000)


class Page(Versioned):
    title = forms.CharField(label=_("Tên trang"), max_length=texts.LONGEST_TITLE)
    summary = _area(_("Tóm tắt"), 2, texts.LONGEST_SUMMARY, required=False)
    text = _area(_("Nội dung"), 18, texts.LONGEST_TEXT, help_text=MARKS)
    order = forms.IntegerField(label=_("Thứ tự"), min_value=0, max_value=999, initial=50)
    note = _area(_("Lý do sửa"), 2, texts.LONGEST_NOTE, required=False)


class PortalWords(forms.Form):
    programme = forms.CharField(label=_("Tên chương trình"), max_length=200)
    headline = forms.CharField(label=_("Câu đầu trang"), max_length=200)
    lede = _area(_("Lời dẫn"), 2, texts.LONGEST_SUMMARY, required=False)
    publisher = forms.CharField(label=_("Cơ quan chủ quản"), max_length=200)
    contact = _area(_("Liên hệ"), 3, texts.LONGEST_SUMMARY, required=False)


class Lines(forms.Form):
    """A short table typed line by line, its columns apart by a bar."""

    lines = _area(_("Mỗi dòng một mục"), 12, 20_000, required=False)

    def rows(self, columns: int) -> list[tuple[str, ...]]:
        found = []
        for line in self.cleaned_data["lines"].splitlines():
            cells = [cell.strip() for cell in line.split("|")]
            if any(cells):
                found.append(tuple((cells + [""] * columns)[:columns]))
        return found


class OpenData(Lines):
    """On what terms open data may be used, and the keys of programs that file requests."""

    licence_name = forms.CharField(label=_("Giấy phép dùng dữ liệu"), max_length=200, required=False)
    licence_url = forms.URLField(label=_("Địa chỉ giấy phép"), max_length=500, required=False, assume_scheme="https")
    contact = forms.CharField(
        label=_("Liên hệ của người dùng dữ liệu"),
        max_length=200,
        required=False,
        help_text=_("Thư hoặc điện thoại của cơ quan; ai lập trình với dữ liệu này hỏi ở đâu."),
    )

    field_order = ("licence_name", "licence_url", "contact", "lines")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].label = _("Khóa của chương trình gửi phản ánh (Open311)")
        self.fields["lines"].help_text = _(
            "Mỗi dòng: tên nơi dùng | số lần mỗi giờ | khóa ngẫu nhiên. Khóa chỉ hiện lúc bạn gõ; sau khi lưu chỉ còn "
            "dấu SHA-256 của nó. Giữ nguyên dấu thì khóa cũ vẫn dùng được; bỏ dòng là thu khóa."
        )

    def values(self) -> dict[str, Any]:
        """What `set_open_data` takes."""
        names = ("licence_name", "licence_url", "contact")
        return {name: self.cleaned_data[name] for name in names} | {"keys": self.rows(3)}
