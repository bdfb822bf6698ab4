"""The stretch of a text that shows best why it was found, in its own letters, in pieces that say which are marked."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from phoihop.search.rules.words import forms

WIDTH = 240  # characters of a snippet
MOST_LOOKED_AT = 120  # places of the words in one text


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    is_hit: bool = False


def marked(text: str, shade: str, words: Collection[str]) -> tuple[Segment, ...]:
    """The whole text with the words marked; `shade` is its shadow."""
    return _segments(text, 0, len(text), _places(shade, words))


def snippet(text: str, shade: str, words: Collection[str], exact: Collection[str] = ()) -> tuple[Segment, ...]:
    """About 240 characters around the densest place of the words; those written as `exact` (tone keys) weigh more.

    Nothing where none of the words stands in the text.
    """
    places = _places(shade, words)
    if not places:
        return ()
    start = max(0, _densest(text, shade, places, exact) - 60)
    start = 0 if start < 40 else _at_blank(text, start)
    end = min(len(text), start + WIDTH)
    end = len(text) if len(text) - end < 20 else _at_blank(text, end)
    inside = [(a, b) for a, b in places if start <= a and b <= end]
    segments = list(_segments(text, start, end, inside))
    if start > 0:
        segments.insert(0, Segment("… "))
    if end < len(text):
        segments.append(Segment(" …"))
    return tuple(segments)


def _densest(text: str, shade: str, places: list[tuple[int, int]], exact: Collection[str]) -> int:
    """Where the stretch with the most different words begins; one that also stands there as `exact` counts twice."""
    said: list[tuple[str, ...]] = []
    for start, end in places:
        word = shade[start:end]
        is_exact = bool(exact) and forms(text[start:end].lower())[0] in exact
        said.append((word, f"={word}") if is_exact else (word,))
    counts: dict[str, int] = {}
    best, most, score, first = places[0][0], 0, 0, 0
    for (start, _end), words in zip(places, said, strict=True):
        for word in words:
            counts[word] = counts.get(word, 0) + 1
            score += counts[word] == 1
        while start - places[first][0] > WIDTH - 60:
            for word in said[first]:
                counts[word] -= 1
                score -= counts[word] == 0
            first += 1
        if score > most:
            best, most = places[first][0], score
    return best


def beginning(text: str) -> tuple[Segment, ...]:
    """The first words, for what was found by something else than its text."""
    if len(text) <= WIDTH:
        return (Segment(" ".join(text.split())),) if text.strip() else ()
    return (Segment(" ".join(text[: _at_blank(text, WIDTH)].split())), Segment(" …"))


def _places(shade: str, words: Collection[str]) -> list[tuple[int, int]]:
    if not words:
        return []
    return [match.span() for match in islice(_pattern(frozenset(words)).finditer(shade), MOST_LOOKED_AT)]


@lru_cache(maxsize=256)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))})\b")


def _at_blank(text: str, place: int) -> int:
    """The nearest blank before `place`, not further than 30 characters; the place itself if there is none."""
    blank = max(text.rfind(" ", place - 30, place), text.rfind("\n", place - 30, place))
    return blank + 1 if blank >= 0 else place


def _segments(text: str, start: int, end: int, places: list[tuple[int, int]]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    at = start
    for first, last in places:
        if first < at:
            continue
        gap = text[at:first]
        if segments and segments[-1].is_hit and gap and not gap.strip():  # neighbours make one mark
            segments[-1] = Segment(segments[-1].text + gap + text[first:last], is_hit=True)
        else:
            if gap:
                segments.append(Segment(gap))
            segments.append(Segment(text[first:last], is_hit=True))
        at = last
    if at < end:
        segments.append(Segment(text[at:end]))
    return tuple(segments)
