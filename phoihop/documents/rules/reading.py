"""What was found in a file, as plain values: readers in a child process fill it, the guard judges it. No framework."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PlaceKind(StrEnum):
    """Where in a file a text stands. Words for people are in `pages.words`."""

    TEXT = "text"  # of a page, sheet, slide or body
    OCR = "ocr"  # read from the picture of a page
    STAMP = "stamp"  # read from the red ink of a page
    HEADER = "header"  # header or footer
    BOX = "box"  # text box or shape
    COMMENT = "comment"  # comment, note, annotation, tracked change
    HIDDEN = "hidden"  # hidden, white or invisible text
    PROPERTY = "property"  # title, subject, keywords and their like
    NAME = "name"  # of the file, of an archive's member, of an attachment
    MAIL = "mail"  # subject and addresses of a message
    FIELD = "field"  # of an edXML message


class TroubleKind(StrEnum):
    """Why a file, or something inside it, could not be read as it should."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"  # no format this house reads
    WRONG_NAME = "wrong_name"  # the ending says another format than the bytes
    POLYGLOT = "polyglot"  # two formats at once
    MACRO = "macro"  # carries a program
    BOMB = "bomb"  # grows without measure when opened
    TOO_DEEP = "too_deep"  # archives in archives beyond the limit
    TOO_MANY = "too_many"  # members or pages beyond the limit
    REACHES_OUT = "reaches_out"  # asks for other files or addresses when opened (XXE)
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NO_TEXT = "no_text"  # neither text nor anything OCR could read
    NO_OCR = "no_ocr"  # a scan, and no OCR on this machine
    TOO_LONG = "too_long"  # the child's time was up
    TOO_HEAVY = "too_heavy"  # the child's memory was up


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of text, and where it stands: `page` from 1 (0: no pages), `inside` the members, outermost first."""

    kind: PlaceKind
    text: str
    page: int = 0
    inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something could not be read; `inside` as in Place."""

    kind: TroubleKind
    inside: tuple[str, ...] = ()
    page: int = 0


@dataclass(frozen=True, slots=True)
class ScanPage:
    """A page that OCR read: its hOCR with the box of every word, and how sure the reading is (0 to 100)."""

    page: int
    hocr: str
    confidence: float
    angle: int = 0  # by how much the page was turned before it could be read: 0, 90, 180, 270


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of a PDF, verified. `problems` are codes; words for people are in `pages.words`."""

    signer: str
    issuer: str
    signed_at: str  # ISO; the signer's own word unless `is_timestamped`
    is_timestamped: bool
    is_intact: bool  # the signed bytes are as they were
    is_trusted: bool  # the certificate leads to the trust list and was valid then
    covers: str  # "whole": the whole file; "revision": what was there when signed; "part": not even that
    changes: str  # after signing: "none", "allowed" (another signature, form), "other"
    is_revocation_checked: bool
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one file."""

    format: str = ""  # "pdf", "docx", "png", "zip", "eml", …; empty when unknown
    media_type: str = "application/octet-stream"
    places: tuple[Place, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    pages: int = 0
    scans: tuple[ScanPage, ...] = ()
    signatures: tuple[Signature, ...] = ()

    def text(self) -> str:
        """The words a reader sees, in order: what search finds and proposals are made from."""
        shown = (PlaceKind.TEXT, PlaceKind.OCR, PlaceKind.HEADER, PlaceKind.BOX, PlaceKind.MAIL, PlaceKind.FIELD)
        return "\n".join(place.text for place in self.places if place.kind in shown and place.text)
