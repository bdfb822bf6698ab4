"""Notes of facts are about what happened, never about a person."""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"(?<![\w/.-])\+?\d(?:[ .-]?\d){8,13}(?![\w/])")  # telephones, identity papers, accounts
_ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+\.|(?<!\w)@\w{2,}|(?:facebook|zalo|tiktok)\.\w+/\S+", re.IGNORECASE)
_UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠ-Ỹ"
_NAMES = re.compile(rf"\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]háu|[Bb]ệnh nhân)\s+(?:[{_UPPER}][^\W\d_]*\s*){{2,}}")


def names_a_person(text: str) -> bool:
    """Whether the text holds a number, an address or a form of address with a name, as of one person."""
    return bool(_NUMBERS.search(text) or _ADDRESSES.search(text) or _NAMES.search(text))
