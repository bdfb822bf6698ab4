"""XLSX: every sheet with its rows as lines; hidden sheets, rows, columns and cells apart; notes, headers, drawings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from phoihop.documents.outside.reading import package, trees
from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind, TroubleKind

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_LOOSE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CONTROLS = re.compile(r"&[LCRABDFGIKNOPSTUXYZEH+\-]|&\"[^\"]*\"|&\d+")
_COLUMN = re.compile(r"[A-Z]+")
_ON = ("1", "true")
_WHITES = ("1", "9")  # of the old palette
_SILENT = re.compile(r"[^;]*;[^;]*;[^;]*;\s*")  # a format of four parts, of which the one for texts is empty: ;;;
_NOTES = ("promptTitle", "prompt", "errorTitle", "error")  # of a cell's check


@dataclass(slots=True)
class _Rows:
    strings: list[str]
    unseen_forms: set[int]
    seen: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)


def read(found: Found, raw: bytes) -> None:
    parts = package.Package(found, raw)
    strings, unseen = _strings(parts), _unseen_forms(parts)
    book = parts.tree("xl/workbook.xml")
    targets = parts.relations("xl/workbook.xml")
    sheets = [] if book is None else list(book.iter("{*}sheet"))
    if found.is_outermost:
        found.pages = len(sheets)
    for number, sheet in enumerate(sheets, 1):
        found.use_page()
        _, target = targets.get(trees.relation(sheet), ("", ""))
        with found.guarded(number):
            is_hidden = sheet.get("state") in ("hidden", "veryHidden")
            rows = _Rows(strings, unseen)
            _read_sheet(found, parts.take(target), sheet.get("name", ""), rows, number, is_hidden=is_hidden)
    if book is not None:
        for name in book.iter("{*}definedName"):
            found.add(PlaceKind.PROPERTY, name.get("name") if not (name.get("name") or "").startswith("_xlnm") else "")
            found.add(PlaceKind.PROPERTY, name.get("comment"))

    def other(name: str, root: trees.type_element) -> None:
        lower = name.lower()
        if "comment" in lower:
            texts = ("".join(one.itertext()) for one in root.iter("{*}comment", "{*}threadedComment"))
            found.add(PlaceKind.COMMENT, package.lines(texts))
        elif lower.startswith("customxml/"):
            found.add(PlaceKind.PROPERTY, package.lines(iter(root.itertext())))
        elif re.search(r"/(externallinks|pivotcache)/", lower):
            kept = (one.get("v", "") or one.text or "" for one in root.iter("{*}s", "{*}v"))
            found.add(PlaceKind.HIDDEN, package.lines(kept))
        elif "/worksheets/" in lower or "/chartsheets/" in lower or "/macrosheets/" in lower:
            if "/macrosheets/" in lower:
                found.trouble(TroubleKind.MACRO)
            found.add(PlaceKind.HIDDEN, package.lines(iter(root.itertext())))
        else:
            found.add(PlaceKind.BOX, package.lines(package.drawn(root)))
            found.add(PlaceKind.PROPERTY, package.lines(package.told(root)))

    parts.rest(other)


def _strings(parts: package.Package) -> list[str]:
    name = next(iter(parts.matching(r"^xl/sharedStrings\.xml$")), "")
    raw = parts.take(name) if name else None
    found: list[str] = []
    if raw is not None:
        with parts.found.guarded():
            found = [_text(item) for item in trees.walk(raw.replace(_STRICT, _LOOSE), (f"{_S}si",))]
    return found


def _read_sheet(found: Found, raw: bytes | None, name: str, rows: _Rows, number: int, *, is_hidden: bool) -> None:
    try:
        _fill(rows, (raw or b"").replace(_STRICT, _LOOSE), found)
    except etree.XMLSyntaxError:
        found.trouble(TroubleKind.REACHES_OUT if b"<!ENTITY" in (raw or b"") else TroubleKind.DAMAGED, number)
    found.add(PlaceKind.HIDDEN if is_hidden else PlaceKind.TEXT, "\n".join([name, *rows.seen]), number)
    found.add(PlaceKind.HIDDEN, "\n".join(rows.hidden), number)
    found.add(PlaceKind.HEADER, "\n".join(rows.heads), number)


def _fill(rows: _Rows, raw: bytes, found: Found) -> None:
    heads = tuple(f"{_S}{side}{part}" for side in ("odd", "even", "first") for part in ("Header", "Footer"))
    notes = (f"{_S}dataValidation",)
    for element in trees.walk(raw, (f"{_S}row", f"{_S}col", *heads, *notes)):
        tag = element.tag
        if tag == f"{_S}row":
            _row(rows, element)
            if len(rows.seen) % 1000 == 0:
                found.check_time()
        elif tag == f"{_S}col":
            if element.get("hidden") in _ON:
                last = min(int(element.get("max", "0")), 1 << 14)
                rows.hidden_columns.update(range(int(element.get("min", "0")), last + 1))
        elif tag in heads:
            rows.heads += _CONTROLS.sub("\n", element.text or "").split("\n")
        else:
            rows.hidden += [element.get(key) for key in _NOTES if element.get(key)]


def _row(rows: _Rows, row: trees.type_element) -> None:
    seen: list[str] = []
    hidden: list[str] = []
    for at, cell in enumerate(row.iter(f"{_S}c"), 1):
        text = _cell(cell, rows.strings)
        if text:
            is_hidden = bool(rows.hidden_columns) and _column(cell.get("r", ""), at) in rows.hidden_columns
            form = cell.get("s", "0") if rows.unseen_forms else ""
            is_hidden = is_hidden or (form.isdigit() and int(form) in rows.unseen_forms)
            (hidden if is_hidden else seen).append(text)
    if row.get("hidden") in _ON:
        seen, hidden = [], seen + hidden
    if seen:
        rows.seen.append("\t".join(seen))
    if hidden:
        rows.hidden.append("\t".join(hidden))


def _cell(cell: trees.type_element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.find(f"{_S}v")
    text = "" if value is None else value.text or ""
    if kind == "s":
        return strings[int(text)] if text.isdigit() and int(text) < len(strings) else ""
    return text


def _unseen_forms(parts: package.Package) -> set[int]:
    """Numbers of cell forms that show no words: white letters on no ground, or a format that is silent about texts."""
    name = next(iter(parts.matching(r"^xl/styles\.xml$")), "")
    root = parts.tree(name) if name else None
    if root is None:
        return set()
    silent = {one.get("numFmtId") for one in root.iter("{*}numFmt") if _SILENT.fullmatch(one.get("formatCode", ""))}
    whites = {at for at, font in enumerate(root.iterfind("{*}fonts/{*}font")) if _is_white(font.find("{*}color"))}
    grounds = {at for at, fill in enumerate(root.iterfind("{*}fills/{*}fill")) if _has_ground(fill)}
    unseen: set[int] = set()
    for at, form in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        is_white = _index(form, "fontId") in whites and _index(form, "fillId") not in grounds
        if is_white or form.get("numFmtId") in silent:
            unseen.add(at)
    return unseen


def _is_white(colour: trees.type_element | None) -> bool:
    if colour is None or colour.get("tint", "").startswith("-"):  # made darker
        return False
    is_rgb = (colour.get("rgb") or "")[-6:].lower() == "ffffff"
    return is_rgb or colour.get("theme") == "0" or colour.get("indexed") in _WHITES


def _has_ground(fill: trees.type_element) -> bool:
    """Whether a fill has a colour other than the paper's."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return fill.find("{*}gradientFill") is not None
    colour = pattern.find("{*}fgColor")
    return pattern.get("patternType", "none") != "none" and not _is_white(colour)


def _index(form: trees.type_element, key: str) -> int:
    value = form.get(key, "")
    return int(value) if value.isdigit() else 0


def _text(element: trees.type_element) -> str:
    """All runs of a string; readings for East Asian letters are no text."""
    return "".join(one.text or "" for one in element.iter(f"{_S}t") if one.getparent().tag != f"{_S}rPh")


def _column(reference: str, at: int) -> int:
    letters = _COLUMN.match(reference)
    if letters is None:
        return at
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number
