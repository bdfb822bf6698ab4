"""What several pages of the room say alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from phoihop.ground.parts import words
from phoihop.organizations import queries

INDENT = "\N{EM SPACE}"


def unit_url(code: str) -> str:
    return reverse("organizations:unit", args=[code])


def address(name: str, **query: Any) -> str:
    return f"{reverse(name)}?{urlencode({key: value for key, value in query.items() if value})}"


def seat_words(seat: queries.SeatChoice) -> str:
    held: Sequence[str] = [seat.post] if seat.post else []
    stood_in = [_("thay mặt %(post)s") % {"post": seat.acting_for}] if seat.acting_for else []
    return ", ".join([*held, *stood_in])


def span(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{words.day(first)}–{words.day(last)}"
    if first:
        return _("từ %(day)s") % {"day": words.day(first)}
    return _("đến hết %(day)s") % {"day": words.day(last)} if last else ""
