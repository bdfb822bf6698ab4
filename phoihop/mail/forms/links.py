"""The form of an act without an account, made from what the act asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from phoihop.ground.sheet import Act, ActField

LONGEST_LINE = 300
LONGEST_TEXT = 4_000
CODE = "second_code"
FILES = "files"
DECLARED = "is_declared"
MOST_FILES = 5


class _FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files at once; Django's own field takes one."""

    def to_python(self, data: Any) -> Any:
        return data

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = list(data or []) if isinstance(data, list | tuple) else ([data] if data else [])
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_now("Mỗi lần tối đa %(most)s tệp.") % {"most": MOST_FILES})
        return files


class ActForm(forms.Form):
    """An act's own fields; with files the word that they hold no state secret."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get(FILES) and not values.pop(DECLARED, False):
            self.add_error(DECLARED, _now("Cần xác nhận trước khi gửi tệp; hãy đánh dấu, chọn lại tệp rồi gửi."))
        values.pop(DECLARED, None)
        return values


def act_form(act: Act, data: Any = None, files: Any = None) -> forms.Form:
    """Fields as declared; with files as the act takes them, and for an approval the code that was mailed."""
    form = ActForm(data, files)
    for field in act.fields:
        if field.kind != "check":
            form.fields[field.name] = _field(field)
    if act.takes_files:
        form.fields[FILES] = _FilesField(
            label=_("Tệp kèm theo"),
            required=False,
            widget=_FilesInput(attrs={"multiple": True}),
            help_text=_("PDF, DOCX, XLSX, ảnh chụp hoặc ảnh quét; tối đa năm tệp."),
        )
        form.fields[DECLARED] = forms.BooleanField(
            label=_("Tôi xác nhận các tệp này không chứa bí mật nhà nước"),
            required=False,
            help_text=_("Văn bản mật không được gửi qua đây dưới bất kỳ hình thức nào."),
        )
    for field in act.fields:
        if field.kind == "check":
            form.fields[field.name] = forms.BooleanField(label=field.words, required=False, help_text=field.help)
    if act.is_approval:
        form.fields[CODE] = forms.RegexField(
            r"^\s*[0-9]{3}\s?[0-9]{3}\s*$",
            label=_("Mã xác nhận sáu chữ số"),
            max_length=12,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
            error_messages={"invalid": _("Mã xác nhận gồm sáu chữ số.")},
        )
    return form


def _field(field: ActField) -> forms.Field:
    about: dict[str, Any] = {"label": field.words, "required": field.is_needed, "help_text": field.help}
    if field.kind == "choice":
        choices = list(field.choices) if field.is_needed else [("", "–"), *field.choices]
        return forms.ChoiceField(choices=choices, **about)
    if field.kind == "date":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **about)
    if field.kind == "line":
        return forms.CharField(max_length=LONGEST_LINE, **about)
    return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **about)
