"""Thousands of standing queries over one text: an inverted index of queries behind an automaton.

All phrases of all queries are looked for in one pass (Aho-Corasick). Each query hangs behind phrases of which one must
stand in whatever it holds in (`matching.anchors`), the rarest it has: only queries whose phrase was found are looked
at, and of these only what has everything it needs is tried on the text, with marks, order and distance.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from phoihop.press.rules.matching import Node, anchors, needed, terms
from phoihop.press.rules.matching_text import Text, finding

RARE = 0.5  # a word that was not seen counts as half a time


@dataclass(frozen=True, slots=True)
class Asked:
    """A standing query as the index takes it."""

    query_code: str
    topic_code: str
    tree: Node


@dataclass(frozen=True, slots=True)
class Hit:
    """A standing query holds in an article: these words of it stand there."""

    query_code: str
    topic_code: str
    words: tuple[str, ...]


def rarity(texts: Iterable[str]) -> Callable[[str], float]:
    """How often a phrase may be expected in an article, judged by the words of folded texts. Without texts, a phrase of
    more words is rarer."""
    counts: Counter[str] = Counter()
    size = 0
    for text in texts:
        counts.update(set(text.split()))
        size += 1

    def expected(phrase: str) -> float:
        if not size:
            return math.pow(0.1, len(phrase.split()))
        shares = (min(1.0, (counts.get(word, 0) + RARE) / (size + RARE)) for word in phrase.split())
        return math.prod(shares)

    return expected


class Index:
    """Frozen once built; one text at a time."""

    def __init__(self, asked: Sequence[Asked], weight: Callable[[str], float]) -> None:
        import ahocorasick

        self.asked = tuple(asked)
        self.needed = [needed(one.tree) for one in self.asked]
        self.findings = [finding(one.tree) for one in self.asked]
        self.behind: dict[str, list[int]] = {}
        for number, one in enumerate(self.asked):
            for phrase in anchors(one.tree, weight) or ():
                self.behind.setdefault(phrase, []).append(number)
        phrases = {term.folded for one in self.asked for term in terms(one.tree)}
        self.automaton: Any = ahocorasick.Automaton()
        for phrase in sorted(phrases):
            self.automaton.add_word(f" {phrase} ", phrase)
        if phrases:
            self.automaton.make_automaton()
        self.phrases = len(phrases)

    def candidates(self, text: Text) -> list[int]:
        """Numbers of the queries whose rarest phrase stands in the text, with whatever else they cannot do without."""
        text.found = found = {phrase: end for end, phrase in self.automaton.iter(text.folded)} if self.phrases else {}
        there = found.keys()
        numbers = {number for phrase in there & self.behind.keys() for number in self.behind[phrase]}
        return sorted(number for number in numbers if self.needed[number] <= there)

    def hits(self, title: str, text: str) -> tuple[Hit, ...]:
        looked_at = Text(title, text)
        found = []
        for number in self.candidates(looked_at):
            words = self.findings[number](looked_at)
            if words is not None:
                one = self.asked[number]
                found.append(Hit(one.query_code, one.topic_code, tuple(dict.fromkeys(words))))
        return tuple(found)

    @property
    def bytes(self) -> int:
        """What the automaton itself takes."""
        return int(self.automaton.get_stats()["total_size"]) if self.phrases else 0
