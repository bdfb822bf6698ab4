"""What is made black in a paper: marks on its text, areas of its pages, and wherever the same words stand again.

Refused: marks and areas that lie on no page of the paper (BadMark).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from phoihop.ground.text import fold, nfc

Box = tuple[float, float, float, float]

_DIGITS = re.compile(r"[\d\s.\-–()+/]+")


class BadMark(ValueError):
    """A mark that lies outside the text: the page it was made on is not the page that is there now."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Letters of a page to be covered: `start` to before `end` in its text of `page_texts`; pages from 1."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page to be covered, in parts of its width and height from the upper left corner of its picture."""

    page: int
    box: Box


def check_marks(marks: Iterable[Mark], areas: Iterable[Area], count: int) -> None:
    """Refused: what lies on none of so many pages (BadMark)."""
    for mark in marks:
        if not (1 <= mark.page <= count and 0 <= mark.start < mark.end):
            raise BadMark("the mark lies on no page of this paper")
    for area in areas:
        left, top, right, bottom = area.box
        if not (1 <= area.page <= count and 0 <= left < right <= 1 and 0 <= top < bottom <= 1):
            raise BadMark("the area lies on no page of this paper")


def fingerprint(texts: Sequence[str]) -> str:
    """Changes when the texts do: a form that carries it cannot put old marks on a new text."""
    return hashlib.sha256(json.dumps(list(texts)).encode()).hexdigest()


def find_same(texts: Sequence[str], mark: Mark, *, is_loose: bool = False) -> tuple[Mark, ...]:
    """Every place where the marked words stand, the marked one too: case, form and line breaks do not count.

    A number (of a phone, an identity card, an account) is found however its digits are grouped. A mark that begins or
    ends at the edge of a word is found as whole words only. `is_loose`: Vietnamese marks do not count either, for OCR
    reads one name in several ways. Refused: BadMark.
    """
    check_marks([mark], (), len(texts))
    page = texts[mark.page - 1]
    if mark.end > len(page):
        raise BadMark("the mark lies outside the text of its page")
    mark = _whole_letters(page, mark)
    marked = page[mark.start : mark.end]
    # A longer number that holds it is found too: one covered too many is safer than one too few.
    is_number = bool(_DIGITS.fullmatch(marked)) and sum(letter.isdigit() for letter in marked) >= 6
    words = _compared(marked, is_number=is_number, is_loose=is_loose)[0].strip()
    if not words:
        return (mark,)
    starts = not is_number and words[:1].isalnum() and not page[: mark.start][-1:].isalnum()
    ends = not is_number and words[-1:].isalnum() and not page[mark.end :][:1].isalnum()
    pattern = re.compile(("(?<!\\w)" if starts else "") + re.escape(words) + ("(?!\\w)" if ends else ""))
    found = [mark]
    for number, text in enumerate(texts, start=1):
        compared, places = _compared(text, is_number=is_number, is_loose=is_loose)
        found += (
            Mark(number, places[match.start()][0], places[match.end() - 1][1]) for match in pattern.finditer(compared)
        )
    within = (each for each in found[1:] if each.page == mark.page and each.start <= mark.start < mark.end <= each.end)
    return tuple(sorted(found[1:] if any(within) else found, key=lambda each: (each.page, each.start)))


def _whole_letters(page: str, mark: Mark) -> Mark:
    """The mark, widened to letters with all their marks."""
    start, end = mark.start, mark.end
    while start > 0 and unicodedata.combining(page[start]):
        start -= 1
    while end < len(page) and unicodedata.combining(page[end]):
        end += 1
    return Mark(mark.page, start, end)


def _compared(text: str, *, is_number: bool, is_loose: bool) -> tuple[str, list[tuple[int, int]]]:
    """The text as it is compared, and for each of its letters where in the text it came from."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        plain = nfc(unicodedata.normalize("NFKC", text[at:end])).casefold()
        plain = fold(plain) if is_loose else plain
        if plain.isspace() or (is_number and plain in ".-–()/+"):
            plain = "" if is_number or (letters and letters[-1] == " ") else " "
        for letter in plain:
            letters.append(letter)
            places.append((at, end))
        at = end
    return "".join(letters), places
