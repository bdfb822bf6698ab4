"""Signs in a text that a person should look first. Nothing is judged by them, nothing refused."""

from __future__ import annotations

import re

MOST_LINKS = 2
_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|net|org|info|xyz|top|club|vip|io|vn)\b(?:/|\s|$)", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def signs_of(text: str) -> tuple[str, ...]:
    """ "links": more than two; "repeats": mostly the same again and again, or letters without words."""
    found = []
    if len(_LINK.findall(text)) > MOST_LINKS:
        found.append("links")
    if _repeats(text):
        found.append("repeats")
    return tuple(found)


def _repeats(text: str) -> bool:
    if re.search(r"(\S)\1{14,}", text):
        return True
    words = _WORD.findall(text.lower())
    if len(words) >= 24 and len(set(words)) < len(words) / 5:
        return True
    return any(len(word) > 60 for word in words)
