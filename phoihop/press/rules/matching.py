"""The language of standing queries: words, "phrases", AND (by itself), OR, NOT, NEAR/n, = for exact marks, parentheses.

Pure. Reading gives a tree, or says what cannot be read and where. What a tree needs in a text before it can hold at all
(`anchors`) is worked out here too; how a text is looked at stands in `matching_text`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from phoihop.ground.abbreviations import ALSO, MEANINGS
from phoihop.ground.text import fold, nfc, tone_key

LONGEST = 500  # characters of an expression
MOST_TERMS = 40
DEEPEST = 8
LONGEST_PHRASE = 12  # words
FARTHEST = 50  # words between two that are near

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＝": "="})
_OPERATORS = {"AND": "AND", "VÀ": "AND", "OR": "OR", "HOẶC": "OR", "|": "OR", "NOT": "NOT", "TRỪ": "NOT"}
_TOKEN = re.compile(
    r'\s*(?:(?P<open>\()|(?P<close>\))|(?P<near>(?:NEAR|GẦN)/(?P<span>\d+)(?![^\s()"]))'
    r'|(?P<strict>=)?"(?P<phrase>[^"]*)(?P<end>"|$)|(?P<minus>(?<![^\s(])-)(?=[^\s()-])|(?P<bare>[^\s()"]+))'
)
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
# Every abbreviation of official writing, in capitals, and what it stands for.
_SHORT = {short.upper(): meaning for short, meaning in MEANINGS.items()}
_SHORT |= {other.upper(): MEANINGS[short] for other, short in ALSO.items() if short in MEANINGS}
_CAPITALS = re.compile(r"(?<![\w/&-])[A-ZĐƯ][A-ZĐƯ&-]*[A-ZĐƯg](?![\w/&-])")
_TYPED = re.compile(r"(?<![\w/&-])[^\W\d_](?:[^\W\d_]|[&-])*[^\W\d_](?![\w/&-])")


class Unreadable(Exception):
    """The expression cannot be read. `key` says why, `place` is the character (from 1), `piece` what stands there."""

    def __init__(self, key: str, place: int = 0, piece: str = "") -> None:
        super().__init__(key)
        self.key, self.place, self.piece = key, place, piece


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side. `key`: their exact form, "" where it was typed without marks and not asked for;
    `plain`: as they were typed, in small letters, which most texts write alike."""

    typed: str
    folded: str
    key: str
    plain: str
    is_strict: bool = False  # typed with "=": what is written without marks is not taken for it


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    part: Node


@dataclass(frozen=True, slots=True)
class Near:
    """Both within `span` words of each other, in either order."""

    left: Node
    right: Node
    span: int


Node = Term | All | AnyOf | Without | Near


def read(expression: str) -> Node:
    """The tree of an expression. Refused (Unreadable), with the place: nothing asked for, open quotes or parentheses,
    an operator without its word, too much of anything, only exclusions."""
    text = nfc(expression).translate(_QUOTES)
    if len(text) > LONGEST:
        raise Unreadable("LONG", LONGEST + 1)
    tree = _Reader(_tokens(text), len(text.rstrip()) + 1).read()
    if anchors(tree, len) is None:
        raise Unreadable("ONLY_NOT", 1)
    return tree


def terms(tree: Node) -> Iterator[Term]:
    """The terms of a tree from left to right, those that it excludes too."""
    match tree:
        case Term():
            yield tree
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from terms(part)
        case Near(left, right):
            yield from terms(left)
            yield from terms(right)
        case Without(part):
            yield from terms(part)


def anchors(tree: Node, weight: Callable[[str], float]) -> frozenset[str] | None:
    """Phrases (folded) of which one at least stands in every text the tree holds in, chosen so that the sum of their
    `weight` is least; None: it may hold in a text that has none of its words."""
    found = _anchors(tree, weight)
    return None if found is None else frozenset(found)


def needed(tree: Node) -> frozenset[str]:
    """Phrases (folded) that stand in every text the tree holds in: a first look that costs nothing."""
    match tree:
        case Term():
            return frozenset({tree.folded})
        case All(parts):
            return frozenset().union(*(needed(part) for part in parts))
        case Near(left, right):
            return needed(left) | needed(right)
    return frozenset()


def meaning_at(text: str, place: int) -> tuple[str, int] | None:
    """What the abbreviation that begins here stands for, and where it ends; None: there is none that stands alone, in
    capitals (not those in 238-QĐ/TW)."""
    found = _CAPITALS.match(text, place)
    meaning = _SHORT.get(found[0].upper()) if found is not None else None
    return None if found is None or meaning is None else (meaning, found.end())


def key_of(words: str) -> str:
    """The exact form of words: tone keys with one blank between, whatever stood there."""
    return " ".join(tone_key(word) for word in _WORD.findall(nfc(words).lower()))


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # OPEN, CLOSE, AND, OR, NOT, NEAR, TERM
    place: int
    piece: str
    term: Term | None = None
    span: int = 0


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:  # no character is left out of the pattern
            raise Unreadable("ODD", at + 1, text[at : at + 10])
        place = match.end() - len(match[0].lstrip()) + 1
        found += _token(match, place)
        at = match.end()
    return found


def _token(match: re.Match[str], place: int) -> list[_Token]:
    piece = match[0].strip()
    if match["open"]:
        return [_Token("OPEN", place, piece)]
    if match["close"]:
        return [_Token("CLOSE", place, piece)]
    if match["minus"]:
        return [_Token("NOT", place, piece)]
    if match["near"]:
        span = int(match["span"][:6])
        if not 1 <= span <= FARTHEST:
            raise Unreadable("SPAN", place, piece)
        return [_Token("NEAR", place, piece, span=span)]
    if match["phrase"] is not None:
        if not match["end"]:
            raise Unreadable("QUOTE", place, piece[:20])
        return [_Token("TERM", place, piece, _term(match["phrase"], place, is_strict=bool(match["strict"])))]
    bare = match["bare"]
    if bare in _OPERATORS:
        return [_Token(_OPERATORS[bare], place, bare)]
    if re.fullmatch(r"(?:NEAR|GẦN)(?:/.*)?", bare):
        raise Unreadable("SPAN", place, bare)
    is_strict = bare.startswith("=")
    term = _term(bare.lstrip("="), place, is_strict=is_strict, is_optional=not is_strict)
    return [] if term is None else [_Token("TERM", place, bare, term)]


def _term(typed: str, place: int, *, is_strict: bool, is_optional: bool = False) -> Term | None:
    """What was typed as words; a lone sign between words (a dash, a comma) asks for nothing."""
    count = len(_WORD.findall(typed))
    words = _WORD.findall(nfc(_TYPED.sub(_meaning, typed)).lower())
    if not words:
        if is_optional:
            return None
        raise Unreadable("EMPTY", place, typed[:20])
    if count > LONGEST_PHRASE:
        raise Unreadable("PHRASE", place, typed[:20])
    folded = " ".join(fold(word) for word in words)
    key = " ".join(tone_key(word) for word in words)
    # An abbreviation is written with marks here, though nobody typed them: typed bare, it is looked for bare.
    is_marked = is_strict or fold(typed) != nfc(typed).lower()
    return Term(" ".join(nfc(typed).split()), folded, key if is_marked else "", " ".join(words), is_strict)


def _meaning(typed: re.Match[str]) -> str:
    """What an abbreviation stands for; three letters and more need not be typed in capitals: no syllable is so."""
    short = typed[0]
    is_short = short.isupper() or short == "TTg" or len(short) > 2
    return _SHORT.get(short.upper(), short) if is_short else short


class _Reader:
    """One pass over the tokens: OR binds least, then AND, then NEAR."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self.tokens, self.end, self.at = tokens, end, 0

    def read(self) -> Node:
        if not self.tokens:
            raise Unreadable("NOTHING", 1)
        if sum(token.kind == "TERM" for token in self.tokens) > MOST_TERMS:
            raise Unreadable("MANY", 1)
        tree = self._any(0)
        if (left := self._peek()) is not None:
            raise Unreadable("CLOSE", left.place, left.piece)
        return tree

    def _peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self, kind: str) -> _Token | None:
        token = self._peek()
        if token is None or token.kind != kind:
            return None
        self.at += 1
        return token

    def _any(self, depth: int) -> Node:
        parts = [self._all(depth)]
        while self._take("OR"):
            parts.append(self._all(depth))
        return _joined(AnyOf, parts)

    def _all(self, depth: int) -> Node:
        parts = [self._one(depth)]
        while (token := self._peek()) is not None and token.kind not in ("OR", "CLOSE"):
            self._take("AND")
            parts.append(self._one(depth))
        return _joined(All, parts)

    def _one(self, depth: int) -> Node:
        if (token := self._take("NOT")) is not None:
            if (after := self._peek()) is not None and after.kind == "NOT":
                raise Unreadable("OPERATOR", after.place, after.piece)
            return Without(self._near(depth, token))
        return self._near(depth, None)

    def _near(self, depth: int, before: _Token | None) -> Node:
        tree = self._atom(depth, before)
        while (token := self._take("NEAR")) is not None:
            right = self._atom(depth, token)
            if not (_is_near_part(tree) and _is_near_part(right)):
                raise Unreadable("NEAR", token.place, token.piece)
            tree = Near(tree, right, token.span)
        return tree

    def _atom(self, depth: int, before: _Token | None) -> Node:
        token = self._peek()
        if token is None:
            raise Unreadable("MISSING", before.place if before else self.end, before.piece if before else "")
        self.at += 1
        if token.kind == "TERM" and token.term is not None:
            return token.term
        if token.kind != "OPEN":
            raise Unreadable("EMPTY" if token.kind == "CLOSE" else "OPERATOR", token.place, token.piece)
        if depth >= DEEPEST:
            raise Unreadable("DEEP", token.place, token.piece)
        if self._peek() is None:
            raise Unreadable("OPEN", token.place, token.piece)
        tree = self._any(depth + 1)
        if self._take("CLOSE") is None:
            raise Unreadable("OPEN", token.place, token.piece)
        return tree


def _joined(kind: type[All | AnyOf], parts: list[Node]) -> Node:
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else (part,)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _is_near_part(tree: Node) -> bool:
    """Words, phrases, one of several, and what is near already: things that stand at a place in a text."""
    if isinstance(tree, AnyOf):
        return all(_is_near_part(part) for part in tree.parts)
    return isinstance(tree, Term | Near)


def _anchors(tree: Node, weight: Callable[[str], float]) -> set[str] | None:
    match tree:
        case Term():
            return {tree.folded}
        case Without():
            return None
        case All(parts):
            return _least((_anchors(part, weight) for part in parts), weight)
        case Near(left, right):
            return _least((_anchors(left, weight), _anchors(right, weight)), weight)
        case AnyOf(parts):
            each = [_anchors(part, weight) for part in parts]
            return None if any(one is None for one in each) else set().union(*(one for one in each if one))
    raise TypeError(tree)


def _least(found: Iterable[set[str] | None], weight: Callable[[str], float]) -> set[str] | None:
    there = [one for one in found if one is not None]
    return min(there, key=lambda one: (sum(weight(phrase) for phrase in one), sorted(one)), default=None)
