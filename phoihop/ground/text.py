"""Vietnamese text as it is compared, searched, sorted and put into addresses. Facts: DOMAIN 7."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Tone marks, numbered for the tone key: huyền, sắc, hỏi, ngã, nặng.
_TONES = {"\u0300": 1, "\u0301": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5}
# Tones in the order of dictionaries: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONE_ORDER = {0: "0", 1: "1", 3: "2", 4: "3", 2: "4", 5: "5"}
# Letters that a dictionary keeps apart, written so that plain text order is the alphabet's.
_LETTERS = {"a": "a0", "ă": "a1", "â": "a2", "d": "d0", "đ": "d1", "e": "e0", "ê": "e1"}
_LETTERS |= {"o": "o0", "ô": "o1", "ơ": "o2", "u": "u0", "ư": "u1"}

_LINES = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # zero width, though not format characters
_SYLLABLE = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


class _Entry(dict[int, str | None]):
    """The translation table of nfc: what each character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        gone = char not in "\n\t" and (unicodedata.category(char) in ("Cc", "Cf", "Cs") or char in _INVISIBLE)
        becomes = None if gone else char
        if code < 0x3000:  # rarer characters are not worth the memory
            self[code] = becomes
        return becomes


_ENTRY = _Entry({0xD0: "Đ", 0xF0: "đ"})  # eth looks like đ and is typed for it


def nfc(text: str) -> str:
    """Text as it enters the house: NFC, eth as đ, line ends as newline, nothing invisible.

    Removed without a word: zero-width and direction characters, NUL and other controls (newline and tab stay), soft
    hyphens, lone surrogates. The spelling stays the writer's.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _LINES.sub("\n", text).translate(_ENTRY))


def fold(text: str) -> str:
    """The search form without marks: NFC, lower case, đ → d, marks stripped. Folding twice changes nothing."""
    lower = nfc(text).lower().replace("đ", "d")
    if lower.isascii():
        return lower
    bare = "".join(char for char in unicodedata.normalize("NFD", lower) if unicodedata.category(char) != "Mn")
    return unicodedata.normalize("NFC", bare)


def tone_key(text: str) -> str:
    """The exact search form: lower case, each syllable's tone as a number at its end: hòa, hoà → hoa1.

    Both habits of placing tones become equal; y and i (quý, quí) stay apart, and so do ă â đ ê ô ơ ư.
    """
    return _SYLLABLE.sub(lambda syllable: "".join(_toneless(syllable[0])), nfc(text).lower())


def sort_key(text: str) -> str:
    """Text whose plain code-point order is the Vietnamese alphabet: a ă â b c d đ e ê …, tones as the second level.

    Case and punctuation do not count. On PostgreSQL the column needs the collation "C".
    """
    letters, tones = [], []
    for word in _WORD.findall(nfc(text).lower()):
        bare, tone = _toneless(word)
        letters.append("".join(_LETTERS.get(char) or fold(char) for char in bare))
        tones.append(_TONE_ORDER[int(tone[:1] or 0)])
    return f"{'-'.join(letters)} {''.join(tones)}"


def slug(text: str, *, longest: int = 80) -> str:
    """Unaccented words joined by hyphens, cut between words at `longest` characters; empty if nothing is left."""
    words = _NOT_PLAIN.sub("-", fold(text)).strip("-")
    if len(words) <= longest:
        return words
    return words[: longest + 1].rpartition("-")[0] or words[:longest]


@lru_cache(maxsize=16384)
def _toneless(syllable: str) -> tuple[str, str]:
    """The syllable without its tone, and the tone's number ("" for none)."""
    if syllable.isascii():
        return syllable, ""
    decomposed = unicodedata.normalize("NFD", syllable)
    tone = "".join(str(_TONES[char]) for char in decomposed if char in _TONES)
    bare = "".join(char for char in decomposed if char not in _TONES)
    return unicodedata.normalize("NFC", bare), tone
