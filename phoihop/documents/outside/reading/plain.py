"""Plain text, CSV and Markdown; RTF."""

from __future__ import annotations

import re
from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from phoihop.documents.outside.reading import old_letters, ole
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind, TroubleKind
from phoihop.ground.text import nfc

_RTF_GROUPS = (
    (re.compile(r"\{\\(?:header|footer)[lrf]?\b"), PlaceKind.HEADER),
    (re.compile(r"\{\\footnote\b"), PlaceKind.TEXT),
    (re.compile(r"\{\\\*?\\?shptxt\b"), PlaceKind.BOX),
    (re.compile(r"\{\\\*?\\?(?:annotation|atnauthor|doccomm)\b"), PlaceKind.COMMENT),
    (re.compile(r"\{\\(?:title|subject|keywords|category|company|author|manager|comment)\b"), PlaceKind.PROPERTY),
    (re.compile(r"\{\\\*\\(?:userprops|docvar)\b"), PlaceKind.PROPERTY),
)
_RTF_INNER = re.compile(
    r"\{(?:\\\*)?\\(?:header|footer|footnote|shptxt|annotation|title|subject|keywords|comment)[lrf]?\b"
)
_RTF_HIDDEN = re.compile(r"\{[^{}]*\\v(?![a-z0-9])[^{}]*\}|\\v(?![a-z0-9])[^{}]*?(?=\\v0|\\plain|[{}])")
_RTF_OBJECT = re.compile(r"\{\\\*\\objdata\b")
_RTF_HEX = re.compile(r"\\'[0-9a-fA-F]{2}|\\[a-z]+-?\d* ?|[^0-9a-fA-F]")
_RTF_PAGE = re.compile(r"\\ansicpg(\d+)")
_SAMPLE = 100_000  # letters by which an encoding is told
_CONTAINERS = (ole.MAGIC, b"PK\x03\x04", b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff")


def decode(raw: bytes) -> str:
    """Text in UTF-8, UTF-16 or, failing both, the Vietnamese code page of Windows, or a one-byte font of before it."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        # One letter cut at the end, or a few broken ones in much good text: still UTF-8.
        good = raw.decode("utf-8", "replace")
        if good.count("\ufffd") * 50 < len(good) and not good[: broken.start].isascii():
            return good
        windows, old = raw.decode("cp1258", "replace"), old_letters.readable(raw.decode("latin-1"))
        is_old = old_letters.vietnamese(old[:_SAMPLE]) > old_letters.vietnamese(nfc(windows[:_SAMPLE]))
        return old if is_old else windows


def read(found: Found, raw: bytes) -> None:
    found.add(PlaceKind.TEXT, decode(raw))


def read_rtf(found: Found, raw: bytes) -> None:
    """The body, what the body's converter leaves out, and embedded objects."""
    source = raw.decode("latin-1")
    page = _RTF_PAGE.search(source)
    head = f"{{\\rtf1\\ansi\\ansicpg{page[1] if page else 1258}{_font_table(source)}"
    found.add(PlaceKind.TEXT, _words(source))
    for opening, kind in _RTF_GROUPS:
        for start, group in _groups(source, opening):
            inner = _RTF_INNER.sub("{", group[start:])  # a group within a group is a hiding place
            found.add(kind, _words(f"{head} {inner}"))
    for hidden in _RTF_HIDDEN.finditer(source):
        found.add(PlaceKind.HIDDEN, _words(f"{head} {hidden[0].strip('{}')}}}"))
    for number, (start, group) in enumerate(_groups(source, _RTF_OBJECT), 1):
        with found.guarded():
            _read_object(found, group[start:], f"object{number}")


def _words(source: str) -> str:
    return str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]


def _groups(source: str, opening: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Each outermost group that opens so, braces and all, and where its content begins."""
    at = 0
    for match in opening.finditer(source):
        if match.start() < at:
            continue
        depth = 0
        for brace in re.finditer(r"\\.|[{}]", source[match.start() :], re.DOTALL):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                at = match.start() + brace.end()
                break
        else:
            at = len(source)
        yield match.end() - match.start(), source[match.start() : at]


def _font_table(source: str) -> str:
    """So that a group read alone keeps its fonts' code pages."""
    return next((group for _, group in _groups(source, re.compile(r"\{\\fonttbl\b"))), "")


def _read_object(found: Found, digits: str, name: str) -> None:
    packed = _RTF_HEX.sub("", digits)
    raw = bytes.fromhex(packed[: len(packed) // 2 * 2])
    found.use_unpacked(len(raw))
    starts = [at for magic in _CONTAINERS if (at := raw.find(magic)) >= 0]
    if starts:
        found.member(raw[min(starts) :], name)
    elif raw:
        with found.inside(name):
            found.trouble(TroubleKind.UNKNOWN)
