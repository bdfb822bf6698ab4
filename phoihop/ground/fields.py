"""Fields of forms that every room asks alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A calendar day, picked in the browser's own calendar. Refused: a day that does not exist."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let the choice field `name` of this one form take these choices and refuse all others."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)
