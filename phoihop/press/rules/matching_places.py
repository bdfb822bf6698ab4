"""Which commune an article names first, by its whole name or by what is its own in it, with its marks and capitals."""

from __future__ import annotations

import re
from collections.abc import Iterable

from phoihop.ground.text import fold, nfc
from phoihop.press.rules.matching import Term, key_of
from phoihop.press.rules.matching_text import Text

_KIND = re.compile(r"^(?:xã|phường|thị trấn|đặc khu|thị xã|thành phố|huyện|quận)\s+(?=\D)", re.IGNORECASE)


def place_in(title: str, extract: str, communes: Iterable[tuple[str, str]]) -> str:
    """The slug of the commune (slug, name) that is named first, in the title before the extract; "" if none is.

    Bình An is a commune, bình an is not: each word of it begins with a capital.
    """
    text = Text(title, extract)
    found: list[tuple[int, int, str]] = []
    for slug, name in communes:
        for called in {name, _KIND.sub("", name)}:
            term = _term(called)
            for at in text.places(term) if term.folded else ():
                own = text.written(term, at).split()[-len(_KIND.sub("", called).split()) :]
                if all(word[:1].isupper() or word[:1].isdigit() for word in own):
                    found.append((at, -len(term.folded), slug))
                    break
    return min(found)[2] if found else ""


def _term(name: str) -> Term:
    words = re.findall(r"[^\W_]+", nfc(name).lower())
    return Term(name, " ".join(fold(word) for word in words), key_of(name), " ".join(words), is_strict=True)
