"""From bytes to the reader of their format, outermost file and members alike."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pypdf
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from phoihop.documents.outside.reading import (
    archive,
    edxml,
    mail,
    odf,
    ole,
    pdf,
    plain,
    scans,
    sheets,
    slides,
    web,
    wire,
    word,
)
from phoihop.documents.outside.reading.found import Found, Stop
from phoihop.documents.outside.reading.limits import Limits
from phoihop.documents.outside.reading.sniff import FORMATS, PICTURES, ZIPPED, is_polyglot, is_wrong_name, sniff
from phoihop.documents.rules.reading import PlaceKind, Reading, TroubleKind

_READERS: dict[str, Callable[[Found, bytes], None]] = {
    "pdf": pdf.read,
    "docx": word.read,
    "docm": word.read,
    "xlsx": sheets.read,
    "xlsm": sheets.read,
    "pptx": slides.read,
    "pptm": slides.read,
    "odt": lambda found, raw: odf.read(found, raw, "odt"),
    "ods": lambda found, raw: odf.read(found, raw, "ods"),
    "odp": lambda found, raw: odf.read(found, raw, "odp"),
    "odg": lambda found, raw: odf.read(found, raw, "odg"),
    "rtf": plain.read_rtf,
    "html": web.read,
    "xml": web.read_xml,
    "svg": lambda found, raw: web.read_xml(found, raw, is_picture=True),
    "edxml": edxml.read,
    "eml": mail.read,
    "txt": plain.read,
    "csv": plain.read,
    "zip": archive.read,
    **dict.fromkeys(PICTURES, scans.read),
}
_MAY_BE_SILENT = ("zip", *PICTURES, "pdf")  # an archive has members; of pages and pictures each is judged for itself


def preload() -> None:
    """The readers and their libraries are here by now; this warms what they load and compile at first use."""
    for raw, name in (
        (_pdf_to_warm(), "a.pdf"),
        (_package_to_warm("word/document.xml", "w:document", _WORDS_TO_WARM), "a.docx"),
        (_package_to_warm("xl/workbook.xml", "workbook", ""), "a.xlsx"),
        (b"<p>a</p>", "a.html"),
        (b"<a/>", "a.xml"),
        (b"a: b\nc: d", "a.txt"),
        (b"From: a@b.c\r\nSubject: a\r\nMIME-Version: 1.0\r\n\r\na", "a.eml"),
        (b"{\\rtf1\\ansi a}", "a.rtf"),
    ):
        wire.pack(read_file(raw, name, Limits()))


_WORDS_TO_WARM = "<w:body><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>\u0103</w:t></w:r></w:p></w:body>"


def _pdf_to_warm() -> bytes:
    """A page with words in a font that is not in the file, and a title."""
    page = BytesIO()
    with pypdf.PdfWriter() as writer:
        content = DecodedStreamObject()
        content.set_data(b"BT /F 12 Tf 9 9 Td (a) Tj ET")
        font = {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")}
        font[NameObject("/BaseFont")] = NameObject("/Helvetica")
        fonts = DictionaryObject({NameObject("/F"): DictionaryObject(font)})
        blank = writer.add_blank_page(72, 72)
        blank[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        blank[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001 (streams have numbers)
        writer.add_metadata({"/Title": "a"})
        writer.write(page)
    return page.getvalue()


def _package_to_warm(main: str, root: str, words: str) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relation = f'<Relationship Id="r" Type="{kind}" Target="{main}"/>'
    schemas = "http://schemas.openxmlformats.org/package/2006"
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    raw = BytesIO()
    with zipfile.ZipFile(raw, "w") as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{schemas}/content-types"/>')
        package.writestr("_rels/.rels", f'<Relationships xmlns="{schemas}/relationships">{relation}</Relationships>')
        package.writestr("docProps/core.xml", f'<a xmlns="{schemas}/metadata/core-properties">a</a>')
        package.writestr(main, f"<{root} {names}>{words}</{root}>")
    return raw.getvalue()


def read_file(raw: bytes, name: str, limits: Limits) -> Reading:
    """The outermost file."""
    found = Found(limits, _read)
    try:
        found.add(PlaceKind.NAME, name)
        if raw:
            _read(found, raw, name)
        else:
            found.trouble(TroubleKind.EMPTY)
    except Stop as stop:
        found.trouble(stop.kind)
    except MemoryError:
        found.trouble(TroubleKind.TOO_HEAVY)
    return found.reading()


def _read(found: Found, raw: bytes, name: str) -> None:
    if not raw:
        return  # an empty member says nothing; the empty file itself is refused before
    kind = sniff(raw, name)
    if found.is_outermost:
        found.format = kind
        found.media_type = FORMATS[kind][0] if kind else found.media_type
    if is_wrong_name(name, kind):
        found.trouble(TroubleKind.WRONG_NAME)
    reader = _READERS.get(kind)
    if reader is None:
        found.trouble(TroubleKind.ENCRYPTED if kind == "locked" else TroubleKind.UNKNOWN)
        if ole.has_program(raw):
            found.trouble(TroubleKind.MACRO)
        return
    places, troubles = len(found.places), len(found.troubles)
    if is_polyglot(raw, kind):
        found.trouble(TroubleKind.POLYGLOT)
        if kind not in ZIPPED and b"PK\x05\x06" in raw:
            with found.guarded():
                archive.read(found, raw)  # the other self is read as well
    with found.guarded():
        reader(found, raw)
    if kind not in _MAY_BE_SILENT and not found.has_text_since(places, troubles):
        found.trouble(TroubleKind.NO_TEXT)
