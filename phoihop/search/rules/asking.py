"""Reading what somebody typed: words, "phrases", -exclusions, OR, numbers. Nothing typed is ever wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from phoihop.ground.text import fold, nfc
from phoihop.search.rules.words import WORD, forms, number_key

LONGEST_QUERY = 300  # characters; what follows is not read
MOST_WORDS = 24
SENTENCE = 8  # syllables; who types more asks a question, and no text answers it with every word of it
# Dropped where others are asked for, and only as they are written here: "ve" typed without marks may be vệ or vé.
STOP_WORDS = frozenset(["của", "và", "các", "những", "được", "trong", "theo", "về", "cho", "với"])

_PIECE = re.compile(r'(?P<not>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
# 238-QĐ/TW, 238-qđtw, 238 QĐ/TW, VD-kg-2021-0001; the blanks around the first sign are somebody's habit.
_NUMBER = re.compile(
    r"(?<![\w-])\d{1,6}(?:\s?[-–/]\s?(?=[^\W\d_])|[-–/])[^\W_]+(?:[-–/.&][^\W_]+)*"
    r"|(?<![\w-])\d{1,6}\s[A-ZĐa-zđ]{1,8}[-–/][A-ZĐƯa-zđư&/-]+"
    r"|(?<![\w-])\d{1,6}[A-ZĐ]{2,10}(?:[-–/][A-ZĐƯ&]+)*(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: words that stand side by side (one, or a phrase), in both forms."""

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    number: str = ""  # the key, if it looks like a document's number, a symbol or a code
    is_phrase: bool = False  # asked for in quotes: never loosened


@dataclass(frozen=True, slots=True)
class Asked:
    """`groups`: of each group one term at least; `without`: none of these. `is_marked`: typed with Vietnamese marks."""

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()
    is_marked: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.groups or self.without)

    @property
    def is_loosenable(self) -> bool:
        """Whether there is anything to leave out."""
        return self._plain > 1

    @property
    def is_sentence(self) -> bool:
        return self._plain > SENTENCE

    @property
    def _plain(self) -> int:
        return sum(not any(term.is_phrase for term in group) for group in self.groups)

    @property
    def words(self) -> frozenset[str]:
        """The folded words to mark in what is found."""
        return frozenset(word for group in self.groups for term in group for word in term.folded)

    @property
    def exact_words(self) -> frozenset[str]:
        return frozenset(word for group in self.groups for term in group for word in term.exact)

    @property
    def numbers(self) -> tuple[Term, ...]:
        return tuple(term for group in self.groups for term in group if term.number)


def asked(text: str) -> Asked:
    """What a query asks for. Words are all wanted; `A OR B` (or `A | B`) is one of them; `-` before a word excludes."""
    text = nfc(text[: LONGEST_QUERY * 2])[:LONGEST_QUERY].translate(_QUOTES)
    groups: list[list[Term]] = []
    without: list[Term] = []
    is_or, count = False, 0
    for piece, is_not, is_phrase in _pieces(text):
        if not is_phrase and not is_not and piece in ("OR", "|"):
            is_or = bool(groups)
            continue
        term = _term(piece, is_phrase=is_phrase)
        if term is None:
            continue
        count += len(term.folded)
        if count > MOST_WORDS:
            break
        if is_not:
            without.append(term)
        elif is_or:
            groups[-1].append(term)
        else:
            groups.append([term])
        is_or = False
    kept = [group for group in groups if not _is_stop(group)]
    is_marked = any(term.exact != term.folded for group in groups for term in group if not term.number)
    return Asked(tuple(tuple(group) for group in kept or groups), tuple(without), is_marked)


def last_as_prefix(text: str) -> tuple[Asked, str]:
    """For suggestions: what is asked by the finished words, and the folded beginning of the one being typed."""
    text = nfc(text[: LONGEST_QUERY * 2])[:LONGEST_QUERY]
    pieces = list(WORD.finditer(text.lower()))
    if not pieces or text[-1:].isspace():
        return asked(text), ""
    start = pieces[-1].start()
    before = asked(" ".join(match[0] for match in pieces[:-1]))
    return replace(before, without=()), fold(text[start:].lower()).strip()[:40]


def _pieces(text: str) -> list[tuple[str, bool, bool]]:
    """What was typed, piece by piece: its text, whether it is excluded, whether it stood in quotes."""
    found: list[tuple[int, str, bool, bool]] = []
    quoted = [(m.start(), m.end()) for m in re.finditer(r'"[^"]*"', text)]
    rest = text
    for match in _NUMBER.finditer(text):
        if any(start <= match.start() < end for start, end in quoted):
            continue
        found.append((match.start(), match[0], False, False))
        rest = rest[: match.start()] + " " * len(match[0]) + rest[match.end() :]
    for match in _PIECE.finditer(rest):
        is_phrase = match["phrase"] is not None
        found.append((match.start(), match["phrase"] if is_phrase else match["word"], bool(match["not"]), is_phrase))
    return [(piece, is_not, is_phrase) for _start, piece, is_not, is_phrase in sorted(found, key=lambda one: one[0])]


def _term(piece: str, *, is_phrase: bool) -> Term | None:
    words = [forms(word) for word in WORD.findall(piece.lower())]
    if not words:
        return None
    looks_joined = len(words) > 1 and not is_phrase
    return Term(
        exact=tuple(exact for exact, _ in words),
        folded=tuple(folded for _, folded in words),
        number=number_key(piece) if looks_joined else "",
        is_phrase=is_phrase,
    )


def _is_stop(group: list[Term]) -> bool:
    return len(group) == 1 and not group[0].is_phrase and group[0].exact in _STOPS


_STOPS = frozenset((forms(word)[0],) for word in STOP_WORDS)
