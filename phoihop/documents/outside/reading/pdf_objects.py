"""PDF beside its pages: properties, annotations, form fields, bookmarks, attachments, programs.

Every object of the file is looked at, not only those the catalogue leads to: a reader that finds less is a gap. Most
bear none of the names that are looked for; where the file is laid out plainly their bytes show it, and they are not
taken apart.
"""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from typing import Any

import pypdf
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from phoihop.documents.outside.reading.found import Found
from phoihop.documents.rules.reading import PlaceKind, TroubleKind

_MOST = 60_000  # objects; beyond it only what the catalogue names
_TECHNICAL = ("/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped", "/PTEX.Fullbanner")
_PROGRAMS = ("/JavaScript", "/Launch", "/ImportData", "/Rendition")
_NOTES = ("/Contents", "/RC", "/Subj", "/T", "/OverlayText")
_TAGS = re.compile(r"<[^>]*>")
_IDENTIFIERS = re.compile(r"<(xmpMM:\w+|xmp:CreatorTool|pdf:Producer|dc:format)\b[^>]*>[^<]*</\1>")
_WORD = re.compile(r"[^\W\d_]{2}")
_TELLING = re.compile(  # a name that `_Looker` looks for, or one that is written with escapes
    rb"/(?:JS|JavaScript|Launch|ImportData|Rendition|RichMedia|Movie|Screen|3D|XFA|Annot|Rect|FT|DV|EF|Title|OCG"
    rb"|ActualText|Alt)(?![A-Za-z0-9])|#"
)
_ARMED = (b"/JS", b"/JavaScript", b"/Launch", b"/ImportData", b"/Rendition", b"/RichMedia", b"/XFA")
_BODY = re.compile(rb">>\s*stream\r?\n")
_ENDS = re.compile(rb"(?:endobj|%%EOF|\d)\s*\Z")  # what stands before an object: another, or a table of references


def read(found: Found, raw: bytes) -> None:
    with found.guarded():
        reader = pypdf.PdfReader(BytesIO(raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            found.trouble(TroubleKind.ENCRYPTED)
            return
        _read_properties(found, reader)
        looker = _Looker(found, reader)
        looker.all(raw)
        for name, content in looker.files.items():
            found.member(content, name)


def _read_properties(found: Found, reader: pypdf.PdfReader) -> None:
    with found.guarded():
        for key, value in (reader.metadata or {}).items():
            if key not in _TECHNICAL:
                found.add(PlaceKind.PROPERTY, _text(value))
    with found.guarded():
        metadata = reader.root_object.get("/Metadata")
        if isinstance(metadata, IndirectObject):
            metadata = metadata.get_object()
        if isinstance(metadata, StreamObject):
            told = _IDENTIFIERS.sub("", metadata.get_data().decode("utf-8", "replace"))
            words = (part.strip() for part in _TAGS.split(told))
            found.add(PlaceKind.PROPERTY, "\n".join(word for word in words if _WORD.search(word)))


class _Looker:
    def __init__(self, found: Found, reader: pypdf.PdfReader) -> None:
        self.found, self.reader = found, reader
        self.files: dict[str, bytes] = {}
        self.seen: set[int] = set()

    def all(self, raw: bytes) -> None:
        dull = self._dull(raw)
        for count, (number, generation) in enumerate(self._numbers(), 1):
            if count > _MOST:
                self.found.trouble(TroubleKind.TOO_MANY)
                return
            if count % 256 == 0:
                self.found.check_time()
            if number in dull:
                continue
            with self.found.guarded():
                self._look(self.reader.get_object(IndirectObject(number, generation, self.reader)), 0)

    def _numbers(self) -> list[tuple[int, int]]:
        plain = {number: generation for generation, table in self.reader.xref.items() for number in table if number}
        packed = dict.fromkeys(self.reader.xref_objStm, 0)
        return sorted({**packed, **plain}.items())

    def _dull(self, raw: bytes) -> set[int]:
        """Objects whose bytes bear no telling name; none where objects may overlap, or a program may lie between."""
        plain = {number: offset for table in self.reader.xref.values() for number, offset in table.items() if number}
        places = sorted({*plain.values(), len(raw)})
        if any(name in raw for name in _ARMED) or len(set(plain.values())) < len(plain):
            return set()
        ends = dict(pairwise(places))
        if not all(_ENDS.search(raw, max(0, place - 24), place) for place in places[1:]):
            return set()
        dull = {number for number, offset in plain.items() if not _is_telling(raw[offset : ends.get(offset, 0)])}
        return dull | self._dull_within(plain)

    def _dull_within(self, plain: dict[int, int]) -> set[int]:
        """Of the objects that are packed in streams."""
        packed: dict[int, list[int]] = {}
        for number, (stream, _) in self.reader.xref_objStm.items():
            packed.setdefault(stream, []).append(number)
        dull: set[int] = set()
        for stream, numbers in packed.items():
            with self.found.guarded():
                one = self.reader.get_object(IndirectObject(stream, 0, self.reader))
                if isinstance(one, StreamObject) and not _TELLING.search(one.get_data()):
                    dull.update(number for number in numbers if number not in plain)
        return dull

    def _look(self, one: Any, depth: int) -> None:
        """An object and what lies directly in it; what it refers to has a number of its own."""
        if depth > 30 or isinstance(one, IndirectObject):
            return
        if isinstance(one, ArrayObject):
            for part in one:
                if isinstance(part, DictionaryObject | ArrayObject):
                    self._look(part, depth + 1)
        elif isinstance(one, DictionaryObject):
            self._dictionary(one)
            for part in one.values():
                if isinstance(part, DictionaryObject | ArrayObject):
                    self._look(part, depth + 1)

    def _dictionary(self, one: DictionaryObject) -> None:
        get = one.get
        action = get("/S")
        if action in _PROGRAMS or "/JS" in one or get("/Subtype") in ("/RichMedia", "/Movie", "/Screen", "/3D"):
            self.found.trouble(TroubleKind.MACRO)
        if "/XFA" in one:
            self._forms_of_their_own(one["/XFA"])
        if get("/Type") == "/Annot" or ("/Rect" in one and "/Subtype" in one):
            self._note(one)
        if "/FT" in one or "/DV" in one:
            self._field(one)
        if "/EF" in one:
            self._file(one)
        if "/Title" in one and ("/Parent" in one or "/Dest" in one or "/A" in one):
            self.found.add(PlaceKind.PROPERTY, _text(_got(one, "/Title")))
        if get("/Type") == "/OCG":
            self.found.add(PlaceKind.PROPERTY, _text(_got(one, "/Name")))
        for key in ("/ActualText", "/Alt"):
            if key in one:
                self.found.add(PlaceKind.HIDDEN, _text(_got(one, key)))

    def _note(self, one: DictionaryObject) -> None:
        if one.get("/Subtype") == "/Widget":
            return
        for key in _NOTES:
            text = _text(_got(one, key))
            self.found.add(PlaceKind.COMMENT, "\n".join(_TAGS.split(text)) if key == "/RC" else text)

    def _field(self, one: DictionaryObject) -> None:
        if one.get("/FT") == "/Sig":
            return
        for key in ("/V", "/DV", "/TU"):
            value = _got(one, key)
            for text in value if isinstance(value, ArrayObject) else (value,):
                self.found.add(PlaceKind.BOX, _text(text))

    def _file(self, one: DictionaryObject) -> None:
        name = _text(_got(one, "/UF")) or _text(_got(one, "/F")) or f"attachment{len(self.files) + 1}"
        self.found.add(PlaceKind.PROPERTY, _text(_got(one, "/Desc")))
        streams = _got(one, "/EF")
        if not isinstance(streams, DictionaryObject):
            return
        for key in ("/UF", "/F", "/Unix", "/Mac", "/DOS"):
            stream = _got(streams, key)
            if isinstance(stream, StreamObject):
                content = stream.get_data()
                self.found.use_unpacked(len(content))
                if content not in self.files.values():
                    self.files[name if name not in self.files else f"{name} ({len(self.files) + 1})"] = content

    def _forms_of_their_own(self, parts: Any) -> None:
        """Forms in XML inside the PDF: their words, and the programs they may carry."""
        parts = parts.get_object() if isinstance(parts, IndirectObject) else parts
        for part in parts if isinstance(parts, ArrayObject) else (parts,):
            stream = part.get_object() if isinstance(part, IndirectObject) else part
            if isinstance(stream, StreamObject):
                text = stream.get_data().decode("utf-8", "replace")
                self.found.use_unpacked(len(text))
                if re.search(r"<(\w+:)?script\b", text):
                    self.found.trouble(TroubleKind.MACRO)
                words = (word.strip() for word in _TAGS.split(text))
                self.found.add(PlaceKind.BOX, "\n".join(word for word in words if _WORD.search(word)))


def _is_telling(raw: bytes) -> bool:
    body = _BODY.search(raw)
    return _TELLING.search(raw, 0, body.start() if body else len(raw)) is not None


def _got(one: DictionaryObject, key: str) -> Any:
    value = one.get(key)
    return value.get_object() if isinstance(value, IndirectObject) else value


def _text(value: Any) -> str:
    if isinstance(value, IndirectObject):
        value = value.get_object()
    if isinstance(value, ByteStringObject):
        return value.decode("utf-8", "replace")
    return str(value) if isinstance(value, TextStringObject | str) and not str(value).startswith("/") else ""
