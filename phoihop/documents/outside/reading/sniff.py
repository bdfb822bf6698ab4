"""Which format a file has, by its bytes; and whether its name says the same.

The bytes decide. A name only tells text from text: CSV, Markdown and plain text are one to this module.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from phoihop.documents.outside.reading import ole
from phoihop.ground.text import nfc

_OPEN = "application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument."

# format: media type, endings a name may have
FORMATS: dict[str, tuple[str, tuple[str, ...]]] = {
    "pdf": ("application/pdf", ("pdf",)),
    "docx": (f"{_OFFICE}wordprocessingml.document", ("docx", "dotx")),
    "docm": ("application/vnd.ms-word.document.macroEnabled.12", ("docm", "dotm")),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", ("xlsx", "xltx")),
    "xlsm": ("application/vnd.ms-excel.sheet.macroEnabled.12", ("xlsm", "xltm", "xlam")),
    "pptx": (f"{_OFFICE}presentationml.presentation", ("pptx", "ppsx", "potx")),
    "pptm": ("application/vnd.ms-powerpoint.presentation.macroEnabled.12", ("pptm", "ppsm", "potm")),
    "odt": (f"{_OPEN}text", ("odt", "ott")),
    "ods": (f"{_OPEN}spreadsheet", ("ods", "ots")),
    "odp": (f"{_OPEN}presentation", ("odp", "otp")),
    "odg": (f"{_OPEN}graphics", ("odg", "otg")),
    "rtf": ("application/rtf", ("rtf", "doc")),  # Word itself writes RTF under .doc
    "html": ("text/html", ("html", "htm", "xhtml")),
    "xml": ("application/xml", ("xml", "xsd", "xsl", "rss", "atom", "fodt", "fods", "kml", "gpx")),
    "svg": ("image/svg+xml", ("svg",)),
    "edxml": ("application/xml", ("edxml", "xml")),
    "eml": ("message/rfc822", ("eml", "mht", "mhtml")),
    "txt": ("text/plain", ("txt", "md", "markdown", "log", "json", "jsonl", "yaml", "yml", "ics", "vcf", "srt", "tex")),
    "csv": ("text/csv", ("csv", "tsv")),
    "zip": ("application/zip", ("zip", "epub", "kmz", "jar")),
    "png": ("image/png", ("png",)),
    "jpeg": ("image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
    "tiff": ("image/tiff", ("tif", "tiff")),
    "bmp": ("image/bmp", ("bmp", "dib")),
    "gif": ("image/gif", ("gif",)),
    "webp": ("image/webp", ("webp",)),
    # known by sight, not read
    "doc": ("application/msword", ("doc", "dot", "wiz")),
    "xls": ("application/vnd.ms-excel", ("xls", "xlt", "et")),
    "ppt": ("application/vnd.ms-powerpoint", ("ppt", "pps", "pot")),
    "msg": ("application/vnd.ms-outlook", ("msg",)),
    "ole": ("application/x-ole-storage", ("vsd", "mpp", "pub")),
    "locked": ("application/x-ole-storage", ("docx", "xlsx", "pptx", "docm", "xlsm", "pptm", "dotx", "xltx", "ppsx")),
    "7z": ("application/x-7z-compressed", ("7z",)),
    "rar": ("application/vnd.rar", ("rar",)),
    "gz": ("application/gzip", ("gz", "tgz", "svgz")),
    "bz2": ("application/x-bzip2", ("bz2", "tbz2")),
    "xz": ("application/x-xz", ("xz", "txz")),
    "zst": ("application/zstd", ("zst",)),
    "tar": ("application/x-tar", ("tar",)),
    "cab": ("application/vnd.ms-cab-compressed", ("cab",)),
    "tnef": ("application/ms-tnef", ("dat",)),
    "exe": ("application/x-msdownload", ("exe", "dll", "scr", "com")),
    "elf": ("application/x-executable", ("so", "elf")),
    "sqlite": ("application/vnd.sqlite3", ("sqlite", "db", "sqlite3")),
    "heic": ("image/heic", ("heic", "heif", "avif")),
    "video": ("video/mp4", ("mp4", "mov", "m4v", "m4a", "3gp", "avi", "mkv", "webm")),
    "audio": ("audio/mpeg", ("mp3", "wav", "ogg", "flac", "aac")),
    "djvu": ("image/vnd.djvu", ("djvu", "djv")),
    "ps": ("application/postscript", ("ps", "eps")),
}
OFFICE = ("docx", "docm", "xlsx", "xlsm", "pptx", "pptm")
OPEN_DOCUMENTS = ("odt", "ods", "odp", "odg")
PICTURES = ("png", "jpeg", "tiff", "bmp", "gif", "webp")
ZIPPED = ("zip", *OFFICE, *OPEN_DOCUMENTS)
WRITTEN = ("txt", "csv", "html", "xml", "eml", "svg")  # a text editor shows all that they hold

# Windows runs these by their name alone, whatever their bytes.
_PROGRAMS = frozenset(
    [
        "exe",
        "dll",
        "scr",
        "com",
        "pif",
        "bat",
        "cmd",
        "ps1",
        "psm1",
        "vbs",
        "vbe",
        "js",
        "jse",
        "wsf",
        "wsh",
        "hta",
        "msi",
        "msp",
        "lnk",
        "reg",
        "cpl",
        "jar",
        "sh",
        "scf",
        "url",
        "application",
    ]
)
_BY_ENDING = {ending: name for name, (_, endings) in reversed(FORMATS.items()) for ending in endings}

_BY_TYPE = {FORMATS[name][0]: name for name in OPEN_DOCUMENTS}

_MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, "png"),
    (b"\xff\xd8\xff", 0, "jpeg"),
    (b"II*\x00", 0, "tiff"),
    (b"MM\x00*", 0, "tiff"),
    (b"II+\x00", 0, "tiff"),
    (b"MM\x00+", 0, "tiff"),
    (b"GIF87a", 0, "gif"),
    (b"GIF89a", 0, "gif"),
    (b"WEBP", 8, "webp"),
    (b"{\\rtf", 0, "rtf"),
    (b"7z\xbc\xaf\x27\x1c", 0, "7z"),
    (b"Rar!\x1a\x07", 0, "rar"),
    (b"\x1f\x8b", 0, "gz"),
    (b"BZh", 0, "bz2"),
    (b"\xfd7zXZ\x00", 0, "xz"),
    (b"\x28\xb5\x2f\xfd", 0, "zst"),
    (b"ustar", 257, "tar"),
    (b"MSCF", 0, "cab"),
    (b"\x78\x9f\x3e\x22", 0, "tnef"),
    (b"\x7fELF", 0, "elf"),
    (b"SQLite format 3\x00", 0, "sqlite"),
    (b"ftyphei", 4, "heic"),
    (b"ftypmif1", 4, "heic"),
    (b"ftypavif", 4, "heic"),
    (b"ftyp", 4, "video"),
    (b"\x1aE\xdf\xa3", 0, "video"),
    (b"AVI ", 8, "video"),
    (b"WAVE", 8, "audio"),
    (b"ID3", 0, "audio"),
    (b"OggS", 0, "audio"),
    (b"fLaC", 0, "audio"),
    (b"AT&TFORM", 0, "djvu"),
    (b"%!PS", 0, "ps"),
)
_BITMAP_HEADS = tuple(size.to_bytes(4, "little") for size in (12, 40, 108, 124))
_PDF_WITHIN = 1024  # bytes in which readers look for a PDF's head
_HEAD = 4096
_MAIL = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.ASCII)
_MAIL_FIELDS = re.compile(
    rb"^(from|to|subject|date|received|message-id|mime-version|return-path|content-type|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|script|meta|title|table|div|p)\b", re.IGNORECASE)
_HTML_START = re.compile(
    rb"\A\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|script|table|div|meta|p|h1|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(rb"<(!doctype\s+html|html|script)\b", re.IGNORECASE)
_END_OF_ZIP = b"PK\x05\x06"
_EDXML = (b"QCVN_102_2016", b"http://www.go.vn/eDoc", b"<edXML")


def sniff(raw: bytes, name: str = "") -> str:
    """The format by its bytes; empty when it is none that this table knows."""
    if raw.startswith((b"PK\x03\x04", _END_OF_ZIP)):
        return _zipped(raw, name)
    if raw.startswith(ole.MAGIC):
        return ole.kind(raw)
    if raw.startswith(b"%PDF-"):
        return "pdf"
    for magic, at, found in _MAGIC:
        if raw.startswith(magic, at):
            return found
    if raw.startswith(b"BM") and raw[14:18] in _BITMAP_HEADS:
        return "bmp"
    if raw.startswith(b"MZ") and b"\0" in raw[:64]:
        return "exe"
    return _written(raw, name)


def is_wrong_name(name: str, found: str) -> bool:
    """Whether the ending of the name says another format than the bytes, or makes a program of them."""
    ending = _ending(name)
    if ending in _PROGRAMS:
        return found not in ("exe", "elf")
    told = _BY_ENDING.get(ending)
    if told is None or (found and ending in FORMATS[found][1]):
        return False
    if told in ("txt", "csv") and (found in WRITTEN or found == "edxml"):
        return False
    return not (told in ("xml", "svg", "html") and found in ("xml", "svg", "html"))


def is_polyglot(raw: bytes, found: str) -> bool:
    """Whether another program may take the same bytes for another format."""
    if found in ZIPPED:
        return False  # the archive's own reader looks for bytes that belong to no member
    head = raw[:_PDF_WITHIN]
    if found not in ("pdf", "eml") and b"%PDF-" in head:
        return True
    if found not in (*WRITTEN, "edxml", "") and _PAGE.search(raw[: 2 * _HEAD] if found == "pdf" else head):
        return True
    return _has_zip_tail(raw, found)


def _has_zip_tail(raw: bytes, found: str) -> bool:
    end = raw.rfind(_END_OF_ZIP, max(0, len(raw) - (1 << 16) - 22))
    if end < 0 or end + 22 > len(raw) or found == "eml":
        return False
    directory = end - int.from_bytes(raw[end + 12 : end + 16], "little")
    is_archive = directory >= 0 and raw[directory : directory + 4] == b"PK\x01\x02"
    if found == "pdf":  # a document attached without compression is not a tail
        return is_archive and end > raw.rfind(b"%%EOF")
    return is_archive


def _zipped(raw: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                told = archive.read("mimetype").decode("ascii", "replace").strip().removesuffix("-template")
                if told in _BY_TYPE:
                    return _BY_TYPE[told]
            if "[Content_Types].xml" in names:
                has_program = any(part.lower().endswith("vbaproject.bin") for part in names)
                for folder, plain, armed in (("word/", *OFFICE[:2]), ("xl/", *OFFICE[2:4]), ("ppt/", *OFFICE[4:])):
                    if any(part.startswith(folder) for part in names):
                        is_armed = has_program and b"macroEnabled" in _content_types(archive)
                        return armed if is_armed else plain
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        told = _BY_ENDING.get(_ending(name), "")
        return told if told in ZIPPED else "zip"  # its reader will say what is wrong with it
    return "zip"


def _content_types(archive: zipfile.ZipFile) -> bytes:
    with archive.open("[Content_Types].xml") as part:
        return part.read(1 << 20)


def _written(raw: bytes, name: str) -> str:
    """Text formats; empty when the bytes are no text."""
    head = raw[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    elif b"\0" in raw[: 4 * _HEAD]:
        return "pdf" if b"%PDF-" in raw[:_PDF_WITHIN] else ""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    marked_up = _marked_up(head, start)
    if marked_up:
        return marked_up
    if b"%PDF-" in raw[:_PDF_WITHIN]:
        return "pdf"
    fields = _MAIL.match(start.replace(b"\r\n", b"\n"))
    if fields and len({field.lower() for field in _MAIL_FIELDS.findall(fields[0])}) >= 2:
        return "eml"
    if _is_binary(head):
        return ""
    ending = _ending(name)
    if ending in FORMATS["html"][1] and _HTML.search(head):
        return "html"
    if ending in FORMATS["xml"][1] and start.startswith(b"<"):
        return "xml"
    return "csv" if ending in FORMATS["csv"][1] else "txt"


def _marked_up(head: bytes, start: bytes) -> str:
    if any(mark in head for mark in _EDXML) and b"<" in start:
        return "edxml"
    if start.startswith((b"<?xml", b"<!DOCTYPE", b"<!ENTITY")) and not _HTML_START.match(start):
        if re.search(rb"<html\b", head, re.IGNORECASE):
            return "html"
        return "svg" if b"<svg" in head else "xml"
    if _HTML_START.match(start):
        return "html"
    return "svg" if start.startswith(b"<svg") else ""


def _is_binary(head: bytes) -> bool:
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    # Old Vietnamese code pages use bytes that others leave to controls, so a few are no proof.
    return controls * 20 > len(head)


def _ending(name: str) -> str:
    last = re.split(r"[/\\]", nfc(name))[-1].rstrip(". ")
    stem, dot, ending = last.rpartition(".")
    return ending.lower() if dot and stem else ""
