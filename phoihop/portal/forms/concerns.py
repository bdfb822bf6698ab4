"""What a citizen types: text in, plain values for the intake out. Nothing typed is ever lost: a form shows it again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from phoihop.ground.text import nfc
from phoihop.intake import queries as intake
from phoihop.portal.forms.tokens import Token, signs
from phoihop.portal.outside import concern_photos
from phoihop.publications import queries

LONGEST = 1000  # characters
REOPENS: tuple[tuple[str, str | Promise], ...] = (
    ("INCOMPLETE", _("Câu trả lời còn thiếu")),
    ("NOT_SO", _("Thực tế khác với câu trả lời")),
    ("NOT_DONE", _("Việc đã hứa chưa làm")),
)
STARS: tuple[tuple[str, str | Promise], ...] = (
    ("5", _("Rất hài lòng")),
    ("4", _("Hài lòng")),
    ("3", _("Tạm được")),
    ("2", _("Chưa hài lòng")),
    ("1", _("Rất chưa hài lòng")),
)
WISHES: tuple[tuple[str, str | Promise], ...] = (
    ("SEE", _("Cho tôi biết đang giữ những gì về tôi")),
    ("CORRECT", _("Sửa thông tin liên hệ của tôi")),
    ("ERASE", _("Xóa thông tin liên hệ và ảnh của tôi")),
)
_NO_CHOICE = ("required", "invalid_choice")
_PHONE = re.compile(r"\+?[0-9][0-9 .()-]{6,18}[0-9]")
_WRONG_PHOTO: dict[str, Callable[[], str]] = {
    "large": lambda: _now("Ảnh thứ %(number)s quá lớn: mỗi ảnh tối đa 10 MB và không quá nhiều điểm ảnh."),
    "many": lambda: _now("Ảnh thứ %(number)s vượt quá số lượng: mỗi lần tối đa bốn ảnh."),
    "empty": lambda: _now("Ảnh thứ %(number)s trống, không có nội dung."),
    "busy": lambda: _now("Lúc này có nhiều người đang gửi ảnh nên chưa nhận được ảnh thứ %(number)s. Hãy thử lại sau."),
    "kind": lambda: _now(
        "Tệp thứ %(number)s không phải ảnh JPEG, PNG hay WebP, dù tên tệp ghi thế nào. Hãy chọn ảnh khác."
    ),
    "unreadable": lambda: _now("Ảnh thứ %(number)s bị hỏng hoặc tải lên chưa hết. Hãy chọn lại ảnh."),
}


class _PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class _PhotosField(forms.FileField):
    """Several at once; what is wrong with which is said by the form, after its words have been looked at."""

    def to_python(self, data: Any) -> Any:
        return data

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return list(data or [])


class _Worded(forms.Form):
    """A form with one text of at most so many characters, counted as the writer sees them."""

    longest = LONGEST
    least = 10
    asked: str | Promise = _("Ghi rõ việc gì, ở đâu; một hai câu là đủ.")

    def clean_text(self) -> str:
        text = nfc(self.cleaned_data.get("text", "")).strip()
        if len(text) > self.longest:
            over = len(text) - self.longest
            sentence = ngettext(
                "Nội dung dài %(length)s ký tự, quá mức %(most)s là %(over)s ký tự. Hãy rút ngắn hoặc gửi làm hai lần.",
                "Nội dung dài %(length)s ký tự, quá mức %(most)s là %(over)s ký tự. Hãy rút ngắn hoặc gửi làm hai lần.",
                over,
            )
            raise forms.ValidationError(
                sentence % {"length": _number(len(text)), "most": _number(self.longest), "over": _number(over)}
            )
        if len(text) < self.least:
            raise forms.ValidationError(str(self.asked))
        return text


class _WithPhotos(_Worded):
    """Photos are drawn anew only when everything else is right; a browser shows no chosen file again."""

    sent: Sequence[concern_photos.SentPhoto] = ()
    pictures: tuple[bytes, ...] = ()

    def take_photos(self) -> None:
        found = [(number, photo.why) for number, photo in enumerate(self.sent, start=1) if photo.why]
        drawn: list[bytes] = []
        for number, photo in enumerate(self.sent, start=1):
            if self.errors or found:
                break
            try:
                drawn.append(concern_photos.drawn(photo.content))
            except ValueError as wrong:
                found.append((number, getattr(wrong, "why", "unreadable")))
        for number, why in found[: concern_photos.MOST]:
            self.add_error("photos", _WRONG_PHOTO[why]() % {"number": number})
        if self.errors and self.sent:
            again = _now("Trình duyệt không giữ ảnh đã chọn: sau khi sửa, hãy chọn lại ảnh rồi gửi.")
            self.add_error("photos", again)
        self.pictures = () if self.errors else tuple(drawn)


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "data-most": LONGEST})


def _line(kind: str, autocomplete: str) -> forms.TextInput:
    return forms.TextInput(attrs={"type": kind, "autocomplete": autocomplete})


def _photos() -> forms.FileField:
    return _PhotosField(
        label=_("Ảnh"),
        required=False,
        help_text=_("Tối đa bốn ảnh JPEG, PNG hoặc WebP, mỗi ảnh 10 MB. Vị trí và thông tin máy trong ảnh được xóa."),
        widget=_PhotosInput(attrs={"multiple": True, "accept": "image/jpeg,image/png,image/webp"}),
    )


class ConcernForm(_WithPhotos):
    """A new concern. `channel` is set where its wording belongs elsewhere."""

    text = forms.CharField(
        label=_("Việc gì, ở đâu?"),
        help_text=_("Tối đa 1.000 ký tự. Xin đừng ghi số căn cước, tài khoản hay giấy tờ tùy thân của ai."),
        widget=_area(7),
        error_messages={"required": _("Ghi rõ việc gì, ở đâu; một hai câu là đủ.")},
    )
    is_reflection = forms.BooleanField(
        label=_("Tôi chỉ phản ánh để cơ quan biết, không khiếu nại hay tố cáo"), required=False
    )
    service = forms.ChoiceField(
        label=_("Lĩnh vực"), error_messages=dict.fromkeys(_NO_CHOICE, _("Chọn lĩnh vực gần nhất."))
    )
    place = forms.ChoiceField(
        label=_("Địa bàn"), required=False, error_messages={"invalid_choice": _("Chọn một địa bàn có trong danh sách.")}
    )
    spot = forms.CharField(
        label=_("Chỗ cụ thể"), required=False, max_length=200, help_text=_("Ví dụ: trước chợ, cầu số 2, ấp 3.")
    )
    photos = _photos()
    name = forms.CharField(label=_("Tên"), required=False, max_length=100, widget=_line("text", "name"))
    phone = forms.CharField(label=_("Điện thoại"), required=False, max_length=30, widget=_line("tel", "tel"))
    mail = forms.CharField(label=_("Thư điện tử"), required=False, max_length=200, widget=_line("email", "email"))
    latitude = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    longitude = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)

    channel: intake.Channel | None = None
    is_asked = False  # whether the question about the channel stands on the page

    def __init__(
        self,
        data: Any = None,
        *,
        services: Sequence[tuple[str, Any]],
        places: Sequence[tuple[str, Any]],
        sent: Sequence[concern_photos.SentPhoto] = (),
    ) -> None:
        super().__init__(data, _files(data, sent))
        self.sent = sent
        self.fields["service"].choices = [("", _now("Chọn lĩnh vực")), *services]  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _now("Không rõ, hoặc nhiều nơi")), *places]  # type: ignore[attr-defined]

    @property
    def is_open(self) -> bool:
        """Whether there is anything that a concern can be about."""
        return len(self.fields["service"].choices) > 1  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        phone = nfc(self.cleaned_data["phone"]).strip()
        if phone and not _PHONE.fullmatch(phone):
            raise forms.ValidationError(_now("Số điện thoại gồm 8 đến 15 chữ số; nếu không muốn để lại, hãy bỏ trống."))
        return phone

    def clean_mail(self) -> str:
        return _mail(self.cleaned_data["mail"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self.channel = intake.channel_for(values.get("text", ""))
        if self.channel is not None:
            self.is_asked = True
            if not values.get("is_reflection"):
                sentence = _now("Nội dung giống đơn %(kind)s nên chưa được nhận; xem hướng dẫn ở đầu trang.")
                self.add_error("is_reflection", sentence % {"kind": self.channel.name.lower()})
        self.take_photos()
        return values

    def payload(self) -> dict[str, str]:
        """What is sealed. Where the place was not told by the reader's own press there are no coordinates."""
        values = self.cleaned_data
        said = {name: str(values[name]) for name in ("text", "spot", "name", "phone", "mail")}
        where = _coordinates(values["latitude"], values["longitude"])
        found = said | where | {"language": get_language() or "vi"}
        return {name: text for name, text in found.items() if text}

    def to_receive(self, token: Token, proof: str, at: datetime) -> dict[str, Any]:
        """What the intake is given, with what the sender is promised."""
        values, territory = self.cleaned_data, queries.portal_note().territory
        promised = queries.promise(territory, values["service"], values["place"], at)
        declined = ("channel",) if self.channel is not None else ()
        return {
            "what": "CONCERN",
            "channel": "form",
            "territory": territory,
            "payload": self.payload(),
            "photos": self.pictures,
            "service": values["service"],
            "place": values["place"],
            "promised_unit": promised.unit_name if promised else "",
            "promised_date": promised.due_date if promised else None,
            "nonce": token.nonce,
            "flags": (*signs(token, proof), *declined),
        }


class MoreForm(_WithPhotos):
    """What a raiser adds when asked."""

    asked = _("Ghi điều được hỏi; một hai câu là đủ.")
    text = forms.CharField(
        label=_("Nội dung bổ sung"),
        help_text=_("Tối đa 1.000 ký tự. Xin đừng ghi số căn cước hay giấy tờ tùy thân."),
        widget=_area(4),
        error_messages={"required": _("Ghi điều được hỏi; một hai câu là đủ.")},
    )
    photos = _photos()

    def __init__(self, data: Any = None, *, sent: Sequence[concern_photos.SentPhoto] = ()) -> None:
        super().__init__(data, _files(data, sent))
        self.sent = sent

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        self.take_photos()
        return values

    def payload(self) -> dict[str, str]:
        return {"text": self.cleaned_data["text"]}


class ReopenForm(_Worded):
    asked = _("Ghi ít nhất một câu.")
    reason = forms.ChoiceField(
        label=_("Vì sao mở lại?"),
        choices=REOPENS,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(_NO_CHOICE, _("Chọn một lý do.")),
    )
    text = forms.CharField(
        label=_("Điều gì chưa đúng hoặc còn thiếu?"),
        help_text=_("Một hai câu là đủ. Chữ bạn gõ được giữ lại nếu mạng yếu."),
        widget=_area(3),
        error_messages={"required": _("Ghi ít nhất một câu.")},
    )

    def payload(self) -> dict[str, str]:
        return {"reason": self.cleaned_data["reason"], "text": self.cleaned_data["text"]}


class RatingForm(forms.Form):
    """Of the answer, never of a person: there is no field for words."""

    rating = forms.ChoiceField(
        label=_("Câu trả lời này có giúp được bạn không?"),
        choices=STARS,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(_NO_CHOICE, _("Chọn một mức.")),
    )

    def payload(self) -> dict[str, str]:
        return {"rating": self.cleaned_data["rating"]}


class DataForm(forms.Form):
    """A data subject's request."""

    ask = forms.ChoiceField(
        label=_("Bạn muốn"),
        choices=WISHES,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(_NO_CHOICE, _("Chọn một yêu cầu.")),
    )
    text = forms.CharField(
        label=_("Nói thêm"),
        required=False,
        max_length=LONGEST,
        help_text=_("Nếu cần sửa, ghi thông tin đúng."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def payload(self) -> dict[str, str]:
        text = nfc(self.cleaned_data["text"]).strip()
        return {"ask": self.cleaned_data["ask"], **({"text": text} if text else {})}


def _files(data: Any, sent: Sequence[concern_photos.SentPhoto]) -> Any:
    return None if data is None else {"photos": list(sent)}


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _mail(text: str) -> str:
    mail = nfc(text).strip()
    if mail:
        EmailValidator(_now("Địa chỉ thư chưa đúng; nếu không muốn để lại, hãy bỏ trống."))(mail)
    return mail


def _coordinates(latitude: str, longitude: str) -> dict[str, str]:
    """As the browser told them, to about a metre; nothing where they are no place on earth."""
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return {}
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return {}
    return {"latitude": f"{north:.5f}", "longitude": f"{east:.5f}"}
