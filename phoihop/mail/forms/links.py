"""The form of an act without an account, made from what the act asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from phoihop.ground.sheet import Act, ActField

LONGEST_LINE = 300
LONGEST_TEXT = 4_000
CODE = "second_code"


def act_form(act: Act, data: Any = None) -> forms.Form:
    """Fields as declared; an approval also asks for the code that was mailed."""
    form = forms.Form(data)
    for field in act.fields:
        form.fields[field.name] = _field(field)
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
