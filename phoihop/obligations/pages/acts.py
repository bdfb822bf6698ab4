"""Acts on the page of an obligation: each its form or its button."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import Form


@dataclass(frozen=True, slots=True)
class Act:
    """A form or a button on the item's page."""

    name: str
    url: str
    title: str
    label: str
    form: Form | None
    version: int
    is_open: bool = False  # a form that could not be taken stands open
