"""Fields of forms that every room asks alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.http import HttpRequest


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A calendar day, picked in the browser's own calendar. Refused: a day that does not exist."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let the choice field `name` of this one form take these choices and refuse all others."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def version_in(request: HttpRequest) -> int | None:
    """The version on the page of a button that asks nothing else."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class Folded(forms.BaseForm):
    """A form that shows the fields of `FIRST`, in that order, and folds the others behind one press."""

    FIRST: ClassVar[tuple[str, ...]] = ()

    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    def more_fields(self) -> list[forms.BoundField]:
        """What is mostly right as it stands."""
        return [self[name] for name in self.fields if name not in self.FIRST]

    def has_error_behind(self) -> bool:
        return any(name not in self.FIRST for name in self.errors) if self.is_bound else False
