"""What no line of a log may say: keys in addresses, passwords, the house's own secrets, persons. Knows no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

GONE = "***"
SHORTEST_SECRET = 6  # a shorter one would blank out half of every line

_NAMES = r"(?:[\w-]*(?:token|secret|password|passwd|mat_khau|khoa|csrf\w*|session\w*|signature|api[_-]?key|key))"
_PATTERNS = (
    # keys in addresses: signed links, previews, calendar feeds, a sender's own page, answers by mail
    (re.compile(r"(/(?:l|xem-truoc)/)[^/\s?\"'<>]+"), rf"\1{GONE}"),
    (re.compile(r"(/lich/)[^/\s?\"'<>]+\.ics"), rf"\1{GONE}.ics"),
    (re.compile(r"(/phan-anh/[A-Za-z0-9.-]+/)[A-Za-z0-9_-]{6,}"), rf"\1{GONE}"),
    (re.compile(r"(\b[A-Za-z0-9._%-]+\+)[A-Za-z0-9_-]{6,}(@)"), rf"\1{GONE}\2"),
    # name=value of queries, forms, cookies and settings; "name": "value" of JSON and of Python
    (re.compile(rf"(?i)(\b{_NAMES}[\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s&;,)\"']+)"), rf"\1{GONE}"),
    (re.compile(r"(?i)(\bauthorization[\"']?\s*[=:]\s*[\"']?)[^\"'\r\n]+"), rf"\1{GONE}"),
    (re.compile(r"(?i)(\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}"), rf"\1{GONE}"),
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@\"']+@"), rf"\1{GONE}@"),  # scheme://USER:PASSWORD@HOST
    # persons: the one before the @, numbers of telephones and of identity cards
    (re.compile(r"\b[A-Za-z0-9._%*+-]+@(?=[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)"), f"{GONE}@"),
    (re.compile(r"(?<![\w.+-])(?:\+84|84|0)(?:[ .-]?\d){9,11}(?![\w-])"), GONE),
)
# Most lines carry none of these letters and are let through by one look.
_MAYBE = re.compile(
    r"[@=?]|://|/l/|/lich/|/xem-truoc/|/phan-anh/|\d{4}|(?i:token|secret|password|key|khoa|auth|bearer|basic|csrf)"
)


class Mask:
    """Masks text; `secrets` are values that are gone wherever they stand."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({one for one in secrets if len(one) >= SHORTEST_SECRET}, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str) -> str:
        if self._secrets is not None:
            text = self._secrets.sub(GONE, text)
        if _MAYBE.search(text):
            for pattern, instead in _PATTERNS:
                text = pattern.sub(instead, text)
        return text

    def value(self, value: Any) -> Any:
        """A value as it may stand in a line: numbers as they are, everything else as masked text."""
        if value is None or isinstance(value, bool | int | float):
            return value
        return self(str(value))
