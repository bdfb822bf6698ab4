"""Strings that look personal, taken out of a text before it may be shown."""

from __future__ import annotations

from collections.abc import Iterable

COVER = "[đã che]"


def mask(text: str, strings: Iterable[str]) -> str:
    """The text with every occurrence of these strings covered, the longest first."""
    for string in sorted({s for s in strings if s.strip()}, key=len, reverse=True):
        text = text.replace(string, COVER)
    return text
