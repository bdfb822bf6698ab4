"""What one reading has found so far, and how much it may still use."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from phoihop.documents.outside.reading import old_letters
from phoihop.documents.outside.reading.limits import Limits
from phoihop.documents.rules.reading import Place, PlaceKind, Reading, ScanPage, Trouble, TroubleKind
from phoihop.ground.text import nfc

_LONGEST_MEMBER = 255  # characters of a member's name in the path to a place; its NAME place has all of it
_OWN_SHARE = 0.9  # of the time: then the child stops by itself and tells what it has
_BOXES_PER_TEXT = 4  # hOCR is that much longer than its words
_MOST_PARTS = 60  # pictures that are no pages and yet may hold a stamp
_SEEN = ("text", "ocr", "stamp", "box", "header", "mail", "field")


class Stop(Exception):
    """A bound of the whole reading is reached: nothing more is read."""

    def __init__(self, kind: TroubleKind) -> None:
        super().__init__(kind)
        self.kind = kind


class Found:
    """Filled by the readers of formats; each text is cleaned here, each bound is kept here."""

    def __init__(self, limits: Limits, read: Callable[[Found, bytes, str], None]) -> None:
        self.limits = limits
        self._read = read
        self.format = ""
        self.media_type = "application/octet-stream"
        self.pages = 0
        self.places: list[Place] = []
        self.troubles: list[Trouble] = []
        self.scans: list[ScanPage] = []
        self._inside: tuple[str, ...] = ()
        self._until = time.monotonic() + limits.seconds * _OWN_SHARE
        self._text_left = limits.text
        self._boxes_left = limits.text * _BOXES_PER_TEXT
        self._pages_left = limits.pages
        self._members_left = limits.members
        self._unpacked_left = limits.unpacked
        self._pictures: set[bytes] = set()

    @property
    def is_outermost(self) -> bool:
        return not self._inside

    def add(self, kind: PlaceKind, text: str | None, page: int = 0) -> None:
        """A piece of text; nothing is added for an empty one. Refused: more text than the limit (Stop)."""
        if not text:
            return
        clean = nfc(old_letters.readable(text[: self._text_left])).strip()
        if clean:
            self.places.append(Place(kind, clean, page, self._inside))
        self._text_left -= len(text)
        if self._text_left <= 0:
            raise Stop(TroubleKind.TOO_LARGE)

    def trouble(self, kind: TroubleKind, page: int = 0) -> None:
        trouble = Trouble(kind, self._inside, page)
        if trouble not in self.troubles:
            self.troubles.append(trouble)

    def scan(self, page: int, hocr: str, confidence: float, angle: int) -> None:
        """A page that OCR read; of members' pages no rendition is made, so their boxes are not kept."""
        self._boxes_left -= len(hocr)
        if self.is_outermost and self._boxes_left > 0:
            self.scans.append(ScanPage(page, hocr, confidence, angle))

    def check_time(self) -> None:
        if time.monotonic() > self._until:
            raise Stop(TroubleKind.TOO_LONG)

    def use_page(self) -> None:
        """Asked before each page, sheet, slide or picture."""
        self.check_time()
        self._pages_left -= 1
        if self._pages_left < 0:
            raise Stop(TroubleKind.TOO_MANY)

    def use_unpacked(self, size: int) -> None:
        self._unpacked_left -= size
        if self._unpacked_left < 0:
            raise Stop(TroubleKind.BOMB)

    def is_new_picture(self, pixels: bytes) -> bool:
        """Whether a small picture is to be read: a logo stands on every page, and some files are all pictures."""
        digest = hashlib.sha256(pixels).digest()
        if digest in self._pictures or len(self._pictures) >= _MOST_PARTS:
            return False
        self._pictures.add(digest)
        return True

    @property
    def unpacked_left(self) -> int:
        return self._unpacked_left

    def member(self, raw: bytes | Callable[[], bytes | None], name: str) -> None:
        """A file inside the file: its name, and what it says; `raw` may be how to get it, none if it cannot be got."""
        self.add(PlaceKind.NAME, name)
        with self.inside(name) as is_shallow, self.guarded():
            if is_shallow:
                got = raw() if callable(raw) else raw
                if got is not None:
                    self._read(self, got, name)

    @contextmanager
    def inside(self, name: str) -> Iterator[bool]:
        """Within a member; false when it lies too deep to be read, which is then a trouble."""
        self.check_time()
        self._members_left -= 1
        if self._members_left < 0:
            raise Stop(TroubleKind.TOO_MANY)
        outer = self._inside
        self._inside = (*outer, nfc(name)[:_LONGEST_MEMBER] or "?")
        try:
            is_shallow = len(self._inside) <= self.limits.depth
            if not is_shallow:
                self.trouble(TroubleKind.TOO_DEEP)
            yield is_shallow
        finally:
            self._inside = outer

    @contextmanager
    def guarded(self, page: int = 0) -> Iterator[None]:
        """What a library raises over hostile bytes becomes DAMAGED, and the rest is still read."""
        try:
            yield
        except (Stop, MemoryError):
            raise
        except Exception:  # noqa: BLE001  (libraries raise anything over such bytes; the trouble is the record of it)
            self.trouble(TroubleKind.DAMAGED, page)

    def has_text_since(self, place: int, trouble: int) -> bool:
        """Whether anything a reader sees was found, or said to be unreadable, since so many places and troubles."""
        return any(found.kind in _SEEN for found in self.places[place:]) or len(self.troubles) > trouble

    def reading(self) -> Reading:
        return Reading(
            format=self.format,
            media_type=self.media_type,
            places=tuple(self.places),
            troubles=tuple(self.troubles),
            pages=self.pages,
            scans=tuple(self.scans),
        )
