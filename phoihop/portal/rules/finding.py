"""Words of a search: what was asked for, where a text says it, and the stretch that is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from phoihop.ground.text import fold, nfc, tone_key

LONGEST, MOST_WORDS = 200, 16
AROUND = 240  # characters of a text that are shown
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """The words typed, once without marks and once with their tones. All of them must be there."""

    text: str
    folded: tuple[str, ...]
    exact: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.folded


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    is_hit: bool


def read(typed: str) -> Asked:
    """Nothing typed is ever wrong; what is longer than anybody types is cut."""
    text = " ".join(nfc(typed[:LONGEST]).split())
    words = list(dict.fromkeys(WORD.findall(text)))[:MOST_WORDS]
    return Asked(text, tuple(dict.fromkeys(folded(" ".join(words)))), tuple(dict.fromkeys(exact(" ".join(words)))))


def folded(text: str) -> list[str]:
    """Words without marks."""
    return WORD.findall(fold(text))


def exact(text: str) -> list[str]:
    """Words with their marks, each tone written one way."""
    return WORD.findall(tone_key(text))


def runs(text: str, asked: Asked) -> tuple[Run, ...]:
    """The text in stretches that were asked for and such that were not; joined they are the text."""
    wanted, found, at = frozenset(asked.folded), [], 0
    for match in WORD.finditer(text):
        if not wanted.isdisjoint(folded(match[0])):
            found.append(Run(text[at : match.start()], is_hit=False))
            found.append(Run(match[0], is_hit=True))
            at = match.end()
    found.append(Run(text[at:], is_hit=False))
    return tuple(run for run in found if run.text)


def stretch(text: str, asked: Asked) -> str:
    """The part of a long text around the place that says most of what was asked for."""
    line = " ".join(text.split())
    if len(line) <= AROUND:
        return line
    wanted = frozenset(asked.folded)
    hits = [match.start() for match in WORD.finditer(line) if not wanted.isdisjoint(folded(match[0]))]
    best = max(hits, key=lambda at: sum(at <= other < at + AROUND for other in hits), default=0)
    start = max(0, min(best - AROUND // 6, len(line) - AROUND))
    start = line.rfind(" ", 0, start) + 1 if start else 0
    end = line.rfind(" ", start, start + AROUND) if start + AROUND < len(line) else len(line)
    shown = line[start : end if end > start else start + AROUND]
    return f"{'… ' if start else ''}{shown}{' …' if end < len(line) else ''}"
