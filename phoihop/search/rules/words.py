"""Text as words to find. The engine does no language work: it gets words with blanks between, made here.

Each text is kept in two forms. *Exact*: the tone key of every syllable (hòa and hoà are hoa1), so that marks count.
*Folded*: without marks. What an abbreviation means, and the abbreviation of what is written out, are added behind the
text in both forms, so that either finds the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from phoihop.ground.abbreviations import abbreviations_in, meanings_in
from phoihop.ground.text import fold, nfc, tone_key

LONGEST_TEXT = 400_000  # characters of one thing that are indexed; what follows is not found
MOST_NUMBERS = 400  # of one thing
BREAK = "\u00a6"  # between texts, so that no phrase runs over from one into the next

WORD = re.compile(r"\d+|[^\W\d_]+")
# KH-SYT, 238-QĐ/TW, VD-kg-2021-0001, GD&ĐT: pieces held together by signs.
_JOINED = re.compile(r"[^\W_]+(?:[-–/.&][^\W_]+)+")
# 238 QĐ/TW, 238 - QĐ/TW, 45 /KH-SYT: the blank after the number is a habit of some writers.
_SPACED = re.compile(r"\d{1,5}(?:\s?[-–/]\s?|\s)(?:\d{4}[-–/])?[A-ZĐ]{1,8}[-–/&][A-ZĐƯ&/-]{1,20}")
_SYMBOL = re.compile(r"[^\W\d_]+[-/&][\w/&-]+")
_LEADING = re.compile(r"\s*0*(\d{1,9})\b")
_JOINED_CAPITALS = re.compile(r"\d{1,5}\s?[-–/]?\s?[A-ZĐ]{2,10}(?![\w])")


@lru_cache(maxsize=65536)
def forms(word: str) -> tuple[str, str]:
    """The exact and the folded form of one word in lower case."""
    if word.isascii():
        return word, word
    return tone_key(word), fold(word)


def exact_words(text: str) -> list[str]:
    """The tone keys of a text's words, in order."""
    return [forms(word)[0] for word in WORD.findall(nfc(text).lower())]


def number_key(text: str) -> str:
    """One key for every way to write a number: 238-QĐ/TW, 238-QĐTW and 238 – QĐ/TW are 238qdtw."""
    return "".join(char for char in fold(text) if char.isalnum())


def own_key(key: str) -> str:
    """Marks the key of a thing's own number or code: it comes before what only mentions it."""
    return f"={key}"


def leading_key(number: str) -> str:
    """The key of a document's bare number: 238 finds what is numbered 238-QĐ/TW before what merely says 238."""
    return f"no{int(number)}"


def numbers_in(text: str) -> list[str]:
    """Keys of what looks like a document's number, a symbol or a code; each once."""
    found: dict[str, None] = {}
    for pattern in (_JOINED, _SPACED, _JOINED_CAPITALS):
        for match in pattern.finditer(text):
            piece = match[0]
            if any(char.isdigit() for char in piece) or piece.isupper():
                found[number_key(piece)] = None
                if len(found) >= MOST_NUMBERS:
                    return list(found)
    return list(found)


@dataclass(frozen=True, slots=True)
class Words:
    """One thing as the engine takes it: words with blanks between."""

    title_exact: str
    title_fold: str
    all_exact: str
    all_fold: str
    numbers: tuple[str, ...]


def words_of(code: str, title: str, text: str, numbers: Sequence[str], names: Iterable[str]) -> Words:
    """`numbers` are document numbers, symbols and codes, of which the first is its own if it begins with a digit;
    `names` those of the units it hangs on."""
    title, text = nfc(title), nfc(text[:LONGEST_TEXT])
    parts = [text, *(nfc(name) for name in names), *(nfc(number) for number in dict.fromkeys((*numbers, code)))]
    title_exact, title_fold = _both_forms(title)
    forms_of_parts = [_both_forms(part) for part in parts if part]
    keys: dict[str, None] = {}
    keys[own_key(number_key(code))] = None
    if numbers and numbers[0][:1].isdigit():
        keys[own_key(number_key(numbers[0]))] = None
    for number in (*numbers, code):
        keys[number_key(number)] = None
        symbol, leading = _SYMBOL.search(number), _LEADING.match(number)
        if symbol:
            keys[number_key(symbol[0])] = None
        if leading:
            keys[leading_key(leading[1])] = None
    for part in (title, text):
        keys.update(dict.fromkeys(numbers_in(part)))
    return Words(
        title_exact=title_exact,
        title_fold=title_fold,
        all_exact=f" {BREAK} ".join([title_exact, *(exact for exact, _ in forms_of_parts)]),
        all_fold=f" {BREAK} ".join([title_fold, *(folded for _, folded in forms_of_parts)]),
        numbers=tuple(key for key in keys if key.strip("=")),
    )


def _both_forms(text: str) -> tuple[str, str]:
    pairs = [forms(word) for word in WORD.findall(text.lower())]
    exact, folded = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    meanings = meanings_in(text)
    for meaning in meanings.values():
        exact += [BREAK, *meaning]
        folded += [BREAK, *(toneless(key) for key in meaning)]
    for short in dict.fromkeys([*abbreviations_in(exact[: len(pairs)]), *meanings]):
        pieces = [forms(piece) for piece in WORD.findall(short.lower())]
        if len(pieces) == 1 and short in meanings:
            continue  # it stands there as it is
        whole = forms(short.lower().replace("-", "").replace("&", "")) if len(pieces) > 1 else None
        exact += [BREAK, *(piece[0] for piece in pieces), *([BREAK, whole[0]] if whole else [])]
        folded += [BREAK, *(piece[1] for piece in pieces), *([BREAK, whole[1]] if whole else [])]
    return " ".join(exact), " ".join(folded)


@lru_cache(maxsize=1024)
def toneless(key: str) -> str:
    """The folded form of a tone key: hoa1 is hoa, đo1 is do."""
    return fold(key.rstrip("12345") or key)


class _Shadow(dict[int, str]):
    """Each character's folded form where that is one character, so that places in a text stay the same."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        becomes = folded if len(folded) == 1 else (" " if not chr(code).isalnum() else chr(code))
        if code < 0x3000:
            self[code] = becomes
        return becomes


_SHADOW = _Shadow()


def shadow(text: str) -> str:
    """The text folded character for character: the place of a word in it is its place in the text (which is NFC)."""
    return text.translate(_SHADOW)
