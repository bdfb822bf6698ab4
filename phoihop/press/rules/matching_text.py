"""A text as standing queries look at it: folded once, by table; marks are looked up only where a phrase was found.

Folding a whole article letter by letter would cost more than finding thousands of phrases in it, so each character
goes through one table of numpy (its folded letter, a blank, or nothing), and blanks are drawn together. Where a phrase
stands, the places lead back to the text as it was written, whose tone keys decide about marks.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from phoihop.ground.text import fold, nfc
from phoihop.press.rules.matching import All, AnyOf, Near, Node, Term, Without, key_of, meaning_at

BREAK = "\u00a6"  # between title and text: a phrase does not run over it
BARE_SHARE = 0.05  # of bytes above one a letter: Vietnamese with its marks has seven times that
LONGEST_TEXT = 200_000  # characters of one article that are looked at
MOST_PLACES = 2_000  # of one phrase in one text, for what is near what
_BLANK, _GONE = 32, 0
_FAR = re.compile("[\U00010000-\U0010ffff]")


@lru_cache(maxsize=1)
def _tables() -> tuple[Any, Any, Any]:
    """For each character: its folded letter (a blank for what parts words, 0 for what is not there), its small letter,
    and whether it is a capital."""
    import numpy as np

    letters = np.full(0x10000, _BLANK, dtype=np.uint16)
    small = np.full(0x10000, _BLANK, dtype=np.uint16)
    capitals = np.zeros(0x10000, dtype=bool)
    for code in range(0x10000):
        if 0xD800 <= code < 0xE000:
            continue
        char = chr(code)
        folded, lower = fold(char), nfc(char).lower()
        if 0x300 <= code < 0x370 or not folded:
            letters[code] = _GONE
        elif len(folded) == 1 and folded.isalnum() and ord(folded) < 0x10000:
            letters[code] = ord(folded)
            small[code] = ord(lower) if len(lower) == 1 else ord(folded)
        capitals[code] = char.isupper()
    letters[ord(BREAK)] = small[ord(BREAK)] = ord(BREAK)
    return letters, small, capitals


class Text:
    """Title and text of one article. `folded` begins and ends with a blank and has one blank between words."""

    __slots__ = ("_bare", "_codes", "_given", "_kept", "_small", "folded", "found")

    def __init__(self, title: str, text: str) -> None:
        self._given = title, text[:LONGEST_TEXT]
        self._codes, self._kept, self.folded = _folded(title, self._given[1])
        self._small = ""
        self._bare: tuple[bool, bool] | None = None  # of the title, of the text: looked at when it matters
        # Of the phrases that the index looked for, where each ends last; None: nobody has looked yet.
        self.found: dict[str, int] | None = None

    @property
    def small(self) -> str:
        """The text in small letters with its marks: place for place the same as `folded`."""
        if not self._small:
            self._small = _tables()[1][self._codes[self._kept]].tobytes().decode("utf-16-le")
        return self._small

    def places(self, term: Term) -> Iterator[int]:
        """Where in `folded` the term's words stand with the marks that it asks for."""
        needle, at = f" {term.folded} ", 0
        for _time in range(MOST_PLACES):
            at = self.folded.find(needle, at)
            if at < 0:
                return
            if not term.key or self._stands(term, at):
                yield at
            at += 1

    def has(self, term: Term) -> bool:
        """Whether the term's words stand in the text side by side, with the marks that it asks for."""
        if self.found is None:
            at = self.folded.find(f" {term.folded} ")
        else:
            at = self.found.get(term.folded, -1)
            if at >= 0:
                at -= len(term.folded) + 1
        if at < 0:
            return False
        if not term.key:
            return True
        small = self._small or self.small
        if small[at + 1 : at + 1 + len(term.folded)] == term.plain:
            return True
        return next(self.places(term), None) is not None

    def spans(self, tree: Node) -> set[tuple[int, int]]:
        """The first and last letter of each place where the words of a part of a NEAR stand."""
        match tree:
            case Term():
                return {(at + 1, at + len(tree.folded)) for at in self.places(tree)}
            case AnyOf(parts):
                return set().union(*(self.spans(part) for part in parts))
            case Near(left, right, span):
                return self._near(self.spans(left), self.spans(right), span)
        raise TypeError(tree)

    def _near(self, left: set[tuple[int, int]], right: set[tuple[int, int]], span: int) -> set[tuple[int, int]]:
        """Each place with the nearest of the other side that ends before it: no other is nearer. A word may stand for
        both sides, but not be near itself."""
        edge = self.folded.index(BREAK)
        found = set()
        for here, there in ((left, right), (right, left)):
            ends = sorted((last, first) for first, last in there)
            for then, until in here:
                before = bisect_left(ends, (then,))
                last, first = ends[before - 1] if before else (-1, -1)
                if before and (first < edge) == (until < edge) and self.folded.count(" ", last + 1, then) - 1 <= span:
                    found.add((first, until))
        return found

    def written(self, term: Term, at: int) -> str:
        """The term's words at this place of `folded`, as they are written, signs between them as one blank."""
        part = self._codes[self._kept][at + 1 : at + 1 + len(term.folded)]
        return str(part.tobytes().decode("utf-16-le", "replace"))

    def _stands(self, term: Term, at: int) -> bool:
        """Whether the words at this place are written with the term's marks, or in a text that has none at all."""
        written = self.small[at + 1 : at + 1 + len(term.folded)]
        if written == term.plain:
            return True
        key = _key(written)
        if key == term.key:
            return True
        return not term.is_strict and self._is_bare_at(at) and _is_bare_form(key, term.key)

    def _is_bare_at(self, at: int) -> bool:
        if self._bare is None:
            self._bare = (_is_bare(self._given[0]), _is_bare(self._given[1]))
        return self._bare[at >= self.folded.index(BREAK)]


Finding = Callable[[Text], tuple[str, ...] | None]


def finding(tree: Node) -> Finding:
    """The tree as a function of a text: the terms, as they were typed, for which it holds there; None: it does not."""
    match tree:
        case Term():
            typed = (tree.typed,)
            return lambda text: typed if text.has(tree) else None
        case All(parts):
            return _all(tuple(finding(part) for part in parts))
        case AnyOf(parts):
            return _any(tuple(finding(part) for part in parts))
        case Without(part):
            excluded = finding(part)
            return lambda text: () if excluded(text) is None else None
        case Near(left, right):
            both = _all((finding(left), finding(right)))
            return lambda text: found if (found := both(text)) is not None and text.spans(tree) else None
    raise TypeError(tree)


def holds(tree: Node, text: Text) -> bool:
    return finding(tree)(text) is not None


def words_that_hold(tree: Node, text: Text) -> tuple[str, ...]:
    """The terms for which the tree holds in the text; each once."""
    return tuple(dict.fromkeys(finding(tree)(text) or ()))


def _all(parts: tuple[Finding, ...]) -> Finding:
    def find(text: Text) -> tuple[str, ...] | None:
        words: tuple[str, ...] = ()
        for part in parts:
            found = part(text)
            if found is None:
                return None
            words += found
        return words

    return find


def _any(parts: tuple[Finding, ...]) -> Finding:
    def find(text: Text) -> tuple[str, ...] | None:
        there = [found for part in parts if (found := part(text)) is not None]
        return tuple(word for found in there for word in found) if there else None

    return find


def _is_bare_form(key: str, wanted: str) -> bool:
    """Each syllable written without marks, or with those that are wanted (an abbreviation that was written out)."""
    pairs = zip(key.split(), wanted.split(), strict=True)
    return all(mine == theirs or (mine.isalpha() and mine.isascii()) for mine, theirs in pairs)


def _is_bare(text: str) -> bool:
    """Written without marks, as some titles are: nearly every letter is one byte."""
    return text.isascii() or len(text.encode("utf-8", "replace")) - len(text) < BARE_SHARE * len(text)


def _folded(title: str, text: str) -> tuple[Any, Any, str]:
    """The characters with abbreviations written out, which of them are kept, and the folded form of these."""
    import numpy as np

    letters, _small, capitals = _tables()
    raw, codes = _coded(title, text)
    is_capital = capitals[codes]
    starts = np.flatnonzero(is_capital[1:-1] & is_capital[2:] & ~is_capital[:-2])
    if len(starts):
        codes = _written_out(raw, codes, starts.tolist())
    plain = letters[codes]
    is_blank = plain == _BLANK
    is_kept = np.ones(len(plain), dtype=bool)
    np.logical_and(is_blank[1:], is_blank[:-1], out=is_kept[1:])
    np.logical_not(is_kept[1:], out=is_kept[1:])
    if not plain.all():  # what is not there parts no blanks
        there = np.flatnonzero(plain)
        left = is_blank[there]
        is_kept[plain == _GONE] = False
        is_kept[there[1:][left[1:] & left[:-1]]] = False
    return codes, is_kept, plain[is_kept].tobytes().decode("utf-16-le")


def _coded(title: str, text: str) -> tuple[str, Any]:
    """One number a character; what lies beyond the first 65,536 is a blank, and marks are joined to their letters."""
    raw = f" {title} {BREAK} {text} "
    if not unicodedata.is_normalized("NFC", raw) or raw.count(BREAK) > 1:
        title, text = (nfc(part).replace(BREAK, " ") for part in (title, text))
        raw = f" {title} {BREAK} {text} "
    codes = _numbers(raw)
    if len(codes) != len(raw):
        raw = _FAR.sub(" ", raw)
        codes = _numbers(raw)
    return raw, codes


def _numbers(raw: str) -> Any:
    import numpy as np

    return np.frombuffer(raw.encode("utf-16-le", "replace"), dtype=np.uint16)


def _written_out(raw: str, codes: Any, starts: list[int]) -> Any:
    """UBND tỉnh becomes ủy ban nhân dân tỉnh; before each of `starts` + 1 is no capital, there and behind it are."""
    pieces: list[str] = []
    done = 0
    for start in starts:
        found = meaning_at(raw, start + 1)
        if found is not None:
            pieces += (raw[done : start + 1], found[0])
            done = found[1]
    return _numbers("".join([*pieces, raw[done:]])) if pieces else codes


@lru_cache(maxsize=32768)
def _key(written: str) -> str:
    return key_of(nfc(written))
