"""Forms of bringing in, registering and giving away documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from phoihop.documents import queries
from phoihop.documents.outside.uploads import SpooledFile
from phoihop.documents.rules import types
from phoihop.ground.fields import Folded, day_field, offer

SYSTEMS = [("STATE", _("Nhà nước")), ("PARTY", _("Đảng"))]
DIRECTIONS = [
    ("IN", _("Văn bản đến (cấp số đến)")),
    ("OUT", _("Văn bản đi (cấp số của cơ quan mình)")),
    ("KEPT", _("Giữ để tham khảo (không cấp số)")),
]
URGENCIES = [
    ("NORMAL", _("Thường")),
    ("URGENT", _("Khẩn")),
    ("VERY_URGENT", _("Thượng khẩn")),
    ("IMMEDIATE", _("Hỏa tốc")),
]
MOST_FILES = 200


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files at once; Django's own field takes one."""

    def to_python(self, data: Any) -> Any:
        return data

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = list(data or []) if isinstance(data, list | tuple) else ([data] if data else [])
        if not files:
            raise forms.ValidationError(_now("Hãy chọn ít nhất một tệp."))
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_now("Mỗi lần tối đa %(most)s tệp.") % {"most": MOST_FILES})
        return files


def _declared() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Tôi xác nhận các tệp này không chứa bí mật nhà nước"),
        help_text=_("Văn bản mật không được đưa lên hệ thống này dưới bất kỳ hình thức nào."),
        error_messages={"required": _("Cần xác nhận trước khi đưa tệp vào.")},
    )


class TakeIn(forms.Form):
    """Files of one dossier, or of none."""

    files = _FilesField(  # type: ignore[assignment]  # a field, which the form's class takes out of the way
        label=_("Tệp"),
        widget=_Files(attrs={"multiple": True}),
        help_text=_("PDF, DOCX, XLSX, PPTX, ODT, RTF, ảnh quét, thư điện tử (EML) hoặc ZIP."),
    )
    about = forms.CharField(
        label=_("Về hồ sơ"),
        required=False,
        max_length=80,
        help_text=_("Mã vấn đề, kế hoạch, quy chế hoặc nghĩa vụ, ví dụ KH-kg-2021-so-yte."),
    )
    declared = _declared()

    def taken(self, unit_id: int | None) -> Iterator[tuple[SpooledFile, dict[str, Any]]]:
        """Each file, and what `take_in` takes of it."""
        for file in self.cleaned_data["files"]:
            given = {"unit_id": unit_id, "is_declared": True, "about": self.cleaned_data["about"]}
            yield file, {"spool": file.spool, "name": file.client_name, **given}


class Replace(forms.Form):
    file = forms.FileField(label=_("Tệp mới"), widget=forms.FileInput)
    declared = _declared()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def taken(self) -> dict[str, Any]:
        """What `replace_file` takes."""
        file = self.cleaned_data["file"]
        given = {"is_declared": True, "version": self.cleaned_data["version"]}
        return {"spool": file.spool, "name": file.client_name, **given}


class _Description(forms.Form):
    """What the register says of a paper. Lengths: Thông tư 01/2019/TT-BNV and the annex VI of Decree 30/2020."""

    subject = forms.CharField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    system = forms.ChoiceField(label=_("Hệ thống văn bản"), choices=SYSTEMS)
    type_key = forms.ChoiceField(label=_("Loại văn bản"), required=False)
    citation = forms.CharField(label=_("Số và ký hiệu"), required=False, max_length=60)
    issued_date = day_field(_("Ngày văn bản"), required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), required=False, max_length=200)
    signer = forms.CharField(label=_("Người ký"), required=False, max_length=50)
    signer_post = forms.CharField(label=_("Chức vụ người ký"), required=False, max_length=100)
    recipients = forms.CharField(label=_("Nơi nhận ghi trên văn bản"), required=False, max_length=1000)
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=URGENCIES, required=False, initial="NORMAL")
    due_date = day_field(_("Hạn trả lời"), required=False)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.data.get("system") or self.initial.get("system") or "STATE"
        keys = [key for system, key in types.TYPES if system == asked]
        named = [(key, f"{queries.type_name(asked, key)} ({key})") for key in keys]
        offer(self, "type_key", [("", _now("Chưa rõ")), *sorted(named, key=lambda one: one[1])])

    def clean_urgency(self) -> str:
        return self.cleaned_data["urgency"] or "NORMAL"


class Register(Folded, _Description):
    # The keyboard begins here, so that the page opens at its top and Enter confirms it as it stands.
    direction = forms.ChoiceField(
        label=_("Vào sổ"), choices=DIRECTIONS, widget=forms.RadioSelect(attrs={"autofocus": True})
    )
    arrival_date = day_field(_("Ngày đến"), required=False, help_text=_("Để trống là hôm nay."))
    retention_key = forms.ChoiceField(label=_("Thời hạn bảo quản"), required=False)

    FIRST = ("direction", "subject", "type_key", "citation", "issued_date", "issuer")  # what a clerk looks at

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [(key, str(name)) for key, name in queries.RETENTION_NAMES.items()]
        offer(self, "retention_key", [("", _now("Theo loại văn bản")), *kept])


class Describe(_Description):
    """The same after registration."""


class Only(forms.Form):
    """An act that asks nothing but the version the reader saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class _Reason(Only):
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class Recall(_Reason):
    pass


class Freeze(_Reason):
    pass


class Retain(Only):
    retention_key = forms.ChoiceField(label=_("Thời hạn bảo quản"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "retention_key", [(key, str(name)) for key, name in queries.RETENTION_NAMES.items()])


class Link(forms.Form):
    about = forms.CharField(
        label=_("Mã hồ sơ"), max_length=80, help_text=_("Ví dụ KH-kg-2021-so-yte hoặc VD-kg-2021-0001.")
    )


class Share(forms.Form):
    """To whom. `units` are the offices offered; who is no party is warned about before."""

    find = forms.CharField(label=_("Tìm cơ quan khác"), required=False, max_length=100)
    unit_ids = forms.TypedMultipleChoiceField(
        label=_("Gửi cho"), coerce=int, widget=forms.CheckboxSelectMultiple, help_text=_("Chọn một hay nhiều cơ quan.")
    )
    is_personal_confirmed = forms.BooleanField(
        label=_("Tôi đã xem dữ liệu cá nhân được nêu trên và vẫn gửi"), required=False
    )
    is_outside_confirmed = forms.BooleanField(
        label=_("Tôi biết có nơi nhận không phải là một bên của hồ sơ và vẫn gửi"), required=False
    )

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]] = (), personal: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit_ids", units)
        if personal:
            self.fields["is_personal_confirmed"].required = True
            self.fields["is_personal_confirmed"].help_text = personal
        else:
            del self.fields["is_personal_confirmed"]


class Unshare(forms.Form):
    unit_id = forms.IntegerField(widget=forms.HiddenInput)


class Mark(forms.Form):
    """What shall be black: strings, wherever they stand, and places picked on the page."""

    strings = forms.CharField(
        label=_("Chữ cần che"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Mỗi dòng một chuỗi; mọi chỗ có chuỗi ấy đều được che."),
    )
    found = forms.MultipleChoiceField(
        label=_("Dữ liệu cá nhân tìm thấy"), required=False, widget=forms.CheckboxSelectMultiple
    )
    spans = forms.CharField(required=False, max_length=100_000, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if found:
            offer(self, "found", found)
        else:
            del self.fields["found"]

    def clean_spans(self) -> list[tuple[int, int, int]]:
        """Page, start and end of each place picked by hand."""
        try:
            spans = json.loads(self.cleaned_data["spans"] or "[]")
            return [(int(page), int(start), int(end)) for page, start, end in spans]
        except (TypeError, ValueError):
            raise forms.ValidationError(_now("Không đọc được các chỗ đã đánh dấu; hãy đánh dấu lại.")) from None

    def wanted(self) -> list[str]:
        """The strings to hide, each once."""
        lines = [line.strip() for line in self.cleaned_data["strings"].splitlines()]
        return list(dict.fromkeys(filter(None, [*lines, *self.cleaned_data.get("found", [])])))


class Release(forms.Form):
    reason = forms.CharField(
        label=_("Vì sao cho nhận tệp này"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
