"""Where numbers and rows lead: the board with exactly the rows counted, an obligation, its explained date."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse


def board_url(*, sources: Sequence[str] = (), **asked: str) -> str:
    """The board with exactly the rows of these plans, duty and status."""
    pairs = [("source", code) for code in sources] + [(name, text) for name, text in asked.items() if text]
    return f"{reverse('obligations:board')}?{urlencode(pairs)}"


def group_url(name: str) -> str:
    """The board with one whole group of Today."""
    return board_url(mine=name)


@lru_cache(maxsize=4096)
def item_url(code: str) -> str:
    return reverse("obligations:item", args=[code])


@lru_cache(maxsize=4096)
def why_url(code: str) -> str:
    return reverse("obligations:why", args=[code])
